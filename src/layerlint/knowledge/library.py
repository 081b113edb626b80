"""The form of a knowledge table.

Classes and functions are named by the canonical dotted path; `aliases` maps every other path under which a name can be
imported (a whole module, or one name) to that path.

What a call does is written `"effects -> result"`, both parts optional. Effects are names of `layerlint.model.Effect`,
comma separated, or `query` for a query that is bound to a session but not run, `consume` for a call that iterates over its
argument 0, `check` for one that validates what it is given. A result is one of

    self            the receiver             elem        the receiver's element type
    $0, $0.elem     an instance of the class that argument 0 names, or that argument's element type; `$0/to` also by keyword
    $name           the same for a keyword   @name|x     the class that a keyword names, x without it
    self.a.b()      what attributes and methods of the receiver lead to, an instance where that is a class; step `elem`: the element
    setting N|x     the entity that a setting `N = "app.Name"` names, else x
    class x         the class x itself       x[r]        an instance of x with element type r
    x|y             x, if unknown y          in m, n     for attributes: the name of the same spelling in module m or n
    ?name=word x; y     x where the keyword has that constant value, else y

An argument that names a class may be a string with the name of an entity. `"*"` as a method's or attribute's name stands for
all that aren't listed. `descriptors` name classes whose instances, as attributes of a class, give something else on that
class's instances; instances of `owned` classes, as attributes of a class, have that class as their element. `customs` are the
attributes that classes of libraries which no table knows have if they have any of that name; `column_owners` names, for a class of
columns, the one from which a class with such attributes derives, where a base of it is unknown. `objects` are names
that stand for instances, such as `flask.request`. `relations` name fields that point to an entity and give it an attribute: the
keyword that names it, its name otherwise and what it gives, `"related_name|%(class)s_set -> Manager"`. `representatives` names,
for a kind, the class whose methods a class that a user declares to be of that kind is taken to have.

`injectors` are the markers that inject what they are called with; `body_markers`, `form_markers` and `parameter_markers`
those of parameters that come from the request's body, a form, or elsewhere. `injecting_keywords` are the keywords of calls, and
the attributes of classes, that name functions as guards or dependencies; `guard_settings` are settings that name the classes of
guards by strings. `aborts` are functions that end a request with an error. `idioms` name, for a class, the effects on the
database that methods of classes derived from it are meant to have, by a glob for the methods' names.
`blocking` names, for a class, its methods that wait for the database and can't be
awaited; an asynchronous class derived from such a one has an empty entry. `mapping_decorators` make entities of classes;
`decorated` are the classes whose methods a function also has under a decorator, `unwrapping` the names of methods that give
the object behind a proxy. `type_wrappers` are generic types that stand for their argument; `table_keywords` names the class
keyword with which a class derived from a schema becomes an entity.

`handed` names, for a class, the methods of classes derived from it that the framework calls with something, and what their first
parameter after `self` then is; `get_*` are those that give one of the class's own fields: `get_x` for `x`, or one that it names.

`runners` are functions, classes and `Class.method`s that call what they are given: its position and keyword, `"0 func"`, and
`later` where nobody waits for it.

`states` are classes of objects on which a project keeps what it likes, such as Flask's `g`, besides its application.

An `optional` table counts only where a project names it as one of its stores.

Handlers: `views` are classes whose subclasses handle requests by methods, the methods listed with the HTTP method where that
isn't their name: `"get post list=GET"`. `handler_decorators` make handlers of functions and methods; they map to the HTTP methods,
or to the argument that gives them and what holds without it: `"GET"`, `"$0|GET"`, `"$methods|GET"`, `"WEBSOCKET"`. `registrars` are
functions, classes and `Class.method`s that are given handlers: the argument's position and keyword, `"1 view"`, and the prefix of
the methods by which an object handles requests, `"1 resource on_"`. `handler_names` are the prefixes, before an HTTP method, of
functions that handle requests if they take parameters of these names.
`annotated_handlers` are the routers, applications, views and decorators whose handlers declare body and response by their
annotations, `annotated_responses` those that take a return annotation for the response's model; where only the parameter of one
name is the body, `body_names` gives it. `request_parameters` are requests by the
name that a parameter without annotation has in modules that import the library. `statuses` are those that responses and errors
of a class always have. `query_builders` are `Class.method`s whose work is to build a query. `response_keywords` are the options
of a route that declare what it answers, `response_converters` those of a route or a class of handlers that convert it.

`nullable` names, for a class, its methods that may give None, `rows` those that give rows rather than what was asked for;
`sequences` are the classes whose lists are only promised to be sequences.

`status_options` are routers, applications and decorators whose POST handlers answer 200 unless an option of the route says
otherwise, with that option. `route_groups` are routers with the keywords that group their routes, `inclusions` the
`Class.method`s that include one router in another: position and keyword of the included one, then the keywords that group its
routes, `"1 router 0:prefix tags"`.

`hooks` are the names of methods that register what an application runs besides its handlers. `providers` are the `Class.method`s
that register a function which tells the framework who sends a request, or refuses it; `provided` are the objects, or functions,
that give what such a function returns. `request_readers` are the schemas that read the request themselves where a handler makes
one, `request_filters` the classes that narrow queries by what a request asks for; `body_decorators` validate the body before the
handler is called, and hand it over as `first` argument, by its name (`named`) or not at all.

`masked_types` are types of fields that hide their value when they are written; `serializers` are what decides how fields are
written: decorators of a schema's methods, and markers in `Annotated`. `attribute_readers` are the `Class.method`s that make
a schema of any object, if it has one of the settings that are named; `schema_settings` names the settings that a class has from
the start. `whole_validators` are decorators of a schema's methods, with the keywords (`"mode='before'"`) with which they see the
input before its fields are read, `schema_hooks` the names of methods that replace the reading.
`records` are decorators and base classes that make plain data of a class.

Errors: `error_registrars` are the names of methods that register a handler for an exception, with the argument that names it
(`"0 exc_class"`); `error_options` the names of options that map exceptions to handlers; `error_settings` those of settings that
name the function which turns exceptions into responses, with the default; `error_hooks` those of methods, or the
`Class.method`s, that a framework calls with any exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerlint.model import Kind


@dataclass(frozen=True, slots=True)
class Library:
    """What is known of one library, read from the version that `read_from` names."""

    name: str
    read_from: str
    packages: tuple[str, ...]
    optional: bool = False
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    methods: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    descriptors: Mapping[str, str] = field(default_factory=dict)
    owned: frozenset[str] = frozenset()
    customs: Mapping[str, str] = field(default_factory=dict)
    column_owners: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    session_names: frozenset[str] = frozenset()
    session_usage: frozenset[str] = frozenset()
    immutable_types: frozenset[str] = frozenset()
    representatives: Mapping[Kind, str] = field(default_factory=dict)
    injectors: frozenset[str] = frozenset()
    body_markers: frozenset[str] = frozenset()
    form_markers: frozenset[str] = frozenset()
    parameter_markers: frozenset[str] = frozenset()
    status_modules: frozenset[str] = frozenset()
    json_parsers: frozenset[str] = frozenset()
    aborts: frozenset[str] = frozenset()
    idioms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    blocking: Mapping[str, str] = field(default_factory=dict)
    mapping_decorators: frozenset[str] = frozenset()
    table_keywords: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)
    handler_decorators: Mapping[str, str] = field(default_factory=dict)
    registrars: Mapping[str, str] = field(default_factory=dict)
    annotated_handlers: frozenset[str] = frozenset()
    annotated_responses: frozenset[str] = frozenset()
    hooks: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    provided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    request_readers: frozenset[str] = frozenset()
    request_filters: frozenset[str] = frozenset()
    body_decorators: Mapping[str, str] = field(default_factory=dict)
    masked_types: frozenset[str] = frozenset()
    serializers: frozenset[str] = frozenset()
    response_keywords: frozenset[str] = frozenset()
    type_wrappers: frozenset[str] = frozenset()
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    query_builders: frozenset[str] = frozenset()
    statuses: Mapping[str, int] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    attribute_readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schema_settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole_validators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schema_hooks: frozenset[str] = frozenset()
    body_names: Mapping[str, str] = field(default_factory=dict)
    injecting_keywords: frozenset[str] = frozenset()
    guard_settings: frozenset[str] = frozenset()
    response_converters: frozenset[str] = frozenset()
    handler_names: Mapping[str, str] = field(default_factory=dict)
    error_registrars: Mapping[str, str] = field(default_factory=dict)
    error_options: frozenset[str] = frozenset()
    error_settings: Mapping[str, str] = field(default_factory=dict)
    error_hooks: frozenset[str] = frozenset()
    decorated: Mapping[str, str] = field(default_factory=dict)
    unwrapping: frozenset[str] = frozenset()
    route_groups: Mapping[str, str] = field(default_factory=dict)
    inclusions: Mapping[str, str] = field(default_factory=dict)
    records: frozenset[str] = frozenset()
    status_options: Mapping[str, str] = field(default_factory=dict)
    nullable: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    runners: Mapping[str, str] = field(default_factory=dict)
    states: frozenset[str] = frozenset()
    sequences: frozenset[str] = frozenset()
    handed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
