"""Supabase: a client whose tables and functions are queried over HTTP."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

LIBRARY = Library(
    name="supabase",
    read_from="supabase 2.34.1, postgrest 2.34.1",
    packages=("supabase", "postgrest"),
    kinds={"supabase.Client": Kind.CONNECTION},
    bases={"supabase.AsyncClient": ("supabase.Client",)},
    methods={
        "supabase.Client": {**dict.fromkeys(("table", "from_", "rpc"), "-> supabase.Request"), "schema": "-> self"},
        "supabase.Request": {"*": "-> self", "execute": "read -> supabase.Response"},
        "supabase.Auth": {"*": "network"},
        "supabase.Storage": {"from_": "-> supabase.Bucket"},
        "supabase.Bucket": {"*": "network", "get_public_url": "-> str"},
    },
    attributes={"supabase.Client": {"auth": "supabase.Auth", "storage": "supabase.Storage"}},
    functions={
        "supabase.create_client": "-> supabase.Client",
        **dict.fromkeys(("supabase.acreate_client", "supabase.create_async_client"), "-> supabase.AsyncClient"),
        "supabase.Client": "-> supabase.Client",
        "supabase.Client.create": "-> supabase.Client",
        "supabase.AsyncClient.create": "-> supabase.AsyncClient",
    },
    aliases={"supabase.client": "supabase", "supabase.AClient": "supabase.AsyncClient"},
)
