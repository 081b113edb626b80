"""Every output format, read back by the parser that its readers would use, and validated by its schema."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
import xmlschema
from markdown_it import MarkdownIt

SCHEMAS = Path(__file__).parents[1] / "schemas"


class Told(NamedTuple):
    """What a format tells of a finding; None where it has no place for it."""

    path: str
    line: int
    column: int | None
    code: str
    message: str


@cache
def _json_schema(name: str) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@cache
def _xml_schema() -> Any:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


def validated(name: str, text: str) -> Any:
    """A JSON document that its schema accepts."""
    document = json.loads(text)
    _json_schema(name).validate(document)
    return document


def _concise(text: str) -> list[Told]:
    matches = [re.fullmatch(r"(.+?):(\d+):(\d+): (LAY\d{3}) (.+)", line) for line in text.split("\n")[:-1]]
    return [Told(match[1], int(match[2]), int(match[3]), match[4], match[5]) for match in matches if match]


def _text(text: str) -> list[Told]:
    return _concise("".join(line + "\n" for line in text.split("\n") if not line.startswith(" ") and line))


def _grouped(text: str) -> list[Told]:
    found = []
    path = ""
    for line in text.split("\n"):
        if not line.startswith(" "):
            path = line.removesuffix(":")
        elif line:
            place, code, message = line.strip(" ").split(None, 2)
            found.append(Told(path, *map(int, place.split(":")), code, message))  # type: ignore[arg-type]
    return found


def _json(text: str) -> list[Told]:
    return [_object(item) for item in json.loads(text)["diagnostics"]]


def _json_lines(text: str) -> list[Told]:
    return [_object(json.loads(line)) for line in text.split("\n")[:-1]]


def _object(item: dict[str, Any]) -> Told:
    return Told(item["path"], item["line"], item["column"], item["code"], item["message"])


def _sarif(text: str) -> list[Told]:
    (run,) = validated("sarif-2.1.0", text)["runs"]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        path = os.fsdecode(unquote_to_bytes(place["artifactLocation"]["uri"]))
        region = place["region"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        found.append(Told(path, region["startLine"], region["startColumn"], result["ruleId"], result["message"]["text"]))
    return found


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """GitHub's workflow commands, as its runner reads them: `::name key=value,key=value::data` on a line."""
    found = []
    for line in text.split("\n")[:-1]:
        match = re.fullmatch(r"::([a-z]+) ((?:(?!::).)*)::(.*)", line)
        assert match, line
        assert not re.search("[\r\n]", line)
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        found.append((match[1], {key: _unescaped(value, ":,") for key, value in properties.items()}, _unescaped(match[3], "")))
    return found


def _unescaped(text: str, more: str) -> str:
    for sign in "\r\n" + more:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text.replace("%25", "%")


def _github(text: str) -> list[Told]:
    found = []
    for name, properties, data in commands(text):
        assert name in ("error", "warning", "notice")
        path, line = properties["file"], int(properties["line"])
        column = properties.get("col")
        code = properties["title"].removeprefix("layerlint ")
        assert data.startswith(f"{path}:{line}:")
        message = data.partition(f": {code} ")[2]
        found.append(Told(path, line, int(column) if column else None, code, message))
    return found


def _gitlab(text: str) -> list[Told]:
    return [
        Told(item["location"]["path"], item["location"]["lines"]["begin"], None, *item["description"].split(" ", 1))
        for item in validated("gitlab", text)
    ]


def _junit(text: str) -> list[Told]:
    _xml_schema().validate(text)
    found = []
    for suite in ElementTree.fromstring(text):
        cases = suite.findall("testcase")
        failures = [case.find("failure") for case in cases] + [case.find("error") for case in cases]
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == sum(case.find("failure") is not None for case in cases)
        assert int(suite.attrib["errors"]) == sum(case.find("error") is not None for case in cases)
        for failure in failures:
            if failure is None:
                continue
            first = (failure.text or "").partition("\n")[0]
            match = re.match(r":(\d+):(\d+): ", first.removeprefix(suite.attrib["name"]))
            assert match
            message = failure.attrib["message"]
            found.append(Told(suite.attrib["name"], int(match[1]), int(match[2]), failure.attrib["type"], message))
    return found


def _rdjson(text: str) -> list[Told]:
    return [
        Told(
            item["location"]["path"],
            item["location"]["range"]["start"]["line"],
            None,
            item["code"]["value"],
            item["message"],
        )
        for item in validated("rdjson", text)["diagnostics"]
    ]


def _markdown(text: str) -> list[Told]:
    found = []
    path = ""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        parts = token.children or []
        said = "".join(f"`{part.content}`" if part.type == "code_inline" else part.content for part in parts)
        if before.type == "heading_open" and before.tag == "h3":
            path = said.strip("`")
        elif match := re.fullmatch(r"line (\d+): (LAY\d{3}) (.*)", said):
            found.append(Told(path, int(match[1]), None, match[2], match[3]))
    return found


READERS: dict[str, Callable[[str], list[Told]]] = {
    "text": _text,
    "concise": _concise,
    "grouped": _grouped,
    "json": _json,
    "json-lines": _json_lines,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "markdown": _markdown,
}
