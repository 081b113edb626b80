"""WTForms and Flask-WTF: forms that read what a request sends and check it."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_FORM = "wtforms.form.BaseForm"

LIBRARY = Library(
    name="wtforms",
    read_from="WTForms 3.3.2, Flask-WTF 1.3.0",
    packages=("wtforms", "flask_wtf"),
    kinds={_FORM: Kind.SCHEMA},
    bases={"wtforms.Form": (_FORM,), "flask_wtf.FlaskForm": ("wtforms.Form",)},
    methods={
        _FORM: {
            "validate": "-> bool",
            "validate_on_submit": "-> bool",
            "is_submitted": "-> bool",
            "process": "check",
            "populate_obj": "",
            "hidden_tag": "-> str",
        },
    },
    attributes={_FORM: {"data": "dict", "errors": "dict"}},
    request_readers=frozenset({_FORM}),
    aliases={
        "wtforms.form.Form": "wtforms.Form",
        "flask_wtf.Form": "flask_wtf.FlaskForm",
        "flask_wtf.form.FlaskForm": "flask_wtf.FlaskForm",
        "flask_wtf.form.Form": "flask_wtf.FlaskForm",
    },
)
