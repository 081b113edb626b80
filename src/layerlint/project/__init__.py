"""Queries over the facts of all modules."""

from layerlint.project import calls, handlers, providers, query_building, schema_settings, type_hints
from layerlint.project.blocking import blocking
from layerlint.project.contributions import Contributions, Failure, Index, Parts, Record
from layerlint.project.markers import marker, marker_names
from layerlint.project.nothing import gives_nothing
from layerlint.project.operation import Operation
from layerlint.project.project import Project
from layerlint.project.released import unreleased
from layerlint.project.route import Route
from layerlint.project.runners import given_to_run
from layerlint.project.schema_fields import SchemaClass, SchemaField, SchemaFields, TypeExpression
from layerlint.project.schema_uses import SchemaUse
from layerlint.project.singletons import gives_shared
from layerlint.project.values import UNKNOWN, Form, Value

__all__ = [
    "UNKNOWN",
    "Contributions",
    "Failure",
    "Form",
    "Index",
    "Operation",
    "Parts",
    "Project",
    "Record",
    "Route",
    "SchemaClass",
    "SchemaField",
    "SchemaFields",
    "SchemaUse",
    "TypeExpression",
    "Value",
    "blocking",
    "calls",
    "conditions",
    "exceptions",
    "given_to_run",
    "gives_nothing",
    "gives_shared",
    "handlers",
    "marker",
    "marker_names",
    "providers",
    "query_building",
    "schema_settings",
    "sessions",
    "type_hints",
    "unreleased",
]
