"""Cells: one canonical form, and Frictionless as the judge. A screen never says other than it would."""

from __future__ import annotations

from datetime import date
from typing import Any

import frictionless
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from test_validate_accounts import HOSTILE, KEYS

from generator.model.schema import Field, TableSchema, load_schema, parse_schema, table_names
from generator.validate.canonical import Fault, canonical
from generator.validate.cells import CellJudge, cell_judges
from generator.validate.screen import UNCLEAR, screen_of

FIELDS = [(name, field) for name in table_names() for field in load_schema(name).fields]
NUMBERS = st.from_regex(r"[+-]?[0-9]{1,4}([.,][0-9]{1,3}){0,2}", fullmatch=True)
DATES = st.from_regex(
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([ T][0-9]{1,2}[:.][0-9]{2})?", fullmatch=True
)
OURS = {"private-data"}
"""What Frictionless does not judge."""


def cell(field: Field) -> st.SearchStrategy[str]:
    return (
        st.sampled_from([field.example, *map(str, field.labels), *field.labels.values()])
        | st.sampled_from(HOSTILE + KEYS)
        | NUMBERS
        | DATES
        | st.text(max_size=10)
    )


@st.composite
def tables(draw: DrawFn) -> tuple[TableSchema, list[list[str]]]:
    schema = load_schema(draw(st.sampled_from(table_names())))
    row = st.tuples(*map(cell, schema.fields)).map(list)
    return schema, draw(st.lists(row, min_size=1, max_size=8))


@given(tables())
def test_our_verdicts_are_those_of_frictionless(table: tuple[TableSchema, list[list[str]]]) -> None:
    """The same cells of the same canonical rows are faulty, whichever of the two is asked."""
    schema, rows = table
    judges = cell_judges(schema)
    forms = [[canonical(field, text) for field, text in zip(schema.fields, row, strict=True)] for row in rows]
    fit = [
        [
            form if isinstance(form, str) else field.example
            for form, field in zip(row, schema.fields, strict=True)
        ]
        for row in forms
    ]
    assume(all(any(row) for row in fit))
    ours = {
        (number, field.name)
        for number, row in enumerate(fit, start=2)
        for field, text in zip(schema.fields, row, strict=True)
        if isinstance(verdict := judges[field.name][text], Fault) and verdict.code not in OURS
    }
    assert ours == faulty(schema, fit)


@given(st.sampled_from(FIELDS).flatmap(lambda pair: st.tuples(st.just(pair[1]), cell(pair[1]))))
def test_what_the_screen_clears_frictionless_reads_alike(pair: tuple[Field, str]) -> None:
    field, text = pair
    form = canonical(field, text)
    assume(isinstance(form, str))
    value = screen_of(field)(str(form))
    read = frictionless.Schema.from_descriptor({"fields": [dict(field.descriptor)]}).fields[0].read_cell(form)
    assert value is UNCLEAR or (value, None) == read


def test_the_example_of_every_field_is_cleared() -> None:
    """Else Frictionless would be asked about every other cell; it alone knows what an e-mail address is."""
    unclear = [
        f"{table}.{field.name}"
        for table, field in FIELDS
        if screen_of(field)(str(canonical(field, field.example))) is UNCLEAR
        and "format" not in field.descriptor
    ]
    assert unclear == []


def faulty(schema: TableSchema, rows: list[list[str]]) -> set[tuple[int, str]]:
    """Row number and field of every cell that Frictionless' own validation complains about."""
    resource = frictionless.Resource(
        data=[[field.name for field in schema.fields], *rows],
        schema=frictionless.Schema.from_descriptor(
            {"fields": schema.descriptor["fields"], "missingValues": schema.descriptor["missingValues"]}
        ),
    )
    errors = resource.validate().flatten(["type", "rowNumber", "fieldName"])
    assert {kind for kind, _, _ in errors} <= {"type-error", "constraint-error"}
    return {(row, name) for _, row, name in errors}


@given(st.sampled_from(FIELDS).flatmap(lambda pair: st.tuples(st.just(pair[1]), cell(pair[1]))))
def test_a_canonical_cell_stays_as_it_is(pair: tuple[Field, str]) -> None:
    field, text = pair
    form = canonical(field, text)
    if isinstance(form, str):
        assert canonical(field, form) == form


@pytest.mark.parametrize(
    ("kind", "typed", "form"),
    [
        ("date", "1/2/2026", "2026-02-01"),
        ("date", "2026-02-01 08:00", "2026-02-01"),
        ("datetime", "21/11/2026 09.13", "2026-11-21T09:13:00"),
        ("integer", "500.000", "500000"),
        ("integer", "1.50", None),
        ("number", "1.234,5", "1234.5"),
        ("number", "1,234.5", None),
        ("number", "4,5", "4.5"),
        ("boolean", "YA", "true"),
        ("boolean", "1", None),
        ("string", "e\u0301 ", "é"),
        ("string", "a\r\nb", "a\nb"),
    ],
)
def test_what_people_type(kind: str, typed: str, form: str | None) -> None:
    found = canonical(made_field(type=kind), typed)
    assert (None if isinstance(found, Fault) else found) == form


def made_field(**keys: Any) -> Field:
    told = {"name": "f", "title": "F", "type": "string", "description": "F.", "example": "contoh", **keys}
    table = {"name": "programs", "title": "T", "description": "T.", "fields": [told]}
    return parse_schema(table).fields[0]


def test_a_cell_that_crashes_the_judge_is_a_finding() -> None:
    def crash(text: str) -> tuple[str, None]:
        raise ArithmeticError(text)

    verdict = CellJudge("programs", made_field(constraints={"minLength": 9}), crash)["rahasia"]
    assert isinstance(verdict, Fault)
    assert verdict.code == "cell-unreadable"


def test_a_text_may_have_a_least_length() -> None:
    """No table asks for one yet; a schema may at any time."""
    field = made_field(constraints={"minLength": 3})
    reader = frictionless.Schema.from_descriptor({"fields": [dict(field.descriptor)]}).fields[0]
    verdict = CellJudge("programs", field, reader.create_cell_reader())["ab"]
    assert isinstance(verdict, Fault)
    assert (verdict.code, verdict.values["limit"]) == ("text-too-short", "3")


def test_bounds_of_a_day_are_never_screened_away() -> None:
    field = made_field(type="date", example="2026-11-21", constraints={"minimum": "2026-01-01"})
    reader = frictionless.Schema.from_descriptor({"fields": [dict(field.descriptor)]}).fields[0]
    judge = CellJudge("programs", field, reader.create_cell_reader())
    assert judge["2026-01-01"] == date(2026, 1, 1)
    assert isinstance(verdict := judge["31/12/2025"], Fault)
    assert verdict.code == "below-minimum"
