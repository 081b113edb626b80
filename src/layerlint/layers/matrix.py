"""Which layers a layer must not import."""

from __future__ import annotations

from layerlint.model import Layer

FORBIDDEN: dict[Layer, frozenset[Layer]] = {
    Layer.SERVICE: frozenset({Layer.ROUTER}),
    Layer.REPOSITORY: frozenset({Layer.ROUTER, Layer.DEPENDENCY, Layer.SERVICE}),
    Layer.SCHEMA: frozenset({Layer.ROUTER, Layer.DEPENDENCY, Layer.SERVICE, Layer.REPOSITORY}),
    Layer.MODEL: frozenset({Layer.ROUTER, Layer.DEPENDENCY, Layer.SERVICE}),
    Layer.DEPENDENCY: frozenset({Layer.ROUTER}),
}
FORBIDDEN_IN_STRICT: dict[Layer, frozenset[Layer]] = {Layer.SERVICE: frozenset({Layer.DEPENDENCY})}


def forbidden(layer: Layer, strict: bool) -> frozenset[Layer]:
    """The layers that a layer must not import; `strict` adds those of the strict profile."""
    found = FORBIDDEN.get(layer, frozenset())
    return found | FORBIDDEN_IN_STRICT.get(layer, frozenset()) if strict else found
