"""itsdangerous: serializers and signers, which make and read signed tokens."""

from layerlint.knowledge.library import Library

_SERIALIZER = "itsdangerous.serializer.Serializer"
_SIGNER = "itsdangerous.signer.Signer"

LIBRARY = Library(
    name="itsdangerous",
    read_from="2.2.0",
    packages=("itsdangerous",),
    bases={
        "itsdangerous.timed.TimedSerializer": (_SERIALIZER,),
        "itsdangerous.url_safe.URLSafeSerializer": (_SERIALIZER,),
        "itsdangerous.url_safe.URLSafeTimedSerializer": ("itsdangerous.timed.TimedSerializer",),
        "itsdangerous.timed.TimestampSigner": (_SIGNER,),
    },
    methods={
        _SERIALIZER: {"dumps": "token -> str", "loads": "-> json"},
        _SIGNER: {"sign": "token -> bytes", "unsign": "-> bytes", "validate": "-> bool"},
    },
    aliases={
        "itsdangerous.Serializer": _SERIALIZER,
        "itsdangerous.Signer": _SIGNER,
        **{f"itsdangerous.{name}": f"itsdangerous.timed.{name}" for name in ("TimedSerializer", "TimestampSigner")},
        **{f"itsdangerous.{name}": f"itsdangerous.url_safe.{name}" for name in ("URLSafeSerializer", "URLSafeTimedSerializer")},
    },
)
