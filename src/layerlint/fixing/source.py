"""A file's text with what its bytes say besides: encoding, BOM, line ends; and its tree, which gives the very same text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import libcst as cst

from layerlint import syntax
from layerlint.engine.writing import write_whole
from layerlint.fixing.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. `text` has the line ends of the file, and no BOM, which `encoding` brings back."""

    path: Path
    data: bytes
    text: str
    encoding: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file. Raises `RefusedError` for one that can't be read, or not be written again as it is."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"can't be read: {error.strerror}") from error
        try:
            encoding = syntax.encoding_of(data)
            text = data.decode(encoding)
        except (SyntaxError, LookupError, UnicodeDecodeError) as error:
            raise RefusedError("can't be decoded") from error
        source = cls(path, data, text, encoding)
        if source.encoded(text) != data:
            raise RefusedError(f"its bytes can't be kept in {encoding}")
        return source

    def encoded(self, text: str) -> bytes:
        """A text as bytes of this file. Raises `RefusedError` where its encoding lacks a character."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise RefusedError(f"{self.encoding} can't hold {error.object[error.start : error.end]!r}") from error

    def write(self, text: str) -> None:
        """Put another text into the file, whole or not at all; links and modes are kept.

        Raises `RefusedError` if the file has changed since it was read, `ConfigError` where it can't be written.
        """
        encoded = self.encoded(text)
        try:
            is_same = self.path.read_bytes() == self.data
        except OSError as error:
            raise RefusedError(f"can't be read again: {error.strerror}") from error
        if not is_same:
            raise RefusedError("has changed meanwhile")
        write_whole(self.path, encoded)


def parsed(text: str) -> cst.Module:
    """The tree of a text. Raises `RefusedError` where libcst can't parse it, or would lose something of it."""
    try:
        tree = cst.parse_module(text)
        is_kept = tree.code == text
    except cst.ParserSyntaxError as error:
        raise RefusedError(f"libcst can't parse line {error.raw_line}") from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the native parser is no `Exception`
        raise RefusedError(f"libcst can't parse it: {type(error).__name__}") from error
    if not is_kept:
        raise RefusedError("libcst doesn't give it back as it is")
    return tree
