"""Authlib's client for Starlette and FastAPI."""

from layerlint.knowledge.library import Library

_APP = "authlib.integrations.starlette_client.StarletteOAuth2App"

LIBRARY = Library(
    name="authlib",
    read_from="1.6.5",
    packages=("authlib",),
    methods={
        "authlib.integrations.starlette_client.OAuth": {"create_client": f"-> {_APP}", "register": f"-> {_APP}"},
        _APP: {
            "authorize_redirect": "-> starlette.responses.RedirectResponse",
            "authorize_access_token": "-> dict",
            "get": "network",
            "post": "network",
            "parse_id_token": "-> dict",
            "userinfo": "-> dict",
        },
    },
    attributes={"authlib.integrations.starlette_client.OAuth": {"*": _APP}},
)
