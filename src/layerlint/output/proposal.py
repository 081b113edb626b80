"""What `layerlint init` prints."""

from __future__ import annotations

from collections.abc import Mapping

from layerlint.engine.proposal import Proposal
from layerlint.presets import PRESETS


def render(proposal: Proposal, snippet: str, target: str, slugs: Mapping[str, str], advice: str) -> str:
    """The proposal in words: what the project is, the preset and its configuration, the findings per rule."""
    preset = proposal.preset
    layers = ", ".join(f"{count} {layer}" for layer, count in proposal.modules.most_common())
    found = proposal.findings[preset.name]
    rows = "".join(f"  {code}  {slugs[code]:32}{count:6}\n" for code, count in sorted(found.items()))
    others = "".join(
        f"  {name:20}{sum(counts.values()):6}  {PRESETS[name].summary}\n"
        for name, counts in proposal.findings.items()
        if name != preset.name
    )
    indented = "".join(f"    {line}\n" for line in snippet.splitlines())
    return (
        f"{sum(proposal.modules.values())} modules: {layers}\n\n"
        f"preset: {preset.name} ({preset.summary})\n"
        f"because {proposal.reason}\n\n"
        f"{target}:\n\n{indented}\n"
        f"findings with it: {sum(found.values())}\n{rows}\n"
        f"findings with the other presets:\n{others}"
        f"{advice}"
    )
