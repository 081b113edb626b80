"""The one walk over a function's body that collects the reasons for calling it business logic."""

from __future__ import annotations

import ast
import re

from layerlint import syntax
from layerlint.facts import FunctionNode, Scope
from layerlint.judgement import guards
from layerlint.judgement.guards import Guard
from layerlint.judgement.reason import Reason
from layerlint.judgement.roles import Role, Roles
from layerlint.layers import Classifier
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Project, Value

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_PAGINATION = re.compile(r"^(skip|limit|offset|page|per_page|page_size|size|pages|items_per_page|page_number)$")
_COUNTS = frozenset({"total", "count"})
_CHANGING = re.compile(
    r"^(async_)?(create|update|delete|add|remove|set|save|insert|upsert|patch|put|register|send|assign|unassign|attach|detach|"
    r"activate|deactivate|cancel|approve|reject|archive|restore|process|run|store|increment|decrement|mark|grant|revoke|append)"
    r"(_|$)"
)
_PASSWORD = re.compile(
    r"^_?((get|make|create|generate|compute)_)?(hash(ed)?|encrypt|verify|check|validate|set|make)"
    r"_?(user_)?(password|pwd|passwd)(_hash)?$"
    r"|^_?((get|make|create|generate)_)?(password|pwd)_hash$"
)
_AUDIT = re.compile(r"^(created|updated|modified|changed)(_|$)")
_DEPTH = 3
_COPY = 25
_COPIES = 2


class Judge:
    """Judges functions of one project."""

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._classifier = classifier
        self._inner_effects: dict[tuple[str, int], frozenset[Effect]] = {}

    def reasons(self, scope: Scope) -> list[Reason]:
        """What a function decides about the domain, in the order of the source."""
        walk = _Walk(self._project, self._classifier, self, scope)
        walk.block(scope.function.body, 0, 0)
        return sorted(walk.finish(), key=lambda reason: reason.line)

    def effects(self, function: Scope, depth: int = _DEPTH) -> frozenset[Effect]:
        """The effects of a function and of the helpers that it calls; services, repositories and classes of theirs end the path."""
        question = (function.symbol, depth)
        found = self._inner_effects.get(question)
        if found is None:
            effects = {effect for operation in self._project.operations.of(function) for effect in operation.effects}
            if depth > 1:
                for call in function.calls:
                    for link in syntax.links(call):
                        helper = self.helper(self._project.resolver.value(link.func, function))
                        if helper is not None:
                            effects |= self.effects(helper, depth - 1)
            found = self._inner_effects[question] = frozenset(effects)
        return found

    def helper(self, callee: Value) -> Scope | None:
        """The function behind a call, when it is a plain helper and no method of an injected collaborator."""
        if callee.form is not Form.FUNCTION or not callee.is_project:
            return None
        scope = self._project.resolver.scope_of(callee)
        if scope is None or not scope.is_function:
            return None
        if scope.owner is not None and self._classifier.definition(scope.owner).layer in (Layer.SERVICE, Layer.REPOSITORY):
            return None
        return scope


