"""What speaks for a layer, and the verdict that it adds up to."""

from __future__ import annotations

from dataclasses import dataclass

from layerlint.model import Confidence, Layer


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: `kind` is override, structure, declared, derivation or behaviour, in falling order of rank; `line` is 1-based."""

    kind: str
    layer: Layer
    weight: int
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A definition's or module's layer. `layers` are all that it holds, the main one first."""

    layer: Layer
    confidence: Confidence
    evidence: tuple[Evidence, ...] = ()
    layers: tuple[Layer, ...] = ()

    @property
    def runner_up(self) -> Layer | None:
        """The layer that other evidence speaks for."""
        for item in self.evidence:
            if item.layer is not self.layer:
                return item.layer
        return None

    @property
    def is_unclassified(self) -> bool:
        """Whether nothing spoke for any layer."""
        return not self.evidence


UNKNOWN = Verdict(Layer.OTHER, Confidence.POSSIBLE, (), (Layer.OTHER,))


def certain(evidence: Evidence) -> Verdict:
    """The verdict that one piece of evidence makes certain."""
    return Verdict(evidence.layer, Confidence.CERTAIN, (evidence,), (evidence.layer,))
