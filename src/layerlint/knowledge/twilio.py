"""Twilio: what is asked of the lists and instances of its client goes over the network."""

from layerlint.knowledge.library import Library

_PART = "twilio.base.Part"
_DEEDS = "create delete fetch list stream update".split()

LIBRARY = Library(
    name="twilio",
    read_from="twilio 9.13.0",
    packages=("twilio",),
    methods={
        _PART: {**{f"{name}{ending}": "network" for name in _DEEDS for ending in ("", "_async")}, "__call__": f"-> {_PART}"},
    },
    attributes={"twilio.rest.Client": {"*": _PART}, _PART: {"*": _PART}},
)
