"""The one walk over a module's tree that gives its facts.

The walk keeps its own stack, so that nesting costs no recursion, and visits one scope after the other, what is in it in the
order of the source. Trees are never changed: flake8 shares them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from layerlint import syntax
from layerlint.facts.module_facts import Binding, BindingForm, FunctionNode, Import, ImportTarget, ModuleFacts, Position, Scope

_LEAVES = frozenset(
    {ast.Name, ast.Constant, ast.Pass, ast.Break, ast.Continue, ast.Nonlocal, ast.alias, ast.Load, ast.Store, ast.Del}
)
_MAKERS = (ast.Call, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def extract(key: str, text: str, tree: ast.Module) -> ModuleFacts:
    """The facts of a parsed module; `key` is the module's identity."""
    module = ModuleFacts(key=key, text=text, tree=tree)
    module.top = Scope(node=tree, module=module, parent=None, name="", qualname="")
    _Walk(module).run()
    return module


def _extent(body: list[ast.stmt]) -> tuple[Position, Position]:
    last = body[-1]
    return (body[0].lineno, body[0].col_offset), (last.end_lineno or last.lineno, last.end_col_offset or 0)


def _is_main_test(test: ast.Compare) -> bool:
    is_equal = len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)
    return is_equal and isinstance(test.left, ast.Name) and test.left.id == "__name__"


