"""Jinja2 with less ado about each value and each call, as pages are drawn by the ten thousands.

A page escapes some 200 values and calls some 60 macros. As it comes, Jinja2 wraps each escaped value in
`Markup`, though it is only joined to its neighbours, and looks at each callable for what it may want passed.
"""

from __future__ import annotations

import re
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>\"']").search


def escaped(value: object) -> str:
    """A value as HTML text, to be joined to other HTML alone."""
    if type(value) is str:
        return escape(value) if _SPECIAL(value) else value
    return value if type(value) is Markup else escape(value)


class QuickGenerator(CodeGenerator):
    """Templates whose values go through `escaped`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module of a template, with `escaped` in it."""
        self.writeline(f"from {__name__} import escaped")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("escaped(")


class QuickContext(Context):
    """A macro wants nothing passed but its arguments, so it is called at once."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What calling comes to; Jinja2's own way for all but macros."""
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class QuickEnvironment(jinja2.Environment):
    """An environment of such templates."""

    code_generator_class = QuickGenerator
    context_class = QuickContext
