"""Quicker templates say what Jinja2 says."""

from __future__ import annotations

import jinja2
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.render.quick import QuickEnvironment, escaped

VALUES = st.text(alphabet="a&<>\"'é ") | st.integers() | st.none() | st.text().map(Markup)
TEMPLATE = """
{% macro item(value, mark="-") %}<li{{ {"title": value} | xmlattr }}>{{ mark }}{{ value }}</li>{% endmacro %}
{% macro box(title) %}<p>{{ title }}: {{ caller() }}</p>{% endmacro %}
{% for value in values %}{{ item(value, mark=loop.index) }}{% call box(value) %}{{ values | join("&") }}{% endcall %}
{{ "%s" | format(value) }}{{ item(*[value], mark="+") }}{% endfor %}
"""


@given(VALUES)
def test_a_value_is_escaped_as_ever(value: object) -> None:
    assert escaped(value) == str(escape(value))


@given(st.lists(VALUES, max_size=3))
def test_a_template_comes_out_as_ever(values: list[object]) -> None:
    plain, quick = (
        made(autoescape=True, undefined=jinja2.StrictUndefined).from_string(TEMPLATE)
        for made in (jinja2.Environment, QuickEnvironment)
    )
    assert quick.render(values=values) == plain.render(values=values)


def test_quick_code_is_what_runs() -> None:
    source = QuickEnvironment(autoescape=True).compile(
        "{{ a }}{% macro m(b) %}{{ b }}{% endmacro %}", raw=True
    )
    assert "escaped(" in source and "Macro(" not in source