class _Walk:
    def __init__(self, module: ModuleFacts) -> None:
        self.module = module
        self.stack: list[ast.AST] = []
        self.scripts: list[tuple[Position, Position]] = []
        self.type_checking: list[tuple[Position, Position]] = []
        self.global_names: dict[Scope, set[str]] = {}
        self.handlers: dict[type[ast.AST], Callable[..., None]] = {
            ast.FunctionDef: self.function,
            ast.AsyncFunctionDef: self.function,
            ast.ClassDef: self.class_definition,
            ast.Import: self.import_statement,
            ast.ImportFrom: self.import_from,
            ast.Assign: self.assign,
            ast.AnnAssign: self.annotated_assign,
            ast.AugAssign: self.augmented_assign,
            ast.NamedExpr: self.named_expression,
            ast.For: self.loop,
            ast.AsyncFor: self.loop,
            ast.With: self.with_statement,
            ast.AsyncWith: self.with_statement,
            ast.Call: self.call,
            ast.Await: self.await_expression,
            ast.Expr: self.expression_statement,
            ast.Attribute: self.attribute,
            ast.Raise: self.raise_statement,
            ast.Return: self.return_statement,
            ast.Yield: self.yield_expression,
            ast.YieldFrom: self.yield_expression,
            ast.ListComp: self.comprehension,
            ast.SetComp: self.comprehension,
            ast.GeneratorExp: self.comprehension,
            ast.DictComp: self.comprehension,
            ast.ExceptHandler: self.except_handler,
            ast.If: self.if_statement,
            ast.Lambda: self.lambda_expression,
            ast.Global: self.global_statement,
        }
        if hasattr(ast, "TypeAlias"):
            self.handlers[ast.TypeAlias] = self.type_alias

    def run(self) -> None:
        module = self.module
        stack, handlers = self.stack, self.handlers
        waiting = [module.top]
        while waiting:
            scope = waiting.pop()
            if scope is not module.top:
                module.scopes[scope.qualname] = scope
                module.definitions.append(scope)
            self.push_all(scope.node.body)
            while stack:
                node = stack.pop()
                handler = handlers.get(node.__class__)
                if handler is not None:
                    handler(node, scope)
                else:
                    self.descend(node)
            waiting += reversed(scope.children)
        module.imports.sort(key=lambda item: (item.node.lineno, item.node.col_offset))

    def descend(self, node: ast.AST) -> None:
        push, leaves = self.stack.append, _LEAVES
        for name in reversed(syntax.fields_with_nodes(node.__class__)):
            value = getattr(node, name, None)
            if value is None:
                continue
            if value.__class__ is list:
                for item in reversed(value):
                    if item.__class__ not in leaves and isinstance(item, ast.AST):
                        push(item)
            elif value.__class__ not in leaves and isinstance(value, ast.AST):
                push(value)

    def expression_statement(self, node: ast.Expr, scope: Scope) -> None:
        self.push(node.value)

    def push(self, node: ast.AST | None) -> None:
        if node is not None and node.__class__ not in _LEAVES:
            self.stack.append(node)

    def push_all(self, nodes: list[ast.stmt] | list[ast.expr]) -> None:
        push, leaves = self.stack.append, _LEAVES
        for node in reversed(nodes):
            if node.__class__ not in leaves:
                push(node)

    def bind(self, scope: Scope, binding: Binding) -> None:
        if self.global_names and binding.name in self.global_names.get(scope, ()) and not self.is_declared(binding.name):
            binding.scope = binding.scope or scope
            scope = self.module.top
        scope.bindings.setdefault(binding.name, []).append(binding)

    def is_declared(self, name: str) -> bool:
        """Whether an annotation at the module's top says what a name is, whatever functions make of it."""
        return any(binding.form is BindingForm.ANNOTATION for binding in self.module.top.bindings.get(name, ()))

    def global_statement(self, node: ast.Global, scope: Scope) -> None:
        if scope is not self.module.top:
            self.global_names.setdefault(scope, set()).update(node.names)

    def function(self, node: FunctionNode, scope: Scope) -> None:
        inner = self.open(node, scope)
        arguments = node.args
        for parameter, default in inner.parameters:
            position = (parameter.lineno, parameter.col_offset)
            self.bind(
                inner,
                Binding(parameter.arg, BindingForm.PARAMETER, position, default, parameter.annotation, scope=inner),
            )
        for extra, container in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
            if extra is not None:
                name = ast.copy_location(ast.Name(id=container, ctx=ast.Load()), extra)
                position = (extra.lineno, extra.col_offset)
                self.bind(inner, Binding(extra.arg, BindingForm.PARAMETER, position, None, name, scope=inner))
        if any(isinstance(default, _MAKERS) for default in (*arguments.defaults, *arguments.kw_defaults)):
            self.module.defaulted.append(inner)
        self.push(node.returns)
        self.push_all([default for default in [*arguments.defaults, *arguments.kw_defaults] if default is not None])
        for parameter in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            self.push(parameter.annotation)
        self.push_all(node.decorator_list)

    def class_definition(self, node: ast.ClassDef, scope: Scope) -> None:
        self.open(node, scope)
        for keyword in node.keywords:
            self.push(keyword.value)
        self.push_all(node.bases)
        self.push_all(node.decorator_list)

    def open(self, node: FunctionNode | ast.ClassDef, scope: Scope) -> Scope:
        qualname = f"{scope.qualname}.{node.name}" if scope.qualname else node.name
        inner = Scope(node=node, module=self.module, parent=scope, name=node.name, qualname=qualname)
        scope.children.append(inner)
        self.bind(scope, Binding(node.name, BindingForm.DEFINITION, (node.lineno, node.col_offset), scope=inner))
        return inner

    def import_statement(self, node: ast.Import, scope: Scope) -> None:
        guarded = self.is_type_checking(node)
        for alias in node.names:
            target = ImportTarget(alias.name, None, 0)
            self.module.imports.append(Import(node, target, guarded, self.is_script(node), scope))
            bound = target if alias.asname else ImportTarget(alias.name.partition(".")[0], None, 0)
            name = alias.asname or bound.module
            self.bind(scope, Binding(name, BindingForm.IMPORT, (node.lineno, node.col_offset), target=bound, type_checking=guarded))

    def import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        guarded = self.is_type_checking(node)
        for alias in node.names:
            target = ImportTarget(node.module or "", alias.name, node.level)
            self.module.imports.append(Import(node, target, guarded, self.is_script(node), scope))
            if alias.name == "*":
                self.module.stars.append(target)
            else:
                position = (node.lineno, node.col_offset)
                name = alias.asname or alias.name
                self.bind(scope, Binding(name, BindingForm.IMPORT, position, target=target, type_checking=guarded))

    def is_type_checking(self, node: ast.stmt) -> bool:
        return any(start <= (node.lineno, node.col_offset) < end for start, end in self.type_checking)

    def is_script(self, node: ast.stmt) -> bool:
        return any(start <= (node.lineno, node.col_offset) < end for start, end in self.scripts)

    def if_statement(self, node: ast.If, scope: Scope) -> None:
        test = node.test
        name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
        if name == "TYPE_CHECKING" and node.body:
            self.type_checking.append(_extent(node.body))
        elif scope is self.module.top and isinstance(test, ast.Compare) and _is_main_test(test):
            self.scripts.append(_extent(node.body))
        self.descend(node)

    def assign(self, node: ast.Assign, scope: Scope) -> None:
        for target in node.targets:
            self.assign_target(target, node.value, None, scope)
        self.push(node.value)
        if scope is self.module.top and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            if isinstance(node.value, (ast.List, ast.Tuple)):
                self.module.all_names = [
                    item.value for item in node.value.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)
                ]

    def assign_target(self, target: ast.expr, value: ast.expr | None, annotation: ast.expr | None, scope: Scope) -> None:
        position = (target.lineno, target.col_offset)
        form = BindingForm.ANNOTATION if annotation is not None else BindingForm.ASSIGNMENT
        if isinstance(target, ast.Name):
            self.bind(scope, Binding(target.id, form, position, value, annotation))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, (), scope, position, BindingForm.UNPACKING)
        elif isinstance(target, ast.Attribute):
            self.assign_attribute(target, Binding(target.attr, form, position, value, annotation), scope)
            self.push(target.value)
        else:
            self.push(target)

    def assign_attribute(self, target: ast.Attribute, binding: Binding, scope: Scope) -> None:
        method: Scope | None = scope
        while method is not None and method.owner is None:
            method = method.parent
        if method is not None and method.owner is not None and isinstance(target.value, ast.Name):
            arguments = [*method.function.args.posonlyargs, *method.function.args.args]
            if arguments and arguments[0].arg == target.value.id:
                method.owner.self_attributes.setdefault(target.attr, []).append((binding, scope))
                return
        self.module.stores.append((target, binding, scope))

    def unpack(
        self,
        target: ast.Tuple | ast.List,
        value: ast.expr | None,
        path: tuple[int, ...],
        scope: Scope,
        position: Position,
        form: BindingForm,
        extent: tuple[Position, Position] | None = None,
    ) -> None:
        for index, item in enumerate(target.elts):
            inner = (*path, index)
            part = item.value if isinstance(item, ast.Starred) else item
            if isinstance(part, ast.Name):
                self.bind(scope, Binding(part.id, form, position, value, path=inner, extent=extent))
            elif isinstance(part, (ast.Tuple, ast.List)):
                self.unpack(part, value, inner, scope, position, form, extent)
            elif isinstance(part, ast.Attribute):
                self.assign_attribute(part, Binding(part.attr, form, position, value, path=inner), scope)

    def annotated_assign(self, node: ast.AnnAssign, scope: Scope) -> None:
        self.assign_target(node.target, node.value, node.annotation, scope)
        self.push(node.value)
        self.push(node.annotation)

    def augmented_assign(self, node: ast.AugAssign, scope: Scope) -> None:
        self.push(node.value)
        if not isinstance(node.target, ast.Name):
            self.push(node.target)

    def named_expression(self, node: ast.NamedExpr, scope: Scope) -> None:
        position = (node.lineno, node.col_offset)
        self.bind(scope, Binding(node.target.id, BindingForm.ASSIGNMENT, position, node.value))
        self.push(node.value)

    def type_alias(self, node: ast.AST, scope: Scope) -> None:
        name, value = getattr(node, "name", None), getattr(node, "value", None)
        if isinstance(name, ast.Name) and isinstance(value, ast.expr):
            self.bind(scope, Binding(name.id, BindingForm.ALIAS, (name.lineno, name.col_offset), value))
            self.push(value)

    def loop(self, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
        scope.loops.append(node.iter)
        self.iterate(node.target, node.iter, scope, (node.lineno, node.col_offset), None)
        self.push_all(node.orelse)
        self.push_all(node.body)
        self.push(node.iter)

    def iterate(
        self, target: ast.expr, value: ast.expr, scope: Scope, position: Position, extent: tuple[Position, Position] | None
    ) -> None:
        if isinstance(target, ast.Name):
            self.bind(scope, Binding(target.id, BindingForm.ITERATION, position, value, extent=extent))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, (), scope, position, BindingForm.ITERATION, extent)

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> None:
        start = (node.lineno, node.col_offset)
        extent = (start, (node.end_lineno or node.lineno, node.end_col_offset or node.col_offset))
        for generator in node.generators:
            scope.loops.append(generator.iter)
            self.iterate(generator.target, generator.iter, scope, start, extent)
            self.push_all(generator.ifs)
            self.push(generator.iter)
        if isinstance(node, ast.DictComp):
            self.push(node.value)
            self.push(node.key)
        else:
            self.push(node.elt)

    def lambda_expression(self, node: ast.Lambda, scope: Scope) -> None:
        start = (node.lineno, node.col_offset)
        extent = (start, (node.end_lineno or node.lineno, node.end_col_offset or node.col_offset))
        self.module.lambdas.append((node, scope))
        arguments = node.args
        for parameter in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            self.bind(scope, Binding(parameter.arg, BindingForm.PARAMETER, start, extent=extent))
        self.push(node.body)
        self.push_all([default for default in [*arguments.defaults, *arguments.kw_defaults] if default is not None])

    def with_statement(self, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
        self.push_all(node.body)
        for item in reversed(node.items):
            scope.contexts.append(item.context_expr)
            if isinstance(item.optional_vars, ast.Name):
                name = item.optional_vars
                position = (name.lineno, name.col_offset)
                self.bind(scope, Binding(name.id, BindingForm.CONTEXT, position, item.context_expr))
            elif isinstance(item.optional_vars, ast.Attribute):
                attribute = item.optional_vars
                position = (attribute.lineno, attribute.col_offset)
                self.assign_attribute(attribute, Binding(attribute.attr, BindingForm.CONTEXT, position, item.context_expr), scope)
            self.push(item.context_expr)

    def call(self, node: ast.Call, scope: Scope) -> None:
        scope.calls.append(node)
        links = scope.links
        place = len(links)
        push, leaves = self.stack.append, _LEAVES
        expression: ast.expr = node
        first = None
        while True:
            if isinstance(expression, ast.Call):
                links.insert(place, expression)
                first = None
                for keyword in expression.keywords:
                    value = keyword.value
                    if value.__class__ not in leaves:
                        push(value)
                    elif isinstance(value, ast.Constant) and value.value is None:
                        self.give_none(expression)
                for item in reversed(expression.args):
                    if item.__class__ not in leaves:
                        push(item)
                    elif isinstance(item, ast.Constant) and item.value is None:
                        self.give_none(expression)
                expression = expression.func
            elif isinstance(expression, ast.Attribute):
                first = expression.attr
                expression = expression.value
            elif isinstance(expression, ast.Await):
                scope.awaits.append(expression.value)
                first = None
                expression = expression.value
            elif isinstance(expression, ast.Subscript):
                push(expression.slice)
                first = None
                expression = expression.value
            else:
                if first is not None and isinstance(expression, ast.Name):
                    scope.starts.append((expression, first))
                if expression.__class__ not in leaves:
                    push(expression)
                return

    def give_none(self, call: ast.Call) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else None
        if name is not None:
            self.module.given_none.add(name)

    def await_expression(self, node: ast.Await, scope: Scope) -> None:
        scope.awaits.append(node.value)
        self.push(node.value)

    def attribute(self, node: ast.Attribute, scope: Scope) -> None:
        scope.attributes.append(node)
        if node.value.__class__ is not ast.Name:
            self.push(node.value)

    def raise_statement(self, node: ast.Raise, scope: Scope) -> None:
        scope.raises.append(node)
        self.descend(node)

    def return_statement(self, node: ast.Return, scope: Scope) -> None:
        scope.returns.append(node)
        self.push(node.value)

    def yield_expression(self, node: ast.Yield | ast.YieldFrom, scope: Scope) -> None:
        scope.yields.append(node)
        self.push(node.value)

    def except_handler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        if node.name:
            self.bind(scope, Binding(node.name, BindingForm.EXCEPTION, (node.lineno, node.col_offset), annotation=node.type))
        self.descend(node)
