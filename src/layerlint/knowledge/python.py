"""The standard library: builtins, containers, files, immutable types."""

from layerlint.knowledge.library import Library

_ROWS = {"copy": "-> self", "pop": "-> elem"}

LIBRARY = Library(
    name="python",
    read_from="Python 3.14",
    packages=("json", "orjson", "ujson", "pathlib", "shutil", "os", "typing", "collections", "subprocess"),
    methods={
        "list": {**_ROWS, "__iter__": "-> elem"},
        "set": {**_ROWS, "__iter__": "-> elem"},
        "tuple": {"__iter__": "-> elem"},
        "dict": {"get": "-> elem", "pop": "-> elem", "copy": "-> self", "values": "-> list[elem]"},
        "str": {
            **dict.fromkeys(
                "strip lstrip rstrip lower upper title replace format join removeprefix removesuffix "
                "capitalize casefold zfill center ljust rjust".split(),
                "-> str",
            ),
            "split": "-> list[str]",
            "splitlines": "-> list[str]",
            "encode": "-> bytes",
            **dict.fromkeys("startswith endswith isdigit isalpha isalnum isupper islower isspace".split(), "-> bool"),
        },
        "pathlib.Path": {
            "write_text": "file",
            "write_bytes": "file",
            "read_text": "file -> str",
            "read_bytes": "file -> bytes",
            "unlink": "file",
            "mkdir": "file",
            "rmdir": "file",
            "rename": "file",
            "touch": "file",
            "open": "file",
            "next": "-> $0.self",
            "anext": "-> $0.self",
            "typing.cast": "-> $0",
            "contextlib.contextmanager": "-> $0.self",
            "contextlib.asynccontextmanager": "-> $0.self",
            **dict.fromkeys(("joinpath", "with_suffix", "with_name", "resolve", "absolute"), "-> self"),
        },
    },
    functions={
        "open": "file",
        "next": "-> $0.self",
        "anext": "-> $0.self",
        "typing.cast": "-> $0",
        "contextlib.contextmanager": "-> $0.self",
        "contextlib.asynccontextmanager": "-> $0.self",
        "shutil.copyfileobj": "file",
        "shutil.copyfile": "file",
        "shutil.copy": "file",
        "shutil.move": "file",
        "shutil.rmtree": "file",
        "os.remove": "file",
        "os.unlink": "file",
        "os.makedirs": "file",
        "os.mkdir": "file",
        "sorted": "-> list",
        "len": "-> int",
        "sum": "-> int",
        "copy.copy": "-> $0.self",
        "copy.deepcopy": "-> $0.self",
    },
    json_parsers=frozenset({"json.loads", "orjson.loads", "ujson.loads", "msgspec.json.decode"}),
    immutable_types=frozenset(
        "int str bytes bool float complex tuple frozenset range slice None NoneType object type".split()
        + [
            f"{module}.{name}"
            for module in ("typing", "collections.abc", "typing_extensions")
            for name in (
                "Sequence Mapping Iterable Iterator Collection Container Set AbstractSet FrozenSet Tuple Hashable Sized "
                "Reversible Callable Literal LiteralString ByteString KeysView ValuesView ItemsView MappingView Type "
                "Awaitable Coroutine Text"
            ).split()
            if not (module == "typing" and name == "Set")
        ]
        + [
            "types.MappingProxyType",
            "enum.Enum",
            "re.Pattern",
            "datetime.date",
            "datetime.datetime",
            "datetime.time",
            "datetime.timedelta",
            "decimal.Decimal",
            "fractions.Fraction",
            "pathlib.Path",
            "uuid.UUID",
        ]
    ),
)
