"""Reading, decoding and parsing source files, and read-only helpers over `ast`."""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path

_NEWER_SYNTAX = (
    ((3, 14), re.compile(r"""\b[tT][rR]?["']"""), "a template string"),
    ((3, 12), re.compile(r"^\s*type\s+\w+\s*(\[.*\])?\s*=", re.M), "a `type` statement"),
    ((3, 12), re.compile(r"^\s*(async\s+)?(def|class)\s+\w+\s*\[", re.M), "a type parameter list"),
    ((3, 13), re.compile(r"^\s*(def|class)\s+\w+\s*\[\w+\s*=", re.M), "a type parameter's default"),
)


_SQL = re.compile(r"\s*(select|insert|update|delete|with|replace|merge|create|alter|drop|truncate)\s", re.I)
_WITHOUT_NODES = frozenset(
    {"ctx", "op", "ops", "id", "attr", "arg", "module", "level", "kind", "type_comment", "is_async", "conversion", "simple", "tag"}
)
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}


class UnreadableError(Exception):
    """A source file that can't be decoded or parsed; `line` is 1-based, or 1 where unknown."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def decode(data: bytes) -> str:
    """Decode Python source as the compiler does: BOM, coding cookie, universal newlines.

    Raises `UnreadableError` for a wrong or lying encoding and for null bytes.
    """
    if b"\0" in data:
        raise UnreadableError("source contains a null byte", data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        text = data.decode(encoding_of(data))
    except (SyntaxError, LookupError) as error:
        raise UnreadableError(str(error).partition("\n")[0]) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(f"not valid {error.encoding}: byte 0x{data[error.start]:02x}", line) from error
    return normalise(text)


def encoding_of(data: bytes) -> str:
    """The encoding that a BOM or a coding cookie names, with the BOM. Raises `SyntaxError` or `LookupError` for a wrong one."""
    head = data.split(b"\n", 2)[:2]
    if not data.startswith(b"\xef\xbb\xbf") and not any(b"coding" in line for line in head):
        return "utf-8"
    import tokenize

    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


def normalise(text: str) -> str:
    """Drop a BOM and turn every line end into a line feed, as flake8's lines have them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read(path: str | Path) -> str:
    """The decoded text of a file. Raises `UnreadableError`, for the reasons of `decode` and of the file system."""
    try:
        with open(path, "rb") as stream:
            return decode(stream.read())
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error


def parse(text: str) -> ast.Module:
    """Parse decoded text, also some that needs a newer Python than this one.

    Raises `UnreadableError` with the line, and the Python that the syntax needs, where known.
    """
    try:
        return ast.parse(text)
    except SyntaxError as error:
        from layerlint import newer_syntax

        newer = newer_syntax.parse(text)
        if newer is not None:
            return newer
        line = error.lineno or 1
        raise UnreadableError(_syntax_message(text, error.msg or "invalid syntax", line), line) from error
    except (ValueError, RecursionError, MemoryError) as error:
        reason = "too deeply nested to be parsed" if not isinstance(error, ValueError) else str(error)
        raise UnreadableError(reason) from error


def is_valid(text: str) -> bool:
    """Whether decoded text certainly can be parsed; cheaper than `parse`, which must tell what is wrong where it can't."""
    import symtable

    try:
        symtable.symtable(text, "<unknown>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _syntax_message(text: str, reason: str, line: int) -> str:
    around = "\n".join(text.split("\n")[max(0, line - 2) : line + 1])
    for version, pattern, construct in _NEWER_SYNTAX:
        if sys.version_info < version and pattern.search(around):
            return f"{reason}: {construct} needs Python {_dotted(version)}, this is {_dotted(sys.version_info[:2])}"
    return reason


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def column_of(line_text: str, byte_offset: int) -> int:
    """Turn ast's offset in UTF-8 bytes into one in code points (0-based)."""
    if line_text.isascii():
        return byte_offset
    return len(line_text.encode()[:byte_offset].decode("utf-8", "ignore"))


def segment(lines: list[str], node: ast.expr) -> str:
    """How an expression is written in a module's lines, on one line."""
    if not 0 < node.lineno <= len(lines) or node.end_lineno is None or node.end_col_offset is None:
        return ast.unparse(node)
    if node.end_lineno == node.lineno:
        return lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode(errors="replace")
    inner = [line.strip() for line in lines[node.lineno : node.end_lineno - 1]]
    first = lines[node.lineno - 1].encode()[node.col_offset :].decode(errors="replace")
    last = lines[node.end_lineno - 1].encode()[: node.end_col_offset].decode(errors="replace").strip()
    written = first.strip()
    for part in (*inner, last):
        written += part if written.endswith(("(", "[", "{")) or part.startswith((".", ")", "]", "}")) else f" {part}"
    return written


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` for a chain of attributes on a name, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))


def descendants(node: ast.AST, barred: tuple[type[ast.AST], ...] = ()) -> list[ast.AST]:
    """A node and all below it but operators and contexts, in no promised order; like `ast.walk`, at a fraction of its cost.

    Below the node, the kinds of nodes that are barred are left out, with what is below them.
    """
    found = [node]
    add = found.append
    for item in found:
        for name in fields_with_nodes(item.__class__):
            value = getattr(item, name, None)
            if value.__class__ is list:
                for child in value:
                    if isinstance(child, ast.AST) and not isinstance(child, barred):
                        add(child)
            elif isinstance(value, ast.AST) and not isinstance(value, barred):
                add(value)
    return found


def fields_with_nodes(cls: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes, operators and contexts left out."""
    found = _FIELDS.get(cls)
    if found is None:
        found = _FIELDS[cls] = tuple(name for name in cls._fields if name not in _WITHOUT_NODES)
    return found


def links(call: ast.Call) -> list[ast.Call]:
    """The calls of a chain, innermost first: `db.query(User).first()` gives `db.query(User)`, then the whole."""
    node: ast.expr = call.func
    if node.__class__ is ast.Name:
        return [call]
    found = [call]
    while True:
        if isinstance(node, ast.Name):
            break
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Await)):
            node = node.value
        elif isinstance(node, ast.Call):
            found.append(node)
            node = node.func
        else:
            break
    found.reverse()
    return found


def root_of(call: ast.expr) -> ast.expr:
    """The expression at which a call chain begins: `db` of `(await db.execute(x)).scalars()`."""
    node = call
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, (ast.Attribute, ast.Subscript, ast.Await)):
            node = node.value
        else:
            return node


def callee_text(call: ast.Call) -> str:
    """How a call's callee is written, shortened to names and attributes: `db.query(...).first` gives `db.query`."""
    first = links(call)[0]
    return dotted(first.func) or (first.func.attr if isinstance(first.func, ast.Attribute) else "call")


def argument(call: ast.Call, position: int | None, name: str | None = None) -> ast.expr | None:
    """The argument at a position (0-based) or of a keyword, None when it isn't given or hidden behind `*`."""
    if name is not None:
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
    if position is not None and position < len(call.args):
        found = call.args[position]
        if not any(isinstance(a, ast.Starred) for a in call.args[: position + 1]):
            return found
    return None


def is_sql(node: ast.expr) -> bool:
    """Whether an expression is a text that begins like a statement of SQL."""
    if isinstance(node, ast.JoinedStr):
        return bool(node.values) and is_sql(node.values[0])
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value) is not None
