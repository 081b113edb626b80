"""Where moved code goes: the entity's repository, or a new one where the project keeps such."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from layerlint.facts import BindingForm, ModuleFacts, Scope
from layerlint.fixing.extract.words import plural, snake
from layerlint.fixing.refusal import RefusedError
from layerlint.layers import Classifier, Purpose, purpose_of
from layerlint.layers.names import of_class, of_path
from layerlint.model import Confidence, Kind, Layer
from layerlint.project import Form, Project, Value

_SUFFIXES = ("repository", "repo", "dao", "crud", "queries", "selectors", "repositories")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_MARKS = frozenset("repository repositories repo dao crud".split())
_OF_MODELS = frozenset("models model entities tables".split())
_FOLDER = "repositories"
_BESIDE = frozenset("router routers routes views view api endpoints service services handlers controller resources".split())


class Style(Enum):
    """How a repository comes by its session: it holds one, its methods take one, it is a module of functions."""

    HOLDING = auto()
    TAKING = auto()
    FUNCTIONS = auto()


@dataclass(slots=True)
class Home:
    """A repository. `class_name` is "" for functions; `attribute` is where a holding one keeps its session.

    `facts` and `scope` are there unless it is new; `packages` are the `__init__` modules that a new one asks for. A shared one is a
    module of functions about several entities.
    """

    key: str
    class_name: str
    style: Style
    attribute: str
    facts: ModuleFacts | None = None
    scope: Scope | None = None
    packages: tuple[str, ...] = ()
    is_shared: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it has to be made."""
        return (self.scope is None and bool(self.class_name)) or self.facts is None


