"""APIFairy: decorators that validate what a Flask handler is given."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="apifairy",
    read_from="1.5.1",
    packages=("apifairy",),
    body_decorators={"apifairy.body": "first"},
    aliases={"apifairy.decorators": "apifairy", "apifairy.core.APIFairy": "apifairy.APIFairy"},
)
