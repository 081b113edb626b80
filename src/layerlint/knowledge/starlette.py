"""Starlette: routes by call, and endpoint classes; its requests and responses stand in FastAPI's table."""

from layerlint.knowledge.library import Library

_REQUEST = "starlette.requests.Request"

LIBRARY = Library(
    name="starlette",
    read_from="1.10.0, 0.49.3; anyio 4.16.0",
    packages=("starlette", "anyio"),
    methods={"starlette.routing.Router": {"add_route": "", "add_websocket_route": ""}},
    attributes={"starlette.applications.Starlette": {"router": "starlette.routing.Router"}},
    views={
        "starlette.endpoints.HTTPEndpoint": "get post put patch delete head options",
        "starlette.endpoints.WebSocketEndpoint": "on_connect=WEBSOCKET on_receive=WEBSOCKET on_disconnect=WEBSOCKET",
    },
    registrars={"starlette.routing.Route": "1 endpoint", "starlette.routing.WebSocketRoute": "1 endpoint"},
    runners={
        "starlette.concurrency.run_in_threadpool": "0 func",
        "anyio.to_thread.run_sync": "0 func",
        "starlette.background.BackgroundTask": "0 func later",
    },
    request_parameters={"request": _REQUEST, "websocket": "starlette.websockets.WebSocket"},
)
