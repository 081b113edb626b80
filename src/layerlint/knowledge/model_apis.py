"""OpenAI and Anthropic: what is asked of the resources of a client goes over the network."""

from layerlint.knowledge.library import Library

_RESOURCE = "openai.Resource"
_DEEDS = "cancel count_tokens create create_and_poll delete edit generate list parse retrieve stream upload".split()
_CLIENT = {"with_options": "-> self", "copy": "-> self", "__enter__": "-> self"}
_NAMES = (
    *(f"openai.{name}" for name in ("OpenAI", "AsyncOpenAI", "AzureOpenAI", "AsyncAzureOpenAI")),
    *(f"anthropic.{name}" for name in ("Anthropic", "AsyncAnthropic")),
)

LIBRARY = Library(
    name="model_apis",
    read_from="openai 3.57.0, anthropic 2.14.0",
    packages=("openai", "anthropic"),
    methods={**dict.fromkeys(_NAMES, _CLIENT), _RESOURCE: dict.fromkeys(_DEEDS, "network")},
    attributes={**{name: {"*": _RESOURCE} for name in _NAMES}, _RESOURCE: {"*": _RESOURCE}},
    aliases={
        "openai.Client": "openai.OpenAI",
        "openai.AsyncClient": "openai.AsyncOpenAI",
        "anthropic.Client": "anthropic.Anthropic",
        "anthropic.AsyncClient": "anthropic.AsyncAnthropic",
    },
)
