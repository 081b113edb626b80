"""How a function comes by a repository: one that it has, one that is injected, one made of the session that it has."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.fixing.extract.home import Home, Style
from layerlint.fixing.extract.piece import Piece
from layerlint.fixing.extract.texts import Splice, Text
from layerlint.fixing.extract.wording import Need, Wording
from layerlint.fixing.extract.words import plural, snake
from layerlint.fixing.refusal import RefusedError
from layerlint.layers import Classifier, Purpose
from layerlint.layers.names import of_path
from layerlint.layers.purpose import by_path
from layerlint.model import Layer
from layerlint.project import Form, Project, Value, providers

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.Try, ast.With)
_Parameter = tuple[ast.arg, ast.expr | None]


@dataclass(slots=True)
class Access:
    """How the repository is written in the function, `session` the session that its methods are given ("" for none).

    `parameter` is a new one of the function, `is_injected` tells that the repository is one, new or not; `splices` are what else
    changes in its module; `provided` is code for the end of the module whose wording is `provider`.
    """

    written: str
    session: str = ""
    parameter: tuple[str, str] | None = None
    is_injected: bool = False
    splices: list[Splice] = field(default_factory=list)
    provider: Wording | None = None
    provided: str = ""


class Accesses:
    """How one function comes by repositories; `words` is what its module is to be given."""

    def __init__(self, project: Project, classifier: Classifier, piece: Piece, text: Text, words: Wording, target: Wording) -> None:
        self._project = project
        self._resolver = project.resolver
        self._classifier = classifier
        self._piece = piece
        self._function = piece.function
        self._facts = piece.function.module
        self._text = text
        self._words = words
        self._target = target
        self._plural = ""

    def to(self, home: Home, subject: str, is_entity: bool) -> Access:
        """The access to a repository; objects of entities are many, what else it is about is one. Raises `RefusedError`."""
        self._plural = plural(subject) if is_entity else f"{subject}_repository"
        if home.style is Style.FUNCTIONS:
            return Access(self._module(home, subject), self._piece.session)
        if home.style is Style.TAKING:
            return self._shared(home, subject)
        present = self._present(home)
        if present:
            return Access(present, is_injected="." not in present)
        return self._held(home, subject)

    def _module(self, home: Home, subject: str) -> str:
        """A module of functions, as the function's module names it."""
        dotted = dotted_name(self._project, home.key)
        for name, bindings in self._facts.top.bindings.items():
            value = self._resolver.binding(bindings[0], self._facts.top) if len(bindings) == 1 else None
            if value is not None and value.form is Form.MODULE and value.name == f"{home.key}::" and self._is_free(name):
                if bindings[0].form is BindingForm.IMPORT and not bindings[0].type_checking:
                    return name
        package, _, stem = dotted.rpartition(".")
        names = [f"{subject}_repository", f"{plural(subject)}_repository"]
        if home.is_shared:
            names[:0] = [stem, f"{package.rpartition('.')[2]}_{stem}"]
        for name in names:
            if name not in self._facts.top.bindings and self._is_free(name):
                alias = name if name != stem else ""
                return self._words.add(Need(package, stem, alias) if package else Need(stem, "", alias))
        raise RefusedError(f"`{subject}_repository` is another name already")

    def _shared(self, home: Home, subject: str) -> Access:
        """An object without a session: the module's own, or a new one."""
        symbol = f"{home.key}::{home.class_name}"
        for name, bindings in self._facts.top.bindings.items():
            value = self._resolver.name(name, self._facts.top)
            if len(bindings) == 1 and value.form is Form.INSTANCE and value.name == symbol and self._is_free(name):
                return Access(name, self._piece.session)
        made = f"{self._class(home)}()"
        if self._classifier.function(self._function).layer is not Layer.ROUTER:
            return Access(made, self._piece.session)
        name = f"{subject}_repository"
        body = self._facts.tree.body
        index = next((place for place, item in enumerate(body) if isinstance(item, _DEFINITIONS)), len(body))
        if name in self._facts.top.bindings or not self._is_free(name) or not index:
            raise RefusedError(f"no object of `{home.class_name}` is at hand")
        last = body[index - 1]
        gap = "\n" if isinstance(last, (ast.Import, ast.ImportFrom)) else ""
        end = self._text.line_start((last.end_lineno or last.lineno) + 1)
        return Access(name, self._piece.session, splices=[Splice(end, end, f"{gap}{name} = {made}\n")])

    def _class(self, home: Home) -> str:
        if home.key == self._facts.key:
            return home.class_name
        need = Need(dotted_name(self._project, home.key), home.class_name)
        value = self._resolver.name(home.class_name, self._facts.top)
        if value.name == f"{home.key}::{home.class_name}" and self._is_free(home.class_name):
            return home.class_name
        if not self._is_free(home.class_name):
            raise RefusedError(f"`{home.class_name}` is another name in the function")
        return self._words.add(need)

    def _present(self, home: Home) -> str:
        """A repository that the function has already, made of the same session."""
        symbol = f"{home.key}::{home.class_name}"
        for parameter, default in self._function.parameters:
            value = self._resolver.name(parameter.arg, self._function)
            if value.form is Form.INSTANCE and value.name == symbol and len(self._function.bindings[parameter.arg]) == 1:
                if self._shares_session((parameter, default)):
                    return parameter.arg
        owner = self._function.owner
        if owner is None or "." not in self._piece.session:
            return ""
        this = Value(Form.INSTANCE, owner.symbol)
        root, _, session = self._piece.session.partition(".")
        for attribute, bindings in owner.self_attributes.items():
            value = self._resolver.member(this, attribute)
            if value.form is Form.INSTANCE and value.name == symbol and len(bindings) == 1:
                made, sessions = bindings[0][0].value, owner.self_attributes.get(session, [])
                if len(sessions) == 1 and isinstance(made, ast.Call) and len(made.args) == 1 and not made.keywords:
                    if _same(made.args[0], sessions[0][0].value) or ast.unparse(made.args[0]) == self._piece.session:
                        return f"{root}.{attribute}"
        return ""

    def _shares_session(self, parameter: _Parameter) -> bool:
        """Whether what gives a parameter has the very same session injected as the function."""
        session = next((item for item in self._function.parameters if item[0].arg == self._piece.session), None)
        given = {target.symbol for target in self._injected(session)} if session is not None else set()
        found = [symbol for target in self._injected(parameter) for symbol in providers.closure(self._project, target)]
        return len(given) == 1 and given <= set(found)

    def _held(self, home: Home, subject: str) -> Access:
        session = self._piece.session
        if not session:
            raise RefusedError(f"`{home.class_name}` asks for a session, and nothing has one here")
        if "." in session:
            return self._attribute(home, subject)
        parameter = next(((item, default) for item, default in self._function.parameters if item.arg == session), None)
        is_handler = bool(self._project.routes.of(self._function))
        targets = self._injected(parameter) if parameter is not None else []
        if is_handler and targets and parameter is not None and not is_called(self._project, self._function):
            return self._by_parameter(home, subject, parameter, targets[0])
        if self._classifier.function(self._function).layer is Layer.ROUTER:
            found = self._provider(home)
            if found is not None and len(found.function.parameters) == 1:
                return Access(f"{self._name_of(found.function)}({session})")
            made = self._new_provider(home, session)
            if made is not None:
                return made
        return Access(f"{self._class(home)}({session})")

    def _provider(self, home: Home) -> providers.Provider | None:
        if home.scope is None:
            return None
        made = Value(Form.INSTANCE, f"{home.key}::{home.class_name}")
        return self._project.providers.of(made, self._function.symbol)

    def _injected(self, parameter: _Parameter) -> list[Scope]:
        """The functions that give a parameter, if one injection alone does."""
        marks = providers.markers(self._project, *parameter, self._function)
        for node, _ in marks:
            if isinstance(node, ast.Call) and any(item.arg == "use_cache" for item in node.keywords):
                return []
        return [*providers.injected(self._project, marks)]

    def _attribute(self, home: Home, subject: str) -> Access:
        """A new attribute beside the session's."""
        owner = self._function.owner
        root, _, attribute = self._piece.session.partition(".")
        bindings = owner.self_attributes.get(attribute, []) if owner is not None else []
        plain = [
            (binding, place) for binding, place in bindings if place.name == "__init__" and isinstance(binding.value, ast.Name)
        ]
        made = self._class(home)
        if owner is None or len(bindings) != 1 or len(plain) != 1 or self._function.name == "__init__":
            return Access(f"{made}({self._piece.session})")
        binding, place = plain[0]
        statement = next(
            (
                item
                for item in place.function.body
                if isinstance(item, (ast.Assign, ast.AnnAssign)) and item.value is binding.value and item.end_lineno == item.lineno
            ),
            None,
        )
        name = self._plural
        taken = {*owner.self_attributes, *owner.bindings}
        if statement is None or name in taken or self._project.derived.of(owner) or len(owner.class_node.bases) > 0:
            return Access(f"{made}({self._piece.session})")
        assert isinstance(binding.value, ast.Name)
        first = place.parameters[0][0].arg
        indent = " " * self._text.column(statement)
        end = self._text.line_start((statement.end_lineno or statement.lineno) + 1)
        line = f"{indent}{first}.{name} = {made}({binding.value.id})\n"
        return Access(f"{root}.{name}", splices=[Splice(end, end, line)])

    def _by_parameter(self, home: Home, subject: str, parameter: _Parameter, target: Scope) -> Access:
        """A parameter that the framework fills."""
        if home.key == self._facts.key:
            raise RefusedError("the repository stands in the same module")
        name = self._parameter_name(home, subject)
        found = self._provider(home)
        if found is not None:
            if target.symbol not in providers.closure(self._project, found.function):
                raise RefusedError(f"`{found.function.name}` gives it another session")
            if providers.asks_for_more(self._project, found.function):
                raise RefusedError(f"`{found.function.name}` asks clients for more")
            alias = found.alias
            if alias is not None:
                return Access(name, is_injected=True, parameter=(name, f"{name}: {self._defined(alias.key, alias.qualname)}"))
            return Access(
                name,
                is_injected=True,
                parameter=(name, self._like(parameter, name, self._class(home), self._name_of(found.function))),
            )
        provider, provided, alias_name = self._made(home, parameter, target)
        dotted = dotted_name(self._project, provider.key)
        if alias_name:
            written = f"{name}: {self._words.add(Need(dotted, alias_name))}"
        else:
            function = self._words.add(Need(dotted, f"get_{snake(home.class_name)}"))
            written = self._like(parameter, name, self._class(home), function)
        return Access(name, is_injected=True, parameter=(name, written), provider=provider, provided=provided)

    def _parameter_name(self, home: Home, subject: str) -> str:
        used = {node.id for node in ast.walk(self._function.function) if isinstance(node, ast.Name)}
        used |= {*self._function.bindings, *self._facts.top.bindings}
        path = " ".join(route.path or "" for route in self._project.routes.of(self._function))
        for name in (self._plural, snake(home.class_name), f"{plural(subject)}_repository"):
            if name not in used and f"{{{name}" not in path:
                return name
        raise RefusedError(f"`{self._plural}` is another name already")

    def _like(self, parameter: _Parameter, name: str, written: str, provider: str) -> str:
        """A parameter that is injected as another one is."""
        node, default = parameter
        if isinstance(default, ast.Call):
            return f"{name}: {written} = {self._text.of(default.func)}({provider})"
        marked = self._marker(node)
        if marked is None:
            raise RefusedError("nothing tells how it is to be injected")
        annotated, marker = marked
        return f"{name}: {annotated}[{written}, {marker}({provider})]"

    def _marker(self, node: ast.arg) -> tuple[str, str] | None:
        """How the module writes `Annotated` and `Depends` at a parameter."""
        annotation = node.annotation
        if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
            for item in annotation.slice.elts[1:]:
                if isinstance(item, ast.Call):
                    return self._text.of(annotation.value), self._text.of(item.func)
        names = {
            wanted: next(
                (
                    name
                    for name, bindings in self._facts.top.bindings.items()
                    if bindings[0].form is BindingForm.IMPORT and self._resolver.name(name, self._facts.top).name in wanted
                ),
                None,
            )
            for wanted in (("typing.Annotated", "typing_extensions.Annotated"), tuple(sorted(self._project.knowledge.injectors)))
        }
        annotated, marker = names.values()
        return (annotated, marker) if annotated and marker else None

    def _made(self, home: Home, parameter: _Parameter, target: Scope) -> tuple[Wording, str, str]:
        """A provider for the end of the module that gives the session: its wording, its code, the name of an alias with it."""
        node, default = parameter
        key = self._provider_key(home, node, target)
        facts = self._project.modules.facts(key) if key in self._project.modules.tree.files else None
        is_unreadable = facts is None and key in self._project.modules.tree.files
        if is_unreadable or key == self._facts.key:
            raise RefusedError("nothing tells where the provider of the repository belongs")
        words = Wording(self._project, key, facts)
        class_name = words.add(Need(dotted_name(self._project, home.key), home.class_name))
        function = f"get_{snake(home.class_name)}"
        if facts is not None and facts.top.bindings.get(function):
            raise RefusedError(f"{key} has a `{function}` already")
        splices = []
        for part in (node.annotation, default):
            for item in ast.walk(part) if part is not None else ():
                if isinstance(item, ast.Name):
                    written = words.name(item.id, self._facts)
                    splices.append(Splice(self._text.start(item), self._text.end(item), written))
        end = default if default is not None else node
        taken = self._text.with_splices(splices, self._text.start(node), self._text.end(end))
        code = f"\n\ndef {function}({' '.join(taken.split())}) -> {class_name}:\n    return {class_name}({node.arg})\n"
        alias = ""
        if default is None and isinstance(node.annotation, (ast.Name, ast.Attribute)):
            alias = f"{class_name}Dep"
            marks = [
                item for item, _ in providers.markers(self._project, node, default, self._function) if isinstance(item, ast.Call)
            ]
            if not marks or (facts is not None and facts.top.bindings.get(alias)):
                raise RefusedError("nothing tells how it is to be injected")
            annotated = words.add(_imported_like(facts, "Annotated") or Need("typing", "Annotated"))
            marker = _imported_like(target.module, "Depends") or _imported_like(facts, "Depends")
            if marker is None:
                raise RefusedError("nothing tells how it is to be injected")
            code += f"\n\n{alias} = {annotated}[{class_name}, {words.add(marker)}({function})]\n"
        return words, code, alias

    def _provider_key(self, home: Home, node: ast.arg, target: Scope) -> str:
        """The module of the alias by which the session is injected, else of the function that gives it.

        Where the repository imports that itself, perhaps through others, it is a module of dependencies, a new one if need be.
        """
        value = self._resolver.name(node.annotation.id, self._facts.top) if isinstance(node.annotation, ast.Name) else None
        first = target.module.key
        if value is not None and value.trail and value.trail[0].module != self._facts.key:
            first = value.trail[0].module
        imported = self._imported_by(home)
        if first not in imported:
            return first
        tree = self._project.modules.tree
        found = [key for key in tree.files if key not in imported and key != self._facts.key and tree.root(key) == tree.root(first)]
        found = [key for key in found if (said := of_path(tree.name(key) or key)) is not None and said[0] is Layer.DEPENDENCY]
        found = [key for key in found if by_path(key) is Purpose.APPLICATION and not key.endswith("__init__.py")]
        if found:
            return min(found, key=lambda key: (key.count("/"), key))
        folder = first.rpartition("/")[0]
        return f"{folder}/dependencies.py" if folder else "dependencies.py"

    def _imported_by(self, home: Home) -> set[str]:
        """All modules that run when a repository is imported."""
        tree, graph = self._project.modules.tree, self._project.import_graph
        waiting = [home.key] if home.facts is not None else []
        for need in self._target.needs.values():
            for dotted in (need.module, f"{need.module}.{need.name}"):
                key = tree.find(dotted, self._facts.key)
                waiting += [key] if key is not None else []
        seen = set(waiting)
        while waiting:
            for edge in graph.edges(waiting.pop()):
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return seen

    def _new_provider(self, home: Home, session: str) -> Access | None:
        """A provider made after another handler's of the same module that has the same session injected, and called by hand."""
        value = self._piece.session_value
        for other in self._facts.functions():
            if not self._project.routes.of(other):
                continue
            for parameter, default in other.parameters:
                held = self._resolver.name(parameter.arg, other)
                targets = [*providers.injected(self._project, providers.markers(self._project, parameter, default, other))]
                if value is not None and held.name == value.name and targets:
                    provider, provided, _ = self._made(home, (parameter, default), targets[0])
                    dotted = dotted_name(self._project, provider.key)
                    function = self._words.add(Need(dotted, f"get_{snake(home.class_name)}"))
                    return Access(f"{function}({session})", provider=provider, provided=provided)
        return None

    def _name_of(self, function: Scope) -> str:
        return self._defined(function.module.key, function.name)

    def _defined(self, key: str, name: str) -> str:
        """A definition of another module, imported."""
        if key == self._facts.key:
            return name
        return self._words.add(Need(self._project.modules.tree.name(key), name))

    def _is_free(self, name: str) -> bool:
        """Whether the function itself gives a name no other meaning."""
        return name not in self._function.bindings


