"""What an expression stands for: an instance, a class, a function or a module, by name, with the trail that shows why.

Definitions of the project are named `KEY::qualified.name` (a module `KEY::`), everything else by its canonical dotted
path. A value with an empty name is unknown.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from layerlint.model import Confidence, Hop


class Form(Enum):
    """What sort of thing a value is; `SUPER` is what `super()` gives: an instance of the class named, its bases alone looked at."""

    UNKNOWN = auto()
    INSTANCE = auto()
    CLASS = auto()
    FUNCTION = auto()
    SUPER = auto()
    MODULE = auto()


class Value(NamedTuple):
    """A value; `args` are element or type arguments, `receiver` the object of a bound method, `items` a dict's known keys."""

    form: Form
    name: str = ""
    args: tuple[Value, ...] = ()
    trail: tuple[Hop, ...] = ()
    confidence: Confidence = Confidence.CERTAIN
    receiver: Value | None = None
    items: tuple[tuple[str, Value], ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return self.form is not Form.UNKNOWN

    @property
    def is_project(self) -> bool:
        """Whether it is defined in the project."""
        return "::" in self.name

    @property
    def key(self) -> str:
        """The module key of a project definition."""
        return self.name.partition("::")[0]

    @property
    def qualname(self) -> str:
        """The qualified name inside the module of a project definition."""
        return self.name.partition("::")[2]

    @property
    def short_name(self) -> str:
        """The last part of the name, for messages."""
        return (self.qualname if self.is_project else self.name).rpartition(".")[2]

    @property
    def element(self) -> Value:
        """The first argument, unknown without one."""
        return self.args[0] if self.args else UNKNOWN

    def as_instance(self) -> Value:
        """An instance of this class; other forms are unknown."""
        if self.form is not Form.CLASS:
            return UNKNOWN
        return Value(Form.INSTANCE, self.name, self.args, self.trail, self.confidence, self.receiver)

    def as_class(self) -> Value:
        """The class of this instance; a class gives itself."""
        return self._replace(form=Form.CLASS, receiver=None) if self.form in (Form.INSTANCE, Form.CLASS) else UNKNOWN

    def with_hop(self, hop: Hop) -> Value:
        """The same value, one step further from its origin."""
        if self.form is Form.UNKNOWN:
            return self
        return Value(self.form, self.name, self.args, (hop, *self.trail), self.confidence, self.receiver, self.items)


UNKNOWN = Value(Form.UNKNOWN)


def instance(name: str, *args: Value) -> Value:
    """An instance of a named class."""
    return Value(Form.INSTANCE, name, args)
