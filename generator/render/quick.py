"""Jinja2 with less ado about each value and each call, as pages are drawn by the ten thousands.

A page escapes some 200 values and calls some 60 macros. As it comes, Jinja2 wraps each escaped value in
`Markup`, though it is only joined to its neighbours, looks at each callable for what it may want passed, and
sorts a macro's arguments out by itself.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import partial
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from markupsafe import Markup, escape

safe = partial(str.__new__, Markup)
"""Marks a text as HTML."""
_SPECIAL = re.compile("[&<>\"']").search


def escaped(value: object) -> str:
    """A value as HTML text, to be joined to other HTML alone."""
    if type(value) is str:
        return escape(value) if _SPECIAL(value) else value
    return value if type(value) is Markup else escape(value)


class QuickGenerator(CodeGenerator):
    """Templates whose values go through `escaped`, and whose macros are functions, called as such.

    Nothing that they call may want the context passed; macros take no arguments but those they name.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module of a template, with what it uses of this one."""
        self.writeline(f"from {__name__} import escaped, safe")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A function with the macro's signature around what its body was compiled to."""
        takes = [each.name for each in macro_ref.node.args] + ["caller"] * macro_ref.accesses_caller
        binds = "".join(f"{name}=missing, " for name in takes)
        self.write(f"lambda {binds}*, made=macro: safe(made({', '.join(takes)}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call of whatever it is."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        if forward_caller:
            self.write("caller=caller, ")
        for stars, rest in (("*", node.dyn_args), ("**", node.dyn_kwargs)):
            if rest is not None:
                self.write(stars)
                self.visit(rest, frame)
                self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("escaped(")


class QuickEnvironment(jinja2.Environment):
    """An environment of such templates."""

    code_generator_class = QuickGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows of itself, in one dictionary: it is copied for each page."""
        return {**self.globals, **(d or {})}