def is_called(project: Project, function: Scope) -> bool:
    """Whether anything but its own definition names a function: it may be called, with arguments that its parameters must take."""
    for key in project.keys:
        facts = project.modules.facts(key) if function.name in project.modules.text(key) else None
        if facts is None:
            continue
        for node in ast.walk(facts.tree):
            if isinstance(node, ast.Name) and node.id == function.name and isinstance(node.ctx, ast.Load):
                if project.resolver.value(node, facts.scope_at(node.lineno)).name == function.symbol:
                    return True
            elif isinstance(node, ast.Attribute) and node.attr == function.name:
                value = project.resolver.value(node, facts.scope_at(node.lineno))
                owner = project.resolver.value(node.value, facts.scope_at(node.lineno))
                if value.name == function.symbol or (owner.form is Form.MODULE and owner.name == f"{function.module.key}::"):
                    return True
            elif isinstance(node, ast.ImportFrom) and any(item.name == function.name for item in node.names):
                dotted = node.module or ""
                if node.level:
                    dotted = project.modules.tree.relative(node.level, dotted, key)
                if project.modules.tree.find(dotted, key) == function.module.key:
                    return True
    return False


def _same(node: ast.expr, other: ast.expr | None) -> bool:
    return isinstance(node, ast.Name) and isinstance(other, ast.Name) and node.id == other.id


def dotted_name(project: Project, key: str) -> str:
    """The dotted name of a module, which may not be there yet."""
    tree = project.modules.tree
    if key in tree.files:
        return tree.name(key)
    root = tree.root_of(key.rpartition("/")[0] or ".")
    path = key if root == "." else key[len(root) + 1 :]
    return path.removesuffix(".py").replace("/", ".")


def _imported_like(facts: ModuleFacts | None, name: str) -> Need | None:
    """How a module imports a name already."""
    for binding in () if facts is None else facts.top.bindings.get(name, ()):
        if binding.form is BindingForm.IMPORT and binding.target is not None and not binding.target.level:
            return Need(binding.target.module, binding.target.name or name)
    return None
