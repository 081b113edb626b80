"""django-modern-rpc: functions that answer JSON-RPC and XML-RPC calls, registered by decorators."""

from layerlint.knowledge.library import Library

_REGISTRY = "modernrpc.server.RegistryMixin"

LIBRARY = Library(
    name="django_modern_rpc",
    read_from="2.1.0",
    packages=("modernrpc",),
    bases={
        "modernrpc.server.RpcNamespace": (_REGISTRY,),
        "modernrpc.server.RpcServer": (_REGISTRY,),
        "modernrpc.views.RPCEntryPoint": ("django.views.generic.base.TemplateView",),
    },
    methods={_REGISTRY: {"register_procedure": ""}},
    functions={"modernrpc.core.rpc_method": ""},
    handler_decorators={"modernrpc.core.rpc_method": "POST", f"{_REGISTRY}.register_procedure": "POST"},
    aliases={
        "modernrpc.RpcNamespace": "modernrpc.server.RpcNamespace",
        "modernrpc.RpcServer": "modernrpc.server.RpcServer",
    },
)
