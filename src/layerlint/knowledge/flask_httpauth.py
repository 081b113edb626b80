"""Flask-HTTPAuth: callbacks that check passwords and tokens."""

from layerlint.knowledge.library import Library

_AUTH = "flask_httpauth.HTTPAuth"
_CLASSES = "HTTPBasicAuth HTTPDigestAuth HTTPTokenAuth MultiAuth".split()
_CALLBACKS = (
    "get_password hash_password verify_password verify_token get_user_roles error_handler generate_nonce verify_nonce "
    "generate_opaque verify_opaque"
).split()

LIBRARY = Library(
    name="flask_httpauth",
    read_from="4.8.1",
    packages=("flask_httpauth",),
    bases={f"flask_httpauth.{name}": (_AUTH,) for name in _CLASSES},
    methods={_AUTH: {"current_user": ""}},
    providers=frozenset(f"{_AUTH}.{name}" for name in _CALLBACKS),
    provided={
        f"{owner}.current_user": (f"{_AUTH}.verify_password", f"{_AUTH}.verify_token")
        for owner in (_AUTH, *(f"flask_httpauth.{name}" for name in _CLASSES))
    },
)
