"""One operation moved, in memory: the texts of all files that change."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from layerlint import syntax
from layerlint.edits import Edit, NewParameter, Position, UnusedParameter
from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.fixing.carrying_out import carried_out
from layerlint.fixing.extract import naming
from layerlint.fixing.extract.access import Access, Accesses, dotted_name, is_called
from layerlint.fixing.extract.home import Home, Homes, Style
from layerlint.fixing.extract.inputs import Input, Inputs, is_annotated, is_plain
from layerlint.fixing.extract.method import Method, body_of, fingerprint
from layerlint.fixing.extract.piece import Piece, Pieces
from layerlint.fixing.extract.returns import Returns
from layerlint.fixing.extract.texts import Splice, Text, mentioned
from layerlint.fixing.extract.wording import Need, Wording
from layerlint.fixing.extract.words import plural, snake
from layerlint.fixing.imports import Imports, ModuleName, Wanted, names_in
from layerlint.fixing.needless import without_needless
from layerlint.fixing.refusal import RefusedError
from layerlint.fixing.source import parsed
from layerlint.layers import Classifier
from layerlint.model import Confidence, Kind
from layerlint.project import Form, Operation, Project, Value

_WIDTH = 88
_WIDEST = 120
_TIGHT = (ast.Attribute, ast.Subscript, ast.Await)


@dataclass(slots=True)
class Plan:
    """What moving an operation changes: texts by module key; `method` is the method's name, for people."""

    texts: dict[str, str] = field(default_factory=dict)
    method: str = ""


class Planner:
    """Plans for one project."""

    def __init__(self, project: Project, classifier: Classifier) -> None:
        self._project = project
        self._classifier = classifier

    def move(self, function: Scope, operation: Operation) -> Plan:
        """Move one operation of a function. Raises `RefusedError`."""
        if function.parent is not None and (
            function.parent.is_function or (function.owner and function.owner.parent is not function.module.top)
        ):
            raise RefusedError("it stands in a nested function")
        return _Move(self._project, self._classifier, function, operation).plan()


