"""Queries over all facts: what names, expressions, annotations and calls stand for.

Answers are memoised. A question that is asked again while it is being answered (an import cycle, a class that inherits
from itself, an alias of itself) is answered with "unknown", and what was found on the way isn't kept.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Hashable
from typing import TypeVarTuple

from layerlint.facts import Binding, BindingForm, ModuleFacts, Scope
from layerlint.knowledge import Call, Knowledge
from layerlint.model import Hop, Kind
from layerlint.project import calls, expressions, members, type_hints
from layerlint.project.callbacks import Callbacks
from layerlint.project.contributions import Contributions
from layerlint.project.kept_state import KeptState
from layerlint.project.modules import Modules
from layerlint.project.named import ClassNames, NamedBySettings
from layerlint.project.relations import Relations
from layerlint.project.values import UNKNOWN, Form, Value

_Given = TypeVarTuple("_Given")
_DEPTH = 60
_TRIES = 4
_MANY = 8
_BUILTIN_CLASSES = frozenset(
    "list dict set tuple frozenset str bytes bytearray int float bool complex object type range slice Exception BaseException "
    "ValueError KeyError RuntimeError TypeError LookupError PermissionError OSError NotImplementedError property enumerate "
    "zip map filter reversed memoryview super".split()
)


class Resolver:
    """The project's names, with what the knowledge tables say of foreign ones."""

    def __init__(self, modules: Modules, knowledge: Knowledge, contributions: Contributions) -> None:
        self.modules = modules
        self.knowledge = knowledge
        self.contributions = contributions
        self._memo: dict[Hashable, Value | int] = {}
        self._values: dict[Hashable, Value | int] = {}
        self._bindings: dict[Hashable, Value | int] = {}
        self._members: dict[tuple[int, str], tuple[Value, Value]] = {}
        self._scopes: dict[str, Scope] = {}
        self._depth = 0
        self._circle = _DEPTH
        self._tries: dict[Hashable, int] = {}
        self._mro: dict[str, tuple[str, ...]] = {}
        self._kinds: dict[str, frozenset[Kind]] = {}
        self.class_names = ClassNames(modules, contributions)
        self.named_by_settings = NamedBySettings(modules, contributions)
        self.callbacks = Callbacks(self)
        self.parsed_strings: dict[int, ast.expr | None] = {}
        self.pending_aliases: set[tuple[str, str]] = set()
        self.relations = Relations(self)
        self.kept_state = KeptState(self)
        contributions.forget = self._forget

    def _forget(self) -> None:
        """Forget all answers; the depths of questions that are being answered stay."""
        for memo in (self._memo, self._values, self._bindings):
            for key in [key for key, found in memo.items() if isinstance(found, Value)]:
                del memo[key]
        self._members.clear()

    def memo(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """Answer a question once; a circular one is unknown."""
        found = self._memo.get(key)
        return found if isinstance(found, Value) else self._ask(self._memo, key, compute)

    def _ask(self, memo: dict[Hashable, Value | int], key: Hashable, compute: Callable[[*_Given], Value], *given: *_Given) -> Value:
        """Find an answer and keep it, unless it leans on a question that is still being answered further out.

        Such an answer would be another one had it been asked for itself: it would depend on who asks first. While a question is
        being answered, its depth stands in the place of its answer.
        """
        depth = self._depth
        pending = memo.get(key)
        if pending is not None or depth >= _DEPTH:
            self._circle = min(self._circle, pending if isinstance(pending, int) else 0)
            return UNKNOWN
        memo[key] = depth
        self._depth = depth + 1
        outer, self._circle = self._circle, _DEPTH
        found = UNKNOWN
        try:
            found = compute(*given)
        finally:
            self._depth = depth
            if self._circle < depth and self._is_worth_another_try(key):
                del memo[key]
            else:
                memo[key] = found
                self._circle = _DEPTH
            self._circle = min(self._circle, outer)
        return found

    def _is_worth_another_try(self, key: Hashable) -> bool:
        """Whether a question may be answered anew: not for ever, where everything leans on everything."""
        tries = self._tries.get(key, 0)
        self._tries[key] = tries + 1
        return tries < _TRIES

    def value(self, node: ast.expr | None, scope: Scope) -> Value:
        """What an expression in a scope stands for."""
        if node is None:
            return UNKNOWN
        found = self._values.get(node)
        if isinstance(found, Value):
            return found
        if isinstance(node, ast.Name):
            return self._value_of_name(node, scope)
        return self._ask(self._values, node, expressions.evaluate, self, node, scope)

    def _value_of_name(self, node: ast.Name, scope: Scope) -> Value:
        """As `_ask`, for the commonest question, which only hands on what its bindings answer."""
        outer, self._circle = self._circle, _DEPTH
        found = self.name(node.id, scope, (node.lineno, node.col_offset))
        if self._circle == _DEPTH:
            self._values[node] = found
        self._circle = min(self._circle, outer)
        return found

    def annotation(self, node: ast.expr | None, scope: Scope) -> Value:
        """The instance that an annotation in a scope promises."""
        if node is None:
            return UNKNOWN
        return self.memo(("annotation", id(node)), lambda: type_hints.evaluate(self, node, scope))

    def metadata(self, node: ast.expr | None, scope: Scope) -> list[tuple[ast.expr, Scope]]:
        """The metadata of an `Annotated[...]`, aliases followed, each with the scope that it is written in."""
        return type_hints.metadata(self, node, scope, 8) if node is not None else []

    def member(self, owner: Value, name: str) -> Value:
        """What an attribute of a value stands for; asked again and again of one value, such as what `self` stands for."""
        kept = self._members.get((id(owner), name))
        if kept is not None:
            return kept[1]
        outer, self._circle = self._circle, _DEPTH
        found = members.member(self, owner, name)
        if self._circle == _DEPTH:
            self._members[id(owner), name] = (owner, found)
        self._circle = min(self._circle, outer)
        return found

    def awaiting(self, node: ast.expr, scope: Scope) -> Call | None:
        """What the tables say of awaiting an expression; None where the coroutine of a call is all that is awaited."""
        value = self.value(node, scope)
        if value.form is not Form.INSTANCE or value.is_project:
            return None
        call = self.knowledge.method(value.name, "__await__")
        if call is None or (isinstance(node, ast.Call) and self.value(node.func, scope).is_project):
            return None
        return call

    def awaited(self, node: ast.expr, scope: Scope) -> Value:
        """What awaiting an expression gives: calls stand for their results already, lazy queries say what they give."""
        call = self.awaiting(node, scope)
        value = self.value(node, scope)
        return members.from_text(self, call.result, value) if call is not None and call.result else value

    def call(self, callee: Value, node: ast.Call, scope: Scope) -> Value:
        """What a call of a value gives."""
        return calls.result(self, callee, node, scope)

    def returned(self, function: Scope) -> Value:
        """What calling a project function gives, by its annotation, else by its `return` and `yield` expressions."""
        return self.memo(("returned", function.symbol), lambda: calls.returned(self, function))

    def scope_of(self, value: Value) -> Scope | None:
        """The scope of a project definition."""
        return self.scope_named(value.name) if value.is_project else None

    def scope_named(self, symbol: str) -> Scope | None:
        """The scope of a definition by its symbol."""
        found = self._scopes.get(symbol)
        if found is None:
            key, _, qualname = symbol.partition("::")
            facts = self.modules.facts(key)
            if facts is None:
                return None
            found = facts.scopes.get(qualname) if qualname else facts.top
            if found is not None:
                self._scopes[symbol] = found
        return found

    def known_as(self, node: ast.expr, scope: Scope, names: Collection[str]) -> str | None:
        """The one among foreign names, of functions, classes and `Class.method`s, that an expression stands for."""
        if isinstance(node, ast.Attribute):
            owner = self.value(node.value, scope)
            if owner.form in (Form.INSTANCE, Form.CLASS):
                lineage = self.mro(owner.name)
                return next((name for base in lineage if (name := f"{base}.{node.attr}") in names), None)
        value = self.value(node, scope)
        return value.name if value.form in (Form.FUNCTION, Form.CLASS) and value.name in names else None

    def name(self, identifier: str, scope: Scope, position: tuple[int, int] | None = None) -> Value:
        """What a bare name stands for in a scope; `position` is where it is used, the nearest binding before it counts."""
        current: Scope | None = scope
        while current is not None:
            bindings = current.bindings.get(identifier)
            if bindings and (not current.is_class or current is scope):
                if len(bindings) == 1 and bindings[0].extent is None:
                    return self.binding(bindings[0], current)
                found = self._bound(bindings, current, position if current is scope else None)
                if found is not None:
                    return found
            current = current.parent
        found = self._starred(identifier, scope.module)
        if found.known:
            return found
        if identifier in _BUILTIN_CLASSES:
            return Value(Form.CLASS, identifier)
        return Value(Form.FUNCTION, identifier) if self.knowledge.function(identifier) is not None else UNKNOWN

    def _bound(self, bindings: list[Binding], scope: Scope, position: tuple[int, int] | None) -> Value | None:
        """The first known value among the bindings that a use can see, None rather than `None` if there is another."""
        visible = _visible(bindings, position)
        if not visible:
            return None
        if len(visible) > _MANY:
            for binding in reversed(visible):
                self.binding(binding, scope)
        nothing = UNKNOWN
        for binding in visible:
            value = self.binding(binding, scope)
            if value.known and value.name != "NoneType":
                return value
            nothing = value if value.known else nothing
        return nothing

    def binding(self, binding: Binding, scope: Scope) -> Value:
        """What a binding in a scope gives its name."""
        found = self._bindings.get(id(binding))
        if isinstance(found, Value):
            return found
        return self._ask(self._bindings, id(binding), self._evaluate_binding, binding, scope)

    def _evaluate_binding(self, binding: Binding, scope: Scope) -> Value:
        form = binding.form
        if form is BindingForm.DEFINITION and binding.scope is not None:
            return definition(binding.scope)
        if form is BindingForm.IMPORT:
            return self.imported(binding, scope.module)
        if form is BindingForm.PARAMETER:
            return expressions.parameter(self, binding, scope)
        scope = binding.scope or scope
        if form is BindingForm.ALIAS or (form is BindingForm.ASSIGNMENT and scope.is_function is False and binding.value):
            return self._assigned(binding, scope)
        if form is BindingForm.ANNOTATION:
            declared = self.annotation(binding.annotation, scope)
            if declared.known and declared.name != "typing.TypeAlias":
                return declared.with_hop(_hop(scope, binding.name, binding.annotation, binding.position[0]))
            return self._assigned(binding, scope)
        if form is BindingForm.EXCEPTION:
            return self.value(binding.annotation, scope).as_instance()
        return self._assigned(binding, scope)

    def _assigned(self, binding: Binding, scope: Scope) -> Value:
        value = self.value(binding.value, scope)
        if binding.form is BindingForm.CONTEXT:
            value = members.entered(self, value)
        if binding.form is BindingForm.ITERATION:
            value = value if self._is_generator(binding.value, scope) else members.iterated(self, value)
        for index in binding.path:
            value = value.args[index] if value.name == "tuple" and index < len(value.args) else UNKNOWN
        if value.known and binding.value is not None and not isinstance(binding.value, ast.Name):
            return value.with_hop(_hop(scope, binding.name, binding.value, binding.position[0]))
        return value

    def _is_generator(self, node: ast.expr | None, scope: Scope) -> bool:
        """Whether an expression calls a project function that yields: its value is what it yields."""
        if not isinstance(node, ast.Call):
            return False
        function = self.scope_of(self.value(node.func, scope))
        return function is not None and function.is_function and bool(function.yields)

    def imported(self, binding: Binding, module: ModuleFacts) -> Value:
        """What an import binds: a definition of the project (re-exports followed), a module, or a foreign name."""
        target = binding.target
        assert target is not None
        return self.import_target(target.module, target.name, target.level, module)

    def import_target(self, dotted: str, name: str | None, level: int, module: ModuleFacts) -> Value:
        """As `imported`, for the parts of an import."""
        tree = self.modules.tree
        if level:
            dotted = tree.relative(level, dotted, module.key)
        return self._find_import(dotted, name, level, module)

    def _find_import(self, dotted: str, name: str | None, level: int, module: ModuleFacts) -> Value:
        tree = self.modules.tree
        if name is None:
            return self.module_value(dotted, module.key)
        key = tree.find(dotted, module.key)
        if key is not None:
            found = self.attribute_of_module(key, name)
            if found.known:
                return found
        submodule = f"{dotted}.{name}" if dotted else name
        if tree.find(submodule, module.key) or tree.has_package(submodule, module.key):
            return self.module_value(submodule, module.key)
        if key is not None or level or tree.has_package(dotted, module.key):
            return UNKNOWN
        return self.external(f"{dotted}.{name}")

    def module_value(self, dotted: str, importer: str) -> Value:
        """A module by its dotted name, of the project or foreign."""
        key = self.modules.tree.find(dotted, importer)
        if key is not None:
            return Value(Form.MODULE, f"{key}::")
        if self.modules.tree.has_package(dotted, importer):
            return Value(Form.MODULE, f"{importer}::{dotted}")
        return Value(Form.MODULE, self.knowledge.canonical(dotted))

    def external(self, dotted: str) -> Value:
        """A foreign name: an object that the tables know, a class when they or its spelling say so, else a function."""
        name = self.knowledge.canonical(dotted)
        known = self.knowledge.objects.get(name)
        if known is not None:
            return members.from_text(self, known, UNKNOWN)
        if name in self.knowledge.provided and self.knowledge.function(name) is None:
            found = self.callbacks.provided(name)
            if found.known:
                return found
        last = name.rpartition(".")[2]
        if self.knowledge.is_class(name) or (last[:1].isupper() and not last.isupper()):
            return Value(Form.CLASS, name)
        return Value(Form.FUNCTION, name)

    def attribute_of_module(self, key: str, name: str) -> Value:
        """A module-level name of a project module, star imports and re-exports followed."""
        return self.memo(("global", key, name), lambda: self._global(key, name))

    def _global(self, key: str, name: str) -> Value:
        facts = self.modules.facts(key)
        if facts is None:
            return UNKNOWN
        found = self._bound(facts.top.bindings.get(name, []), facts.top, None)
        return found if found is not None else self._starred(name, facts)

    def _starred(self, name: str, module: ModuleFacts) -> Value:
        if name.startswith("_"):
            return UNKNOWN
        for star in module.stars:
            dotted = self.modules.tree.relative(star.level, star.module, module.key) if star.level else star.module
            key = self.modules.tree.find(dotted, module.key)
            if key is not None and key != module.key:
                exporter = self.modules.facts(key)
                if exporter is not None and exporter.all_names is not None and name not in exporter.all_names:
                    continue
                found = self.attribute_of_module(key, name)
                if found.known:
                    return found
            elif key is None and self.knowledge.has(f"{dotted}.{name}"):
                return self.external(f"{dotted}.{name}")
        return UNKNOWN

    def submodule(self, module: Value, name: str) -> Value:
        """A package's submodule."""
        if not module.is_project:
            return UNKNOWN
        tree = self.modules.tree
        dotted = module.qualname or tree.name(module.key)
        full = f"{dotted}.{name}" if dotted else name
        if tree.find(full, module.key) or tree.has_package(full, module.key):
            return self.module_value(full, module.key)
        return UNKNOWN

    def entity(self, name: str, scope: Scope) -> Value:
        """The entity class that a string names, as relations do: seen from a scope, else the project's only one of that name."""
        last = name.rpartition(".")[2]
        if not last.isidentifier():
            return UNKNOWN
        found = self.name(last, scope)
        if found.form is Form.CLASS and self.has_kind(found, Kind.ENTITY):
            return found
        found_here = [
            value
            for key in self.class_names.defining(last, scope.symbol)
            if (value := self.attribute_of_module(key, last)).form is Form.CLASS and self.has_kind(value, Kind.ENTITY)
        ]
        return found_here[0] if len({value.name for value in found_here}) == 1 else UNKNOWN

    def named_by_setting(self, setting: str) -> Value:
        """The entity class that a module-level setting names by a string: `AUTH_USER_MODEL = "users.User"`."""
        return self.memo(("setting", setting), lambda: self._named_by_setting(setting))

    def _named_by_setting(self, setting: str) -> Value:
        for key, name in self.named_by_settings.values(setting):
            facts = self.modules.facts(key)
            found = self.entity(name, facts.top) if facts is not None else UNKNOWN
            if found.known:
                return found
        return UNKNOWN

    def mro(self, name: str) -> tuple[str, ...]:
        """A class and its bases, nearest first, what several derive from after these; project symbols and foreign names mixed."""
        found = self._mro.get(name)
        if found is None:
            self._mro[name] = (name,)
            found = self._mro[name] = self._linearise(name)
        return found

    def _linearise(self, name: str) -> tuple[str, ...]:
        if "::" not in name:
            return self.knowledge.ancestry(name)
        found = [name]
        for base in self.bases(name):
            lineage = self.mro(base.name)
            found = [item for item in found if item not in lineage or item == name]
            found += [item for item in lineage if item != name]
        return tuple(found)

    def bases(self, name: str) -> list[Value]:
        """The direct bases of a project class, as classes with their type arguments."""
        scope = self.scope_named(name)
        if scope is None or not scope.is_class or scope.parent is None:
            return []
        found = [self.value(base, scope.parent) for base in scope.class_node.bases]
        for decorator in scope.decorators:
            value = self.value(decorator, scope.parent)
            if value.name in self.knowledge.mapping_decorators:
                found.append(Value(Form.CLASS, self.knowledge.representative(Kind.ENTITY)))
        if any(not base.is_project and not self.knowledge.is_class(base.name) for base in found):
            owner = self._owner_of_columns(scope)
            found += [Value(Form.CLASS, owner)] if owner is not None else []
        return [base for base in found if base.form is Form.CLASS]

    def _owner_of_columns(self, scope: Scope) -> str | None:
        """The class from which a class with its columns derives, by whatever way."""
        for bindings in scope.bindings.values():
            for binding in bindings:
                if isinstance(binding.value, ast.Call) and binding.form in (BindingForm.ASSIGNMENT, BindingForm.ANNOTATION):
                    callee = self.value(binding.value.func, scope)
                    lineage = [name for name in self.mro(callee.name) if "::" not in name]
                    owner = next((found for name in lineage if (found := self.knowledge.owner_of_column(name))), None)
                    if owner is not None:
                        return owner
        return None

    def kinds(self, name: str) -> frozenset[Kind]:
        """The kinds of a class, by its bases; a schema with a table's keyword is an entity."""
        found = self._kinds.get(name)
        if found is None:
            self._kinds[name] = frozenset()
            found = self._kinds[name] = self._find_kinds(name)
        return found

    def _find_kinds(self, name: str) -> frozenset[Kind]:
        lineage = self.mro(name)
        kinds = {kind for item in lineage if "::" not in item and (kind := self.knowledge.kind(item))}
        kinds |= {kind for item in lineage if (kind := self._configured_kind(item))}
        if not kinds.isdisjoint((Kind.SETTINGS, Kind.ENTITY)):
            kinds.discard(Kind.SCHEMA)
        keywords = {word for item in lineage if (word := self.knowledge.table_keywords.get(item))}
        if keywords and any(self._is_table(item, keywords) for item in lineage):
            kinds = (kinds - {Kind.SCHEMA}) | {Kind.ENTITY}
        return frozenset(kinds)

    def _configured_kind(self, name: str) -> Kind | None:
        if "::" not in name:
            return None
        key, _, qualname = name.partition("::")
        return self.knowledge.kind(f"{self.modules.tree.name(key)}.{qualname}")

    def _is_table(self, name: str, keywords: set[str]) -> bool:
        scope = self.scope_named(name) if "::" in name else None
        return (
            scope is not None
            and scope.is_class
            and any(
                keyword.arg in keywords and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                for keyword in scope.class_node.keywords
            )
        )

    def has_kind(self, value: Value, *kinds: Kind) -> bool:
        """Whether an instance or class is of one of the kinds."""
        return value.form in (Form.INSTANCE, Form.CLASS) and not self.kinds(value.name).isdisjoint(kinds)

    def is_a(self, value: Value, *names: str) -> bool:
        """Whether an instance or class derives from one of the named classes."""
        return value.form in (Form.INSTANCE, Form.CLASS) and not set(self.mro(value.name)).isdisjoint(names)


def definition(scope: Scope) -> Value:
    """The value of a class or function definition."""
    return Value(Form.CLASS if scope.is_class else Form.FUNCTION, scope.symbol)


def _visible(bindings: list[Binding], position: tuple[int, int] | None) -> list[Binding]:
    """The bindings that a use can see, the likeliest first: those before it, last first, then those after."""
    if len(bindings) == 1 and bindings[0].extent is None:
        return bindings
    if position is None:
        return [binding for binding in reversed(bindings) if binding.extent is None]
    inner = [b for b in bindings if b.extent is not None and b.extent[0] <= position < b.extent[1]]
    if inner:
        return inner[::-1]
    plain = [b for b in bindings if b.extent is None]
    before: list[Binding] = []
    after: list[Binding] = []
    for b in plain:
        if b.form is BindingForm.PARAMETER or b.position < position:
            if not _is_within(position, b.value) and not _is_in_header(position, b.scope):
                before.append(b)
        else:
            after.append(b)
    return before[::-1] + after


def _is_in_header(position: tuple[int, int], scope: Scope | None) -> bool:
    """Whether a place is among the bases or decorators of a class, which gets its name only after them."""
    if scope is None or not scope.is_class:
        return False
    node, first = scope.class_node, scope.class_node.body[0]
    return (node.lineno, node.col_offset) <= position < (first.lineno, first.col_offset)


def _is_within(position: tuple[int, int], value: ast.expr | None) -> bool:
    """Whether a use stands in the value that a name is bound to: it sees what the name stood for before."""
    if value is None or position < (value.lineno, value.col_offset):
        return False
    return position < (value.end_lineno or value.lineno, value.end_col_offset or 0)


def _hop(scope: Scope, name: str, node: ast.expr | None, line: int) -> Hop:
    return Hop(scope.module.key, name, written=node, line=line)