class _Walk:
    def __init__(self, project: Project, classifier: Classifier, judge: Judge, scope: Scope) -> None:
        self.project = project
        self.resolver = project.resolver
        self.classifier = classifier
        self.judge = judge
        self.scope = scope
        self.roles = Roles(project, classifier, scope)
        self.found: list[Reason] = []
        self.permissions = 0
        self.changes: list[ast.Call] = []
        self.copies = 0

    def finish(self) -> list[Reason]:
        if len(self.changes) >= 3:
            names = ", ".join(f"`{_tail(call)}`" for call in self.changes[:2])
            self.add(self.changes[0], 100, f"orchestrates {len(self.changes)} changes: {names}")
        elif len(self.changes) == 2:
            self.add(self.changes[1], 25, f"makes two changes: `{_tail(self.changes[0])}`, `{_tail(self.changes[1])}`")
        return self.found

    def add(self, node: ast.expr | ast.stmt, weight: int, text: str) -> None:
        self.found.append(Reason(node, weight, text))

    def block(self, body: list[ast.stmt], conditions: int, loops: int) -> None:
        for index, statement in enumerate(body):
            following = body[index + 1] if index + 1 < len(body) else None
            self.statement(statement, following, conditions, loops)

    def statement(self, node: ast.stmt, following: ast.stmt | None, conditions: int, loops: int) -> None:
        if isinstance(node, (FunctionNode, ast.ClassDef)):
            return
        if isinstance(node, ast.If):
            self.branch(node, following, conditions, loops)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.expressions(node.iter, conditions, loops)
            self.loop(node, conditions, loops)
        elif isinstance(node, ast.While):
            self.expressions(node.test, conditions, loops)
            self.block(node.body, conditions + 1, loops + 1)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self.expressions(item.context_expr, conditions, loops)
            self.block(node.body, conditions, loops)
        elif isinstance(node, (ast.Try, ast.TryStar)):
            self.block(node.body, conditions, loops)
            for handler in node.handlers:
                self.block([item for item in handler.body if not isinstance(item, ast.Raise)], conditions, loops)
            self.block(node.orelse, conditions, loops)
            self.block(node.finalbody, conditions, loops)
        elif isinstance(node, ast.Match):
            self.expressions(node.subject, conditions, loops)
            for case in node.cases:
                self.block(case.body, conditions + 1, loops)
        elif isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            self.assignment(node)
            if node.value is not None:
                self.expressions(node.value, conditions, loops)
        elif not isinstance(node, ast.Raise):
            self.expressions(node, conditions, loops)

    def branch(self, node: ast.If, following: ast.stmt | None, conditions: int, loops: int) -> None:
        self.expressions(node.test, conditions, loops)
        refusal = guards.refuses(node.body)
        inverted = None
        if refusal is None:
            inverted = guards.refuses(node.orelse)
            if inverted is None and isinstance(following, ast.Raise) and node.body and isinstance(node.body[-1], ast.Return):
                inverted = following
        if refusal is not None:
            self.guard(node.test, refusal, conditions, loops)
            self.block(node.body[:-1], conditions + 1, loops)
            self.block(node.orelse, conditions, loops)
            return
        if inverted is not None:
            self.guard(_negated(node.test), inverted, conditions, loops)
            self.block(node.body, conditions, loops)
            self.block(node.orelse[:-1], conditions, loops)
            return
        before = len(self.found) + len(self.changes)
        if node.body and isinstance(node.body[-1], ast.Return) and not node.orelse:
            self.early_return(node.test)
        self.block(node.body, conditions + 1, loops)
        middle = len(self.found) + len(self.changes)
        self.block(node.orelse, conditions + 1, loops)
        both = middle > before and len(self.found) + len(self.changes) > middle
        if both and not (len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)):
            self.add(node.test, 50, f"chooses between actions by `{_written(node.test)}`")

    def early_return(self, condition: ast.expr) -> None:
        """A branch that ends the function early, for what it says about the domain."""
        verdict = guards.meaning(condition, self.roles)
        if verdict.guard in (Guard.PAYLOAD, Guard.STATE, Guard.LIMIT):
            self.add(verdict.node, 50, f"ends early by the state of the domain: `{_written(verdict.node)}`")

    def guard(self, condition: ast.expr, refusal: ast.Raise, conditions: int, loops: int) -> None:
        verdict = guards.judge(condition, refusal, self.roles)
        written = _written(verdict.node)
        if verdict.guard is Guard.PAYLOAD:
            self.add(verdict.node, 100, f"checks the payload by hand: `{written}`")
        elif verdict.guard is Guard.REQUIRED:
            self.add(verdict.node, 50, f"checks by hand that the payload has `{written}`")
        elif verdict.guard is Guard.PERMISSION:
            self.permissions += 1
            if self.permissions > 1 and self.mentions_domain(condition):
                self.add(condition, 50, f"decides about permissions again: `{_written(condition)}`")
        elif verdict.guard is Guard.CONFLICT:
            root = syntax.root_of(verdict.node)
            queried = isinstance(root, ast.Name) and root.id in self.roles.hand_queried
            weight = 100 if queried or conditions or loops else 75 if verdict.compound else 50
            self.add(verdict.node, weight, f"refuses what exists already: `{written}`")
        elif verdict.guard is Guard.LIMIT:
            self.add(verdict.node, 100, f"holds a limit of the domain: `{written}`")
        elif verdict.guard is Guard.STATE:
            self.add(verdict.node, 50 + (25 if verdict.compound else 0), f"decides by the state of the domain: `{written}`")
        if loops and verdict.guard is not Guard.ABSENCE:
            self.add(condition, 50, f"checks in a loop: `{_written(condition)}`")

    def mentions_domain(self, node: ast.AST) -> bool:
        names = [item for item in syntax.descendants(node) if isinstance(item, (ast.Name, ast.Attribute))]
        return any(self.roles.of(item) is Role.DOMAIN for item in names)

    def loop(self, node: ast.For | ast.AsyncFor, conditions: int, loops: int) -> None:
        before = len(self.changes)
        marks = len(self.found)
        self.block(node.body, conditions, loops + 1)
        inner = [call for statement in node.body for call in _calls(statement)]
        acts = len(self.changes) > before or any(self._acts(call) for call in inner)
        nests = any(isinstance(item, (ast.For, ast.AsyncFor)) for inner in node.body for item in syntax.descendants(inner))
        groups = any(_is_grouping(call) for call in inner)
        decides = any(isinstance(item, (ast.If, ast.Continue)) for item in syntax.descendants(node))
        if acts:
            self.add(node, 100 if decides else 50, f"acts in a loop over `{_written(node.iter)}`")
        if nests and not loops:
            self.add(node, 50, f"nests loops over `{_written(node.iter)}`")
        if groups and not acts:
            self.add(node, 25, f"groups `{_written(node.iter)}`")
        if not acts and len(self.found) > marks and not loops:
            self.add(node, 25, f"decides in a loop over `{_written(node.iter)}`")

    def _acts(self, call: ast.Call) -> bool:
        operation = self.project.operations.operation(call, self.scope)
        if operation is not None and operation.is_database:
            return True
        return self.classifier.layer_of_call(call.func, self.scope) in (Layer.SERVICE, Layer.REPOSITORY)

    def assignment(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and self._is_domain(target):
                weight, how = self._change(node, target)
                if weight == _COPY:
                    self.copies += 1
                    weight = _COPY if self.copies <= _COPIES else 0
                self.add(node, weight, f"{how} `{_written(target)}`")

    def _is_domain(self, target: ast.Attribute) -> bool:
        if self.roles.of(target) is Role.PLUMBING:
            return False
        owner = self.resolver.value(target.value, self.scope)
        return not self.resolver.has_kind(owner, Kind.REQUEST, Kind.RESPONSE, Kind.SESSION)

    def _change(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign, target: ast.Attribute) -> tuple[int, str]:
        if isinstance(node, ast.AugAssign):
            return 100, "changes"
        value = node.value
        owner = self.resolver.value(target.value, self.scope)
        if self.resolver.has_kind(owner, Kind.SCHEMA) and self.roles.of(target) is Role.PAYLOAD:
            return (_COPY, "fills")
        if isinstance(value, ast.Constant) or self._is_enum_member(value):
            if isinstance(value, ast.Constant) and value.value is None:
                return (100 if self.commits(owner) else 50), "clears"
            return 100, "changes the state of"
        if isinstance(value, (ast.Name, ast.Attribute)):
            return _COPY, "sets"
        committed = isinstance(value, ast.Call) and self.commits(owner) and not _AUDIT.match(target.attr)
        return (100 if committed else 50), "computes"

    def commits(self, owner: Value) -> bool:
        """Whether an object is an entity that the function itself writes to the database."""
        return self.resolver.has_kind(owner, Kind.ENTITY) and bool(self.project.operations.database(self.scope))

    def _is_enum_member(self, node: ast.expr | None) -> bool:
        if not isinstance(node, ast.Attribute):
            return False
        owner = self.resolver.value(node.value, self.scope)
        return owner.form is Form.CLASS and self.resolver.is_a(owner, "enum.Enum", "enum.StrEnum", "enum.IntEnum")

    def expressions(self, node: ast.AST, conditions: int, loops: int) -> None:
        for item in syntax.descendants(node):
            if isinstance(item, ast.Call):
                self.call(item, conditions)
            elif isinstance(item, ast.BinOp) and isinstance(item.op, _ARITHMETIC) and self._is_computation(item):
                self.add(item, 50, f"computes `{_written(item)}`")

    def _is_computation(self, node: ast.BinOp) -> bool:
        operands = [node.left, node.right]
        if any(isinstance(item, (ast.BinOp,)) for item in operands):
            return False
        values = [self.resolver.value(item, self.scope) for item in operands]
        if any(value.name in ("str", "bytes", "list", "pathlib.Path", "tuple", "dict") for value in values):
            return False
        names = [item.id for item in syntax.descendants(node) if isinstance(item, ast.Name)]
        attributes = [item.attr for item in syntax.descendants(node) if isinstance(item, ast.Attribute)]
        if any(_PAGINATION.match(name) for name in (*names, *attributes)) or (not _COUNTS.isdisjoint(names) and len(names) > 1):
            return False
        if any(self.resolver.has_kind(value, Kind.COLUMN, Kind.STATEMENT) for value in values):
            return False
        return any(isinstance(item, (ast.Attribute, ast.Name)) and self.roles.of(item) is not Role.PLUMBING for item in operands)

    def call(self, node: ast.Call, conditions: int) -> None:
        callee = self.resolver.value(node.func, self.scope)
        effects = self._effects(node, callee)
        written = _callee(node)
        if Effect.HASH in effects:
            self.add(node, 100, f"hashes or verifies a password: `{written}`")
        if Effect.NETWORK in effects:
            self.add(node, 50 if callee.is_project else 100, f"calls an external system: `{written}`")
        if Effect.MAIL in effects:
            self.add(node, 100 if conditions or not callee.is_project else 50, f"sends mail: `{written}`")
        if Effect.QUEUE in effects:
            self.add(node, 25 + (50 if conditions else 0), f"queues a job: `{written}`")
        if Effect.FILE in effects:
            self.add(node, 50, f"writes or reads files: `{written}`")
        if Effect.PROCESS in effects:
            self.add(node, 100, f"runs a process: `{written}`")
        if Effect.TOKEN in effects:
            self.add(node, 25, f"makes a token: `{written}`")
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if _CHANGING.match(name) and self.classifier.layer_of_call(node.func, self.scope) in (Layer.SERVICE, Layer.REPOSITORY):
            self.changes.append(node)

    def _effects(self, node: ast.Call, callee: Value) -> frozenset[Effect]:
        operation = self.project.operations.link_effects(node, self.scope)
        if operation:
            return operation
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        helper = self.judge.helper(callee)
        if _PASSWORD.match(name):
            layer = self.classifier.layer_of_call(node.func, self.scope)
            if helper is not None or layer not in (Layer.SERVICE, Layer.REPOSITORY):
                return frozenset({Effect.HASH})
        if helper is None:
            return frozenset()
        thin = _is_thin(helper)
        plain = self.classifier.function(helper).layer not in (Layer.SERVICE, Layer.REPOSITORY, Layer.DEPENDENCY, Layer.ROUTER)
        if not thin and not plain:
            return frozenset()
        inner = self.judge.effects(helper)
        found = inner & {Effect.HASH, Effect.TOKEN} if thin else frozenset()
        return found | (inner & {Effect.MAIL, Effect.NETWORK, Effect.QUEUE} if plain else frozenset())


def _negated(condition: ast.expr) -> ast.expr:
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return condition.operand
    return ast.copy_location(ast.UnaryOp(ast.Not(), condition), condition)


def _is_thin(function: Scope) -> bool:
    """Whether a function does one thing: a wrapper of a few statements."""
    body = [item for item in function.function.body if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))]
    return len(body) <= 3


def _calls(node: ast.AST) -> list[ast.Call]:
    return [item for item in syntax.descendants(node) if isinstance(item, ast.Call)]


def _is_grouping(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("append", "add", "extend"):
        return False
    owner = function.value
    return isinstance(owner, ast.Subscript) or (
        isinstance(owner, ast.Call) and isinstance(owner.func, ast.Attribute) and owner.func.attr == "setdefault"
    )


def _callee(node: ast.Call) -> str:
    return syntax.dotted(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "call")


def _tail(node: ast.Call) -> str:
    return _callee(node).rpartition(".")[2]


def _written(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 48 else text[:45] + "..."
