"""What part a name plays in a function: the request's payload, a domain object, or plumbing."""

from __future__ import annotations

import ast
from enum import Enum, auto
from functools import cached_property

from layerlint import syntax
from layerlint.facts import Binding, BindingForm, Scope
from layerlint.layers import Classifier
from layerlint.model import Effect, Kind, Layer
from layerlint.project import Form, Project, Value, calls, handlers, marker_names

_COMPUTING = frozenset({"sum", "min", "max", "round", "abs", "int", "float", "Decimal"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SCALARS = frozenset({"str", "int", "float", "bool", "bytes"})


class Role(Enum):
    """A name's part."""

    PAYLOAD = auto()
    DOMAIN = auto()
    PLUMBING = auto()


class Roles:
    """The parts of a function's names."""

    def __init__(self, project: Project, classifier: Classifier, scope: Scope) -> None:
        self._project = project
        self._resolver = project.resolver
        self._classifier = classifier
        self._scope = scope
        self._memo: dict[str, Role] = {}

    @cached_property
    def hand_queried(self) -> set[str]:
        """The names that hold what the function has queried itself."""
        bindings = self._scope.bindings.items()
        return {name for name, bound in bindings for binding in bound if self._is_hand_queried(binding)}

    def of(self, node: ast.expr) -> Role:
        """The part of the name at which a chain of attributes begins; `self.x` counts for the object that it holds."""
        root = syntax.root_of(node)
        if not isinstance(root, ast.Name):
            return Role.PLUMBING
        found = self._of_self(node) if root.id in ("self", "cls") and isinstance(node, ast.Attribute) else self._of_root(root.id)
        return Role.PAYLOAD if found is Role.PLUMBING and self._is_of_body(node) else found

    def _of_root(self, name: str) -> Role:
        found = self._memo.get(name)
        if found is None:
            self._memo[name] = Role.PLUMBING
            found = self._memo[name] = self._of_name(name)
        return found

    def mentions(self, node: ast.AST, role: Role) -> bool:
        """Whether any name in an expression plays a part."""
        names = [item for item in syntax.descendants(node) if isinstance(item, (ast.Name, ast.Attribute))]
        return any(self.of(item) is role for item in names)

    def is_predicate(self, call: ast.Call) -> bool:
        """Whether a call answers yes or no."""
        return self._resolver.value(call, self._scope).name == "bool"

    def is_question(self, call: ast.Call) -> bool:
        """Whether a call of a plain function of the project answers yes or no: it looks nothing up."""
        callee = self._resolver.value(call.func, self._scope)
        if callee.form is not Form.FUNCTION or not callee.is_project or not self.is_predicate(call):
            return False
        function = self._resolver.scope_of(callee)
        asks = function is not None and not self._project.operations.database(function)
        return asks and self._classifier.layer_of_call(call.func, self._scope) not in (Layer.SERVICE, Layer.REPOSITORY)

    def is_validation(self, call: ast.Call) -> bool:
        """Whether a call asks a schema that holds data whether the data is valid."""
        callee = self._resolver.value(call.func, self._scope)
        if callee.receiver is None or callee.is_project or callee.receiver.form is not Form.INSTANCE:
            return False
        return self._resolver.has_kind(callee.receiver, Kind.SCHEMA) and self.is_predicate(call)

    def is_context(self, node: ast.expr) -> bool:
        """Whether a chain begins at an injected parameter that no table stores: who asks, and on whose behalf."""
        root = syntax.root_of(node)
        injectors = self._project.knowledge.injectors
        return isinstance(root, ast.Name) and any(
            binding.form is BindingForm.PARAMETER
            and not self._markers(binding).isdisjoint(injectors)
            and not self._is_entity(self._resolver.name(binding.name, self._scope))
            for binding in self._scope.bindings.get(root.id, ())
        )

    def is_whole_body(self, node: ast.expr) -> bool:
        """Whether an expression is all that came in a request's body."""
        return isinstance(node, ast.Attribute) and self._is_body(self._resolver.value(node, self._scope))

    def is_error(self, node: ast.expr) -> bool:
        """Whether a name is that of a caught exception."""
        bindings = self._scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
        return any(binding.form is BindingForm.EXCEPTION for binding in bindings)

    def is_local(self, name: ast.Name) -> bool:
        """Whether a function itself gives a name its value."""
        bindings = self._scope.bindings.get(name.id, ())
        return bool(bindings) and all(binding.form is not BindingForm.PARAMETER for binding in bindings)

    def is_raw(self, name: ast.Name) -> bool:
        """Whether a part of the payload has no type that a schema has checked."""
        return not self._resolver.has_kind(self._resolver.value(name, self._scope), Kind.SCHEMA)

    def _is_of_body(self, node: ast.expr) -> bool:
        """Whether a chain takes something out of a request's body, raw or as a schema has checked it."""
        while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Await)):
            if isinstance(node, (ast.Attribute, ast.Call)) and self._is_body(self._resolver.value(node, self._scope)):
                return True
            node = node.func if isinstance(node, ast.Call) else node.value
        return False

    def _is_body(self, value: Value) -> bool:
        return value.form is Form.INSTANCE and (value.name == "json" or self._resolver.has_kind(value, Kind.FORM_DATA))

    def _of_self(self, node: ast.Attribute) -> Role:
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute) and not isinstance(inner.value, ast.Name):
            inner = inner.value
        value = self._resolver.value(inner, self._scope)
        owner = self._scope.owner
        if owner is not None and Kind.SCHEMA in self._resolver.kinds(owner.symbol):
            return Role.DOMAIN
        is_domain = inner is not node and self._resolver.has_kind(value, Kind.ENTITY, Kind.SCHEMA)
        return Role.DOMAIN if is_domain else Role.PLUMBING

    def _of_name(self, name: str) -> Role:
        for binding in self._scope.bindings.get(name, ()):
            role = self._of_parameter(binding) if binding.form is BindingForm.PARAMETER else self._of_binding(binding)
            if role is not Role.PLUMBING:
                return role
        return Role.PLUMBING

    def _of_parameter(self, binding: Binding) -> Role:
        if binding.extent is not None:
            return Role.PLUMBING
        value = self._resolver.name(binding.name, self._scope)
        markers = self._markers(binding)
        knowledge = self._project.knowledge
        if markers & knowledge.injectors:
            return Role.DOMAIN if self._resolver.has_kind(value, Kind.ENTITY, Kind.SCHEMA) else Role.PLUMBING
        if not self._project.routes.of(self._scope):
            if self._resolver.has_kind(value, Kind.SCHEMA):
                return Role.PAYLOAD
            return Role.DOMAIN if self._resolver.has_kind(value, Kind.ENTITY) else Role.PLUMBING
        if self._is_validated(binding):
            return Role.PAYLOAD
        names = {route.body_name for route in self._project.routes.of(self._scope)} - {""}
        if names:
            return Role.PAYLOAD if binding.name in names else Role.DOMAIN if self._is_entity(value) else Role.PLUMBING
        is_payload = (
            self._resolver.has_kind(value, Kind.SCHEMA, Kind.UPLOAD)
            or (value.name == "dict" and self._is_declared(binding))
            or bool(markers & (knowledge.body_markers | knowledge.form_markers))
        )
        if value.name == "list" and self._resolver.has_kind(value.element, Kind.SCHEMA, Kind.UPLOAD):
            is_payload = True
        return Role.PAYLOAD if is_payload else Role.PLUMBING

    def is_of_upload(self, node: ast.expr) -> bool:
        """Whether a chain begins at an uploaded file."""
        root = syntax.root_of(node)
        return root is not None and self._is_upload(self._resolver.value(root, self._scope))

    def _is_upload(self, value: Value) -> bool:
        return self._resolver.has_kind(value, Kind.UPLOAD)

    def _is_entity(self, value: Value) -> bool:
        return self._resolver.has_kind(value, Kind.ENTITY)

    def _is_validated(self, binding: Binding) -> bool:
        """Whether a decorator of the handler fills a parameter with the validated body."""
        how = self._project.routes.validated(self._scope)
        routes = self._project.routes.of(self._scope)
        if not how or all(set(route.methods) <= _READING for route in routes):
            return False
        if how == "first":
            place = 0 if self._scope.owner is None else 1
            return [parameter.arg for parameter, _ in self._scope.parameters][place : place + 1] == [binding.name]
        is_known = all(route.path is not None for route in routes)
        return is_known and binding.name not in handlers.path_parameters(routes)

    def _is_declared(self, binding: Binding) -> bool:
        """Whether a parameter of a handler is declared by its annotation: `**kwargs` come from the path."""
        routes = self._project.routes.of(self._scope)
        extra = self._scope.function.args.kwarg
        return any(route.is_annotated for route in routes) and not (extra is not None and extra.arg == binding.name)

    def _markers(self, binding: Binding) -> set[str]:
        return marker_names(self._resolver, binding.annotation, binding.value, self._scope.parent or self._scope)

    def _of_binding(self, binding: Binding) -> Role:
        value = binding.value
        if value is None:
            return Role.PLUMBING
        while isinstance(value, ast.Await):
            value = value.value
        for index in binding.path:
            if isinstance(value, ast.Tuple) and index < len(value.elts):
                value = value.elts[index]
        if isinstance(value, ast.IfExp):
            roles = [self._of_value(binding, part) for part in (value.body, value.orelse)]
            return next((role for role in roles if role is not Role.PLUMBING), Role.PLUMBING)
        return self._of_value(binding, value)

    def _of_value(self, binding: Binding, value: ast.expr) -> Role:
        if binding.form is BindingForm.ITERATION or isinstance(value, (ast.Name, ast.Attribute, ast.Subscript)):
            return self.of(value)
        if isinstance(value, ast.BinOp) or (isinstance(value, ast.Call) and syntax.dotted(value.func) in _COMPUTING):
            roles = [self.of(item) for item in syntax.descendants(value) if isinstance(item, (ast.Name, ast.Attribute))]
            return next((role for role in roles if role is not Role.PLUMBING), Role.PLUMBING)
        if isinstance(value, ast.Call):
            if self._is_hand_queried(binding):
                return Role.DOMAIN
            if self._classifier.layer_of_call(value.func, self._scope) in (Layer.SERVICE, Layer.REPOSITORY):
                return Role.DOMAIN
            result = self._resolver.value(value, self._scope)
            if self._is_body(result):
                return Role.PAYLOAD
            if self._resolver.has_kind(result, Kind.ENTITY):
                return Role.DOMAIN
            callee = self._resolver.value(value.func, self._scope)
            if callee.form is Form.CLASS and self._resolver.is_a(callee, *self._project.knowledge.request_readers):
                return Role.PAYLOAD
            if callee.form is Form.FUNCTION and self._resolver.has_kind(result, Kind.SCHEMA):
                known = calls.known_call(self._resolver, callee)
                return Role.DOMAIN if known is None or not known.checks else Role.PLUMBING
            if isinstance(value.func, ast.Attribute) and result.name in (*_SCALARS, "dict", ""):
                return self.of(value.func.value)
        return Role.PLUMBING

    def _is_hand_queried(self, binding: Binding) -> bool:
        value = binding.value
        while isinstance(value, ast.Await):
            value = value.value
        if not isinstance(value, ast.Call):
            return False
        operation = self._project.operations.operation(value, self._scope)
        return operation is not None and (operation.is_query or Effect.READ in operation.effects)
