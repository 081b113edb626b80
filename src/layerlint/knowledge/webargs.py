"""webargs and flask-apispec: decorators that validate what a handler is given."""

from layerlint.knowledge.library import Library

_FRAMEWORKS = "flask aiohttp django bottle tornado pyramid falcon".split()
_PARSER = "webargs.core.Parser"

LIBRARY = Library(
    name="webargs",
    read_from="webargs 8.7.1, flask-apispec 0.11.4",
    packages=("webargs", "flask_apispec"),
    bases={
        "webargs.asyncparser.AsyncParser": (_PARSER,),
        **{f"webargs.{name}parser.{name.title()}Parser": (_PARSER,) for name in _FRAMEWORKS},
    },
    methods={_PARSER: {"parse": "-> json", "use_args": "", "use_kwargs": ""}},
    functions={f"webargs.{name}parser.parser.parse": "-> json" for name in _FRAMEWORKS},
    objects={f"webargs.{name}parser.parser": _PARSER for name in _FRAMEWORKS},
    body_decorators=frozenset(
        {
            f"{_PARSER}.use_args",
            f"{_PARSER}.use_kwargs",
            *(f"webargs.{name}parser.{how}" for name in _FRAMEWORKS for how in ("use_args", "use_kwargs")),
            "flask_apispec.use_kwargs",
        }
    ),
    aliases={"flask_apispec.annotations": "flask_apispec"},
)
