"""The standard library: builtins, containers, files, immutable types."""

from layerlint.knowledge.library import Library

_ROWS = {"copy": "-> self", "pop": "-> elem"}
_PACKAGES = (
    "json orjson ujson pathlib shutil os io typing collections contextlib copy subprocess tempfile asyncio socket ftplib http "
    "urllib zipfile tarfile gzip bz2 lzma shelve"
)
_WRITTEN = "write_text write_bytes unlink mkdir rmdir rename replace touch chmod symlink_to hardlink_to copy_into move move_into"
_OS_FILES = (
    "open remove unlink makedirs mkdir rmdir removedirs rename renames replace link symlink truncate chmod chown listdir scandir"
)
_OS_PROCESSES = (
    "system popen kill killpg fork posix_spawn posix_spawnp startfile execv execve execvp execvpe execl execle execlp "
    "spawnl spawnle spawnlp spawnv spawnve spawnvp"
)
_SHUTIL = "copyfileobj copyfile copymode copystat copy copy2 copytree move rmtree make_archive unpack_archive"
_TEMPFILE = "TemporaryFile NamedTemporaryFile SpooledTemporaryFile TemporaryDirectory mkstemp mkdtemp"

LIBRARY = Library(
    name="python",
    read_from="Python 3.14",
    packages=tuple(_PACKAGES.split()),
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
            **dict.fromkeys(_WRITTEN.split(), "file"),
            "read_text": "file -> str",
            "read_bytes": "file -> bytes",
            "open": "file",
            **dict.fromkeys(("iterdir", "glob", "rglob", "walk"), "file -> list[self]"),
            **dict.fromkeys(("exists", "is_file", "is_dir", "is_symlink"), "-> bool"),
            **dict.fromkeys("joinpath with_suffix with_name with_stem relative_to resolve absolute expanduser".split(), "-> self"),
        },
        "asyncio.AbstractEventLoop": {
            **dict.fromkeys(("subprocess_exec", "subprocess_shell"), "process"),
            **dict.fromkeys(("create_connection", "create_server", "create_datagram_endpoint", "sock_connect"), "network"),
        },
        "subprocess.Popen": {"communicate": "process", "wait": "process", "__enter__": "-> self"},
        "socket.socket": {
            **dict.fromkeys("connect connect_ex bind listen accept send sendall sendto recv recvfrom sendfile".split(), "network"),
            "__enter__": "-> self",
        },
        "ftplib.FTP": {"*": "network", "__enter__": "-> self", "close": "", "set_pasv": "", "set_debuglevel": ""},
        "http.client.HTTPConnection": {
            **dict.fromkeys(("request", "connect", "getresponse", "send", "endheaders"), "network"),
            "close": "",
        },
        "zipfile.ZipFile": {"extract": "file", "extractall": "file", "__enter__": "-> self"},
        "tarfile.TarFile": {"extract": "file", "extractall": "file", "__enter__": "-> self"},
    },
    bases={
        **dict.fromkeys(("pathlib.PosixPath", "pathlib.WindowsPath"), ("pathlib.Path",)),
        "ftplib.FTP_TLS": ("ftplib.FTP",),
        **dict.fromkeys(
            ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor"), ("concurrent.futures.Executor",)
        ),
        "http.client.HTTPSConnection": ("http.client.HTTPConnection",),
    },
    functions={
        "open": "file",
        "io.open": "file",
        "next": "-> $0.self",
        "anext": "-> $0.self",
        "iter": "-> $0.self",
        "aiter": "-> $0.self",
        "sorted": "consume -> list[$0.elem]",
        "list": "consume -> list[$0.elem]",
        "set": "consume -> set[$0.elem]",
        "tuple": "consume",
        "frozenset": "consume",
        "len": "consume -> int",
        **dict.fromkeys(("bool", "any", "all"), "consume -> bool"),
        **dict.fromkeys(("enumerate", "dict", "min", "max"), "consume"),
        **dict.fromkeys(("hasattr", "isinstance", "issubclass", "callable"), "-> bool"),
        "sum": "consume -> int",
        "typing.cast": "-> $0",
        "contextlib.contextmanager": "-> $0.self",
        "contextlib.asynccontextmanager": "-> $0.self",
        "copy.copy": "-> $0.self",
        "copy.deepcopy": "-> $0.self",
        "pathlib.Path.cwd": "-> pathlib.Path",
        "pathlib.Path.home": "-> pathlib.Path",
        **{f"os.{name}": "file" for name in _OS_FILES.split()},
        **{f"os.{name}": "process" for name in _OS_PROCESSES.split()},
        **{f"shutil.{name}": "file" for name in _SHUTIL.split()},
        **{f"tempfile.{name}": "file" for name in _TEMPFILE.split()},
        **{f"subprocess.{name}": "process" for name in "run call check_call check_output getoutput getstatusoutput".split()},
        "subprocess.Popen": "process -> subprocess.Popen",
        "asyncio.create_subprocess_exec": "process",
        "asyncio.create_subprocess_shell": "process",
        "asyncio.open_connection": "network",
        "asyncio.start_server": "network",
        "asyncio.get_event_loop": "-> asyncio.AbstractEventLoop",
        "asyncio.get_running_loop": "-> asyncio.AbstractEventLoop",
        "socket.create_connection": "network -> socket.socket",
        "socket.getaddrinfo": "network -> list",
        "socket.gethostbyname": "network -> str",
        "ftplib.FTP": "network -> ftplib.FTP",
        "ftplib.FTP_TLS": "network -> ftplib.FTP_TLS",
        "urllib.request.urlopen": "network",
        "urllib.request.urlretrieve": "network",
        "zipfile.ZipFile": "file -> zipfile.ZipFile",
        "tarfile.open": "file -> tarfile.TarFile",
        "gzip.open": "file",
        "bz2.open": "file",
        "lzma.open": "file",
        "shelve.open": "file",
    },
    runners={
        "asyncio.to_thread": "0 func",
        "asyncio.AbstractEventLoop.run_in_executor": "1 func",
        "concurrent.futures.Executor.submit": "0 fn later",
        "threading.Thread": "1 target later",
        "threading.Timer": "1 function later",
        "multiprocessing.Process": "1 target later",
    },
    records=frozenset({"dataclasses.dataclass", "typing.TypedDict", "typing_extensions.TypedDict", "typing.NamedTuple"}),
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
