"""What configuration a project needs: the preset that fits how it is built, and what would be found with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from layerlint.engine.run import Selected, check
from layerlint.engine.settings import Settings
from layerlint.layers import Classifier
from layerlint.model import Layer
from layerlint.presets import LAYERED, PRESETS, Preset
from layerlint.project import Project

_MANY = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A preset, why, the project's modules by layer, and for every preset the findings by rule."""

    preset: Preset
    reason: str
    modules: Counter[str]
    findings: dict[str, Counter[str]]


def propose(selected: Selected) -> Proposal:
    """Look at an open project, once, and check it with every preset."""
    analysis = selected.analysis
    modules: Counter[str] = Counter()
    findings = {}
    for name, preset in PRESETS.items():
        settings = Settings(analysis.folder, isolated=True, options={"preset": preset})
        report = check([Selected(analysis.with_settings(settings), selected.keys)])
        findings[name] = report.by_rule
        modules = report.by_layer
    preset, reason = _chosen(_Queries(analysis.project, analysis.classifier, selected.keys), findings)
    return Proposal(preset, reason, modules, findings)


class _Queries:
    """How many functions of each layer reach the database, and whether there are services and selectors."""

    def __init__(self, project: Project, classifier: Classifier, keys: list[str]) -> None:
        self.by_layer: Counter[Layer] = Counter()
        self.services = 0
        self.selectors = False
        for key in keys:
            facts = project.modules.facts(key)
            if facts is None:
                continue
            self.selectors |= "selectors" in key.rpartition(".")[0].split("/")
            for scope in facts.functions():
                layer = classifier.function(scope).layer
                self.services += layer is Layer.SERVICE
                self.by_layer[layer] += any(not item.is_transaction_only for item in project.operations.database(scope))


def _chosen(queries: _Queries, findings: dict[str, Counter[str]]) -> tuple[Preset, str]:
    router, service = queries.by_layer[Layer.ROUTER], queries.by_layer[Layer.SERVICE]
    repository = queries.by_layer[Layer.REPOSITORY]
    queried = [findings["layered"][code] for code in ("LAY101", "LAY201", "LAY301")]
    left = sum(findings["active-record"][code] for code in ("LAY101", "LAY201", "LAY301"))
    counted = f"{router} functions of handlers query, {service} of services, {repository} of repositories"
    if queries.selectors and service:
        return PRESETS["services-selectors"], f"there are selectors, and {service} functions of services reach the database"
    if sum(queried) >= 2 * _MANY and 2 * left <= sum(queried) and repository <= router + service:
        saved = sum(queried) - left
        return PRESETS["active-record"], f"{saved} of {sum(queried)} queries outside repositories are entities' own methods"
    if service >= _MANY and service > 2 * repository:
        return PRESETS["services-query"], counted
    if not queries.services and repository >= _MANY:
        return PRESETS["repositories-only"], f"there is no service, and {repository} functions of repositories query"
    return LAYERED, counted