class _Move:
    def __init__(self, project: Project, classifier: Classifier, function: Scope, operation: Operation) -> None:
        self._project = project
        self._resolver = project.resolver
        self._function = function
        self._facts = function.module
        self._text = Text(project.modules.text(self._facts.key))
        self._pieces = Pieces(project, function)
        self._piece: Piece = self._pieces.of(operation)
        self._classifier = classifier

    def plan(self) -> Plan:
        piece = self._piece
        entity = self._entity()
        subject = snake(entity.short_name) if entity is not None else self._subject()
        home = Homes(self._project, self._classifier, self._facts.key).of(subject, entity, piece.session_value)
        if home.class_name and home.is_new:
            home.attribute = home.attribute or self._session_name()
        target = Wording(self._project, home.key, home.facts)
        words = Wording(self._project, self._facts.key, self._facts)
        session = f"self.{home.attribute}" if home.style is Style.HOLDING else self._session_name()
        inputs = Inputs(self._project, self._pieces, piece, self._text, target, session)
        given = inputs.collect()
        code_needs = dict(target.needs)
        returns = Returns(self._project, self._pieces, piece, target, inputs).written()
        self._check_given(given, home, target)
        access = Accesses(self._project, self._classifier, piece, self._text, words, target).to(home, subject, entity is not None)
        if is_annotated(self._function):
            self._annotate_rest(given, target)
        indent = 4 if home.class_name else 0
        own = ["self"] if home.class_name else []
        if home.style is not Style.HOLDING and piece.session:
            annotation = self._session_annotation(target)
            own.append(self._session_name() + (f": {annotation}" if annotation else ""))
        body = body_of(piece, self._text, inputs.splices, indent + 4)
        method = Method("_", own, given, returns, body, piece.is_asynchronous)
        name, arguments = self._named(home, target, method, given, subject, set(code_needs))
        is_found = name.startswith("=")
        method.name = name.lstrip("=")
        call = self._call(access, method, arguments)
        plan = Plan(method=f"{home.class_name + '.' if home.class_name else ''}{method.name}")
        if not is_found:
            plan.texts[home.key] = self._home_text(home, target, method)
            plan.texts.update(dict.fromkeys(home.packages, ""))
        if access.provider is not None:
            key = access.provider.key
            before = self._project.modules.text(key) if key in self._project.modules.tree.files else ""
            edited = before.rstrip("\n") + "\n" + access.provided if before.strip() else access.provided.lstrip("\n")
            like = "" if before.strip() else self._text.text
            plan.texts[key] = with_needs(before, edited, self._own(key), access.provider.needs.values(), like)
        plan.texts[self._facts.key] = self._source_text(access, call, words, plan.texts.get(self._facts.key))
        return plan

    def _entity(self) -> Value | None:
        """The entity that a piece is about: the class that it names first, else that of an object in it."""
        found: list[Value] = []
        nodes = sorted(
            (node for node in self._piece.descendants() if isinstance(node, ast.expr)),
            key=lambda node: (node.lineno, node.col_offset, -(node.end_lineno or 0), -(node.end_col_offset or 0)),
        )
        for node in nodes:
            if isinstance(node, (ast.Name, ast.Attribute)):
                value = self._resolver.value(node, self._function)
                if value.form is Form.CLASS and value.is_project and self._resolver.has_kind(value, Kind.ENTITY):
                    return value
        for node in nodes:
            value = self._resolver.value(node, self._function)
            if value.form is Form.INSTANCE and value.is_project and self._resolver.has_kind(value, Kind.ENTITY):
                found.append(value.as_class())
        return found[0] if found else self._changed_before()

    def _changed_before(self) -> Value | None:
        """Where only the transaction ends: the one entity whose objects the function has by then."""
        names = {node.id for node in self._piece.descendants() if isinstance(node, ast.Name)} - {self._piece.session}
        if any(name in self._function.bindings and name != self._piece.session.partition(".")[0] for name in names):
            return None
        start = (self._piece.place.lineno, self._piece.place.col_offset)
        last: Value | None = None
        found: set[str] = set()
        for node in sorted(
            (node for node in ast.walk(self._function.function) if isinstance(node, (ast.Attribute, ast.Name))),
            key=lambda node: (node.lineno, node.col_offset),
        ):
            if (node.lineno, node.col_offset) >= start:
                break
            base = node.value if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) else node
            value = self._resolver.value(base, self._function)
            if value.form is Form.INSTANCE and value.is_project and self._resolver.has_kind(value, Kind.ENTITY):
                found.add(value.name)
                if base is not node:
                    return value.as_class()
                last = value.as_class()
        return last if len(found) == 1 else None

    def _subject(self) -> str:
        """What a piece without an entity is about, by the name of its connection."""
        name = self._session_name()
        if not name or name in self._project.knowledge.session_names:
            raise RefusedError("nothing tells which entity it is about")
        return name

    def _session_name(self) -> str:
        return self._piece.session.rpartition(".")[2].strip("_")

    def _session_annotation(self, words: Wording) -> str:
        """The class of the session, as the function or its class has it."""
        if not is_annotated(self._function):
            return ""
        session, value = self._piece.session, self._piece.session_value
        if "." not in session:
            for binding in self._function.bindings.get(session, ()):
                if binding.annotation is not None:
                    written = words.annotation(binding.annotation, self._function.parent or self._function)
                    if written:
                        return written
        if value is None or value.form is not Form.INSTANCE or value.confidence is not Confidence.CERTAIN:
            return ""
        if value.is_project:
            return ""
        for facts in [self._facts, *self._session_modules()]:
            for name, bindings in facts.top.bindings.items():
                if bindings[0].form is BindingForm.IMPORT and self._resolver.name(name, facts.top).name == value.name:
                    if self._resolver.name(name, facts.top).form is Form.CLASS:
                        try:
                            return words.name(name, facts)
                        except RefusedError:
                            return ""
        module, _, last = value.name.rpartition(".")
        try:
            return words.add(Need(module, last))
        except RefusedError:
            return ""

    def _session_modules(self) -> list[ModuleFacts]:
        value = self._piece.session_value
        found = [self._project.modules.facts(hop.module) for hop in value.trail] if value is not None else []
        return [facts for facts in found if facts is not None]

    def _check_given(self, given: list[Input], home: Home, target: Wording) -> None:
        """No parameter hides what the moved code uses."""
        names = [item.name for item in given]
        if home.style is not Style.HOLDING and self._piece.session:
            names.append(self._session_name())
        if home.class_name:
            names.append("self")
        doubled = {name for name in names if names.count(name) > 1}
        others = {*target.needs, *self._piece.names}
        if self._piece.reading is not None and isinstance(root := syntax.root_of(self._piece.reading), ast.Name):
            others.add(root.id)
        spliced = {item.argument for item in given}
        for node in self._piece.descendants():
            if (
                isinstance(node, ast.Name)
                and node.id not in spliced
                and node.id in names
                and node.id not in self._function.bindings
            ):
                doubled.add(node.id)
        doubled |= others & set(names)
        if doubled:
            raise RefusedError(f"`{min(doubled)}` would stand for two things")

    def _annotate_rest(self, given: list[Input], target: Wording) -> None:
        if any(not item.annotation for item in given):
            try:
                written = target.add(Need("typing", "Any"))
            except RefusedError:
                return
            for item in given:
                item.annotation = item.annotation or written

    def _named(
        self, home: Home, target: Wording, method: Method, given: list[Input], subject: str, code_needs: set[str]
    ) -> tuple[str, list[str]]:
        """The method's name, with `=` before it if the repository has it already, and the arguments for it."""
        by_name = {item.name: item.argument for item in given}
        taken: set[str] = set(target.needs)
        what, order = method.fingerprint()
        owner = home.scope if home.class_name else (home.facts.top if home.facts is not None else None)
        if owner is not None:
            if not code_needs:
                for scope in owner.children:
                    if home.is_shared and not {subject, plural(subject)} & _words(scope.name):
                        continue
                    if scope.is_function and not scope.decorators and fingerprint(scope.function)[0] == what:
                        found = self._arguments(scope, fingerprint(scope.function)[1], order, by_name, method)
                        if found is not None:
                            return f"={scope.name}", found
            taken |= {*owner.bindings, *owner.self_attributes}
            for base in self._resolver.mro(owner.symbol) if owner.is_class else ():
                scope_of_base = self._resolver.scope_named(base) if "::" in base else None
                if scope_of_base is not None:
                    taken |= {*scope_of_base.bindings, *scope_of_base.self_attributes}
        taken |= {item.name for item in given} if not home.class_name else set()
        used = {node.id for node in ast.walk(ast.parse(method.written(0, 10**6))) if isinstance(node, ast.Name)}
        for name in naming.candidates(self._project, self._pieces, self._piece, given, subject, home.is_shared):
            if name not in taken and (home.class_name or name not in used):
                return name, [item.argument for item in given]
        raise RefusedError("nothing tells how the method is to be called")

    @staticmethod
    def _arguments(scope: Scope, theirs: list[str], ours: list[str], by_name: dict[str, str], method: Method) -> list[str] | None:
        """The arguments for a method that does the same."""
        own = len(method.own)
        parameters = [item.arg for item, _ in scope.parameters]
        if len(theirs) != len(ours) or scope.function.args.kwonlyargs or scope.function.args.vararg:
            return None
        match = dict(zip(theirs, ours, strict=True))
        types = {item.name: item.annotation for item in method.inputs}
        for item, _ in scope.parameters[own:]:
            written = ast.unparse(item.annotation) if item.annotation is not None else ""
            wanted = types.get(match.get(item.arg, ""), "")
            if written != wanted and not (is_plain(written) and is_plain(wanted)):
                return None
        required = [item.arg for item, default in scope.parameters[own:] if default is None]
        if any(name not in match for name in required):
            return None
        first = [item.partition(":")[0] for item in method.own]
        if any(name in match and match[name] != mine for name, mine in zip(parameters[:own], first, strict=False)):
            return None
        found = []
        for name in parameters[own:]:
            if name not in match:
                break
            if match[name] not in by_name:
                return None
            found.append(by_name[match[name]])
        return found if len(found) == len(by_name) else None

    def _call(self, access: Access, method: Method, arguments: list[str]) -> str:
        given = [*([access.session] if access.session else []), *arguments]
        call = f"{access.written}.{method.name}({', '.join(given)})"
        call = f"await {call}" if method.is_asynchronous else call
        if self._piece.expression is not None:
            start, end = self._span(self._piece.expression)
        else:
            start, end = self._text.start(self._piece.run[0]), self._text.end(self._piece.run[-1])
        before = self._text.text[:start].rpartition("\n")[2]
        after = self._text.text[end:].partition("\n")[0].partition("#")[0].rstrip()
        if len(before) + len(call) + len(after) > max(_WIDTH, min(_WIDEST, max(map(len, self._text.lines)))) and given:
            indent = " " * (len(before) - len(before.lstrip()))
            listed = "".join(f"{indent}    {item},\n" for item in given)
            head = call[: len(call) - len(f"({', '.join(given)})")]
            call = f"{head}(\n{listed}{indent})"
        if not method.is_asynchronous:
            return call
        parent = self._pieces.parent(self._piece.expression) if self._piece.expression is not None else None
        is_tight = isinstance(parent, _TIGHT) or (isinstance(parent, ast.Call) and parent.func is self._piece.expression)
        is_tight = is_tight or (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow))
        if is_tight and self._piece.expression is not None:
            before, after = self._text.text[:start].rstrip(), self._text.text[end:].lstrip()
            if not (before.endswith("(") and after.startswith(")")) or isinstance(self._piece.expression, ast.Call):
                return f"({call})"
        return call

    def _own(self, key: str) -> ModuleName:
        tree = self._project.modules.tree
        if key in tree.files:
            return ModuleName(tree.name(key), key.rpartition("/")[2].startswith("__init__."))
        return ModuleName(dotted_name(self._project, key), False)

    def _home_text(self, home: Home, target: Wording, method: Method) -> str:
        before = self._project.modules.text(home.key) if home.facts is not None else ""
        lines = [*before.split("\n"), *self._text.lines]
        width = min(_WIDEST, max((len(line) for line in lines if "#" not in line), default=0))
        if home.class_name and home.scope is None:
            code = self._class_text(home, target) + "\n" + method.written(4, width)
            text = f"{before.rstrip()}\n\n\n{code}" if before.strip() else code
        elif home.scope is not None:
            text = _inserted(before, home.scope, method.written(4, width))
        else:
            text = f"{before.rstrip()}\n\n\n{method.written(0, width)}" if before.strip() else method.written(0, width)
        like = self._text.text if home.facts is None else ""
        return with_needs(before, text, self._own(home.key), target.needs.values(), like)

    def _class_text(self, home: Home, target: Wording) -> str:
        if home.style is Style.TAKING:
            return f"class {home.class_name}:"
        annotation = self._session_annotation(target)
        name = home.attribute.strip("_")
        typed = f": {annotation}" if annotation else ""
        returns = " -> None" if is_annotated(self._function) else ""
        return (
            f"class {home.class_name}:\n    def __init__(self, {name}{typed}){returns}:\n        self.{home.attribute} = {name}\n"
        )

    def _source_text(self, access: Access, call: str, words: Wording, changed: str | None) -> str:
        piece, text = self._piece, self._text
        if changed is not None:
            raise RefusedError("the repository stands in the same module")
        splices = [*access.splices]
        for statement in piece.building:
            splices.append(self._without(statement))
        if piece.expression is not None:
            splices.append(Splice(*self._span(piece.expression), call))
            if piece.reading is not None:
                name = syntax.root_of(piece.reading)
                if "#" in text.of(piece.reading):
                    raise RefusedError("a comment belongs to how the result is read")
                splices.append(Splice(text.start(piece.reading), text.end(piece.reading), text.of(name)))
        else:
            self._check_lines(piece.run[0], piece.run[-1])
            splices.append(Splice(text.start(piece.run[0]), text.end(piece.run[-1]), call))
        edited = text.with_splices(splices)
        before = parsed(text.text)
        position = _position(edited, self._function.qualname)
        edits: list[Edit] = []
        key = self._facts.key
        if access.parameter is not None:
            edits.append(NewParameter(key, position, *access.parameter))
        if access.is_injected:
            routes = {id(route.call) for route in self._project.routes.of(self._function)}
            is_wrapped = any(id(item) not in routes for item in self._function.decorators)
            if "." not in piece.session and not is_wrapped and not is_called(self._project, self._function):
                edits.append(UnusedParameter(key, position, piece.session))
        if edits:
            edited = carried_out(edited, self._own(key), edits, frozenset({"*"}))
        edited = with_needs(text.text, edited, self._own(key), words.needs.values())
        tree = parsed(edited)
        gone = names_in(before, False) - names_in(tree, False) - self._project.import_graph.taken_from(key)
        return without_needless(tree, gone, mentioned).code

    def _span(self, expression: ast.expr) -> tuple[int, int]:
        """Where an expression begins and ends, with brackets that are only there for its lines."""
        text, start, end = self._text.text, self._text.start(expression), self._text.end(expression)
        before, after = text[:start].rstrip(), text[end:].lstrip()
        is_alone = isinstance(self._pieces.parent(expression), (ast.Return, ast.Assign, ast.AnnAssign))
        if is_alone and before.endswith("(") and after.startswith(")"):
            outer = len(before) - 1, len(text) - len(after) + 1
            return outer if "\n" in text[outer[0] : outer[1]] else (start, end)
        return start, end

    def _without(self, statement: ast.stmt) -> Splice:
        """A statement's lines taken away."""
        self._check_lines(statement, statement)
        return Splice(
            self._text.line_start(statement.lineno), self._text.line_start((statement.end_lineno or statement.lineno) + 1), ""
        )

    def _check_lines(self, first: ast.stmt, last: ast.stmt) -> None:
        """Statements have their lines for themselves, and no comments that would be lost."""
        start, end = self._text.start(first), self._text.end(last)
        before = self._text.text[self._text.line_start(first.lineno) : start]
        after = self._text.text[end : self._text.line_start((last.end_lineno or last.lineno) + 1)]
        if before.strip() or after.strip().startswith(";"):
            raise RefusedError("several statements stand in its line")


