"""Quart: Flask's interface with awaitable bodies."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="quart",
    read_from="0.22.0",
    packages=("quart", "quart_schema"),
    kinds={"quart.Quart": Kind.APPLICATION, "quart.Blueprint": Kind.ROUTER},
    bases={
        "quart.Quart": ("flask.sansio.scaffold.Scaffold",),
        "quart.Blueprint": ("flask.sansio.scaffold.Scaffold",),
        "quart.Request": ("werkzeug.wrappers.Request",),
        "quart.Websocket": ("werkzeug.wrappers.Request",),
        "quart.Response": ("werkzeug.wrappers.Response",),
        "quart.views.MethodView": ("flask.views.MethodView",),
        "quart.views.View": ("flask.views.View",),
    },
    functions={
        **{f"quart.{name}": "-> quart.Response" for name in ("jsonify", "make_response", "send_file", "send_from_directory")},
        "quart.redirect": "-> werkzeug.wrappers.Response",
        "quart.render_template": "-> str",
        "quart.render_template_string": "-> str",
        "quart.url_for": "-> str",
    },
    objects={
        "quart.request": "quart.Request",
        "quart.websocket": "quart.Websocket",
        "quart.current_app": "quart.Quart",
        "quart.g": "quart.ctx._AppCtxGlobals",
        "quart.session": "quart.sessions.SecureCookieSession",
    },
    states=frozenset({"quart.ctx._AppCtxGlobals"}),
    aborts=frozenset({"quart.abort"}),
    hooks=frozenset({"before_serving", "after_serving", "while_serving", "before_websocket", "after_websocket"}),
    body_decorators={"quart_schema.validate_request": "named", "quart_schema.validate": "named"},
    aliases={
        "quart.app.Quart": "quart.Quart",
        "quart.blueprints.Blueprint": "quart.Blueprint",
        "quart.globals": "quart",
        "quart.helpers": "quart",
        "quart.wrappers": "quart",
        "quart.templating": "quart",
        "quart.json.jsonify": "quart.jsonify",
        "quart_schema.validation": "quart_schema",
    },
)
