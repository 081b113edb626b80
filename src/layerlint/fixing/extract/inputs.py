"""What moved code takes as parameters: the values of the function that it uses, evaluated where it stood."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from layerlint import syntax
from layerlint.facts import BindingForm, Scope
from layerlint.fixing.extract.piece import BUILT, SESSIONS, Piece, Pieces
from layerlint.fixing.extract.texts import Splice, Text
from layerlint.fixing.extract.wording import Need, Wording
from layerlint.fixing.extract.words import is_name, snake
from layerlint.fixing.refusal import RefusedError
from layerlint.model import Kind
from layerlint.project import Form, Project, Value

_OF_REQUEST = (Kind.REQUEST, Kind.FORM_DATA, Kind.UPLOAD, Kind.RESPONSE, Kind.BACKGROUND)
_CHAIN = (ast.Attribute, ast.Subscript, ast.Call)
_IDENTITIES = frozenset({"id", "pk", "uuid"})
_PLAIN = frozenset({"int", "str", "float", "bool", "bytes"})


@dataclass(slots=True)
class Input:
    """A parameter, the expression that is given for it, and its annotation, "" where nothing tells it."""

    name: str
    argument: str
    annotation: str = ""


class Inputs:
    """The parameters of one piece; `splices` put their names, and those of imports, into the moved text."""

    def __init__(self, project: Project, pieces: Pieces, piece: Piece, text: Text, wording: Wording, session: str) -> None:
        self._project = project
        self._resolver = project.resolver
        self._pieces = pieces
        self._piece = piece
        self._function = piece.function
        self._text = text
        self._wording = wording
        self._session = session
        self._inner = _bound_inside(piece)
        self._package = piece.session_value.name.partition(".")[0] if piece.session_value is not None else ""
        self.found: dict[str, Input] = {}
        self.splices: list[Splice] = []
        self.entities: list[Value] = []
        self._objects = {*project.knowledge.objects, *project.knowledge.provided}
        self._whole: set[str] = set()
        self._compared_with: ast.Attribute | None = None

    def collect(self) -> list[Input]:
        """All parameters, in the order of the source. Raises `RefusedError`."""
        self._collect()
        whole = {item.argument for item in self.found.values() if item.argument.isidentifier()}
        parts = {item.argument.partition(".")[0] for item in self.found.values() if "." in item.argument}
        again = (whole & parts) | self._handed_through()
        if again:
            self._whole = again
            self.found, self.splices, self._wording.needs = {}, [], {}
            self._collect()
        return [*self.found.values()]

    def _handed_through(self) -> set[str]:
        """The object whose attribute is all that is run: the attribute alone would be nothing to move."""
        node = self._piece.expression
        node = node.value if isinstance(node, ast.Await) else node
        if node is None or ast.dump(node) not in self.found:
            return set()
        root = syntax.root_of(node)
        if not _is_attribute(node) or not isinstance(root, ast.Name) or self._kind_of_name(root) == "request":
            raise RefusedError("it only runs what is built elsewhere")
        return {root.id}

    def _collect(self) -> None:
        ran = False
        for node in self._piece.nodes:
            for item in _pieces_of(node):
                self._visit(item, not ran, "")
            ran = ran or any(isinstance(item, ast.Call) and self._is_run(item) for item in ast.walk(node))

    def _is_run(self, call: ast.Call) -> bool:
        operation = self._project.operations.operation(call, self._function)
        return operation is not None and operation.is_database and not operation.is_query

    def _visit(self, node: ast.AST, safe: bool, context: str) -> None:
        """`safe` if the node is evaluated whatever happens, and before anything is run."""
        if isinstance(node, ast.Starred):
            self._visit(node.value, safe, "")
        elif isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)) and self._taken(node, safe, context):
            return
        elif isinstance(node, ast.Attribute):
            self._visit(node.value, safe, "")
        elif isinstance(node, ast.Call):
            self._visit(node.func, safe, "")
            for item in node.args:
                self._visit(item, safe, self._named_after(node, item))
            for keyword in node.keywords:
                self._visit(keyword.value, safe, keyword.arg or "")
                if keyword.arg is None and (known := self.found.get(ast.dump(keyword.value))) is not None:
                    self._of_keywords(known, keyword.value)
        elif isinstance(node, ast.Compare):
            self._compared(node, safe)
        elif isinstance(node, (ast.BoolOp, ast.IfExp)):
            parts = node.values if isinstance(node, ast.BoolOp) else [node.test, node.body, node.orelse]
            self._visit(parts[0], safe, "")
            for item in parts[1:]:
                self._visit(item, False, "")
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            self._visit(node.generators[0].iter, safe, "")
            for child in ast.walk(node):
                if isinstance(child, ast.comprehension) and child is not node.generators[0]:
                    self._visit(child.iter, False, "")
            for generator in node.generators:
                for item in generator.ifs:
                    self._visit(item, False, "")
            for item in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
                self._visit(item, False, "")
        elif isinstance(node, ast.Lambda):
            raise RefusedError("it holds a lambda")
        elif isinstance(node, ast.If):
            self._visit(node.test, safe, "")
            for statement in [*node.body, *node.orelse]:
                for part in _pieces_of(statement):
                    self._visit(part, False, "")
        else:
            for child in ast.iter_child_nodes(node):
                self._visit(child, safe, "")

    def _of_keywords(self, known: Input, node: ast.expr) -> None:
        """The annotation of a dictionary of keyword arguments."""
        if is_annotated(self._function) and not known.annotation and self._resolver.value(node, self._function).name == "dict":
            try:
                known.annotation = f"dict[str, {self._wording.add(Need('typing', 'Any'))}]"
            except RefusedError:
                return

    def _compared(self, node: ast.Compare, safe: bool) -> None:
        sides = [node.left, *node.comparators]
        for index, item in enumerate(sides):
            other = sides[1 - index] if len(sides) == 2 else None
            is_equal = len(sides) == 2 and isinstance(node.ops[0], ast.Eq)
            column = other if is_equal and isinstance(other, ast.Attribute) and self._is_column(other) else None
            self._compared_with = column
            self._visit(item, safe and index < 2, column.attr if column is not None else "")
            self._compared_with = None

    def _is_column(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            owner = self._resolver.value(node.value, self._function)
            if owner.form is Form.CLASS and self._resolver.has_kind(owner, Kind.ENTITY):
                return True
        return self._resolver.has_kind(self._resolver.value(node, self._function), Kind.COLUMN)

    def _named_after(self, call: ast.Call, argument: ast.expr) -> str:
        """The entity's name, where an entity is handed over."""
        value = self._resolver.value(argument, self._function)
        if value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.ENTITY):
            return snake(value.short_name)
        return ""

    def _taken(self, node: ast.Name | ast.Attribute | ast.Subscript | ast.Call, safe: bool, context: str) -> bool:
        """Whether the whole expression is dealt with: a session, a value of the function's, or a name to be imported."""
        if self._is_session(node):
            self._put(node, self._session)
            return True
        if isinstance(node, ast.Name):
            self._name(node, context)
            return True
        if not self._holds_value(node) and not (context and self._makes_entity(node)):
            return False
        root = syntax.root_of(node)
        if isinstance(root, ast.Name) and root.id in self._whole and _is_attribute(node):
            return False
        if safe and self._is_value(node):
            self._take(node, context)
            return True
        if any(self._is_session(item) for item in ast.walk(node)):
            return False
        if isinstance(root, ast.Name) and self._kind_of_name(root) == "request":
            raise RefusedError(f"it takes `{root.id}` itself")
        return False

    def _name(self, node: ast.Name, context: str) -> None:
        kind = self._kind_of_name(node)
        if kind == "inner":
            return
        if kind in ("local", "constant"):
            if isinstance(node.ctx, ast.Load):
                self._check_bound(node)
                self._take(node, context)
            return
        if kind == "request":
            raise RefusedError(f"it takes `{node.id}` itself")
        value = self._resolver.value(node, self._function)
        if value.form is Form.CLASS and self._resolver.has_kind(value, Kind.ENTITY):
            self.entities.append(value)
        written = self._wording.name(node.id, self._function.module, self._package)
        if written != node.id:
            self._put(node, written)

    def _kind_of_name(self, node: ast.Name) -> str:
        """`inner` to the moved code, `local` to the function, a `constant` of the module, of the `request`, or `imported`."""
        if node.id in self._inner:
            return "inner"
        value = self._resolver.value(node, self._function)
        if self._resolver.has_kind(value, *_OF_REQUEST) and value.form is Form.INSTANCE:
            return "request"
        if node.id in self._function.bindings:
            first = next(iter(self._function.parameters), None)
            if self._function.owner is not None and first is not None and first[0].arg == node.id:
                return "request"
            if any(item.form is BindingForm.IMPORT for item in self._function.bindings[node.id]):
                raise RefusedError(f"`{node.id}` is imported in the function")
            if self._resolver.has_kind(value, *SESSIONS, Kind.CURSOR, Kind.RESULT) and value.form is Form.INSTANCE:
                raise RefusedError(f"it takes `{node.id}`, which is no plain value")
            return "local"
        bindings = self._function.module.top.bindings.get(node.id, ())
        if not bindings:
            if not hasattr(builtins, node.id):
                raise RefusedError(f"nothing tells where `{node.id}` comes from")
            return "imported"
        if all(item.form is BindingForm.IMPORT for item in bindings):
            return "constant" if self._is_object(node, value) else "imported"
        if self._wording.key == self._function.module.key:
            return "imported"
        if value.form in (Form.CLASS, Form.FUNCTION, Form.MODULE) or self._resolver.has_kind(value, *BUILT, *SESSIONS):
            raise RefusedError(f"it uses `{node.id}` of the same module")
        return "constant"

    def _makes_entity(self, node: ast.expr) -> bool:
        value = self._resolver.value(node, self._function)
        made = isinstance(node, ast.Call) and self._resolver.value(node.func, self._function).form is Form.CLASS
        return made and value.form is Form.INSTANCE and self._resolver.has_kind(value, Kind.ENTITY)

    def _is_object(self, node: ast.Name, value: Value) -> bool:
        """Whether an imported name is an object of another library's, such as the user who is logged in, and no session."""
        target = self._function.module.top.bindings[node.id][0].target
        if value.form is not Form.INSTANCE or target is None or target.name is None or target.level:
            return False
        if self._resolver.has_kind(value, *BUILT, *SESSIONS, Kind.CURSOR, Kind.ENGINE, Kind.SESSION_FACTORY):
            return False
        is_own = self._resolver.modules.tree.find(target.module, self._function.module.key) is not None
        return not is_own and self._resolver.knowledge.canonical(f"{target.module}.{target.name}") in self._objects

    def _holds_value(self, node: ast.expr) -> bool:
        """Whether a value of the function, of the request or of its object is used in an expression."""
        return any(self._kind_of_name(item) in ("local", "request", "constant") for item in self._names(node))

    def _names(self, node: ast.AST) -> Iterator[ast.Name]:
        """The names in an expression, that of the session left out."""
        if self._is_session(node):
            return
        if isinstance(node, ast.Name):
            yield node
        for child in ast.iter_child_nodes(node):
            yield from self._names(child)

    def _is_session(self, node: ast.AST) -> bool:
        return bool(self._piece.session) and syntax.dotted(node) == self._piece.session

    def _is_value(self, node: ast.expr) -> bool:
        """Whether an expression is made of values alone, and is no part of a query."""
        value = self._resolver.value(node, self._function)
        if self._pieces.is_part(node) or self._resolver.has_kind(value, *SESSIONS, Kind.CURSOR, Kind.RESULT):
            return False
        if value.form in (Form.CLASS, Form.FUNCTION, Form.MODULE, Form.SUPER):
            return False
        for item in ast.walk(node):
            if isinstance(item, (ast.Await, ast.Lambda, ast.NamedExpr, ast.Yield, ast.YieldFrom)):
                return False
            if isinstance(item, ast.Name) and item.id in self._inner:
                return False
            if self._is_session(item):
                return False
            if isinstance(item, ast.Call) and not self._is_plain_call(item):
                return False
            if isinstance(item, (ast.Attribute, ast.Compare)) and self._is_built_of(item):
                return False
        return True

    def _is_built_of(self, node: ast.expr) -> bool:
        return self._resolver.value(node, self._function).form is Form.INSTANCE and self._pieces.is_part(node)

    def _is_plain_call(self, call: ast.Call) -> bool:
        """Whether a call is a value's method, makes an entity or other object, or is the project's function, without a query."""
        operation = self._project.operations.operation(call, self._function)
        if operation is not None and operation.is_database:
            return False
        root = syntax.root_of(call)
        if isinstance(root, ast.Name) and self._kind_of_name(root) in ("local", "request", "constant"):
            return True
        callee = self._resolver.value(call.func, self._function)
        if callee.form is Form.CLASS:
            return callee.is_project
        return callee.form is Form.FUNCTION and callee.is_project

    def _check_bound(self, node: ast.Name) -> None:
        """A name that the call hands over has a value for certain."""
        bindings = self._function.bindings.get(node.id, ())
        if not bindings or any(item.form is BindingForm.PARAMETER for item in bindings):
            return
        place = self._piece.place
        if self._is_certain(node.id, place):
            return
        raise RefusedError(f"`{node.id}` may have no value there")

    def _is_certain(self, name: str, place: ast.AST) -> bool:
        """Whether a name is bound by what runs before a place, in its block or one around it."""
        node: ast.AST = place
        while node is not self._function.node:
            parent = self._pieces.parent(node)
            if parent is None:
                return False
            for field in ("body", "orelse", "finalbody"):
                block = getattr(parent, field, None)
                if isinstance(block, list) and any(item is node for item in block):
                    before = block[: next(index for index, item in enumerate(block) if item is node)]
                    if any(_binds(item, name) for item in before):
                        return True
            if isinstance(parent, (ast.For, ast.AsyncFor)) and node is not parent.iter and _stores(parent.target, name):
                return any(item is node for item in parent.body)
            if isinstance(parent, (ast.With, ast.AsyncWith)) and any(_stores(item, name) for item in parent.items):
                return True
            if isinstance(parent, ast.ExceptHandler) and parent.name == name:
                return True
            if isinstance(parent, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
                if any(_stores(item.target, name) for item in parent.generators):
                    return True
            node = parent
        return False

    def _take(self, node: ast.Name | ast.Attribute | ast.Subscript | ast.Call, context: str) -> None:
        argument = self._text.of(node)
        if "\n" in argument:
            if "#" in argument:
                raise RefusedError("a comment stands in what it is given")
            argument = ast.unparse(node)
        key = ast.dump(node)
        known = self.found.get(key)
        if known is None:
            name = self._named(node, context)
            others = {item.name for item in self.found.values()}
            if name in others:
                name = self._longer(node, name)
            if name in others or not is_name(name):
                raise RefusedError(f"nothing tells how `{argument}` is to be called")
            known = self.found[key] = Input(name, argument, self._annotation(node))
        self._put(node, known.name)

    def _put(self, node: ast.expr, written: str) -> None:
        self.splices.append(Splice(self._text.start(node), self._text.end(node), written))

    def _named(self, node: ast.expr, context: str) -> str:
        if isinstance(node, ast.Name):
            return node.id
        if is_name(context) and (context not in _IDENTITIES or not isinstance(node, ast.Attribute)):
            return context
        if isinstance(node, ast.Attribute):
            owner = (syntax.dotted(node.value) or "").rpartition(".")[2]
            has_owner = node.attr in _IDENTITIES and owner not in ("", "self")
            return f"{owner.strip('_')}_{node.attr}" if has_owner else node.attr.strip("_")
        if isinstance(node, ast.Subscript):
            given: ast.expr | None = node.slice
        else:
            given = syntax.argument(node, 0) if isinstance(node, ast.Call) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and is_name(given.value):
            return given.value.lower()
        if isinstance(node, ast.Call):
            value = self._resolver.value(node, self._function)
            if value.form is Form.INSTANCE and value.is_project:
                return snake(value.short_name)
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, (ast.Name, ast.Attribute)):
                return self._named(node.func.value, "") if node.func.attr not in ("model_dump", "dict") else "values"
        return "value"

    def _longer(self, node: ast.expr, name: str) -> str:
        root = syntax.root_of(node)
        return f"{root.id}_{name}" if isinstance(root, ast.Name) and root.id not in ("self", name) else name

    def _annotation(self, node: ast.expr) -> str:
        """The annotation of a value: the column's that it is compared with, if the value's own is no plain one."""
        if not is_annotated(self._function):
            return ""
        needs = dict(self._wording.needs)
        found = self._own_annotation(node)
        if self._compared_with is not None and not is_plain(found):
            own = dict(self._wording.needs)
            column = self._field(self._compared_with)
            self._wording.needs = needs if is_plain(column) else own
            return column if is_plain(column) else found
        return found

    def _own_annotation(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            found = self._declared(node)
            if found:
                return found
        if isinstance(node, ast.Attribute):
            found = self._field(node)
            if found:
                return found
        return self._of_value(self._resolver.value(node, self._function))

    def _declared(self, node: ast.Name) -> str:
        """As the parameter or variable is annotated."""
        for binding in self._function.bindings.get(node.id, ()):
            if binding.annotation is None or binding.form not in (BindingForm.PARAMETER, BindingForm.ANNOTATION):
                continue
            outer = self._function.parent or self._function
            written = self._wording.annotation(binding.annotation, outer)
            is_none = isinstance(binding.value, ast.Constant) and binding.value.value is None
            if written and is_none and "None" not in written and "Optional" not in written:
                written = f"{written} | None"
            return written or ""
        return ""

    def _field(self, node: ast.Attribute) -> str:
        """As the field of a class is annotated."""
        owner = self._resolver.value(node.value, self._function)
        if owner.form not in (Form.INSTANCE, Form.CLASS):
            return ""
        for name in self._resolver.mro(owner.name):
            scope = self._resolver.scope_named(name) if "::" in name else None
            if scope is None:
                continue
            for binding in scope.bindings.get(node.attr, ()):
                if binding.form is BindingForm.ANNOTATION and binding.annotation is not None:
                    return self._wording.annotation(binding.annotation, scope) or ""
                return ""
            for binding, place in scope.self_attributes.get(node.attr, ()):
                if binding.annotation is not None:
                    return self._wording.annotation(binding.annotation, place) or ""
                return ""
        return ""

    def _of_value(self, value: Value) -> str:
        """The class of a value, if it is plain or the project's."""
        if value.form is not Form.INSTANCE:
            return ""
        if value.name in _PLAIN:
            return value.name
        return self.class_written(value) if value.is_project else ""

    def class_written(self, value: Value) -> str:
        """The class of an object of the project's, imported."""
        scope: Scope | None = self._resolver.scope_of(value)
        if scope is None or not scope.is_class or scope.parent is not scope.module.top:
            return ""
        try:
            own = self._function.module
            for name in own.top.bindings:
                if own.key != self._wording.key and self._resolver.name(name, own.top).name == value.name and name == scope.name:
                    return self._wording.name(name, own)
            return self._wording.name(scope.name, scope.module)
        except RefusedError:
            return ""


def _pieces_of(node: ast.AST) -> list[ast.AST]:
    """The parts of a statement in the order in which they are evaluated: what is assigned before where."""
    if isinstance(node, ast.Assign):
        return [node.value, *node.targets]
    if isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        return [*([node.value] if node.value is not None else []), node.target]
    return [node]


def _bound_inside(piece: Piece) -> set[str]:
    found = set(piece.names)
    for node in piece.descendants():
        if isinstance(node, ast.comprehension):
            found |= {item.id for item in ast.walk(node.target) if isinstance(item, ast.Name)}
    return found


def _stores(node: ast.AST, name: str) -> bool:
    return any(isinstance(item, ast.Name) and item.id == name and isinstance(item.ctx, ast.Store) for item in ast.walk(node))


def _binds(statement: ast.stmt, name: str) -> bool:
    """Whether a statement that has run has given a name a value."""
    if isinstance(statement, ast.Assign):
        return any(_stores(item, name) for item in statement.targets)
    if isinstance(statement, ast.AnnAssign):
        return statement.value is not None and _stores(statement.target, name)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return any(_binds(item, name) for item in statement.body) or any(_stores(item, name) for item in statement.items)
    if isinstance(statement, ast.If):
        return _ends_with(statement.body, name) and _ends_with(statement.orelse, name)
    if isinstance(statement, ast.Try):
        if any(_binds(item, name) for item in statement.finalbody):
            return True
        tried = any(_binds(item, name) for item in [*statement.body, *statement.orelse])
        return tried and all(_ends_with(handler.body, name) for handler in statement.handlers)
    return isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and statement.name == name


def _ends_with(block: list[ast.stmt], name: str) -> bool:
    """Whether what runs after a block finds a name bound by it."""
    return any(_binds(item, name) for item in block) or (
        bool(block) and isinstance(block[-1], (ast.Raise, ast.Return, ast.Continue, ast.Break))
    )


def is_annotated(function: Scope) -> bool:
    """Whether a function's author writes types."""
    return function.function.returns is not None or any(item.annotation is not None for item, _ in function.parameters)


def is_plain(annotation: str) -> bool:
    """Whether an annotation names nothing but builtin types of single values, or `None`."""
    return bool(annotation) and all(part.strip() in (*_PLAIN, "None") for part in annotation.split("|"))


def _is_attribute(node: ast.expr) -> bool:
    """Whether an expression is a chain of attributes."""
    return isinstance(node, ast.Attribute) and syntax.dotted(node) is not None
