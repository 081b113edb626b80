"""Flask-Login: who the current user is."""

from layerlint.knowledge.library import Library

_MANAGER = "flask_login.LoginManager"

LIBRARY = Library(
    name="flask_login",
    read_from="0.6.3",
    packages=("flask_login",),
    functions={"flask_login.login_required": "-> $0.self", "flask_login.fresh_login_required": "-> $0.self"},
    providers=frozenset(
        f"{_MANAGER}.{name}"
        for name in "user_loader request_loader header_loader unauthorized_handler needs_refresh_handler".split()
    ),
    provided={"flask_login.current_user": (f"{_MANAGER}.user_loader", f"{_MANAGER}.request_loader")},
    aliases={"flask_login.login_manager.LoginManager": _MANAGER, "flask_login.utils": "flask_login"},
)
