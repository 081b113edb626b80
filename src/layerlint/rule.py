"""What a rule is, and all that it may see."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from layerlint import syntax
from layerlint.config import Config
from layerlint.edits import Fix
from layerlint.facts import ModuleFacts, Scope
from layerlint.judgement import THRESHOLD, Escapes, HttpConcerns, Judge, Path, Reach, created, is_logic, main_reason
from layerlint.layers import Circle, Circles, Classifier, Part, RouterGroups, Ungrouped, Verdict, mixed
from layerlint.model import Confidence, Effect, Hop, Kind, Layer, Location, Profile
from layerlint.project import Form, Operation, Project, Route, Value, blocking, handed, query_building, sessions, unreleased

MESSAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule's constant facts. `help` is imperative; `always` rules can't be deselected, `judged` ones have a threshold."""

    code: str
    slug: str
    help: str
    since: str
    profile: Profile = Profile.RECOMMENDED
    fixable: bool = False
    always: bool = False
    command_line_only: bool = False
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: a message at a location, the definition that it belongs to, the trail that led to it, what mends it."""

    message: str
    location: Location
    scope: Scope
    confidence: Confidence = Confidence.CERTAIN
    trail: tuple[Hop, ...] = ()
    fix: Fix | None = None


Check = Callable[["View"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Answers:
    """All that can be asked about a whole project."""

    project: Project
    classifier: Classifier
    judge: Judge
    reach: Reach
    circles: Circles
    escapes: Escapes
    groups: RouterGroups

    @classmethod
    def about(cls, project: Project, classifier: Classifier) -> Answers:
        """The answers for a project whose definitions have been given a classifier."""
        return cls(
            project,
            classifier,
            Judge(project, classifier),
            Reach(project, classifier),
            Circles(project, classifier),
            Escapes(project, classifier),
            RouterGroups(project),
        )


class View:
    """One module as a rule sees it, with the queries that a rule may ask of the rest of the project."""

    def __init__(self, facts: ModuleFacts, answers: Answers, config: Config) -> None:
        self.facts = facts
        self.project = answers.project
        self.classifier = answers.classifier
        self.judge = answers.judge
        self.reach = answers.reach
        self.circles = answers.circles
        self.escapes = answers.escapes
        self.groups = answers.groups
        self.config = config

    @cached_property
    def _functions(self) -> list[tuple[Scope, Verdict]]:
        return [(scope, self.classifier.function(scope)) for scope in self.facts.functions()]

    @cached_property
    def _lines(self) -> list[str]:
        return self.facts.text.split("\n")

    def functions(self, layer: Layer) -> list[Scope]:
        """The module's functions and methods of a layer, in the order of the source; `@overload`s only repeat one of them."""
        return [scope for scope, verdict in self._functions if verdict.layer is layer and not _is_overload(scope)]

    def schema_functions(self) -> list[Scope]:
        """The methods of schemas, and the functions of a module that is named for schemas, holds one and is no script."""
        found = self.functions(Layer.SCHEMA)
        free = self.classifier.declared_layer(self.facts) is Layer.SCHEMA and "__main__" not in self.facts.text
        free = free and any(self.layer(scope).layer is Layer.SCHEMA for scope in self.facts.classes())
        return [scope for scope in found if free or _is_in_class(scope)]

    def handlers(self) -> Iterator[tuple[Scope, tuple[Route, ...]]]:
        """The functions that handle routes, with the routes."""
        for scope in self.facts.functions():
            routes = self.project.routes.of(scope)
            if routes:
                yield scope, routes

    def handler_name(self, scope: Scope) -> str:
        """How a function of the router layer is called in messages: a handler, or a helper beside the handlers."""
        return f"{'handler' if self.project.routes.of(scope) else 'helper'} `{scope.name}`"

    def builds_queries(self, scope: Scope) -> bool:
        """Whether building a query is a method's work for its view, as the framework has it."""
        if scope.owner is None:
            return False
        lineage = self.project.resolver.mro(scope.owner.symbol)
        return any(f"{base}.{scope.name}" in self.project.knowledge.query_builders for base in lineage)

    def receiver(self, operation: Operation) -> str:
        """What an operation acts on, for messages: " on a `Session`", or nothing for a function's."""
        if operation.on.form is not Form.INSTANCE:
            return ""
        name = operation.on.short_name
        return f" on {'an' if name[:1] in 'AEIOU' else 'a'} `{name}`"

    def layer(self, scope: Scope) -> Verdict:
        """The layer of a definition of this module."""
        if scope.is_class or scope.is_function:
            return self.classifier.definition(scope)
        return self.classifier.module(self.facts.key)

    def layer_is_inherited(self, scope: Scope) -> bool:
        """Whether a class has its layer only from the module that it stands in."""
        return self.classifier.is_inherited(scope)

    def value(self, node: ast.expr | None, scope: Scope) -> Value:
        """What an expression stands for."""
        return self.project.resolver.value(node, scope)

    def parameter(self, name: str, scope: Scope) -> Value:
        """What a parameter stands for."""
        return self.project.resolver.name(name, scope)

    def has_kind(self, value: Value, *kinds: Kind) -> bool:
        """Whether a value is, or is a class, of one of the kinds."""
        return self.project.resolver.has_kind(value, *kinds)

    def is_injector(self, call: ast.Call) -> bool:
        """Whether a call asks the framework to inject: `Depends(...)`, as the module knows it by its imports."""
        return self.value(call.func, self.facts.top).name in self.project.knowledge.injectors

    def operations(self, scope: Scope) -> tuple[Operation, ...]:
        """What a function's own calls do, but for what entities do themselves where the house means them to."""
        found = self.project.operations.of(scope)
        allowing = self.config.preset.active_record
        if found and allowing and self.classifier.function(scope).layer in allowing:
            return tuple(item for item in found if not self._is_of_entity(item, scope))
        return found

    def hidden_operations(self, scope: Scope) -> Iterator[tuple[ast.Call, Path]]:
        """The calls of a function that reach the database through helpers without a layer, each with its path."""
        allowing = self.config.preset.active_record
        is_meant = bool(allowing) and self.classifier.function(scope).layer in allowing
        for call, path in self.reach.paths(scope):
            if not (is_meant and self._is_of_entity(path.operation, path.steps[-1].helper)):
                yield call, path

    def _is_of_entity(self, operation: Operation, scope: Scope) -> bool:
        """Whether an operation begins at an entity's class, or at an entity."""
        root = self.value(syntax.root_of(operation.node), scope)
        return any(self.has_kind(value, Kind.ENTITY) for value in (root, operation.on))

    def mixed_layers(self) -> tuple[Part, Part] | None:
        """The module's first definitions of two layers that don't belong together; in the strict profile, of any two."""
        return mixed(self.project, self.classifier, self.facts, self.config.profile is Profile.STRICT)

    def import_circle(self) -> Circle | None:
        """The circle of imports through several layers that begins in the module."""
        return self.circles.begin_in(self.facts.key)

    @property
    def module_name(self) -> str:
        """The module's own name, for messages, without its packages."""
        return self.project.modules.tree.name(self.facts.key).rpartition(".")[2] or self.facts.key

    def created_by(self, handler: Scope) -> ast.Call | None:
        """The call by which a handler creates what it always answers with."""
        return created(self.project, self.classifier, handler)

    def status_option(self, route: Route) -> str | None:
        """The option that gives a route's status where the framework answers 200 without it, None for other frameworks."""
        node = route.call.func if route.call is not None else None
        node = node.func if isinstance(node, ast.Call) else node
        options = self.project.knowledge.status_options
        if isinstance(node, ast.Attribute):
            lineage = self.project.resolver.mro(self.value(node.value, route.scope).name)
            found = next((options[name] for name in lineage if name in options), None)
            if found is not None:
                return found
        return options.get(self.value(node, route.scope).name)

    def ungrouped_routers(self) -> Iterator[Ungrouped]:
        """The module's routers whose routes have neither prefix nor tags from anywhere."""
        return self.groups.ungrouped(self.facts)

    def layer_name(self, key: str) -> str:
        """How a module is called in messages: its layer and dotted name."""
        return f"{self.classifier.module(key).layer} `{self.project.modules.tree.name(key)}`"

    def taken_sessions(self, scope: Scope) -> Iterator[sessions.Held]:
        """The parameters of a function that are database sessions or connections."""
        return sessions.parameters(self.project.resolver, scope)

    def session_fields(self, scope: Scope) -> Iterator[sessions.Held]:
        """The annotated fields of a class that are database sessions or connections."""
        return sessions.fields(self.project.resolver, scope)

    def opened_sessions(self, scope: Scope) -> Iterator[Operation]:
        """The calls of a function that open a database session or connection."""
        return sessions.opened(self.project.operations, scope)

    def unreleased_sessions(self, scope: Scope) -> list[Operation]:
        """The openings in a provider whose session is handed out, and released neither by it nor by those that are given it."""
        found = [*unreleased(self.project.resolver, self.project.operations, scope)]
        if found and not scope.yields and self.project.injection.is_closed_where_injected(scope.symbol):
            return []
        return found

    def blocking_calls(self, scope: Scope) -> list[tuple[ast.expr, str, Value]]:
        """What blocks the event loop in an asynchronous function: where, what is called, and on what."""
        return [*blocking(self.project.resolver, scope)]

    def built_queries(self, scope: Scope) -> list[ast.Call]:
        """The chains that build a query which a function hands on without running it."""
        return [*query_building.handed_on(self.project.resolver, self.project.operations, scope)]

    def is_idiom(self, scope: Scope, operation: Operation) -> bool:
        """Whether an operation is what the framework means such a method of such a class for."""
        if scope.owner is None:
            return False
        foreign = [name for name in self.project.resolver.mro(scope.owner.symbol) if "::" not in name]
        meant = self.project.knowledge.idiom(foreign, scope.name)
        if operation.effects == {Effect.READ} and handed.walks_relation(self.project.resolver, operation.node, scope):
            return True
        return bool(meant) and operation.effects <= meant | {Effect.TRANSACTION}

    def logic(self, rule: Rule, scope: Scope, layer: Layer, name: str) -> Finding | None:
        """The finding of a judgement rule for a function of a layer, None below the rule's threshold.

        It stands at the strongest reason, the others are its trail; `name` is how the message calls the function.
        """
        given = self.config.thresholds
        threshold = given.get(rule.slug) or given.get(rule.code) or THRESHOLD
        reasons = self.judge.reasons(scope, layer)
        if not is_logic(reasons, threshold):
            return None
        main = main_reason(reasons, threshold)
        trail = tuple(Hop(self.facts.key, "", text=item.text, line=item.line) for item in reasons if item is not main)
        confidence = Confidence.CERTAIN if main.weight >= THRESHOLD else Confidence.LIKELY
        return self.at(main.node, scope, f"{name} decides: {main.text}", confidence, trail)

    def http_concerns(self, layer: Layer) -> Iterator[Finding]:
        """What a layer's functions have to do with HTTP, as findings that name the layer.

        A repository that only its queries make one is no repository if it speaks HTTP, unless a folder is named for the database.
        """
        functions = self.functions(layer)
        if layer is Layer.REPOSITORY and not self.classifier.is_in_database_folder(self.facts):
            functions = [scope for scope in functions if self.layer(scope).confidence is Confidence.CERTAIN]
        functions = [scope for scope in functions if not self._filters_requests(scope)]
        if not functions:
            return
        concerns = HttpConcerns(self.project, self.facts)
        for scope in functions:
            for item in concerns.of(scope):
                message = f"{layer} `{scope.qualname}` {item.text}"
                if item.node is None:
                    yield self.at_definition(scope, message, item.confidence, item.trail)
                else:
                    yield self.at(item.node, scope, message, item.confidence, item.trail)

    def _filters_requests(self, scope: Scope) -> bool:
        """Whether a method is one of a class that narrows queries by what a request asks for: it belongs to HTTP."""
        filters = self.project.knowledge.request_filters
        return scope.owner is not None and not filters.isdisjoint(self.project.resolver.mro(scope.owner.symbol))

    def location(self, node: ast.expr | ast.stmt | ast.arg | ast.alias) -> Location:
        """A node's range."""
        end_line = node.end_lineno or node.lineno
        return Location(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, node.end_col_offset or node.col_offset),
        )

    def _column(self, line: int, offset: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return syntax.column_of(text, offset)

    def at(
        self,
        node: ast.expr | ast.stmt | ast.arg | ast.alias,
        scope: Scope,
        message: str,
        confidence: Confidence = Confidence.CERTAIN,
        trail: tuple[Hop, ...] = (),
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at a node."""
        return Finding(fitted(message), self.location(node), scope, confidence, trail, fix)

    def at_definition(
        self,
        scope: Scope,
        message: str,
        confidence: Confidence = Confidence.CERTAIN,
        trail: tuple[Hop, ...] = (),
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at the `def` or `class` line, where `noqa` works for decorated definitions."""
        column = self._column(scope.line, getattr(scope.node, "col_offset", 0))
        text = self._lines[scope.line - 1]
        end = text.find(scope.name, column)
        location = Location(scope.line, column, scope.line, (end if end >= 0 else column) + len(scope.name))
        return Finding(fitted(message), location, scope, confidence, trail, fix)


def _is_overload(scope: Scope) -> bool:
    return any((syntax.dotted(node) or "").rpartition(".")[2] == "overload" for node in scope.decorators)


def _is_in_class(scope: Scope) -> bool:
    outer = scope.parent
    while outer is not None and not outer.is_class:
        outer = outer.parent
    return outer is not None


def fitted(message: str) -> str:
    """A message cut to the length that all messages keep: the definition without its class, then the longest names shortened."""
    if len(message) > MESSAGE_LENGTH:
        message = re.sub(r"^([^`]*)`(?:\w+\.)+(\w+)`", r"\1`\2`", message)
    while len(message) > MESSAGE_LENGTH:
        names = sorted(re.findall(r"`([^`]+)`", message), key=len)
        if not names or len(names[-1]) <= 12:
            return message[: MESSAGE_LENGTH - 3] + "..."
        longest = names[-1]
        keep = max(9, len(longest) - (len(message) - MESSAGE_LENGTH) - 3)
        message = message.replace(f"`{longest}`", f"`{longest[:keep]}...`", 1)
    return message
