"""webargs and flask-apispec: decorators that validate what a handler is given."""

from layerlint.knowledge.library import Library

_FRAMEWORKS = "flask aiohttp django bottle tornado pyramid falcon".split()
_PARSER = "webargs.core.Parser"

LIBRARY = Library(
    name="webargs",
    read_from="webargs 8.7.1, flask-apispec 0.11.4",
    packages=("webargs", "flask_apispec"),
    bases={
        "flask_apispec.MethodResource": ("flask.views.MethodView",),
        "webargs.asyncparser.AsyncParser": (_PARSER,),
        **{f"webargs.{name}parser.{name.title()}Parser": (_PARSER,) for name in _FRAMEWORKS},
    },
    methods={_PARSER: {"parse": "-> json", "use_args": "", "use_kwargs": ""}},
    functions={f"webargs.{name}parser.parser.parse": "-> json" for name in _FRAMEWORKS},
    objects={f"webargs.{name}parser.parser": _PARSER for name in _FRAMEWORKS},
    body_decorators={
        f"{_PARSER}.use_args": "first",
        f"{_PARSER}.use_kwargs": "named",
        **{f"webargs.{name}parser.use_args": "first" for name in _FRAMEWORKS},
        **{f"webargs.{name}parser.use_kwargs": "named" for name in _FRAMEWORKS},
        "flask_apispec.use_kwargs": "named",
    },
    aliases={"flask_apispec.annotations": "flask_apispec", "flask_apispec.views": "flask_apispec"},
)
