"""One module's facts, and the walk that gives them."""

from layerlint.facts.extract import extract
from layerlint.facts.module_facts import Binding, BindingForm, FunctionNode, Import, ImportTarget, ModuleFacts, Scope

__all__ = ["Binding", "BindingForm", "FunctionNode", "Import", "ImportTarget", "ModuleFacts", "Scope", "extract"]
