"""A project: its modules, and every query over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from layerlint.knowledge import Knowledge
from layerlint.project.contributions import Contributions, Parts
from layerlint.project.derived import Derived
from layerlint.project.error_handlers import ErrorHandlers
from layerlint.project.habits import Habits
from layerlint.project.handler_calls import HandlerCalls
from layerlint.project.import_graph import ImportGraph
from layerlint.project.injection import Injection
from layerlint.project.modules import Modules
from layerlint.project.operations import Operations
from layerlint.project.providers import Providers
from layerlint.project.resolver import Resolver
from layerlint.project.router_use import RouterUse
from layerlint.project.routes import Routes
from layerlint.project.schema_fields import SchemaFields
from layerlint.project.schema_uses import SchemaUses
from layerlint.project.source_tree import Layout


class Project:
    """All that can be asked about a project's code.

    `folder` is the project's folder, `files` the keys of its modules, `overlay` texts that stand for what is on the disk,
    `given` what modules say of others and `layout` which folders are source roots, if they are known already. `beside` are modules
    that are read only when they are asked about: what they say of others doesn't count.
    """

    def __init__(
        self,
        folder: Path,
        files: Iterable[str],
        knowledge: Knowledge,
        overlay: Mapping[str, str] | None = None,
        configured_roots: Iterable[str] = (),
        given: Mapping[str, Parts] | None = None,
        layout: Layout | None = None,
        beside: Collection[str] = frozenset(),
    ) -> None:
        self.folder = folder
        self.knowledge = knowledge
        self.modules = Modules(folder, files, overlay, configured_roots, layout)
        self.contributions = Contributions(self.modules, given, beside)
        self.resolver = Resolver(self.modules, knowledge, self.contributions)
        self.routes = Routes(self.resolver)
        self.router_use = RouterUse(self.resolver)
        self.derived = Derived(self.resolver)
        self.handler_calls = HandlerCalls(self.resolver, self.routes)
        self.injection = Injection(self.resolver)
        self.callbacks = self.resolver.callbacks
        self.operations = Operations(self.resolver)
        self.error_handlers = ErrorHandlers(self.resolver, self.routes)
        self.schemas = SchemaFields(self.resolver)
        self.schema_uses = SchemaUses(self.resolver, self.routes, self.schemas)
        self.import_graph = ImportGraph(self.modules)
        self.habits = Habits(self.modules, self.contributions)
        resolver = self.resolver
        self.contributions.register(resolver.class_names, resolver.named_by_settings, self.habits)
        self.contributions.register(resolver.callbacks, resolver.kept_state)
        self.contributions.register(resolver.relations)
        self.contributions.register(self.derived, self.routes)
        self.contributions.register(
            self.injection,
            self.router_use,
            self.schema_uses,
            self.error_handlers,
            self.error_handlers.catchers,
            self.handler_calls,
        )
        self.providers = Providers(self)
        self.contributions.register(self.providers)

    @cached_property
    def keys(self) -> list[str]:
        """All modules, sorted."""
        return self.modules.keys
