"""What is moved: the operations of one query or change, with the statements that build it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.fixing.extract.reading import reading_of
from layerlint.fixing.refusal import RefusedError
from layerlint.model import Kind
from layerlint.project import Form, Operation, Project, Value

SESSIONS = (Kind.SESSION, Kind.CONNECTION)
BUILT = (Kind.STATEMENT, Kind.QUERY, Kind.COLUMN, Kind.MANAGER, Kind.TABLE)
_OF_DATABASE = (*BUILT, *SESSIONS, Kind.CURSOR, Kind.RESULT)
_ADDING = frozenset({"append", "extend", "insert"})
_HEADERS = (ast.If, ast.While, ast.For, ast.AsyncFor, ast.Match)


@dataclass(slots=True)
class Piece:
    """A part of a function.

    `building` are the statements that build what is run, `run` those that are moved whole, `expression` is what stands inside
    of a statement that stays, and which the call replaces. `session` is how the session is written, "" where there is none
    or every module can import it. `reading` is how the function reads the result that it gets, further on.
    """

    function: Scope
    building: list[ast.stmt]
    run: list[ast.stmt]
    expression: ast.expr | None
    session: str = ""
    session_value: Value | None = None
    names: set[str] = field(default_factory=set)
    reading: ast.expr | None = None

    @property
    def nodes(self) -> list[ast.AST]:
        """Everything that is moved, in the order of the source."""
        return [*self.building, *self.run, *([self.expression] if self.expression is not None else [])]

    @property
    def given(self) -> ast.expr | None:
        """The expression whose value it gives: the query, or how the result of it is read."""
        return self.reading if self.reading is not None else self.expression

    @property
    def read(self) -> str:
        """The calls by which the result is read."""
        calls, node = "", self.reading
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            calls, node = f".{node.func.attr}(){calls}", node.func.value
        return calls

    @property
    def place(self) -> ast.stmt | ast.expr:
        """Where the call is put."""
        return self.expression if self.expression is not None else self.run[0]

    @property
    def is_asynchronous(self) -> bool:
        """Whether anything in it is awaited."""
        waiting = (ast.Await, ast.AsyncFor, ast.AsyncWith)
        return any(isinstance(item, waiting) or getattr(item, "is_async", 0) for item in self.descendants())

    def descendants(self) -> Iterator[ast.AST]:
        """All nodes of it."""
        return (item for node in self.nodes for item in ast.walk(node))


class Pieces:
    """The pieces of one function."""

    def __init__(self, project: Project, function: Scope) -> None:
        self._project = project
        self._function = function
        self._operations = {id(item.node): item for item in project.operations.of(function)}
        self._parents = {id(child): node for node in ast.walk(function.function) for child in ast.iter_child_nodes(node)}
        self._built: dict[str, bool] = {}

    def of(self, operation: Operation) -> Piece:
        """What to move for an operation. Raises `RefusedError`."""
        expression: ast.expr = self._of_database(operation)
        parent = self._parents.get(id(expression))
        if isinstance(parent, ast.Await):
            expression = parent
        host = self._statement(expression)
        self._check_place(expression, host)
        if isinstance(host, ast.Expr) and host.value is expression:
            piece = Piece(self._function, [], self._adjacent(host), None)
        else:
            piece = Piece(self._function, [], [], expression)
            piece.reading = reading_of(self._project, self._function, self._parents, expression)
        self._add_building(piece, host)
        self._find_session(piece)
        self._check_names(piece)
        self._check_nodes(piece)
        return piece

    def _of_database(self, operation: Operation) -> ast.expr:
        """An operation without the calls that follow on the objects it gives: `db.get(User, key)` of `db.get(User, key).name()`."""
        if not isinstance(operation.node, ast.Call):
            return operation.node
        resolver, links = self._project.resolver, syntax.links(operation.node)
        while len(links) > 1:
            owner = links[-1].func.value if isinstance(links[-1].func, ast.Attribute) else None
            value = resolver.value(owner, self._function)
            if value.form is not Form.INSTANCE or resolver.has_kind(value, *_OF_DATABASE):
                break
            whole, part = (self._project.operations.operation(link, self._function) for link in links[:-3:-1])
            if whole is None or part is None or not part.is_database or whole.effects != part.effects:
                break
            links.pop()
        return links[-1]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """What a node stands in."""
        return self._parents.get(id(node))

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements beside one."""
        parent = self._parents[id(statement)]
        for name in ("body", "orelse", "finalbody"):
            found = getattr(parent, name, None)
            if isinstance(found, list) and any(item is statement for item in found):
                return found
        raise RefusedError("the operation stands in a place that isn't understood")

    def _statement(self, node: ast.AST) -> ast.stmt:
        while not isinstance(node, ast.stmt):
            node = self._parents[id(node)]
        return node

    def _check_place(self, expression: ast.expr, host: ast.stmt) -> None:
        node: ast.AST = expression
        while node is not host:
            if isinstance(node, (ast.Lambda, ast.Yield, ast.YieldFrom)):
                raise RefusedError("it runs where a function hands it to")
            node = self._parents[id(node)]
        if isinstance(host, (ast.With, ast.AsyncWith)):
            raise RefusedError("it opens a block")
        if not isinstance(host, _HEADERS) and hasattr(host, "body"):
            raise RefusedError("it stands in a place that isn't understood")
        if isinstance(host, ast.Match) and host.subject is not expression:
            raise RefusedError("it stands in a place that isn't understood")

    def _adjacent(self, host: ast.stmt) -> list[ast.stmt]:
        """The statements before and after one that do nothing but change the same database, in the same block."""
        block = self.block(host)
        index = next(place for place, item in enumerate(block) if item is host)
        first, last = index, index
        while first > 0 and self._is_operation(block[first - 1]):
            first -= 1
        while last + 1 < len(block) and self._is_operation(block[last + 1]):
            last += 1
        return block[first : last + 1]

    def _is_operation(self, statement: ast.stmt) -> bool:
        value = statement.value if isinstance(statement, ast.Expr) else None
        value = value.value if isinstance(value, ast.Await) else value
        operation = self._operations.get(id(value))
        return operation is not None and operation.is_database

    def is_built(self, name: str) -> bool:
        """Whether a local name stands for a query or a part of one."""
        found = self._built.get(name)
        if found is None:
            self._built[name] = False
            found = self._built[name] = self._is_built(name)
        return found

    def _is_built(self, name: str) -> bool:
        resolver = self._project.resolver
        bindings = self._function.bindings.get(name, ())
        if not bindings or any(item.form is BindingForm.PARAMETER or item.extent is not None for item in bindings):
            return False
        for item in bindings:
            is_read = isinstance(item.value, ast.Attribute) and not self.is_part(item.value)
            if not is_read and resolver.has_kind(resolver.binding(item, self._function), *BUILT):
                return True
        parts = [item.value for item in bindings if item.value is not None]
        for call in self._function.calls:
            function = call.func
            if isinstance(function, ast.Attribute) and function.attr in _ADDING and isinstance(function.value, ast.Name):
                parts += call.args if function.value.id == name else []
        return any(self.is_part(node) for part in parts for node in _elements(part))

    def is_part(self, node: ast.expr) -> bool:
        """Whether an expression is a query or a part of one; a column's value on an object is none."""
        value = self._project.resolver.value(node, self._function)
        if isinstance(node, ast.Attribute) and value.form is Form.INSTANCE:
            owner = self._project.resolver.value(node.value, self._function)
            is_object = owner.form is Form.INSTANCE and self._project.resolver.has_kind(owner, Kind.ENTITY)
            if is_object and not self._project.resolver.has_kind(value, Kind.QUERY, Kind.MANAGER, Kind.STATEMENT):
                return False
        return self._project.resolver.has_kind(value, *BUILT)

    def _add_building(self, piece: Piece, host: ast.stmt) -> None:
        """Take the statements along that build what is run."""
        first = piece.run[0] if piece.run else host
        needed = self._needed(piece)
        if not needed:
            return
        if isinstance(host, ast.While):
            raise RefusedError("what it runs is built before a loop")
        block = self.block(first)
        index = next(place for place, item in enumerate(block) if item is first)
        taken: list[ast.stmt] = []
        seen: set[str] = set()
        while needed - seen:
            seen |= needed
            taken = [item for item in block[:index] if self._builds(item, seen)]
            for item in taken:
                needed |= {name for name in _loaded(item) if self.is_built(name)}
        stored = {name for item in taken for name in _stored(item)}
        for name in sorted(seen):
            places = [item for item in ast.walk(self._function.function) if isinstance(item, ast.Name) and item.id == name]
            inside = {id(node) for item in [*taken, *piece.nodes] for node in ast.walk(item)}
            outside = [item for item in places if id(item) not in inside and not self._is_apart(item, host)]
            if name not in stored or any(isinstance(item.ctx, ast.Store) for item in outside):
                raise RefusedError(f"`{name}` is built in another block")
            if outside:
                raise RefusedError(f"`{name}` is used again in line {outside[0].lineno}")
        self._check_order(taken, block[:index], seen)
        piece.building = taken
        piece.names = stored

    def _is_apart(self, node: ast.AST, place: ast.AST) -> bool:
        """Whether two places stand in the two branches of an `if`, and no loop brings one after the other."""
        above: dict[int, ast.AST] = {}
        child = place
        while id(child) in self._parents:
            parent = self._parents[id(child)]
            above[id(parent)] = child
            child = parent
        child = node
        while id(child) in self._parents:
            parent = self._parents[id(child)]
            if id(parent) in above:
                mine = above[id(parent)]
                break
            child = parent
        else:
            return False
        if not isinstance(parent, ast.If) or child is mine:
            return False
        is_body = [any(item is one for item in parent.body) for one in (child, mine)]
        is_else = [any(item is one for item in parent.orelse) for one in (child, mine)]
        outer: ast.AST = parent
        while id(outer) in self._parents:
            outer = self._parents[id(outer)]
            if isinstance(outer, (ast.For, ast.AsyncFor, ast.While)):
                return False
        return (is_body[0] and is_else[1]) or (is_else[0] and is_body[1])

    def _needed(self, piece: Piece) -> set[str]:
        return {name for node in piece.nodes for name in _loaded(node) if self.is_built(name)}

    def _builds(self, statement: ast.stmt, names: set[str]) -> bool:
        """Whether a statement gives one of some names what it stands for, or adds to that."""
        if not names.isdisjoint(_stored(statement)):
            return True
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ADDING:
                if isinstance(node.func.value, ast.Name) and node.func.value.id in names:
                    return True
        return False

    def _check_order(self, taken: list[ast.stmt], before: list[ast.stmt], names: set[str]) -> None:
        """Building statements do nothing else, and what stands between them can come first."""
        for item in taken:
            self._check_building(item, names)
        begun = False
        read: set[str] = set()
        for item in before:
            if any(item is other for other in taken):
                begun = True
                read |= _loaded(item)
                if any(not isinstance(node, ast.Name) for node in self._read_of(item)):
                    read.add("")
                continue
            if begun:
                changed = _stored(item)
                if not changed.isdisjoint(read) or any(isinstance(node, (ast.Delete, ast.AugAssign)) for node in ast.walk(item)):
                    raise RefusedError(f"line {item.lineno} changes what the query is built of")
                if "" in read and any(isinstance(node, (ast.Call, ast.Await)) for node in ast.walk(item)):
                    raise RefusedError(f"line {item.lineno} may change what the query is built of")

    def _read_of(self, statement: ast.stmt) -> Iterator[ast.expr]:
        """What a statement reads of local objects that may change: parts of all but parameters that are schemas."""
        resolver = self._project.resolver
        for node in ast.walk(statement):
            if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
                name = node.value.id
                bindings = self._function.bindings.get(name, ())
                if not bindings or self.is_built(name):
                    continue
                value = resolver.value(node.value, self._function)
                is_given = all(item.form is BindingForm.PARAMETER for item in bindings)
                if not (is_given and resolver.has_kind(value, Kind.SCHEMA)):
                    yield node

    def _check_building(self, statement: ast.stmt, names: set[str]) -> None:
        inner = [statement]
        if isinstance(statement, ast.If):
            inner = [*statement.body, *statement.orelse]
        elif not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)):
            raise RefusedError(f"line {statement.lineno} does more than build the query")
        for item in inner:
            if item is not statement:
                if isinstance(item, ast.Pass):
                    continue
                self._check_building(item, names)
            stored = _stored(item)
            is_adding = isinstance(item, (ast.Expr, ast.If)) and self._builds(item, names)
            if not (stored and stored <= names) and not is_adding:
                raise RefusedError(f"line {item.lineno} does more than build the query")
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                operation = self._operations.get(id(node))
                if operation is not None and operation.is_database and not operation.is_query:
                    raise RefusedError(f"another operation in line {node.lineno} is a part of it")

    def _find_session(self, piece: Piece) -> None:
        """The one session that is used. Raises `RefusedError` for several."""
        resolver, found = self._project.resolver, {}
        inner: set[int] = set()
        for node in sorted(piece.descendants(), key=lambda item: (getattr(item, "lineno", 0), getattr(item, "col_offset", 0))):
            if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in inner:
                value = resolver.value(node, self._function)
                if value.form is Form.INSTANCE and resolver.has_kind(value, Kind.SESSION, Kind.CONNECTION, Kind.CURSOR):
                    inner |= {id(item) for item in ast.walk(node)}
                    written = syntax.dotted(node)
                    if written is None:
                        raise RefusedError("its session is made where it is used")
                    found[written] = value
        for node in piece.descendants():
            if isinstance(node, ast.Call):
                value = resolver.value(node, self._function)
                if value.form is Form.INSTANCE and resolver.has_kind(value, *SESSIONS):
                    raise RefusedError("its session is made where it is used")
        local = {name: value for name, value in found.items() if self._is_own(name.partition(".")[0])}
        if len(local) > 1 or (local and len(found) > 1):
            raise RefusedError("it uses several sessions: " + ", ".join(f"`{name}`" for name in sorted(found)))
        if local:
            piece.session, piece.session_value = next(iter(local.items()))
            if resolver.has_kind(piece.session_value, Kind.CURSOR) and not resolver.has_kind(piece.session_value, *SESSIONS):
                raise RefusedError("it uses a cursor that is opened elsewhere")
            if "." in piece.session and piece.session.count(".") > 1:
                raise RefusedError(f"its session is `{piece.session}`")
            root = piece.session.partition(".")[0]
            if "." in piece.session and root != self._self():
                raise RefusedError(f"its session is `{piece.session}`")

    def _self(self) -> str:
        first = next(iter(self._function.parameters), None)
        return first[0].arg if self._function.owner is not None and first is not None else ""

    def _is_own(self, name: str) -> bool:
        return name in self._function.bindings

    def _check_names(self, piece: Piece) -> None:
        """What the moved code binds is used nowhere else."""
        inside = {id(node) for node in piece.descendants()}
        bound = {
            item.id for item in piece.descendants() if isinstance(item, ast.Name) and isinstance(item.ctx, (ast.Store, ast.Del))
        }
        own = bound - piece.names - _in_comprehensions(piece)
        if own:
            raise RefusedError(f"it gives `{min(own)}` a value")
        for node in ast.walk(self._function.function):
            if isinstance(node, ast.Name) and node.id in piece.names and id(node) not in inside:
                if self._is_apart(node, piece.place):
                    continue
                raise RefusedError(f"`{node.id}` is used again in line {node.lineno}")

    def _check_nodes(self, piece: Piece) -> None:
        for node in piece.descendants():
            if isinstance(node, (ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Return, ast.Raise, ast.Global, ast.Nonlocal)):
                raise RefusedError("it does more than query")
            if isinstance(node, ast.Call) and _answers(node):
                raise RefusedError("it answers with an HTTP error itself")
            if isinstance(node, ast.Name) and node.id in ("super", "__class__", "locals", "globals", "vars"):
                raise RefusedError(f"it uses `{node.id}`")
        for child in self._function.children:
            used = {node.id for node in ast.walk(child.node) if isinstance(node, ast.Name)}
            if not used.isdisjoint({*piece.names, piece.session.partition(".")[0] or " "}):
                raise RefusedError(f"`{child.name}` inside of the function uses the same names")


def _elements(node: ast.expr) -> list[ast.expr]:
    """An expression, or what a display of several holds."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [found for item in node.elts for found in _elements(item)]
    if isinstance(node, ast.Dict):
        return [found for item in node.values for found in _elements(item)]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return _elements(node.elt)
    if isinstance(node, ast.IfExp):
        return [*_elements(node.body), *_elements(node.orelse)]
    return [node]


def _loaded(node: ast.AST) -> set[str]:
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}


def _stored(node: ast.AST) -> set[str]:
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)}


def _in_comprehensions(piece: Piece) -> set[str]:
    found: set[str] = set()
    for node in piece.descendants():
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            for generator in node.generators:
                found |= _stored(generator.target)
    return found


def _answers(call: ast.Call) -> bool:
    """Whether a call ends the request where it finds nothing: `get_or_404`, or `paginate` of a session or query."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "paginate" and isinstance(call.func, ast.Attribute):
        quiet = [item.value for item in call.keywords if item.arg == "error_out"]
        return not any(isinstance(item, ast.Constant) and item.value is False for item in quiet)
    return name.endswith("_or_404")
