"""Definitions of several layers in one module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers.classify import Classifier
from layerlint.layers.modules import has_methods
from layerlint.model import Confidence, Kind, Layer
from layerlint.project import Form, Project

_NEVER_TOGETHER = frozenset(
    {
        frozenset({Layer.ROUTER, Layer.REPOSITORY}),
        frozenset({Layer.ROUTER, Layer.MODEL}),
        frozenset({Layer.ROUTER, Layer.SERVICE}),
        frozenset({Layer.SCHEMA, Layer.REPOSITORY}),
    }
)
_BASE = 1
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


class Part(NamedTuple):
    """A definition at a module's top that is of a layer by itself; `scope` is None for a table, which `node` then makes."""

    layer: Layer
    name: str
    line: int
    scope: Scope | None
    node: ast.expr | None = None


def mixed(project: Project, classifier: Classifier, facts: ModuleFacts, any_layers: bool) -> tuple[Part, Part] | None:
    """Definitions of two layers that don't belong together, the upper layer's first, each the first of its layer by name.

    `any_layers` takes any two if no worse ones are mixed. In what order the module defines them makes no difference.
    """
    parts = sorted(_parts(project, classifier, facts), key=lambda part: (list(Layer).index(part.layer), part.name, part.line))
    querying = [part for part in parts if part.layer is not Layer.REPOSITORY or _queries(project, part.scope)]
    for found in (*_pairs(parts, Layer.ROUTER), *_pairs(querying, Layer.SCHEMA)):
        if frozenset({found[0].layer, found[1].layer}) in _NEVER_TOGETHER:
            return found
    return next(_pairs(parts), None) if any_layers else None


def _pairs(parts: list[Part], needed: Layer | None = None) -> Iterator[tuple[Part, Part]]:
    """The first parts of every two layers."""
    first: dict[Layer, Part] = {}
    for part in parts:
        first.setdefault(part.layer, part)
    for one, other in combinations(first.values(), 2):
        if needed is None or needed in (one.layer, other.layer):
            yield one, other


def _parts(project: Project, classifier: Classifier, facts: ModuleFacts) -> Iterator[Part]:
    for child in facts.top.children:
        verdict = classifier.own(child)
        if verdict is None or verdict.layer is Layer.OTHER or verdict.confidence is not Confidence.CERTAIN:
            continue
        if verdict.layer is Layer.MODEL and verdict.evidence[0].weight == _BASE:
            continue
        lineage = project.resolver.mro(child.symbol)
        if not (_PROTOCOLS | project.knowledge.request_filters).isdisjoint(lineage):
            continue
        if verdict.layer in (Layer.SERVICE, Layer.REPOSITORY) and not has_methods(child):
            continue
        yield Part(verdict.layer, child.name, child.line, child)
    for name, bindings in facts.top.bindings.items():
        for binding in bindings:
            if binding.form is BindingForm.ASSIGNMENT and isinstance(binding.value, ast.Call):
                value = project.resolver.value(binding.value, facts.top)
                if value.form is Form.INSTANCE and project.resolver.has_kind(value, Kind.TABLE):
                    yield Part(Layer.MODEL, name, binding.position[0], None, binding.value)


def _queries(project: Project, scope: Scope | None) -> bool:
    methods = [child for child in scope.children if child.is_function] if scope is not None else []
    return any(not operation.is_transaction_only for method in methods for operation in project.operations.database(method))