def _words(name: str) -> set[str]:
    """The parts of a name that could be an entity's."""
    parts = name.split("_")
    return {"_".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}


def _inserted(text: str, owner: Scope, written: str) -> str:
    """A class's text with one more method at its end."""
    lines = text.split("\n")
    end = owner.class_node.end_lineno or owner.line
    only = owner.class_node.body
    rest = lines[end:]
    head = lines[:end]
    if len(only) == 1 and isinstance(only[0], ast.Pass) and only[0].lineno != owner.line and "#" not in lines[only[0].lineno - 1]:
        head = lines[: only[0].lineno - 1]
        return "\n".join([*head, written.rstrip("\n"), *rest])
    return "\n".join([*head, "", written.rstrip("\n"), *rest])


def with_needs(before: str, text: str, own: ModuleName, needs: Iterable[Need], like: str = "") -> str:
    """An edited text with what it is to import, as the module, or one that it is `like`, writes it. Raises `RefusedError`."""
    tree = parsed(text)
    imports = Imports(parsed(before), own, parsed(like) if like else None)
    for need in sorted(needs):
        if need.name and not need.alias:
            tree = imports.added(tree, [Wanted(need.module, need.name)])
        else:
            tree = imports.with_statement(tree, need.written)
    return tree.code


def _position(text: str, qualname: str) -> Position:
    """Where a function is defined, in a text."""
    nodes: list[ast.stmt] = ast.parse(text).body
    found: ast.stmt | None = None
    for name in qualname.split("."):
        found = next(
            (
                node
                for node in reversed(nodes)
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name
            ),
            None,
        )
        if found is None:
            raise RefusedError("the code isn't where it was found")
        nodes = getattr(found, "body", [])
    assert found is not None
    return found.lineno, Text(text).column(found)
