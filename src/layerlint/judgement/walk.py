"""The one walk over a function's body that collects the signs of business logic."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from layerlint import syntax
from layerlint.facts import FunctionNode, Scope
from layerlint.judgement import arithmetic, assignments, guards, permissions
from layerlint.judgement.guards import Guard
from layerlint.judgement.reason import Reason
from layerlint.judgement.roles import Role, Roles
from layerlint.judgement.signs import Sign
from layerlint.judgement.words import ASKING, CHANGING, callee, tail, written
from layerlint.layers import Classifier
from layerlint.layers.refusals import Refusal, Refusals
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Project

if TYPE_CHECKING:
    from layerlint.judgement.logic import Judge

_COPIES = 2
_MANY = 3


class _Alternative(NamedTuple):
    """What a block that is one of two does: its changing calls and steps, and whether it does anything that weighs."""

    changes: list[ast.Call]
    steps: list[ast.Call]
    acts: bool


class Walk:
    """Collects the reasons of one function; those that weigh nothing in its layer are left out."""

    def __init__(self, project: Project, classifier: Classifier, judge: Judge, scope: Scope, scale: Mapping[Sign, int]) -> None:
        self.project = project
        self.classifier = classifier
        self.judge = judge
        self.scope = scope
        self.scale = scale
        self.roles = Roles(project, classifier, scope)
        self.refusals = Refusals(project, scope)
        self.found: list[Reason] = []
        self.permissions = 0
        self.tests: list[ast.expr] = []
        self.changes: list[ast.Call] = []
        self.steps: list[ast.Call] = []
        self.most_changes: list[ast.Call] = []
        self.most_steps: list[ast.Call] = []
        self.copies = 0

    def reasons(self) -> list[Reason]:
        """The reasons, in the order of the source."""
        self.block(self.scope.function.body, 0, 0)
        self.changes = _longer(self.changes, self.most_changes)
        self.steps = _longer(self.steps, self.most_steps)
        if len(self.changes) >= _MANY:
            names = ", ".join(f"`{tail(call)}`" for call in self.changes[:2])
            self.add(self.changes[0], Sign.CHANGES, f"orchestrates {len(self.changes)} changes: {names}")
        elif len(self.changes) == 2:
            text = f"makes two changes: `{tail(self.changes[0])}`, `{tail(self.changes[1])}`"
            self.add(self.changes[1], Sign.TWO_CHANGES, text)
        if len(self.steps) >= _MANY and self.found and len(self.changes) < _MANY:
            names = ", ".join(f"`{tail(call)}`" for call in self.steps[:2])
            self.add(self.steps[-1], Sign.STEPS, f"orchestrates {len(self.steps)} steps: {names}")
        return sorted(self.found, key=lambda reason: reason.line)

    def add(self, node: ast.expr | ast.stmt, sign: Sign, text: str) -> None:
        """Note a sign, unless the layer gives it no weight."""
        weight = self.scale.get(sign, 0)
        if weight:
            self.found.append(Reason(node, sign, weight, text))

    def block(self, body: list[ast.stmt], conditions: int, loops: int) -> None:
        """Look at statements that stand under so many conditions and loops."""
        for index, statement in enumerate(body):
            following = body[index + 1] if index + 1 < len(body) else None
            self.statement(statement, following, conditions, loops)

    def statement(self, node: ast.stmt, following: ast.stmt | None, conditions: int, loops: int) -> None:
        """Look at one statement; definitions inside are functions of their own."""
        if isinstance(node, (FunctionNode, ast.ClassDef)):
            return
        if isinstance(node, ast.If):
            self.branch(node, following, conditions, loops)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.expressions(node.iter, conditions)
            self.loop(node, conditions, loops)
        elif isinstance(node, ast.While):
            self.expressions(node.test, conditions)
            self.block(node.body, conditions + 1, loops + 1)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self.expressions(item.context_expr, conditions)
            self.block(node.body, conditions, loops)
        elif isinstance(node, (ast.Try, ast.TryStar)):
            self.block(node.body, conditions, loops)
            for handler in node.handlers:
                self.block([item for item in handler.body if not self.refusals.is_refusal(item)], conditions, loops)
            self.block(node.orelse, conditions, loops)
            self.block(node.finalbody, conditions, loops)
        elif isinstance(node, ast.Match):
            self.expressions(node.subject, conditions)
            for case in node.cases:
                self.block(case.body, conditions + 1, loops)
        elif isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            self.assignment(node)
            if node.value is not None:
                self.expressions(node.value, conditions)
        elif not isinstance(node, ast.Raise):
            self.expressions(node, conditions)

    def branch(self, node: ast.If, following: ast.stmt | None, conditions: int, loops: int) -> None:
        """A guard, an early end, or a choice."""
        steps = len(self.steps)
        self.expressions(node.test, conditions)
        del self.steps[steps:]
        self.access(node)
        refusal = None if self.succeeds(node.body[:-1]) else self.refusals.of(node.body)
        inverted = None
        if refusal is None:
            inverted = self.refusals.of(node.orelse)
            if inverted is None and following is not None and node.body and isinstance(node.body[-1], ast.Return):
                inverted = self.refusals.of([following])
        if refusal is not None:
            self.guard(node.test, refusal, conditions, loops)
            self.block(node.body[:-1], conditions + 1, loops)
            self.block(node.orelse, conditions, loops)
            return
        if inverted is not None:
            self.guard(guards.negated(node.test), inverted, conditions, loops)
            self.block(node.body, conditions, loops)
            self.block(node.orelse[:-1], conditions, loops)
            return
        if node.body and isinstance(node.body[-1], ast.Return) and not node.orelse and not _gives_what_it_tests(node):
            self.early_return(node.test)
        self.tests.append(node.test)
        first, second = self.alternative(node.body, conditions, loops), self.alternative(node.orelse, conditions, loops)
        self.tests.pop()
        self.changes += _longer(first.changes, second.changes)
        self.steps += _longer(first.steps, second.steps)
        both = first.acts and second.acts
        if both and not (len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)):
            self.add(node.test, Sign.BRANCH, f"chooses between actions by `{written(node.test)}`")
        elif assignments.chosen(node) and self.roles.mentions(node.test, Role.DOMAIN):
            self.add(node.test, Sign.CHOICE, f"chooses a value by `{written(node.test)}`")

    def alternative(self, body: list[ast.stmt], conditions: int, loops: int) -> _Alternative:
        """Look at one of two blocks of which a run takes one: what it changes counts for those who come through it alone."""
        found, changes, steps = len(self.found), len(self.changes), len(self.steps)
        self.block(body, conditions + 1, loops)
        seen = _Alternative(self.changes[changes:], self.steps[steps:], len(self.found) > found or len(self.changes) > changes)
        ends = bool(body) and isinstance(body[-1], (ast.Return, ast.Raise))
        if ends:
            self.most_changes = _longer(self.most_changes, [*self.changes])
            self.most_steps = _longer(self.most_steps, [*self.steps])
        del self.changes[changes:], self.steps[steps:]
        return _Alternative([], [], seen.acts) if ends else seen

    def succeeds(self, body: list[ast.stmt]) -> bool:
        """Whether statements may end the function with a result: a refusal after them is theirs, not of what encloses them."""
        returns = [item for statement in body for item in syntax.descendants(statement) if isinstance(item, ast.Return)]
        return any(not self.refusals.is_refusal(item) for item in returns)

    def access(self, node: ast.If) -> None:
        """A test of a role or permission, or of a switch in the settings that a domain object takes part in."""
        tested = permissions.tested(node.test)
        if tested is not None:
            self.add(tested, Sign.PERMISSION, f"tests a role or permission: `{written(tested)}`")
        switch = permissions.switch(node.test, self.scope, self.project.resolver)
        if switch is not None and any(self.decides_about_domain(item) for item in node.body):
            self.add(switch, Sign.SETTING, f"changes what it does by the setting `{written(switch)}`")

    def decides_about_domain(self, statement: ast.stmt) -> bool:
        """Whether a statement is an `if` on a domain object that ends the function."""
        if not isinstance(statement, ast.If) or not statement.body:
            return False
        return isinstance(statement.body[-1], (ast.Return, ast.Raise)) and self.roles.mentions(statement.test, Role.DOMAIN)

    def early_return(self, condition: ast.expr) -> None:
        """A branch that ends the function early, for what it says about the domain."""
        verdict = guards.meaning(condition, self.roles)
        if verdict.guard in (Guard.PAYLOAD, Guard.STATE, Guard.LIMIT):
            reason = "what the payload says" if verdict.guard is Guard.PAYLOAD else "the state of the domain"
            self.add(verdict.node, Sign.STATE, f"ends early by {reason}: `{written(verdict.node)}`")

    def guard(self, condition: ast.expr, refusal: Refusal, conditions: int, loops: int) -> None:
        """`if condition: refuse`."""
        verdict = guards.judge(condition, refusal, self.roles)
        text = written(verdict.node)
        if verdict.guard is Guard.PAYLOAD:
            self.add(verdict.node, Sign.PAYLOAD_CHECK, f"checks the payload by hand: `{text}`")
        elif verdict.guard is Guard.REQUIRED:
            self.add(verdict.node, Sign.REQUIRED, f"checks by hand that the payload has `{text}`")
        elif verdict.guard is Guard.PERMISSION:
            self.permissions += refusal.status != 401
            if self.permissions > 1 and self.roles.mentions(condition, Role.DOMAIN):
                sign = Sign.PERMISSION_DEEP if conditions else Sign.PERMISSION_AGAIN
                self.add(condition, sign, f"tests permissions again: `{written(condition)}`")
        elif verdict.guard is Guard.CONFLICT:
            deep = self.is_hand_queried(verdict.node) or conditions or loops
            sign = Sign.CONFLICT_DEEP if deep else Sign.CONFLICT_COMPOUND if verdict.compound else Sign.CONFLICT
            self.add(verdict.node, sign, f"refuses what exists already: `{text}`")
        elif verdict.guard is Guard.LIMIT:
            self.add(verdict.node, Sign.LIMIT, f"holds a limit of the domain: `{text}`")
        elif verdict.guard is Guard.STATE:
            sign = Sign.STATE_COMPOUND if verdict.compound else Sign.STATE
            self.add(verdict.node, sign, f"refuses by the state of the domain: `{text}`")
        if loops and verdict.guard is not Guard.ABSENCE:
            sign = Sign.LOOP_CHECK if self.roles.mentions(condition, Role.PAYLOAD) else Sign.LOOP_GUARD
            self.add(condition, sign, f"checks in a loop: `{written(condition)}`")

    def is_hand_queried(self, node: ast.expr) -> bool:
        """Whether the function itself has queried what a node stands for, before or right there."""
        root = syntax.root_of(node)
        if isinstance(root, ast.Name) and root.id in self.roles.hand_queried:
            return True
        operation = self.project.operations.operation(node, self.scope) if isinstance(node, ast.Call) else None
        return operation is not None and operation.is_database

    def loop(self, node: ast.For | ast.AsyncFor, conditions: int, loops: int) -> None:
        """A loop, by what its body does."""
        before = len(self.changes)
        marks = len(self.found)
        self.block(node.body, conditions, loops + 1)
        inner = [item for statement in node.body for item in syntax.descendants(statement)]
        calls = [item for item in inner if isinstance(item, ast.Call)]
        through = len(self.changes) > before or any(self.asks_collaborator(call) for call in calls)
        acts = through or any(self.queries(call) for call in calls)
        over = written(node.iter)
        if acts:
            plain, decided = (Sign.LOOP_ACTS, Sign.LOOP_ACTS_DECIDED) if through else (Sign.LOOP_QUERIES, Sign.LOOP_QUERIES_DECIDED)
            decides = any(isinstance(item, (ast.If, ast.Continue)) for item in inner)
            self.add(node, decided if decides else plain, f"acts in a loop over `{over}`")
        if not loops and any(isinstance(item, (ast.For, ast.AsyncFor)) for item in inner):
            self.add(node, Sign.LOOP_NESTS, f"nests loops over `{over}`")
        if not acts and any(arithmetic.is_grouping(call) for call in calls):
            self.add(node, Sign.GROUPING, f"groups `{over}`")
        if not acts and len(self.found) > marks and not loops:
            self.add(node, Sign.LOOP_DECISION, f"chooses in a loop over `{over}`")

    def queries(self, call: ast.Call) -> bool:
        """Whether a call is a database operation."""
        operation = self.project.operations.operation(call, self.scope)
        return operation is not None and operation.is_database

    def decides(self, test: ast.expr) -> bool:
        """Whether a condition asks for the state of the domain."""
        return guards.meaning(test, self.roles).guard in (Guard.STATE, Guard.LIMIT)

    def writes(self, call: ast.Call) -> bool:
        """Whether a call itself writes to the database."""
        operation = self.project.operations.operation(call, self.scope)
        return operation is not None and Effect.WRITE in operation.effects

    def asks_collaborator(self, call: ast.Call) -> bool:
        """Whether a call is one of a service or repository."""
        return self.classifier.layer_of_call(call.func, self.scope) in (Layer.SERVICE, Layer.REPOSITORY)

    def assignment(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> None:
        """Attributes of domain objects that are set."""
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if not isinstance(target, ast.Attribute):
                continue
            change = assignments.change(node, target, self.project, self.scope, self.roles)
            if change is None:
                continue
            sign, how = change
            self.copies += sign is Sign.COPY
            if sign is not Sign.COPY or self.copies <= _COPIES:
                self.add(node, sign, f"{how} `{written(target)}`")

    def expressions(self, node: ast.AST, conditions: int) -> None:
        """The calls and computations below a node."""
        for item in syntax.descendants(node):
            if isinstance(item, ast.Call):
                self.call(item, conditions)
            elif isinstance(item, ast.BinOp) and arithmetic.is_computation(item, self.scope, self.project.resolver, self.roles):
                self.add(item, Sign.ARITHMETIC, f"computes `{written(item)}`")

    def call(self, node: ast.Call, conditions: int) -> None:
        """What a call does outside the process, and whether it is a step of an orchestration."""
        effects = self.judge.effects_of_call(node, self.scope)
        if effects:
            self.effects(node, effects, conditions)
        if self.tests and self.writes(node) and any(self.decides(test) for test in self.tests):
            self.add(node, Sign.WRITE_DECIDED, f"writes, or not, by the state of the domain: `{callee(node)}`")
        if self.is_collaborator(node):
            if self.is_step(node):
                self.steps.append(node)
            if CHANGING.match(tail(node)):
                self.changes.append(node)

    def effects(self, node: ast.Call, effects: frozenset[Effect], conditions: int) -> None:
        """What a call does outside the process."""
        called = self.project.operations.called(node, self.scope)
        through = self.project.resolver.value(called, self.scope).is_project
        name = syntax.dotted(called) or callee(node)
        if Effect.HASH in effects:
            self.add(node, Sign.HASH, f"hashes or verifies a password: `{name}`")
        if Effect.NETWORK in effects:
            self.add(node, Sign.NETWORK_THROUGH if through else Sign.NETWORK, f"calls an external system: `{name}`")
        if Effect.MAIL in effects:
            self.add(node, Sign.MAIL_THROUGH if through and not conditions else Sign.MAIL, f"sends mail: `{name}`")
        if Effect.QUEUE in effects:
            self.add(node, Sign.QUEUE_DECIDED if conditions else Sign.QUEUE, f"queues a job: `{name}`")
        if Effect.FILE in effects:
            self.add(node, Sign.FILE, f"writes or reads files: `{name}`")
        if Effect.PROCESS in effects:
            self.add(node, Sign.PROCESS, f"runs a process: `{name}`")
        if Effect.TOKEN in effects:
            self.add(node, Sign.TOKEN, f"makes a token: `{name}`")
        if Effect.RANDOM in effects:
            self.add(node, Sign.RANDOM, f"draws at random: `{name}`")

    def is_collaborator(self, node: ast.Call) -> bool:
        """Whether a call is one of a service or repository; functions beside schemas are not, whatever they do."""
        if self.classifier.layer_of_call(node.func, self.scope) not in (Layer.SERVICE, Layer.REPOSITORY):
            return False
        value = self.project.resolver.value(node.func, self.scope)
        if value.receiver is not None or not value.is_project:
            return True
        return self.classifier.module(value.key).layer is not Layer.SCHEMA

    def is_step(self, node: ast.Call) -> bool:
        """Whether a call of a collaborator does something, rather than ask, or build another collaborator or a query."""
        if ASKING.search(tail(node)):
            return False
        result = self.project.resolver.value(node, self.scope)
        if self.project.resolver.has_kind(result, Kind.STATEMENT, Kind.QUERY):
            return False
        return self.classifier.of_value(result) not in (Layer.SERVICE, Layer.REPOSITORY)


def _longer(first: list[ast.Call], second: list[ast.Call]) -> list[ast.Call]:
    return second if len(second) > len(first) else first


def _gives_what_it_tests(node: ast.If) -> bool:
    """Whether a branch only returns what its condition has made: `if answer := ...: return answer`."""
    last = node.body[-1]
    made = node.test.target if isinstance(node.test, ast.NamedExpr) else None
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and made is not None and last.value.id == made.id
