"""Flask-JWT-Extended: tokens, and callbacks that find the user behind one."""

from layerlint.knowledge.library import Library

_MANAGER = "flask_jwt_extended.JWTManager"
_LOADERS = (
    "additional_claims_loader additional_headers_loader decode_key_loader encode_key_loader expired_token_loader "
    "invalid_token_loader needs_fresh_token_loader revoked_token_loader token_in_blocklist_loader token_in_blacklist_loader "
    "token_verification_failed_loader token_verification_loader unauthorized_loader user_identity_loader user_lookup_loader "
    "user_lookup_error_loader user_loader_callback_loader user_loader_error_loader user_claims_loader claims_verification_loader "
    "claims_verification_failed_loader"
).split()
_DECORATORS = "jwt_required jwt_optional fresh_jwt_required jwt_refresh_token_required".split()

LIBRARY = Library(
    name="flask_jwt_extended",
    read_from="4.7.4, 3.25.1",
    packages=("flask_jwt_extended",),
    functions={
        "flask_jwt_extended.create_access_token": "token -> str",
        "flask_jwt_extended.create_refresh_token": "token -> str",
        "flask_jwt_extended.decode_token": "-> dict",
        "flask_jwt_extended.get_jwt": "-> dict",
        "flask_jwt_extended.get_current_user": "",
        **{f"flask_jwt_extended.{name}": "-> $0.self" for name in _DECORATORS},
    },
    providers=frozenset(f"{_MANAGER}.{name}" for name in _LOADERS),
    provided={
        f"flask_jwt_extended.{name}": (f"{_MANAGER}.user_lookup_loader", f"{_MANAGER}.user_loader_callback_loader")
        for name in ("current_user", "get_current_user")
    },
    aliases={"flask_jwt_extended.jwt_manager.JWTManager": _MANAGER, "flask_jwt_extended.utils": "flask_jwt_extended"},
)
