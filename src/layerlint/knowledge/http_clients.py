"""HTTP clients: httpx, requests, aiohttp, urllib."""

from layerlint.knowledge.library import Library

_VERBS = "get post put patch delete head options request send stream".split()
_CLIENT = {**dict.fromkeys(_VERBS, "network -> {response}"), "__enter__": "-> self"}


def _client(response: str) -> dict[str, str]:
    return {name: text.replace("{response}", response) for name, text in _CLIENT.items()}


LIBRARY = Library(
    name="http_clients",
    read_from="httpx 0.28.1, requests 2.32.5, aiohttp 3.13.2",
    packages=("httpx", "requests", "aiohttp", "urllib", "urllib3"),
    methods={
        "httpx.Client": _client("httpx.Response"),
        "httpx.AsyncClient": _client("httpx.Response"),
        "requests.Session": _client("requests.Response"),
        "aiohttp.ClientSession": _client("aiohttp.ClientResponse"),
        "httpx.Response": {"json": "-> json"},
        "requests.Response": {"json": "-> json"},
        "aiohttp.ClientResponse": {"json": "-> json"},
    },
    functions={
        **{f"httpx.{verb}": "network -> httpx.Response" for verb in _VERBS},
        **{f"requests.{verb}": "network -> requests.Response" for verb in _VERBS},
        "urllib.request.urlopen": "network",
        "requests.session": "-> requests.Session",
    },
    aliases={"requests.sessions.Session": "requests.Session", "aiohttp.client.ClientSession": "aiohttp.ClientSession"},
)
