"""Classification: the layer of every class, function and module, with its evidence.

In this order: overrides, structure (routes, ORM and schema bases, injection), declared names, behaviour. Behaviour of
other modules is judged by their structure and names alone, so that no verdict depends on the order of questions.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping, Sequence

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers import names, pragmas, purpose
from layerlint.layers.behaviour import Behaviour
from layerlint.layers.evidence import Evidence, Verdict
from layerlint.layers.globs import matches
from layerlint.model import Confidence, Kind, Layer
from layerlint.project import Form, Project, Value

_DATA_BASES = frozenset({"typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict", "dataclasses.dataclass"})
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_EXCEPTIONS = frozenset({"Exception", "BaseException"})
_OTHER = Verdict(Layer.OTHER, Confidence.POSSIBLE, (), (Layer.OTHER,))


class Classifier:
    """Answers for one project; `overrides` are globs by layer, from the configuration."""

    def __init__(self, project: Project, overrides: Mapping[Layer, Sequence[str]] | None = None) -> None:
        self.project = project
        self.resolver = project.resolver
        self.overrides = overrides or {}
        self.behaviour = Behaviour(project, self.static_layer)
        self._classes: dict[str, Verdict | None] = {}
        self._functions: dict[str, Verdict] = {}
        self._modules: dict[str, Verdict] = {}

    def function(self, scope: Scope) -> Verdict:
        """The layer of a function or method."""
        found = self._functions.get(scope.symbol)
        if found is None:
            found = self._functions[scope.symbol] = self._function(scope)
        return found

    def class_(self, scope: Scope) -> Verdict:
        """The layer of a class; without evidence of its own, that of its module."""
        own = self.own_class(scope)
        if own is not None:
            return own
        return self._from_module(scope)

    def definition(self, scope: Scope) -> Verdict:
        """The layer of a function or class."""
        return self.class_(scope) if scope.is_class else self.function(scope)

    def module(self, key: str) -> Verdict:
        """The layer of a module; an unreadable one is `other` without evidence."""
        found = self._modules.get(key)
        if found is None:
            facts = self.project.modules.facts(key)
            found = self._modules[key] = self._module(facts) if facts is not None else _OTHER
        return found

    def of_value(self, value: Value) -> Layer | None:
        """The layer of what a value is, or is an instance of; None for foreign and unknown ones without a telling kind."""
        scope = self.resolver.scope_of(value)
        if scope is not None and value.form is not Form.MODULE:
            return self.definition(scope).layer if scope.is_class or scope.is_function else None
        if self.resolver.has_kind(value, Kind.REPOSITORY):
            return Layer.REPOSITORY
        if self.resolver.has_kind(value, Kind.SERVICE):
            return Layer.SERVICE
        return None

    def static_layer(self, value: Value) -> Layer | None:
        """As `of_value`, by structure and names alone."""
        scope = self.resolver.scope_of(value)
        if scope is None:
            return self.of_value(value)
        owner = scope.owner if scope.is_function else scope if scope.is_class else None
        if owner is not None:
            own = self.own_class(owner)
            if own is not None:
                return own.layer
        declared = self._declared(scope.module)
        if declared is not None and declared[0] is Layer.ROUTER:
            return None
        return declared[0] if declared is not None else None

    def layer_of_call(self, node: ast.expr, scope: Scope) -> Layer | None:
        """The layer of what a call's callee belongs to: of the object whose method it is, or of the function itself."""
        callee = self.resolver.value(node, scope)
        if not callee.known and isinstance(node, ast.Attribute):
            callee = self.resolver.value(node.value, scope)
        if callee.receiver is not None:
            layer = self.of_value(callee.receiver)
            if layer is not None:
                return layer
        return self.of_value(callee) if callee.form in (Form.FUNCTION, Form.INSTANCE) else None

    def _function(self, scope: Scope) -> Verdict:
        override = self._definition_override(scope)
        if override is not None:
            return override
        routes = self.project.routes.of(scope)
        if routes:
            message = f"`{scope.name}` handles {', '.join(routes[0].methods) or 'a websocket'} {routes[0].path or ''}".rstrip()
            evidence = Evidence("structure", Layer.ROUTER, 5, scope.line, message)
            return _verdict(Layer.ROUTER, min(route.confidence for route in routes), evidence)
        if self.project.routes.is_hook(scope):
            evidence = Evidence("structure", Layer.OTHER, 5, scope.line, f"`{scope.name}` is a lifecycle hook, handler of errors or middleware")
            return _verdict(Layer.OTHER, Confidence.CERTAIN, evidence)
        sites = self.project.injection.sites(scope.symbol)
        if sites:
            key, line = sites[0]
            message = f"`{scope.name}` is injected by `Depends` in {key} line {line}" + (f" and {len(sites) - 1} more" if sites[1:] else "")
            return _verdict(Layer.DEPENDENCY, Confidence.CERTAIN, Evidence("structure", Layer.DEPENDENCY, 4, scope.line, message))
        if scope.owner is not None:
            return self.class_(scope.owner)
        if scope.parent is not None and scope.parent.is_function:
            return self.function(scope.parent)
        return self._from_module(scope)

    def _from_module(self, scope: Scope) -> Verdict:
        verdict = self.module(scope.module.key)
        layer, confidence = verdict.layer, verdict.confidence
        message = f"`{scope.name}` stands in a {layer} module"
        return Verdict(layer, confidence, (Evidence("declared", layer, 1, scope.line, message), *verdict.evidence), (layer,))

    def _definition_override(self, scope: Scope) -> Verdict | None:
        layer = pragmas.definition_layer(scope.module, scope.line)
        if layer is None:
            return None
        evidence = Evidence("override", layer, 100, scope.line, f"a comment declares the layer of `{scope.name}`")
        return _verdict(layer, Confidence.CERTAIN, evidence)

    def own_class(self, scope: Scope) -> Verdict | None:
        """The layer of a class by what it is and how it is named, None when only its module can tell."""
        if scope.symbol not in self._classes:
            self._classes[scope.symbol] = None
            self._classes[scope.symbol] = self._own_class(scope)
        return self._classes[scope.symbol]

    def _own_class(self, scope: Scope) -> Verdict | None:
        override = self._definition_override(scope)
        if override is not None:
            return override
        resolver = self.resolver
        lineage = resolver.mro(scope.symbol)
        kinds = resolver.kinds(scope.symbol)

        def by_structure(layer: Layer, message: str) -> Verdict:
            return _verdict(layer, Confidence.CERTAIN, Evidence("structure", layer, 4, scope.line, message))

        if any(self.project.routes.of(child) for child in scope.children if child.is_function):
            return by_structure(Layer.ROUTER, f"`{scope.name}` has methods that handle routes")
        if Kind.ROUTER in kinds:
            return by_structure(Layer.ROUTER, f"`{scope.name}` derives from a router class")
        if Kind.ENTITY in kinds or self._has_columns(scope):
            if self._is_declarative_base(scope):
                evidence = Evidence("structure", Layer.MODEL, 1, scope.line, f"`{scope.name}` is the base of mapped classes")
                return _verdict(Layer.MODEL, Confidence.CERTAIN, evidence)
            return by_structure(Layer.MODEL, f"`{scope.name}` is mapped to a table")
        if Kind.HTTP_ERROR in kinds or not _EXCEPTIONS.isdisjoint(lineage) or _ends_like_exception(lineage):
            return by_structure(Layer.OTHER, f"`{scope.name}` is an exception")
        if not _ENUMS.isdisjoint(lineage):
            return by_structure(Layer.OTHER, f"`{scope.name}` is an enumeration")
        declared = names.of_class(scope.name)
        if Kind.SETTINGS in kinds:
            return by_structure(Layer.OTHER, f"`{scope.name}` holds settings")
        if Kind.SCHEMA in kinds and (declared is None or not self.behaviour.acts(scope)):
            return by_structure(Layer.SCHEMA, f"`{scope.name}` is a pydantic model")
        if Kind.REPOSITORY in kinds:
            return by_structure(Layer.REPOSITORY, f"`{scope.name}` derives from a ready-made repository")
        if declared is not None and self._is_router_helper(scope):
            return by_structure(Layer.ROUTER, f"`{scope.name}` stands in a router's folder and raises HTTP errors")
        if declared is not None:
            evidence = Evidence("declared", declared, 3, scope.line, f"`{scope.name}` is named for a {declared}")
            return _verdict(declared, Confidence.CERTAIN, evidence)
        if self.project.injection.is_argument(scope.symbol):
            return by_structure(Layer.DEPENDENCY, f"`{scope.name}` is handed to a dependency as its guard")
        if self._injects_attributes(scope):
            return by_structure(Layer.ROUTER, f"`{scope.name}` has attributes that `Depends` injects, as controllers have")
        call_method = next((child for child in scope.children if child.name == "__call__"), None)
        if call_method is not None and self.project.injection.sites(call_method.symbol):
            return by_structure(Layer.DEPENDENCY, f"instances of `{scope.name}` are injected by `Depends`")
        for base in resolver.bases(scope.symbol):
            layer = self._layer_of_base(base)
            if layer is not None:
                evidence = Evidence("declared", layer, 2, scope.line, f"`{scope.name}` derives from the {layer} `{base.short_name}`")
                return _verdict(layer, Confidence.CERTAIN if base.is_project else Confidence.LIKELY, evidence)
        if not _DATA_BASES.isdisjoint(lineage) or self._is_dataclass(scope):
            return self._data_class(scope)
        if self._is_parameter_object(scope):
            return by_structure(Layer.DEPENDENCY, f"`{scope.name}` is a bundle of request parameters that `Depends` injects")
        return None

    def _is_declarative_base(self, scope: Scope) -> bool:
        named = scope.bindings.get("__tablename__", ())
        if any(binding.form is not BindingForm.DEFINITION for binding in named) or self._has_columns(scope):
            return False
        return any(not base.is_project for base in self.resolver.bases(scope.symbol)) and Kind.SCHEMA not in self.resolver.kinds(scope.symbol) and not any(
            self.resolver.is_a(base, "sqlmodel.SQLModel") for base in self.resolver.bases(scope.symbol)
        )

    def _is_router_helper(self, scope: Scope) -> bool:
        """Whether class name and folder contradict each other, and the class speaks HTTP and runs no query."""
        declared = self._declared(scope.module)
        if declared is None or declared[0] is not Layer.ROUTER:
            return False
        methods = [child for child in scope.children if child.is_function]
        return any(self.behaviour.raises_http(method) for method in methods) and not any(
            not operation.is_transaction_only for method in methods for operation in self.project.operations.database(method)
        )

    def _layer_of_base(self, base: Value) -> Layer | None:
        scope = self.resolver.scope_of(base)
        if scope is not None and scope.is_class:
            verdict = self.own_class(scope)
            return verdict.layer if verdict is not None and verdict.layer is not Layer.OTHER else None
        return names.of_class(base.short_name) if not base.is_project else None

    def _data_class(self, scope: Scope) -> Verdict:
        declared = self._declared(scope.module)
        if declared is not None and declared[0] is Layer.SCHEMA:
            message = f"`{scope.name}` is a data class in a module named for schemas"
            return _verdict(Layer.SCHEMA, Confidence.LIKELY, Evidence("declared", Layer.SCHEMA, 2, scope.line, message))
        evidence = Evidence("structure", Layer.OTHER, 1, scope.line, f"`{scope.name}` is a data class")
        return _verdict(Layer.OTHER, Confidence.LIKELY, evidence)

    def _is_dataclass(self, scope: Scope) -> bool:
        if self.behaviour.acts(scope):
            return False
        for decorator in scope.decorators:
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (syntax.dotted(node) or "").rpartition(".")[2] in ("dataclass", "define", "frozen", "attrs"):
                return True
        return False

    def _has_columns(self, scope: Scope) -> bool:
        """A mixin for entities: class attributes that are columns."""
        for bindings in scope.bindings.values():
            for binding in bindings:
                if binding.form in (BindingForm.ANNOTATION, BindingForm.ASSIGNMENT):
                    annotated = self.resolver.annotation(binding.annotation, scope) if binding.annotation is not None else None
                    if annotated is not None and annotated.name == "sqlalchemy.orm.Mapped":
                        return True
                    if isinstance(binding.value, ast.Call) and self.resolver.value(binding.value.func, scope).name in (
                        "sqlalchemy.Column",
                        "sqlalchemy.orm.mapped_column",
                        "sqlalchemy.orm.relationship",
                    ):
                        return True
        return False

    def _injects_attributes(self, scope: Scope) -> bool:
        for bindings in scope.bindings.values():
            for binding in bindings:
                if isinstance(binding.value, ast.Call) and self.resolver.value(binding.value.func, scope).name == "fastapi.Depends":
                    return True
        return False

    def _is_parameter_object(self, scope: Scope) -> bool:
        return bool(self.project.injection.sites(scope.symbol)) and not self.behaviour.acts(scope)

    def _declared(self, facts: ModuleFacts) -> tuple[Layer, str] | None:
        return names.of_path(self.project.modules.tree.name(facts.key))

    def _module_override(self, facts: ModuleFacts) -> Verdict | None:
        for layer, globs in self.overrides.items():
            for glob in globs:
                if matches(facts.key, glob):
                    evidence = Evidence("override", layer, 100, 1, f"the configuration puts `{glob}` into the layer {layer}")
                    return _verdict(layer, Confidence.CERTAIN, evidence)
        pragma = pragmas.module_layer(facts)
        if pragma is not None:
            evidence = Evidence("override", pragma[0], 100, pragma[1], "a comment declares the layer")
            return _verdict(pragma[0], Confidence.CERTAIN, evidence)
        return None

    def _module(self, facts: ModuleFacts) -> Verdict:
        override = self._module_override(facts)
        if override is not None:
            return override
        role = purpose.of(facts)
        if role in (purpose.Purpose.TEST, purpose.Purpose.MIGRATION):
            return _verdict(Layer.OTHER, Confidence.CERTAIN, Evidence("structure", Layer.OTHER, 5, 1, f"it is a {role.value}"))
        evidence = self._module_evidence(facts)
        if not evidence:
            return _OTHER
        main = self._decide(facts, evidence)
        if main is None:
            return _OTHER
        ordered = sorted(evidence, key=lambda item: (item.layer is not main, -item.weight, item.line))
        own = {item.layer for item in evidence if item.kind == "structure" or item.layer is main}
        others = sorted((layer for layer in own if layer not in (main, Layer.OTHER)), key=list(Layer).index)
        confidence = Confidence.CERTAIN if ordered[0].kind != "behaviour" else Confidence.LIKELY
        return Verdict(main, confidence, tuple(ordered), (main, *others))

    def _module_evidence(self, facts: ModuleFacts) -> list[Evidence]:
        found: list[Evidence] = []
        for child in facts.top.children:
            verdict = self._child_verdict(child)
            if verdict is not None:
                found += verdict.evidence[:1]
        found += self._objects(facts)
        declared = self._declared(facts)
        if declared is not None and self._fits(facts, declared[0], found):
            layer, part = declared
            found.append(Evidence("declared", layer, 10, 1, f"`{part}` names a {layer}"))
        if declared is not None and declared[0] is Layer.OTHER:
            return found
        if not any(item.layer is not Layer.OTHER for item in found):
            found += self.behaviour.of_module(facts)
        return found

    def _child_verdict(self, child: Scope) -> Verdict | None:
        if child.is_class:
            return self.own_class(child)
        override = self._definition_override(child)
        if override is not None:
            return override
        if self.project.routes.of(child) or self.project.routes.is_hook(child) or self.project.injection.sites(child.symbol):
            return self._function(child)
        return None

    def _objects(self, facts: ModuleFacts) -> list[Evidence]:
        """Module-level objects: routers, tables, ready-made repositories, injected aliases."""
        found = []
        for name, bindings in facts.top.bindings.items():
            for binding in bindings:
                if binding.form not in (BindingForm.ASSIGNMENT, BindingForm.ANNOTATION) or binding.value is None:
                    continue
                value = self.resolver.value(binding.value, facts.top)
                line = binding.position[0]
                if self.resolver.has_kind(value, Kind.ROUTER):
                    found.append(Evidence("structure", Layer.ROUTER, 2, line, f"`{name}` is a router"))
                elif value.form is Form.INSTANCE and self.resolver.has_kind(value, Kind.TABLE):
                    found.append(Evidence("structure", Layer.MODEL, 2, line, f"`{name}` is a table"))
                elif self.resolver.has_kind(value, Kind.REPOSITORY):
                    found.append(Evidence("structure", Layer.REPOSITORY, 2, line, f"`{name}` is a ready-made repository"))
                elif isinstance(binding.value, ast.Subscript) and self.resolver.metadata(binding.value, facts.top):
                    if any(self._is_depends(item, scope) for item, scope in self.resolver.metadata(binding.value, facts.top)):
                        message = f"`{name}` is an alias for an injected value"
                        found.append(Evidence("structure", Layer.DEPENDENCY, 2, line, message))
        return found

    def _is_depends(self, node: ast.expr, scope: Scope) -> bool:
        return isinstance(node, ast.Call) and self.resolver.value(node.func, scope).name in ("fastapi.Depends", "fastapi.Security")

    def _fits(self, facts: ModuleFacts, layer: Layer, evidence: list[Evidence]) -> bool:
        """Whether a module can be what its name says: a name alone, over nothing that acts, declares nothing."""
        children = facts.top.children
        functions = [child for child in children if child.is_function]
        classes = [child for child in children if child.is_class]
        plain = [child for child in classes if self.own_class(child) is None and _has_methods(child)]
        named = [child for child in classes if (own := self.own_class(child)) is not None and own.layer is layer]
        if layer is Layer.ROUTER:
            return any(item.layer is Layer.ROUTER for item in evidence) or self.behaviour.speaks_http(facts)
        if layer is Layer.SCHEMA:
            return bool(classes or functions)
        if layer is Layer.MODEL:
            return any(item.layer is Layer.MODEL for item in evidence) or bool(plain)
        if layer is Layer.REPOSITORY and not children:
            return any(binding.form is BindingForm.ASSIGNMENT and isinstance(binding.value, ast.Call) and name.islower() and name != "logger"
                       for name, bindings in facts.top.bindings.items() for binding in bindings)
        acting = [child for child in functions if not self.behaviour.is_registered(child)]
        return bool(acting or plain or named)

    def _decide(self, facts: ModuleFacts, evidence: list[Evidence]) -> Layer | None:
        count = Counter(item.layer for item in evidence if item.kind != "declared" or item.weight < 10)
        declared = next((item.layer for item in evidence if item.kind == "declared" and item.weight >= 10), None)
        handlers = sum(1 for item in evidence if item.layer is Layer.ROUTER and item.weight >= 4)
        if handlers:
            return Layer.OTHER if self.behaviour.wires_application(facts) and handlers <= 2 else Layer.ROUTER
        if declared in (Layer.SERVICE, Layer.REPOSITORY, Layer.DEPENDENCY, Layer.ROUTER):
            return declared
        if self.behaviour.wires_application(facts):
            return Layer.OTHER
        tables = any(item.layer is Layer.MODEL and item.weight > 1 for item in evidence)
        if not tables and self.behaviour.builds_infrastructure(facts):
            return Layer.OTHER
        if count[Layer.MODEL]:
            return Layer.MODEL
        acting = Counter({layer: count[layer] for layer in (Layer.SERVICE, Layer.REPOSITORY) if count[layer]})
        if acting:
            return acting.most_common(1)[0][0]
        functions = [child for child in facts.top.children if child.is_function]
        if count[Layer.ROUTER]:
            return Layer.ROUTER
        if declared is Layer.OTHER and not count[Layer.SCHEMA]:
            return Layer.OTHER
        if count[Layer.DEPENDENCY] and count[Layer.DEPENDENCY] * 2 >= len(functions):
            return Layer.DEPENDENCY
        if declared is not None and declared is not Layer.OTHER:
            return declared
        if count[Layer.SCHEMA] and count[Layer.SCHEMA] * 3 >= len(functions):
            return Layer.SCHEMA
        return Layer.OTHER if evidence else None


def _verdict(layer: Layer, confidence: Confidence, *evidence: Evidence) -> Verdict:
    return Verdict(layer, confidence, evidence, (layer,))


def _has_methods(scope: Scope) -> bool:
    return any(child.is_function and not child.name.startswith("__") for child in scope.children)


def _ends_like_exception(lineage: tuple[str, ...]) -> bool:
    return any("::" not in item and item.rpartition(".")[2].endswith(("Error", "Exception")) for item in lineage)
