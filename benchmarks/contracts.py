"""Configurations of the peers that need one: an application's largest folders as layers, in the order that its imports suggest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Set
from pathlib import Path

from benchmarks.applications import Application

LAYERS = 8


def layers(application: Application, importers: Mapping[Path, Set[Path]]) -> list[str]:
    """The dotted names of the largest folders of the largest package; those that import most of the others come first."""
    folder = application.folder
    parts = [path.relative_to(folder).parts for path in application.files]
    package = Counter(part[0] for part in parts).most_common(1)[0][0]
    sizes = Counter(part[1] for part in parts if part[0] == package and len(part) > 2)
    # Where all code is in one folder, what lies in it is taken.
    deep = 2 if sizes and sizes.most_common(1)[0][1] * 10 > 9 * sizes.total() else 1
    prefix = [package, *([sizes.most_common(1)[0][0]] if deep == 2 else [])]
    inside = Counter(part[deep] for part in parts if list(part[:deep]) == prefix and len(part) > deep + 1)
    chosen = [
        name for name, _ in inside.most_common() if folder.joinpath(*prefix, name, "__init__.py").is_file() and "test" not in name
    ][:LAYERS]

    def layer(path: Path) -> str | None:
        part = path.relative_to(folder).parts
        return part[deep] if list(part[:deep]) == prefix and len(part) > deep + 1 and part[deep] in chosen else None

    balance: Counter[str] = Counter()
    for imported, by in importers.items():
        for path in by:
            low, high = layer(imported), layer(path)
            if low and high and low != high:
                balance[low] -= 1
                balance[high] += 1
    return [".".join([*prefix, name]) for name in sorted(chosen, key=lambda name: (-balance[name], name))]


def write(application: Application, order: list[str], folder: Path) -> None:
    """Write the files; tach and the pylint plugin read theirs in the application's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    package = order[0].split(".")[0]
    listed = "".join(f"    {name}\n" for name in order)
    folder.joinpath("importlinter.ini").write_text(
        f"[importlinter]\nroot_package = {package}\n\n"
        f"[importlinter:contract:layers]\nname = Layers\ntype = layers\nlayers =\n{listed}",
        encoding="utf-8",
    )
    modules = "".join(
        f"\n[[modules]]\npath = {json.dumps(name)}\ndepends_on = {json.dumps(order[number:][1:])}\n"
        for number, name in enumerate(order)
    )
    application.folder.joinpath("tach.toml").write_text(f'source_roots = ["."]\nexclude = []\n{modules}', encoding="utf-8")
    # JSON is YAML.
    deply = {
        "deply": {
            "paths": [str(application.folder / package)],
            "layers": [
                {"name": name, "collectors": [{"type": "directory", "directories": [name.partition(".")[2].replace(".", "/")]}]}
                for name in order
            ],
            "ruleset": {name: {"disallow_layer_dependencies": order[:number]} for number, name in enumerate(order) if number},
        }
    }
    folder.joinpath("deply.yaml").write_text(json.dumps(deply, indent=2), encoding="utf-8")
    names = [name.split(".")[-1] for name in order]
    third = max(1, len(names) // 3)
    kinds = {"Interface": names[:third], "UseCase": names[third : 2 * third], "Infrastructure": names[2 * third :]}
    told = "".join(f"{kind} = {json.dumps(held)}\n" for kind, held in kinds.items() if held)
    project = application.folder / "pyproject.toml"
    project.write_text(f"{project.read_text(encoding='utf-8')}\n[tool.clean-arch.layer_map]\n{told}", encoding="utf-8")