class Homes:
    """The repositories of a project, as seen from one module."""

    def __init__(self, project: Project, classifier: Classifier, near: str) -> None:
        self._project = project
        self._classifier = classifier
        self._near = near
        self._tree = project.modules.tree
        self._modules = [item for key in project.keys if (item := self._repository_module(key)) is not None]

    def of(self, subject: str, entity: Value | None, session: Value | None) -> Home:
        """The home of what concerns an entity, or something of another name. Raises `RefusedError`."""
        found = self._existing(subject, entity, session)
        return found if found is not None else self._new(subject, entity, session)

    def _repository_module(self, key: str) -> ModuleFacts | None:
        text = self._project.modules.text(key)
        name = self._tree.name(key)
        declared = of_path(name) if name else None
        is_declared = declared is not None and declared[0] is Layer.REPOSITORY
        classes = re.findall(r"^class (\w+)", text, re.M)
        if not is_declared and not any(of_class(item) is Layer.REPOSITORY for item in classes):
            return None
        if self._tree.root(key) != self._tree.root(self._near):
            return None
        facts = self._project.modules.facts(key)
        return facts if facts is not None and purpose_of(facts) is Purpose.APPLICATION else None

    def _classes(self, facts: ModuleFacts) -> list[Scope]:
        found = [scope for scope in facts.top.children if scope.is_class and not _is_abstract(scope)]
        return [scope for scope in found if self._classifier.class_(scope).layer is Layer.REPOSITORY]

    def _functions(self, facts: ModuleFacts) -> list[Scope]:
        found = [scope for scope in facts.top.children if scope.is_function]
        return [scope for scope in found if self._classifier.function(scope).layer is Layer.REPOSITORY]

    def _existing(self, subject: str, entity: Value | None, session: Value | None) -> Home | None:
        found: list[Home] = []
        refused: RefusedError | None = None
        for facts in self._modules:
            for scope in self._classes(facts):
                if self._is_about(scope, subject, entity):
                    try:
                        found.append(self._of_class(facts, scope, session))
                    except RefusedError as error:
                        refused = error
            if facts.key != self._near and not self._classes(facts) and self._stem(facts.key) in _stems(subject):
                if self._functions(facts) or not facts.top.children:
                    found.append(Home(facts.key, "", Style.FUNCTIONS, "", facts))
        if not found and refused is not None:
            raise refused
        if not found and len(self._modules) == 1 and self._stem(self._modules[0].key) in _SUFFIXES:
            only = self._modules[0]
            if only.key != self._near and not self._classes(only) and self._functions(only):
                return Home(only.key, "", Style.FUNCTIONS, "", only, is_shared=True)
        if len(found) > 1:
            found = [item for item in found if self._shared(item.key) == max(self._shared(other.key) for other in found)]
        if len(found) > 1:
            raise RefusedError("several repositories could take it: " + ", ".join(item.class_name or item.key for item in found))
        return found[0] if found else None

    def _stem(self, key: str) -> str:
        return self._tree.name(key).rpartition(".")[2].lower().strip("_")

    def _shared(self, key: str) -> int:
        """How many folders a module has in common with the one that asks."""
        count = 0
        for one, other in zip(key.split("/")[:-1], self._near.split("/")[:-1], strict=False):
            if one != other:
                break
            count += 1
        return count

    def _is_about(self, scope: Scope, subject: str, entity: Value | None) -> bool:
        about = _about(scope.name)
        if about and snake(about) in (subject, plural(subject)):
            return True
        if entity is None:
            return False
        bases = self._project.resolver.bases(scope.symbol)
        return len(bases) > 0 and any(base.args and base.args[0].name == entity.name for base in bases)

    def _of_class(self, facts: ModuleFacts, scope: Scope, session: Value | None) -> Home:
        """What a class that is there is like. Raises `RefusedError` where its session can't be told."""
        resolver = self._project.resolver
        this = Value(Form.INSTANCE, scope.symbol)
        constructor: Scope | None = None
        for name in resolver.mro(scope.symbol):
            owner = resolver.scope_named(name) if "::" in name else None
            if owner is None:
                if "::" in name or not name.startswith(("typing.", "abc.", "object", "typing_extensions.")):
                    raise RefusedError(f"`{scope.name}` derives from `{name.rpartition('.')[2]}`")
                continue
            constructor = constructor or next((item for item in owner.children if item.name == "__init__"), None)
            for attribute in owner.self_attributes:
                value = resolver.member(this, attribute)
                if value.form is Form.INSTANCE and resolver.has_kind(value, Kind.SESSION, Kind.CONNECTION):
                    certain = session is not None and session.confidence is value.confidence is Confidence.CERTAIN
                    if session is not None and certain and session.name != value.name:
                        raise RefusedError(f"`{scope.name}` holds another kind of session")
                    if constructor is None or _required(constructor) != 1:
                        raise RefusedError(f"`{scope.name}` is made of more than a session")
                    return Home(facts.key, scope.name, Style.HOLDING, attribute, facts, scope)
        if constructor is not None and _required(constructor):
            raise RefusedError(f"`{scope.name}` holds no session that is known")
        if any(item.decorators for item in scope.children if item.is_function):
            raise RefusedError(f"`{scope.name}` has static methods")
        return Home(facts.key, scope.name, Style.TAKING, "", facts, scope)

    def _new(self, subject: str, entity: Value | None, session: Value | None) -> Home:
        style, attribute, pattern = self._habits(session)
        folder, stem, packages = self._place(subject, entity)
        stem = stem if entity is not None or stem != plural(subject) else subject
        key = f"{folder}/{stem}.py" if folder else f"{stem}.py"
        class_name = "" if style is Style.FUNCTIONS else pattern.format(_camel(subject))
        facts = None
        if key in self._tree.files:
            facts = self._project.modules.facts(key)
            if facts is None or facts.top.bindings.get(class_name):
                raise RefusedError(f"{key} is something else already")
            if purpose_of(facts) is not Purpose.APPLICATION:
                raise RefusedError(f"{key} is something else already")
            layer = self._classifier.module(key).layer
            if layer not in (Layer.REPOSITORY, Layer.OTHER):
                raise RefusedError(f"{key} is something else already")
        is_shared = style is Style.FUNCTIONS and stem not in _stems(subject)
        return Home(key, class_name, style, attribute, facts, None, packages, is_shared)

    def _habits(self, session: Value | None) -> tuple[Style, str, str]:
        """How the other repositories are made, and how their classes are called."""
        styles: Counter[Style] = Counter()
        attributes: Counter[str] = Counter()
        patterns: Counter[str] = Counter()
        for facts in self._modules:
            classes = self._classes(facts)
            for scope in classes:
                try:
                    home = self._of_class(facts, scope, session)
                except RefusedError:
                    continue
                styles[home.style] += 1
                attributes[home.attribute] += bool(home.attribute)
                if about := _about(scope.name):
                    patterns[scope.name.replace(about, "{}", 1)] += 1
            if not classes and self._functions(facts):
                styles[Style.FUNCTIONS] += 1
        pattern = next((item for item, _ in patterns.most_common() if item.count("{}") == 1), "{}Repository")
        functions = styles[Style.FUNCTIONS] > styles[Style.HOLDING] + styles[Style.TAKING]
        if functions or session is None:
            return Style.FUNCTIONS, "", pattern
        if styles[Style.TAKING] > styles[Style.HOLDING] + styles[Style.FUNCTIONS]:
            return Style.TAKING, "", pattern
        return Style.HOLDING, next((item for item, count in attributes.most_common() if count), ""), pattern

    def _place(self, subject: str, entity: Value | None) -> tuple[str, str, tuple[str, ...]]:
        """The folder and stem of a new module, with the packages that it needs."""
        folder, _, file = self._near.rpartition("/")
        is_feature = file.removesuffix(".py") in _BESIDE
        folders = Counter(item.key.rpartition("/")[0] for item in self._modules)
        named = [item for item in folders if of_path(item.replace("/", ".") + ".x") == (Layer.REPOSITORY, item.rpartition("/")[2])]
        around = [item for item in named if f"{folder}/".startswith(f"{item.rpartition('/')[0]}/") or "/" not in item]
        if around or (len(named) == 1 and not is_feature):
            chosen = max(around or named, key=lambda item: (self._shared(item + "/x"), folders[item], item))
            return chosen, self._stem_like(chosen, subject), ()
        above = None if is_feature else self._above()
        if above is not None:
            new = f"{above}/{_FOLDER}" if above else _FOLDER
            package = f"{new}/__init__.py"
            has_packages = f"{folder}/__init__.py" in self._tree.files
            return new, plural(subject), (package,) if has_packages and package not in self._tree.files else ()
        stems = Counter(self._stem(item.key) for item in self._modules if item.key.rpartition("/")[0] not in named)
        stem = next((item for item, _ in stems.most_common() if item in _SUFFIXES), "repository")
        beside = entity.key if entity is not None else ""
        if self._stem(beside) in _OF_MODELS if beside else False:
            return beside.rpartition("/")[0], stem, ()
        return (folder, stem, ()) if is_feature else (folder, f"{subject}_repository", ())

    def _above(self) -> str | None:
        """The folder that the layers' folders stand in, None where there are none."""
        parts = self._near.split("/")[:-1]
        for index, part in enumerate(parts):
            declared = of_path(f"{part}.x")
            if (declared is not None and declared[0] in (Layer.ROUTER, Layer.SERVICE)) or part in ("api", "endpoints"):
                return "/".join(parts[:index])
        return None

    def _stem_like(self, folder: str, subject: str) -> str:
        """A module's name after those of its neighbours."""
        forms: Counter[str] = Counter()
        for facts in self._modules:
            if facts.key.rpartition("/")[0] != folder:
                continue
            stem = facts.key.rpartition("/")[2].removesuffix(".py")
            for about in self._subjects(facts):
                for form, written in _forms(about).items():
                    forms[form] += written == stem
        form = next((item for item, count in forms.most_common(1) if count), "{s}")
        return _forms(subject).get(form, plural(subject))

    def _subjects(self, facts: ModuleFacts) -> list[str]:
        found = []
        for scope in facts.top.children:
            about = _about(scope.name) if scope.is_class else ""
            if about:
                found.append(snake(about))
        for bindings in facts.top.bindings.values():
            value = self._project.resolver.binding(bindings[0], facts.top) if bindings[0].form is BindingForm.IMPORT else None
            if value is not None and self._project.resolver.has_kind(value, Kind.ENTITY) and value.form is Form.CLASS:
                found.append(snake(value.short_name))
        return found


