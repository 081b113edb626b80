"""Judging functions: their reasons for being called business logic, and the effects of what they call."""

from __future__ import annotations

import ast
import re

from layerlint.facts import Scope
from layerlint.judgement.reason import Reason
from layerlint.judgement.scales import OTHER_STORE, SCALES, SCHEMA_METHOD
from layerlint.judgement.walk import Walk
from layerlint.judgement.words import PASSWORD, last_name
from layerlint.layers import Classifier
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Project, Value, calls, given_to_run

_DEPTH = 3
_COLLABORATORS = (Layer.SERVICE, Layer.REPOSITORY)
_LAYERED = (*_COLLABORATORS, Layer.DEPENDENCY, Layer.ROUTER, Layer.MODEL)
_CONVERTING = re.compile(
    r"^_|^(to|from|as|get|set|clean|validate|is|has|dict|json|model|serialize|deserialize|parse|format|with|copy|load|dump|process|"
    r"check|create|update|save|normali[sz]e|reset)(_|$)"
)
_INNERMOST = frozenset({Effect.HASH, Effect.TOKEN})
_OUTGOING = frozenset({Effect.MAIL, Effect.NETWORK, Effect.QUEUE})


class Judge:
    """Judges functions of one project."""

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._classifier = classifier
        self._databases: dict[str, bool] = {}
        self._helpers: dict[str, Scope | None] = {}
        self._outer_effects: dict[Scope, frozenset[Effect]] = {}
        self._inner_effects: dict[tuple[str, int], frozenset[Effect]] = {}

    def reasons(self, scope: Scope, layer: Layer = Layer.ROUTER) -> list[Reason]:
        """What a function decides about the domain, weighed for a layer, in the order of the source."""
        scale = SCALES[layer]
        if layer is Layer.SCHEMA and _is_plain_method(scope):
            scale = SCHEMA_METHOD
        elif layer is Layer.REPOSITORY and not self._works_on_database(scope):
            scale = OTHER_STORE
        return Walk(self._project, self._classifier, self, scope, scale).reasons()

    def _works_on_database(self, scope: Scope) -> bool:
        """Whether any method of the function's class and its bases, or any function of its module, runs a database operation."""
        owner = scope.owner
        question = owner.symbol if owner is not None else scope.module.key
        found = self._databases.get(question)
        if found is None:
            classes = [self._project.resolver.scope_named(name) for name in self._project.resolver.mro(question) if "::" in name]
            holders = [item for item in classes if item is not None] if owner is not None else [scope.module.top]
            functions = [child for holder in holders for child in holder.children if child.is_function]
            found = any(self._project.operations.database(function) for function in functions)
            self._databases[question] = found
        return found

    def effects(self, function: Scope, depth: int = _DEPTH) -> frozenset[Effect]:
        """The effects of a function and of the helpers that it calls; services, repositories and classes of theirs end the path."""
        question = (function.symbol, depth)
        found = self._inner_effects.get(question)
        if found is None:
            effects = {effect for operation in self._project.operations.of(function) for effect in operation.effects}
            if depth > 1:
                for link in function.links:
                    callee = self._callee(link, function)
                    helper = self.helper(callee)
                    if helper is not None:
                        effects |= self.effects(helper, depth - 1)
                    effects |= self._scheduled(link, callee, function, depth - 1)
            found = self._inner_effects[question] = frozenset(effects)
        return found

    def effects_of_call(self, node: ast.Call, scope: Scope) -> frozenset[Effect]:
        """What one call does: by itself, by a name that speaks of passwords, or through a plain helper."""
        operation = self._project.operations.link_effects(node, scope)
        called = self._project.operations.called(node, scope)
        callee = self._project.resolver.value(called, scope)
        scheduled = self._scheduled(node, callee, scope)
        if operation or scheduled:
            if Effect.HASH in operation and self._is_user_manager(scope):
                operation -= {Effect.HASH}
            return operation | scheduled
        if calls.known_call(self._project.resolver, callee) is not None:
            return operation
        helper = self.helper(callee)
        name = last_name(called)
        if PASSWORD.match(name) and not self._is_user_manager(scope) and not self._only_looks(name, helper):
            if helper is not None or self._classifier.layer_of_call(called, scope) not in _COLLABORATORS:
                return frozenset({Effect.HASH})
        return self._through(helper) if helper is not None else frozenset()

    def _through(self, helper: Scope) -> frozenset[Effect]:
        """What a call of a helper does that is its caller's as well."""
        found = self._outer_effects.get(helper)
        if found is None:
            innermost = self._innermost(helper, _DEPTH) if _is_thin(helper) else frozenset()
            is_plain = self._classifier.function(helper).layer not in _LAYERED
            outgoing = self.effects(helper) & _OUTGOING if is_plain else frozenset()
            found = self._outer_effects[helper] = innermost | outgoing
        return found

    def _innermost(self, function: Scope, depth: int) -> frozenset[Effect]:
        """The hashing and making of tokens in a wrapper, itself or through wrappers that it calls."""
        found = {effect for operation in self._project.operations.of(function) for effect in operation.effects}
        for link in function.links if depth > 1 else ():
            helper = self.helper(self._callee(link, function))
            if helper is not None and helper is not function and _is_thin(helper):
                found |= self._innermost(helper, depth - 1)
        return frozenset(found) & _INNERMOST

    def _callee(self, link: ast.Call, scope: Scope) -> Value:
        return self._project.resolver.value(self._project.operations.called(link, scope), scope)

    def _only_looks(self, name: str, helper: Scope | None) -> bool:
        """Whether a helper that validates a password looks at its form, and compares no hash."""
        return helper is not None and name.lstrip("_").startswith("validate") and Effect.HASH not in self.effects(helper)

    def _scheduled(self, node: ast.Call, callee: Value, scope: Scope, depth: int = _DEPTH) -> frozenset[Effect]:
        """What the function does that a call hands to the framework's background tasks, or to a thread or process of its own."""
        given = given_to_run(self._project.resolver, node, scope, later=True)
        if callee.receiver is not None and self._project.resolver.has_kind(callee.receiver, Kind.BACKGROUND) and node.args:
            given = node.args[0]
        if given is None:
            return frozenset()
        value = self._project.resolver.value(given, scope)
        helper = self.helper(value)
        if helper is not None:
            return self.effects(helper, depth) & _OUTGOING
        known = self._project.knowledge.function(value.name) if value.form is Form.FUNCTION and not value.is_project else None
        return known.effects & _OUTGOING if known is not None else frozenset()

    def _is_user_manager(self, scope: Scope) -> bool:
        """Whether a method belongs to a framework's manager of users, whose own idiom is to set passwords."""
        owner = scope.owner
        return owner is not None and Kind.USER_MANAGER in self._project.resolver.kinds(owner.symbol)

    def helper(self, callee: Value) -> Scope | None:
        """The function behind a call, when it is a plain helper and no method of an injected collaborator."""
        if callee.form is not Form.FUNCTION or not callee.is_project:
            return None
        if callee.name not in self._helpers:
            self._helpers[callee.name] = self._find_helper(callee)
        return self._helpers[callee.name]

    def _find_helper(self, callee: Value) -> Scope | None:
        scope = self._project.resolver.scope_of(callee)
        if scope is None or not scope.is_function:
            return None
        if scope.owner is not None and self._classifier.definition(scope.owner).layer in _COLLABORATORS:
            return None
        return scope


def _is_plain_method(scope: Scope) -> bool:
    """Whether a method is no validator, serializer, property, constructor or conversion, by its decorators and name."""
    return scope.owner is not None and not scope.decorators and not _CONVERTING.match(scope.name)


def _is_thin(function: Scope) -> bool:
    """Whether a function does one thing: a wrapper of a few statements, without loops."""
    if function.loops:
        return False
    body = [item for item in function.function.body if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))]
    return len(body) <= 3
