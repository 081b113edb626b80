"""Flask: applications and blueprints, the request that every module can reach, and the helpers that make responses."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_SCAFFOLD = "flask.sansio.scaffold.Scaffold"

LIBRARY = Library(
    name="flask",
    read_from="3.1.3",
    packages=("flask",),
    kinds={"flask.Flask": Kind.APPLICATION, "flask.Blueprint": Kind.ROUTER},
    bases={
        "flask.Flask": (_SCAFFOLD,),
        "flask.Blueprint": (_SCAFFOLD,),
        "flask.views.MethodView": ("flask.views.View",),
        "flask.Request": ("werkzeug.wrappers.Request",),
        "flask.Response": ("werkzeug.wrappers.Response",),
    },
    methods={
        _SCAFFOLD: {"add_url_rule": ""},
        "flask.Flask": {"make_response": "-> flask.Response", "send_static_file": "-> flask.Response"},
        "flask.views.View": {"as_view": "-> class self"},
    },
    functions={
        "flask.jsonify": "-> flask.Response",
        "flask.make_response": "-> flask.Response",
        "flask.redirect": "-> werkzeug.wrappers.Response",
        "flask.send_file": "-> flask.Response",
        "flask.send_from_directory": "-> flask.Response",
        "flask.render_template": "-> str",
        "flask.render_template_string": "-> str",
        "flask.url_for": "-> str",
        "flask.flash": "-> NoneType",
        "flask.json.dumps": "-> str",
    },
    objects={
        "flask.request": "flask.Request",
        "flask.current_app": "flask.Flask",
        "flask.g": "flask.ctx._AppCtxGlobals",
        "flask.session": "flask.sessions.SecureCookieSession",
    },
    views={"flask.views.View": "dispatch_request=GET", "flask.views.MethodView": "get post put patch delete head options"},
    registrars={f"{_SCAFFOLD}.add_url_rule": "2 view_func"},
    states=frozenset({"flask.ctx._AppCtxGlobals"}),
    json_parsers=frozenset({"flask.json.loads"}),
    aborts=frozenset({"flask.abort"}),
    error_registrars={
        "errorhandler": "0 code_or_exception",
        "app_errorhandler": "0 code",
        "register_error_handler": "0 code_or_exception",
    },
    error_hooks=frozenset({"flask.Flask.handle_user_exception"}),
    hooks=frozenset(
        "errorhandler app_errorhandler teardown_request teardown_appcontext teardown_app_request after_request after_app_request "
        "context_processor app_context_processor template_filter template_test template_global app_template_filter "
        "app_template_test app_template_global url_value_preprocessor app_url_value_preprocessor url_defaults app_url_defaults "
        "shell_context_processor".split()
    ),
    aliases={
        "flask.app.Flask": "flask.Flask",
        "flask.blueprints.Blueprint": "flask.Blueprint",
        "flask.wrappers": "flask",
        "flask.globals": "flask",
        "flask.helpers": "flask",
        "flask.templating": "flask",
        "flask.json.jsonify": "flask.jsonify",
        "flask.typing.ResponseReturnValue": "flask.Response",
    },
)