def _about(class_name: str) -> str:
    """What a repository's class is about, as it is written there; "" for another class."""
    words = _WORD.findall(class_name)
    if of_class(class_name) is not Layer.REPOSITORY or "".join(words) != class_name:
        return ""
    if len(words) > 1 and words[-1].lower() in _MARKS:
        words.pop()
    elif len(words) > 1 and words[0].lower() in _MARKS:
        words.pop(0)
    return "".join(words)


def _forms(subject: str) -> dict[str, str]:
    """The names that a module about something can have."""
    return {
        "{s}": plural(subject),
        "{}": subject,
        **{f"{{}}_{word}": f"{subject}_{word}" for word in _SUFFIXES},
        **{f"{{s}}_{word}": f"{plural(subject)}_{word}" for word in _SUFFIXES},
        **{f"{word}_{{}}": f"{word}_{subject}" for word in _SUFFIXES},
    }


def _stems(subject: str) -> set[str]:
    return set(_forms(subject).values())


def _camel(subject: str) -> str:
    return "".join(part.capitalize() for part in subject.split("_"))


def _required(constructor: Scope) -> int:
    """How many arguments a constructor asks for."""
    return sum(default is None for _, default in constructor.parameters) - 1


def _is_abstract(scope: Scope) -> bool:
    """Whether a class is a base of others: generic, a protocol, or with abstract methods."""
    names = {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in scope.class_node.bases}
    if names & {"Generic", "Protocol", "ABC"} or getattr(scope.class_node, "type_params", None):
        return True
    return any("abstract" in ast.unparse(item) for child in scope.children for item in child.decorators)
