"""The layer of a module: what its definitions are, what its name declares, what its functions do."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from layerlint import syntax
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.globs import matches
from layerlint.layers import names, pragmas, purpose
from layerlint.layers.behaviour import Behaviour
from layerlint.layers.classes import Classes
from layerlint.layers.evidence import UNKNOWN, Evidence, Verdict, certain
from layerlint.model import Confidence, Kind, Layer
from layerlint.project import Form, Project, marker

_NAME = 10
_ROUTER = re.compile(r"router|blueprint|bp$", re.I)
_WEAK = frozenset({"behaviour", "derivation"})


class ModuleJudge:
    """Verdicts of modules; `own_function` gives the verdict of a function that needs no look at its module, or None."""

    def __init__(
        self,
        project: Project,
        behaviour: Behaviour,
        classes: Classes,
        own_function: Callable[[Scope], Verdict | None],
        overrides: Mapping[Layer, Sequence[str]],
    ) -> None:
        self._project = project
        self._resolver = project.resolver
        self._behaviour = behaviour
        self._classes = classes
        self._own_function = own_function
        self._overrides = overrides

    def declared(self, facts: ModuleFacts) -> tuple[Layer, str] | None:
        """The layer that the module's dotted name declares, and the part that does."""
        found = names.of_path(self._project.modules.tree.name(facts.key))
        return (Layer.OTHER, "scripts") if found is None and purpose.is_script(facts.key) else found

    def judge(self, facts: ModuleFacts, complete: bool = False) -> Verdict:
        """The verdict of a module; `complete` looks at its behaviour even where that can't change the verdict."""
        override = self._override(facts)
        if override is not None:
            return override
        role = purpose.of(facts)
        if role in (purpose.Purpose.TEST, purpose.Purpose.MIGRATION):
            return self.of_purpose(role)
        evidence, functions, classes = self._evidence(facts)
        main = self._decide(facts, evidence)
        if main is None:
            return UNKNOWN
        if complete and not any(item.kind == "behaviour" for item in evidence):
            behaviour = self._behaviour.of_module(facts, functions, classes)
            evidence += [behaviour] if behaviour is not None else []
        ordered = sorted(evidence, key=lambda item: (item.layer is not main, -item.weight, item.line))
        held = {item.layer for item in evidence if item.kind == "structure" or item.layer is main}
        others = sorted((layer for layer in held if layer not in (main, Layer.OTHER)), key=list(Layer).index)
        by_behaviour = not any(item.layer is main and item.kind != "behaviour" for item in ordered)
        return Verdict(main, Confidence.LIKELY if by_behaviour else Confidence.CERTAIN, tuple(ordered), (main, *others))

    @staticmethod
    def of_purpose(role: purpose.Purpose) -> Verdict:
        """The verdict of a test or a migration."""
        return certain(Evidence("structure", Layer.OTHER, 5, 1, f"it is a {role.value}"))

    def overriding(self, key: str) -> tuple[Layer, str] | None:
        """The layer that the configuration gives a module, and the glob that does."""
        found = ((layer, glob) for layer, globs in self._overrides.items() for glob in globs if matches(key, glob))
        return next(found, None)

    def _override(self, facts: ModuleFacts) -> Verdict | None:
        given = self.overriding(facts.key)
        if given is not None:
            layer, glob = given
            return certain(Evidence("override", layer, 100, 1, f"the configuration puts `{glob}` into the layer {layer}"))
        pragma = pragmas.module_layer(facts)
        if pragma is not None:
            return certain(Evidence("override", pragma[0], 100, pragma[1], "a comment declares the layer"))
        return None

    def _evidence(self, facts: ModuleFacts) -> tuple[list[Evidence], list[Scope], list[Scope]]:
        """What speaks for layers, and the functions and classes that nothing but behaviour can classify."""
        found: list[Evidence] = []
        functions: list[Scope] = []
        classes: list[Scope] = []
        for child in facts.top.children:
            verdict = self._classes.of(child) if child.is_class else self._own_function(child)
            if verdict is not None:
                found += verdict.evidence[:1]
                continue
            handlers = self._inner_handlers(child) or ([] if child.is_class else self._made_router(child))
            found += handlers
            if not handlers:
                (classes if child.is_class else functions).append(child)
        found += self._objects(facts)
        if any(self._project.routes.is_registrar(call, facts.top) for call in facts.top.calls):
            found.append(Evidence("structure", Layer.ROUTER, 2, 1, "it maps URLs"))
        declared = self.declared(facts)
        if declared is not None and self._fits(facts, declared[0], found) and not self._stores_settings(facts, functions, classes):
            layer, part = declared
            message = (
                f"`{part}` names background work, settings or helpers" if layer is Layer.OTHER else f"`{part}` names a {layer}"
            )
            found.append(Evidence("declared", layer, _NAME, 1, message))
        if not any(item.weight == _NAME or (item.layer in (Layer.ROUTER, Layer.MODEL) and item.weight >= 4) for item in found):
            behaviour = self._behaviour.of_module(facts, functions, classes)
            if behaviour is None and not found:
                behaviour = self._behaviour.works_for_handlers(functions)
            if behaviour is not None:
                found.append(behaviour)
        return found, functions, classes

    def _inner_handlers(self, scope: Scope) -> list[Evidence]:
        """The handlers that a function, or the methods of a class, define inside: they make a blueprint, or fill an application."""
        waiting = [child for child in scope.children if child.is_function]
        found: list[Evidence] = []
        for inner in waiting:
            verdict = self._own_function(inner)
            is_here = any(route.scope.module is scope.module for route in self._project.routes.of(inner))
            if is_here and verdict is not None and verdict.layer is Layer.ROUTER:
                found += verdict.evidence[:1]
            waiting += [child for child in inner.children if child.is_function]
        return found

    def _made_router(self, function: Scope) -> list[Evidence]:
        """What speaks for routers in a function that hands out one of its own: to fill another module's is wiring."""
        if not _may_give_router(function) or not self._resolver.has_kind(self._resolver.returned(function), Kind.ROUTER):
            return []
        given = [self._resolver.value(statement.value, function) for statement in function.returns]
        if given and all(value.trail and value.trail[-1].module != function.module.key for value in given):
            return []
        return [Evidence("structure", Layer.ROUTER, 2, function.line, f"`{function.name}` hands out a router")]

    def _objects(self, facts: ModuleFacts) -> list[Evidence]:
        """Module-level objects: routers, tables, ready-made repositories, injected aliases."""
        found = []
        for name, bindings in facts.top.bindings.items():
            for binding in bindings:
                if binding.form not in (BindingForm.ASSIGNMENT, BindingForm.ANNOTATION) or binding.value is None:
                    continue
                value = self._resolver.value(binding.value, facts.top)
                line = binding.position[0]
                if self._resolver.has_kind(value, Kind.ROUTER):
                    if self._project.router_use.is_only_hooked(facts.key, name):
                        continue
                    found.append(Evidence("structure", Layer.ROUTER, 2, line, f"`{name}` is a router"))
                elif value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.TABLE):
                    found.append(Evidence("structure", Layer.MODEL, 2, line, f"`{name}` is a table"))
                elif value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.PROVIDER):
                    found.append(Evidence("structure", Layer.DEPENDENCY, 2, line, f"`{name}` provides a dependency"))
                elif self._resolver.has_kind(value, Kind.REPOSITORY):
                    found.append(Evidence("structure", Layer.REPOSITORY, 2, line, f"`{name}` is a ready-made repository"))
                elif isinstance(binding.value, ast.Subscript) and self._is_injected_alias(binding.value, facts.top):
                    message = f"`{name}` is an alias for an injected value"
                    found.append(Evidence("structure", Layer.DEPENDENCY, 2, line, message))
        return found

    def _is_injected_alias(self, node: ast.expr, scope: Scope) -> bool:
        return any(
            (found := marker(self._resolver, item, place)) is not None and found.name in self._resolver.knowledge.injectors
            for item, place in self._resolver.metadata(node, scope)
        )

    def _fits(self, facts: ModuleFacts, layer: Layer, evidence: list[Evidence]) -> bool:
        """Whether a module can be what its name says: a name alone, over nothing that acts, declares nothing."""
        children = facts.top.children
        functions = [child for child in children if child.is_function]
        classes = [child for child in children if child.is_class]
        plain = self._working(facts)
        named = [child for child in classes if (own := self._classes.of(child)) is not None and own.layer is layer]
        if layer is Layer.OTHER:
            return True
        if layer is Layer.ROUTER:
            routes = any(item.layer is Layer.ROUTER for item in evidence)
            return routes or self._behaviour.speaks_http(facts) or self._behaviour.handles_requests(facts)
        if layer is Layer.DEPENDENCY:
            return any(item.layer is Layer.DEPENDENCY for item in evidence) or self._knows_framework(facts)
        if layer is Layer.SCHEMA:
            if any(item.layer is layer for item in evidence):
                return True
            name = self._project.modules.tree.name(facts.key)
            if names.is_ambiguous(name) or classes or not functions:
                return bool(classes) and not names.is_ambiguous(name)
            if any(self._resolver.has_kind(self._resolver.returned(item), Kind.RESPONSE, Kind.HTTP_ERROR) for item in functions):
                return False
            alone = (self.declared(facts) or (layer, ""))[1] == name.rpartition(".")[2]
            return not alone or self._behaviour.of_module(facts, functions, classes) is None
        if layer is Layer.MODEL:
            tables = (self.declared(facts) or (layer, ""))[1].endswith("tables")
            return any(item.layer is Layer.MODEL for item in evidence) or bool(plain and not tables)
        if layer is Layer.REPOSITORY and not children:
            return any(
                binding.form is BindingForm.ASSIGNMENT
                and isinstance(binding.value, ast.Call)
                and name.islower()
                and name != "logger"
                for name, bindings in facts.top.bindings.items()
                for binding in bindings
            )
        if not (any(not self._behaviour.is_registered(child) for child in functions) or plain or named):
            return False
        if (self.declared(facts) or (layer, ""))[1] == "queries":
            behaviour = self._behaviour.of_module(facts, functions, plain)
            if behaviour is not None and behaviour.layer is Layer.SERVICE:
                return any(self._behaviour.queries(function) for function in facts.functions())
        return True

    def _stores_settings(self, facts: ModuleFacts, functions: list[Scope], classes: list[Scope]) -> bool:
        """Whether a module that is named for some settings (`search_settings`) reads and writes them in the database."""
        name = self._project.modules.tree.name(facts.key)
        return names.is_about_settings(name) and self._behaviour.of_module(facts, functions, classes) is not None

    def _knows_framework(self, facts: ModuleFacts) -> bool:
        known = not facts.packages.isdisjoint(self._resolver.knowledge.web_packages)
        return known and any(child.is_function for child in facts.top.children)

    def _decide(self, facts: ModuleFacts, evidence: list[Evidence]) -> Layer | None:
        if not evidence:
            return None
        count = Counter(item.layer for item in evidence if item.weight < _NAME and item.kind not in _WEAK)
        declared = next((item.layer for item in evidence if item.weight == _NAME), None)
        behaving = next((item.layer for item in evidence if item.kind == "behaviour"), None)
        handlers = sum(1 for item in evidence if item.layer is Layer.ROUTER and item.kind == "structure" and item.weight >= 4)
        wires = self._behaviour.wires_application(facts)
        if handlers:
            return Layer.OTHER if wires and handlers <= 3 else Layer.ROUTER
        if declared in (Layer.SERVICE, Layer.REPOSITORY, Layer.DEPENDENCY, Layer.ROUTER):
            return self._unless_all_are_data(facts, declared, count)
        tables = any(item.layer is Layer.MODEL and item.kind == "structure" and item.weight > 1 for item in evidence)
        if wires or (not tables and self._behaviour.builds_infrastructure(facts)):
            return Layer.OTHER
        is_aside = declared is Layer.OTHER and 2 * count[Layer.MODEL] < len(facts.top.children)
        if (tables or (count[Layer.MODEL] and behaving is None)) and not is_aside:
            return Layer.MODEL
        named = Counter({layer: count[layer] for layer in (Layer.SERVICE, Layer.REPOSITORY) if count[layer]})
        least = len(facts.top.children) / 2 if declared is Layer.OTHER else len(self._working(facts)) / 3
        if named.total() < least:
            named.clear()
        routers = [item for item in evidence if item.layer is Layer.ROUTER]
        lines = {child.line for child in facts.top.children if child.is_class}
        views = sum(item.weight > 1 and item.line in lines for item in routers)
        if views and 2 * views >= len(facts.top.children) and declared is not Layer.OTHER:
            return Layer.ROUTER
        if behaving is not None and count[Layer.DEPENDENCY] <= 1:
            return behaving if not named or behaving in named else named.most_common(1)[0][0]
        if named:
            return named.most_common(1)[0][0]
        if declared is Layer.OTHER:
            routers = [item for item in routers if item.line not in lines]
        if any(item.weight > 1 for item in routers) or (routers and len(routers) == len(facts.top.children)):
            return Layer.OTHER if declared is Layer.OTHER and self._behaviour.makes_application(facts) else Layer.ROUTER
        found = self._of_plain_parts(facts, declared, behaving, count)
        if found is Layer.OTHER and declared is None:
            return next((item.layer for item in evidence if item.kind == "derivation"), found)
        return found

    def _of_plain_parts(self, facts: ModuleFacts, declared: Layer | None, behaving: Layer | None, count: Counter[Layer]) -> Layer:
        children = facts.top.children
        functions = [child for child in children if child.is_function]
        working = self._working(facts)
        if any(self._holds_settings(child) for child in children):
            return Layer.OTHER
        if declared is Layer.OTHER:
            alike = next((layer for layer in (Layer.SCHEMA, Layer.DEPENDENCY) if children and count[layer] == len(children)), None)
            background = names.is_background(self._project.modules.tree.name(facts.key))
            return alike if alike is not None and not background else Layer.OTHER
        if count[Layer.DEPENDENCY]:
            providing = count[Layer.DEPENDENCY] + self._serving(functions)
            if providing * 2 >= len(functions) + count[Layer.SCHEMA]:
                return Layer.DEPENDENCY
        if behaving is not None:
            return behaving
        if declared is not None:
            return declared
        methods = [child for scope in working for child in scope.children if child.is_function]
        if count[Layer.SCHEMA] and count[Layer.SCHEMA] * 3 >= len(functions) and count[Layer.SCHEMA] > len(methods):
            return Layer.OTHER if self._behaviour.is_mostly_background(facts) else Layer.SCHEMA
        return Layer.OTHER

    def _serving(self, functions: list[Scope]) -> int:
        """How many of the functions that nothing else classifies are called by injected ones beside them."""
        verdicts = [(function, self._own_function(function)) for function in functions]
        free = {function.name for function, verdict in verdicts if verdict is None}
        injected = [function for function, verdict in verdicts if verdict is not None and verdict.layer is Layer.DEPENDENCY]
        called = {call.func.id for function in injected for call in function.links if isinstance(call.func, ast.Name)}
        return len(free & called)

    def _working(self, facts: ModuleFacts) -> list[Scope]:
        """The classes with methods that nothing but what they do, or their module, can classify."""
        children = (child for child in facts.top.children if child.is_class)
        return [child for child in children if self._classes.of(child) is None and has_methods(child)]

    def _holds_settings(self, scope: Scope) -> bool:
        return scope.is_class and Kind.SETTINGS in self._resolver.kinds(scope.symbol)

    def _unless_all_are_data(self, facts: ModuleFacts, declared: Layer, count: Counter[Layer]) -> Layer:
        """A file of schemas in a folder named for services is a file of schemas."""
        children = facts.top.children
        if declared is not Layer.ROUTER and children and count[Layer.SCHEMA] == len(children):
            return Layer.SCHEMA
        return declared


def has_methods(scope: Scope) -> bool:
    """Whether a class has methods of its own, or instances that can be called, beyond other dunder methods."""
    return any(child.is_function and (not child.name.startswith("__") or child.name == "__call__") for child in scope.children)


def _may_give_router(function: Scope) -> bool:
    """Whether a function's annotation, or what it returns, is named like a router: cheap, asked before names are resolved."""
    given = [function.function.returns, *(statement.value for statement in function.returns)]
    nodes = (node.func if isinstance(node, ast.Call) else node for node in given if node is not None)
    return any(_ROUTER.search(syntax.dotted(node) or "") for node in nodes)
