"""Classification: the layer of every class, function and module, with its evidence.

In this order: overrides, structure (routes, ORM and schema bases, injection), declared names, behaviour. Behaviour of
other modules is judged by their structure and names alone, so that no verdict depends on the order of questions.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.layers import names, pragmas, purpose
from layerlint.layers.behaviour import Behaviour
from layerlint.layers.classes import Classes
from layerlint.layers.evidence import UNKNOWN, Evidence, Verdict, certain
from layerlint.layers.modules import ModuleJudge, has_methods
from layerlint.layers.wrappers import Wrappers
from layerlint.model import Confidence, Kind, Layer
from layerlint.project import Form, Project, Value

_ACTING = (Layer.SERVICE, Layer.REPOSITORY)


class Classifier:
    """Answers for one project; `overrides` are globs by layer, from the configuration, `certain` layers that are known already."""

    def __init__(
        self,
        project: Project,
        overrides: Mapping[Layer, Sequence[str]] | None = None,
        certain: dict[str, Layer | None] | None = None,
    ) -> None:
        self.project = project
        self.resolver = project.resolver
        self.behaviour = Behaviour(project, self.static_layer)
        self._classes = Classes(project, self.behaviour)
        self._wrappers = Wrappers(project)
        self._judge = ModuleJudge(project, self.behaviour, self._classes, self._own_function, overrides or {})
        self._certain = certain if certain is not None else {}
        self._functions: dict[Scope, Verdict] = {}
        self._own: dict[Scope, Verdict | None] = {}
        self._definitions: dict[Scope, Verdict] = {}
        self._modules: dict[str, Verdict] = {}
        self._served: dict[tuple[str, Layer], frozenset[str]] = {}

    def function(self, scope: Scope) -> Verdict:
        """The layer of a function or method."""
        found = self._functions.get(scope)
        if found is None:
            found = self._functions[scope] = self._function(scope)
        return found

    def class_(self, scope: Scope) -> Verdict:
        """The layer of a class; without evidence of its own, that of its module."""
        found = self._definitions.get(scope)
        if found is None:
            found = self._definitions[scope] = self._classes.of(scope) or self._from_module(scope)
        return found

    def is_inherited(self, scope: Scope) -> bool:
        """Whether a class has its layer only from the module that it stands in."""
        return self._classes.of(scope) is None

    def own(self, scope: Scope) -> Verdict | None:
        """The layer that a function or class has by itself, without a look at its module; None without one."""
        return self._classes.of(scope) if scope.is_class else self._own_function(scope)

    def may_hold_data_access(self, facts: ModuleFacts) -> bool:
        """Whether a module's name leaves it open that its functions are data access: it tells no layer, or what is stored."""
        name = self.project.modules.tree.name(facts.key)
        return self._judge.declared(facts) is None or names.is_about_settings(name)

    def is_in_database_folder(self, facts: ModuleFacts) -> bool:
        """Whether a module stands in a folder named for the database."""
        return names.is_in_database_folder(self.project.modules.tree.name(facts.key))

    def declared_layer(self, facts: ModuleFacts) -> Layer | None:
        """The layer that a module's name tells."""
        declared = self._judge.declared(facts)
        return declared[0] if declared is not None else None

    def definition(self, scope: Scope) -> Verdict:
        """The layer of a function or class."""
        return self.class_(scope) if scope.is_class else self.function(scope)

    def module(self, key: str) -> Verdict:
        """The layer of a module; an unreadable one is `other` without evidence."""
        found = self._modules.get(key)
        if found is None:
            facts = self.project.modules.facts(key)
            found = self._modules[key] = self._judge.judge(facts) if facts is not None else UNKNOWN
        return found

    def by_path(self, key: str) -> Verdict:
        """The layer of a test or migration, by its path alone."""
        return self._judge.of_purpose(purpose.by_path(key))

    def is_overridden(self, key: str) -> bool:
        """Whether the configuration gives a module its layer."""
        return self._judge.overriding(key) is not None

    def certain_layer(self, key: str) -> Layer | None:
        """The layer of a module where it is certain."""
        if key not in self._certain:
            verdict = self.module(key)
            self._certain[key] = verdict.layer if verdict.confidence is Confidence.CERTAIN else None
        return self._certain[key]

    def explain(self, key: str) -> Verdict:
        """The layer of a module with all the evidence there is, its behaviour included."""
        facts = self.project.modules.facts(key)
        return self._judge.judge(facts, complete=True) if facts is not None else UNKNOWN

    def of_value(self, value: Value) -> Layer | None:
        """The layer of what a value is, or is an instance of; None for foreign and unknown ones without a telling kind."""
        scope = self.resolver.scope_of(value)
        if scope is not None and value.form is not Form.MODULE:
            return self.definition(scope).layer if scope.is_class or scope.is_function else None
        if self.resolver.has_kind(value, Kind.REPOSITORY):
            return Layer.REPOSITORY
        return Layer.SERVICE if self.resolver.has_kind(value, Kind.SERVICE) else None

    def static_layer(self, value: Value) -> Layer | None:
        """As `of_value`, by structure and names alone."""
        scope = self.resolver.scope_of(value)
        if scope is None:
            return self.of_value(value)
        owner = scope.owner if scope.is_function else scope if scope.is_class else None
        own = self._classes.of(owner) if owner is not None else self._own_function(scope) if scope.is_function else None
        if own is not None:
            return own.layer
        declared = self._judge.declared(scope.module)
        return declared[0] if declared is not None and declared[0] is not Layer.ROUTER else None

    def layer_of_call(self, node: ast.expr, scope: Scope) -> Layer | None:
        """The layer of what a call's callee belongs to: of the object whose method it is, or of the function itself."""
        callee = self.resolver.value(node, scope)
        if not callee.known and isinstance(node, ast.Attribute):
            callee = self.resolver.value(node.value, scope)
        if callee.receiver is not None and not callee.is_project:
            if self.resolver.has_kind(callee.receiver, Kind.QUERY, Kind.MANAGER):
                return None
        if callee.receiver is not None:
            layer = self.of_value(callee.receiver)
            if layer is not None:
                return layer
        return self.of_value(callee) if callee.form in (Form.FUNCTION, Form.INSTANCE) else None

    def _function(self, scope: Scope) -> Verdict:
        own = self._own_function(scope)
        if own is not None:
            return own
        if scope.owner is not None:
            return self.class_(scope.owner)
        if scope.parent is not None and scope.parent.is_function:
            return self.function(scope.parent)
        return self._from_module(scope)

    def _own_function(self, scope: Scope) -> Verdict | None:
        """What a function is by itself: overridden, a handler, a hook, injected, or with injected parameters."""
        if scope not in self._own:
            self._own[scope] = self._find_own(scope)
        return self._own[scope]

    def _find_own(self, scope: Scope) -> Verdict | None:
        layer = pragmas.definition_layer(scope.module, scope.line)
        if layer is not None:
            return certain(Evidence("override", layer, 100, scope.line, f"a comment declares the layer of `{scope.name}`"))
        name = f"`{scope.name}`"
        routes = self.project.routes.of(scope)
        if routes:
            where = "" if routes[0].path is None else f" `{routes[0].path or '/'}`"
            message = f"{name} handles {', '.join(routes[0].methods) or 'a websocket'}{where}"
            evidence = Evidence("structure", Layer.ROUTER, 5, scope.line, message)
            return Verdict(Layer.ROUTER, min(route.confidence for route in routes), (evidence,), (Layer.ROUTER,))
        site = self.project.callbacks.site(scope.symbol)
        if site is not None:
            message = f"{name} is registered in {site} to tell who sends a request"
            return certain(Evidence("structure", Layer.DEPENDENCY, 4, scope.line, message))
        if self.project.routes.is_hook(scope):
            message = f"{name} is a lifecycle hook, handler of errors or middleware"
            return certain(Evidence("structure", Layer.OTHER, 5, scope.line, message))
        sites = self.project.injection.sites(scope.symbol)
        if self.behaviour.is_registered(scope) and not (sites and self.behaviour.is_only_wrapped(scope)):
            return None
        if sites and not names.holds_settings(self.project.modules.tree.name(scope.module.key)):
            key, place = sites[0]
            more = f" and {len(sites) - 1} more" if sites[1:] else ""
            message = f"{name} is injected in {key}{f' by `{place}`' if place else ''}{more}"
            return certain(Evidence("structure", Layer.DEPENDENCY, 4, scope.line, message))
        if scope.owner is None and self.project.injection.has_injected_defaults(scope) and not self._helps_handlers(scope):
            message = f"{name} has defaults that `Depends` injects"
            return certain(Evidence("structure", Layer.DEPENDENCY, 3, scope.line, message))
        reads = scope.owner is None and not scope.decorators and self.project.injection.reads_request(scope)
        if reads and not self._helps_handlers(scope):
            message = f"{name} has parameters that are read from the request"
            return certain(Evidence("structure", Layer.DEPENDENCY, 3, scope.line, message))
        if scope.owner is None and self._wrappers.is_guard(scope):
            message = f"{name} may refuse a request before the handler that it decorates"
            return certain(Evidence("structure", Layer.DEPENDENCY, 3, scope.line, message))
        return None

    def _helps_handlers(self, scope: Scope) -> bool:
        """Whether a function that nothing injects is called by the handlers that it stands beside."""
        handlers = (item for item in scope.module.functions() if self.project.routes.of(item))
        calls = (call for handler in handlers for call in handler.links)
        return any(isinstance(call.func, ast.Name) and call.func.id == scope.name for call in calls)

    def _from_module(self, scope: Scope) -> Verdict:
        """The layer that a definition without own evidence has by what it does, or takes over from its module.

        Being a dependency, a schema or a model does not pass from a module to what stands beside: a module named for
        dependencies gives it to its functions, nothing gives it to what acts. Background work is of no layer, but among
        services or in a module named for repositories.
        """
        module = self.module(scope.module.key)
        layer = module.layer
        declared = self._judge.declared(scope.module)
        acts = layer is Layer.SERVICE or (layer is Layer.REPOSITORY and declared is not None)
        if scope.is_function and layer is not Layer.OTHER and not acts and self.behaviour.is_background(scope):
            return self._beside(scope, module)
        if layer in (Layer.DEPENDENCY, Layer.SCHEMA, Layer.MODEL, Layer.OTHER):
            named_so = declared is not None and declared[0] is layer
            if layer is Layer.DEPENDENCY and scope.is_function and (named_so or self._serves(scope, layer)):
                return self._inherited(scope, module)
            if layer is Layer.SCHEMA and scope.is_function and self._serves(scope, layer):
                return self._inherited(scope, module)
            is_named = layer is Layer.SCHEMA and scope.is_class and names.is_schema(scope.name)
            acting = None if layer is Layer.OTHER or is_named else self._acting(scope)
            if acting is not None:
                return Verdict(acting.layer, Confidence.LIKELY, (acting, *module.evidence), (acting.layer,))
            foreign = has_methods(scope) if scope.is_class else not named_so
            if layer is Layer.DEPENDENCY or (layer is not Layer.OTHER and foreign):
                return self._beside(scope, module)
        if layer is Layer.REPOSITORY and declared is None and not self._behaves_alike(scope, module):
            return self._beside(scope, module)
        if layer in _ACTING and scope.is_class and self._only_holds(scope):
            return self._beside(scope, module)
        if layer is Layer.ROUTER and scope.is_class and self.behaviour.extends_library(scope):
            return self._beside(scope, module)
        return self._inherited(scope, module)

    def _behaves_alike(self, scope: Scope, module: Verdict) -> bool:
        """Whether a class acts like the repositories that it stands beside; of functions, those beside classes that are such.

        A class without methods of its own acts like those that it derives from.
        """
        if scope.is_class:
            acting = [scope] if has_methods(scope) else [base for base in self._bases(scope) if has_methods(base)]
            return not acting or any(self.behaviour.of_class(item) is not None for item in acting)
        return module.evidence[0].kind != "structure" or self.behaviour.vote(scope) is not None

    def _only_holds(self, scope: Scope) -> bool:
        """Whether a class has fields, or what a library gives, and no methods: a message, a result, some settings."""
        if any(has_methods(item) for item in (scope, *self._bases(scope))):
            return False
        forms = (binding.form for bindings in scope.bindings.values() for binding in bindings)
        return any(form is BindingForm.ANNOTATION for form in forms) or self.behaviour.extends_library(scope)

    def _bases(self, scope: Scope) -> list[Scope]:
        lineage = self.resolver.mro(scope.symbol)[1:]
        found = [self.resolver.scope_named(name) for name in lineage if "::" in name]
        return [base for base in found if base is not None]

    def _inherited(self, scope: Scope, module: Verdict) -> Verdict:
        layer = module.layer
        evidence = Evidence("declared", layer, 1, scope.line, f"`{scope.name}` stands in a {layer} module")
        return Verdict(layer, module.confidence, (evidence, *module.evidence), (layer,))

    @staticmethod
    def _beside(scope: Scope, module: Verdict) -> Verdict:
        message = f"`{scope.name}` stands beside {module.layer} definitions and is none"
        evidence = Evidence("behaviour", Layer.OTHER, 1, scope.line, message)
        return Verdict(Layer.OTHER, Confidence.LIKELY, (evidence, *module.evidence), (Layer.OTHER,))

    def _acting(self, scope: Scope) -> Evidence | None:
        found = self.behaviour.leaning(scope) if scope.is_class else self.behaviour.of_functions([scope])
        return found if found is not None and found.layer in _ACTING else None

    def _serves(self, scope: Scope, layer: Layer) -> bool:
        """Whether injected functions, or methods of schemas, of the same module call a function, or call what calls it."""
        entry = (scope.module.key, layer)
        if entry not in self._served:
            functions = {function.symbol: function for function in scope.module.functions()}
            waiting = [function for function in functions.values() if self._is_by_itself(function, layer)]
            seen: set[str] = set()
            while waiting:
                function = waiting.pop()
                for call in function.calls:
                    name = self.resolver.value(call.func, function).name
                    if name in functions and name not in seen:
                        seen.add(name)
                        waiting.append(functions[name])
            self._served[entry] = frozenset(seen)
        return scope.symbol in self._served[entry]

    def _is_by_itself(self, function: Scope, layer: Layer) -> bool:
        if layer is Layer.DEPENDENCY and self.project.injection.sites(function.symbol):
            return True
        own = self._classes.of(function.owner) if function.owner is not None else None
        return own is not None and own.layer is layer
