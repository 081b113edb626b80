"""The layer of a class by what it is and how it is named."""

from __future__ import annotations

import ast
import re

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.layers import names, pragmas, purpose
from layerlint.layers.behaviour import Behaviour
from layerlint.layers.evidence import Evidence, Verdict, certain
from layerlint.model import DATABASE_EFFECTS, Confidence, Effect, Kind, Layer
from layerlint.project import Project, Value, marker

_BARE_BASES = ("NamedTuple", "TypedDict", "object")
_DATA_BASES = frozenset({"typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict"})
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_DATA_DECORATORS = frozenset({"dataclass", "define", "frozen", "attrs"})
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_EXCEPTIONS = frozenset({"Exception", "BaseException"})
_CHECK = re.compile(r"(validate|clean)(_|$)")
_PLAIN_DECORATORS = frozenset({"property", "cached_property", "classmethod", "staticmethod", "abstractmethod", "override"})
_OUTSIDE = DATABASE_EFFECTS | {Effect.NETWORK, Effect.MAIL, Effect.QUEUE, Effect.FILE, Effect.PROCESS}


class Classes:
    """Verdicts of classes that need no look at what other modules do; None where only behaviour or the module can tell."""

    def __init__(self, project: Project, behaviour: Behaviour) -> None:
        self._project = project
        self._resolver = project.resolver
        self._behaviour = behaviour
        self._memo: dict[Scope, Verdict | None] = {}

    def of(self, scope: Scope) -> Verdict | None:
        """The verdict of a class."""
        if scope not in self._memo:
            self._memo[scope] = None
            self._memo[scope] = self._by_override(scope) or self._by_structure(scope) or self._by_name(scope)
            self._memo[scope] = self._memo[scope] or self._by_derived(scope)
        return self._memo[scope]

    def _by_override(self, scope: Scope) -> Verdict | None:
        layer = pragmas.definition_layer(scope.module, scope.line)
        if layer is None:
            return None
        return certain(Evidence("override", layer, 100, scope.line, f"a comment declares the layer of `{scope.name}`"))

    def _by_structure(self, scope: Scope) -> Verdict | None:
        lineage = self._resolver.mro(scope.symbol)
        kinds = self._resolver.kinds(scope.symbol)
        declared = names.of_class(scope.name)
        name = f"`{scope.name}`"
        if Kind.WIRING not in kinds and any(self._project.routes.of(child) for child in scope.children if child.is_function):
            return _structure(scope, Layer.ROUTER, f"{name} has methods that handle routes")
        if self._project.routes.is_view(scope):
            weight = 4 if self._project.routes.handles(scope) else 2
            return _structure(scope, Layer.ROUTER, f"{name} is a view", weight)
        if Kind.ROUTER in kinds:
            return _structure(scope, Layer.ROUTER, f"{name} derives from a router class", 1)
        if Kind.ENTITY in kinds or (_PROTOCOLS.isdisjoint(lineage) and self._has_columns(scope)):
            if self._is_declarative_base(scope):
                return certain(Evidence("structure", Layer.MODEL, 1, scope.line, f"{name} is the base of mapped classes"))
            return _structure(scope, Layer.MODEL, f"{name} is mapped to a table")
        if Kind.HTTP_ERROR in kinds or not _EXCEPTIONS.isdisjoint(lineage) or _ends_like_exception(lineage):
            return _structure(scope, Layer.OTHER, f"{name} is an exception")
        if not _ENUMS.isdisjoint(lineage):
            return _structure(scope, Layer.OTHER, f"{name} is an enumeration")
        if Kind.SETTINGS in kinds or (Kind.SCHEMA in kinds and names.holds_settings(self._module_name(scope))):
            return _structure(scope, Layer.OTHER, f"{name} holds settings")
        works = Kind.SCHEMA in kinds and self._works(scope)
        if works and declared is None:
            return _structure(scope, Layer.OTHER, f"{name} has a schema's form, but its methods work with the outside")
        if Kind.SCHEMA in kinds and not works and (declared is None or not self._behaviour.acts(scope)):
            return _structure(scope, Layer.SCHEMA, f"{name} derives from a schema class")
        if Kind.SECURITY in kinds:
            return _structure(scope, Layer.DEPENDENCY, f"{name} derives from a guard of the framework")
        if Kind.PROVIDER in kinds:
            return _structure(scope, Layer.DEPENDENCY, f"{name} provides what is injected")
        if Kind.WIRING in kinds:
            return _structure(scope, Layer.OTHER, f"{name} derives from a class by which the framework is set up")
        if not kinds.isdisjoint((Kind.QUERY, Kind.MANAGER, Kind.STATEMENT)):
            return _structure(scope, Layer.REPOSITORY, f"{name} derives from a manager, query or expression of the ORM")
        if Kind.REPOSITORY in kinds:
            return _structure(scope, Layer.REPOSITORY, f"{name} derives from a ready-made repository")
        if Kind.SERVICE in kinds:
            return _structure(scope, Layer.SERVICE, f"{name} derives from a ready-made service")
        if declared is not None and self._is_router_helper(scope):
            return _structure(scope, Layer.ROUTER, f"{name} stands in a router's folder and raises HTTP errors")
        return None

    def _by_name(self, scope: Scope) -> Verdict | None:
        declared = names.of_class(scope.name)
        name = f"`{scope.name}`"
        if declared is not None and purpose.is_script(scope.module.key):
            return _structure(scope, Layer.OTHER, f"{name} is a part of a script")
        if declared is not None and not (_is_bare(scope) and self._is_data(scope)):
            return certain(Evidence("declared", declared, 3, scope.line, f"{name} is named for a {declared}"))
        if scope.name.endswith("Middleware"):
            return _structure(scope, Layer.OTHER, f"{name} is named for middleware")
        if self._is_guard(scope):
            return _structure(scope, Layer.DEPENDENCY, f"{name} is handed over as a guard")
        if self._injects_attributes(scope):
            return _structure(scope, Layer.ROUTER, f"{name} has attributes that `Depends` injects, as controllers have")
        call_method = next((child for child in scope.children if child.name == "__call__"), None)
        if call_method is not None and self._project.injection.sites(call_method.symbol):
            return _structure(scope, Layer.DEPENDENCY, f"instances of {name} are injected by `Depends`")
        for base in self._resolver.bases(scope.symbol):
            layer = self._layer_of_base(base, scope)
            if layer is not None:
                evidence = Evidence("declared", layer, 2, scope.line, f"{name} derives from the {layer} `{base.short_name}`")
                return Verdict(layer, Confidence.CERTAIN if base.is_project else Confidence.LIKELY, (evidence,), (layer,))
        if self._is_data(scope):
            return self._data_class(scope)
        if self._project.injection.sites(scope.symbol) and not self._behaviour.acts(scope):
            if not _has_methods(scope):
                return _structure(scope, Layer.DEPENDENCY, f"{name} is a bundle of request parameters that `Depends` injects")
            module = names.of_path(self._module_name(scope))
            if module is not None and module[0] is Layer.DEPENDENCY:
                return _structure(scope, Layer.DEPENDENCY, f"{name} is injected by `Depends`, and stands among dependencies")
        return None

    def _is_guard(self, scope: Scope) -> bool:
        """Whether a dependency is handed a class, or one derived from it, which is no service or repository to hand out."""
        if not self._project.injection.is_argument(scope.symbol) or not any(child.is_function for child in scope.children):
            return False
        derived = self._project.derived.symbols(scope.symbol)
        return not any(names.of_class(re.split(r"::|\.", symbol)[-1]) for symbol in derived)

    def _by_derived(self, scope: Scope) -> Verdict | None:
        """The layer of all the classes that derive from one of a class's own making: it is a part of theirs."""
        if not _has_methods(scope):
            return None
        waiting = [scope]
        layers: set[Layer] = set()
        for item in waiting:
            for child in self._project.derived.of(item):
                verdict = self._by_structure(child)
                if verdict is not None:
                    layers.add(verdict.layer)
                elif child not in waiting:
                    waiting.append(child)
        if len(layers) != 1 or Layer.OTHER in layers:
            return None
        layer = layers.pop()
        evidence = Evidence("derivation", layer, 2, scope.line, f"all that derives from `{scope.name}` is of the layer {layer}")
        return Verdict(layer, Confidence.LIKELY, (evidence,), (layer,))

    def _layer_of_base(self, base: Value, heir: Scope) -> Layer | None:
        """The layer that a base gives; what a base has from its module alone, a class of the same module has too.

        Among routers, such a class only fits into the service: it presents what that gives.
        """
        scope = self._resolver.scope_of(base)
        if scope is not None and scope.is_class:
            verdict = self.of(scope)
            if verdict is not None:
                return verdict.layer if verdict.layer is not Layer.OTHER else None
            own = names.of_path(self._module_name(heir))
            if scope.module is heir.module or (own is not None and own[0] is Layer.ROUTER):
                return None
            declared = names.of_path(self._module_name(scope))
            acting = (Layer.SERVICE, Layer.REPOSITORY)
            return declared[0] if declared is not None and declared[0] in acting and _has_methods(scope) else None
        return names.of_foreign_class(base.short_name) if not base.is_project else None

    def _data_class(self, scope: Scope) -> Verdict:
        declared = names.of_path(self._module_name(scope))
        if declared is not None and declared[0] is Layer.SCHEMA:
            message = f"`{scope.name}` is a data class in a module named for schemas"
            return Verdict(
                Layer.SCHEMA, Confidence.LIKELY, (Evidence("declared", Layer.SCHEMA, 2, scope.line, message),), (Layer.SCHEMA,)
            )
        evidence = Evidence("structure", Layer.OTHER, 1, scope.line, f"`{scope.name}` is a data class")
        return Verdict(Layer.OTHER, Confidence.LIKELY, (evidence,), (Layer.OTHER,))

    def _is_data(self, scope: Scope) -> bool:
        if not _DATA_BASES.isdisjoint(self._resolver.mro(scope.symbol)):
            return True
        nodes = [decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in scope.decorators]
        decorated = any((syntax.dotted(node) or "").rpartition(".")[2] in _DATA_DECORATORS for node in nodes)
        return decorated and not self._behaviour.acts(scope)

    def _has_columns(self, scope: Scope) -> bool:
        """A mixin for entities: class attributes that are columns."""
        for bindings in scope.bindings.values():
            for binding in bindings:
                if binding.form is BindingForm.ANNOTATION:
                    if self._resolver.has_kind(self._resolver.annotation(binding.annotation, scope), Kind.COLUMN):
                        return True
                if isinstance(binding.value, ast.Call) and binding.form in (BindingForm.ANNOTATION, BindingForm.ASSIGNMENT):
                    if self._resolver.has_kind(self._resolver.value(binding.value, scope), Kind.COLUMN):
                        return True
        return False

    def _module_name(self, scope: Scope) -> str:
        return self._project.modules.tree.name(scope.module.key)

    def _works(self, scope: Scope) -> bool:
        """Whether a class only uses a schema's form for its fields, as clients and steps of a workflow do.

        Schemas have no asynchronous methods, and few beside their checks that change their state or reach out of the process; forms
        that read a request, and schemas that are meant to use the database, are nothing else.
        """
        names = self._resolver.mro(scope.symbol)
        knowledge = self._project.knowledge
        if not knowledge.request_readers.isdisjoint(names) or knowledge.has_idioms(names):
            return False
        lineage = [self._resolver.scope_named(name) for name in reversed(names) if "::" in name]
        found = {child.name: child for item in lineage if item is not None for child in item.children if child.is_function}
        methods = [method for method in found.values() if not _CHECK.match(method.name)]
        if any(isinstance(method.node, ast.AsyncFunctionDef) and not _is_bound_to_class(method) for method in methods):
            return True
        methods = [method for method in methods if not _is_hook(method)]
        setting = {place for item in lineage if item is not None for given in item.self_attributes.values() for _, place in given}
        if sum(method in setting and not method.name.startswith("__") for method in methods) > 1:
            return True
        reaching = sum(any(operation.effects & _OUTSIDE for operation in self._project.operations.of(item)) for item in methods)
        return reaching > 1 and 2 * reaching >= len(methods)

    def _is_declarative_base(self, scope: Scope) -> bool:
        named = scope.bindings.get("__tablename__", ())
        if any(binding.form is not BindingForm.DEFINITION for binding in named) or self._has_columns(scope):
            return False
        bases = self._resolver.bases(scope.symbol)
        return any(not base.is_project and not self._resolver.has_kind(base, Kind.SCHEMA) for base in bases)

    def _injects_attributes(self, scope: Scope) -> bool:
        return any(
            (found := marker(self._resolver, binding.value, scope)) is not None and found.name in self._resolver.knowledge.injectors
            for bindings in scope.bindings.values()
            for binding in bindings
        )

    def _is_router_helper(self, scope: Scope) -> bool:
        """Whether class name and folder contradict each other, and the class speaks HTTP and runs no query."""
        declared = names.of_path(self._module_name(scope))
        if declared is None or declared[0] is not Layer.ROUTER:
            return False
        methods = [child for child in scope.children if child.is_function]
        return any(self._behaviour.raises_http(method) for method in methods) and not any(
            not operation.is_transaction_only for method in methods for operation in self._project.operations.database(method)
        )


def _is_bare(scope: Scope) -> bool:
    """Whether a class has nothing but its fields: no methods, and no base of the project that may bring some."""
    return not _has_methods(scope) and all((syntax.dotted(base) or "").endswith(_BARE_BASES) for base in scope.class_node.bases)


def _is_hook(method: Scope) -> bool:
    """Whether a decorator of a library registers a method as a validator, serializer or the like."""
    nodes = [item.func if isinstance(item, ast.Call) else item for item in method.decorators]
    return any((syntax.dotted(node) or "").rpartition(".")[2] not in _PLAIN_DECORATORS for node in nodes)


def _is_bound_to_class(method: Scope) -> bool:
    return any(syntax.dotted(item) in ("classmethod", "staticmethod") for item in method.decorators)


def _structure(scope: Scope, layer: Layer, message: str, weight: int = 4) -> Verdict:
    return certain(Evidence("structure", layer, weight, scope.line, message))


def _has_methods(scope: Scope) -> bool:
    return any(child.is_function and not child.name.startswith("__") for child in scope.children)


def _ends_like_exception(lineage: tuple[str, ...]) -> bool:
    return any("::" not in item and item.rpartition(".")[2].endswith(("Error", "Exception")) for item in lineage)
