"""The tables that leave the portal: the public tables of the data package, and every table of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from generator.memo import Memo
from generator.model.figures import EVALUATION, FigureTable, Suppressed
from generator.model.public import OpenTable, Portal, Value
from generator.model.schema import parse_schema, said_schema
from generator.words import language, words

OpenTables = Mapping[str, OpenTable]
"""The tables by name."""


def open_tables(portal: Portal, memo: Memo) -> OpenTables:
    """Every table that is published, by name; the figures come last. Those that stand may be at hand in `memo`."""
    evaluation = memo.made_of(portal.figures, EVALUATION, lambda _: portal.figures.table)
    figures = {table.name: table for table in (evaluation, *portal.figure_tables.values())}
    said = f"said in {language()}"
    return {
        **{
            name: memo.made_of(table, f"{said}: {name}", partial(_said, table))
            for name, table in portal.tables.items()
        },
        **{
            name: memo.made_of(table, f"{said}: {name}", partial(_open, table))
            for name, table in figures.items()
        },
    }


def _said(table: OpenTable, _: OpenTable | None) -> OpenTable:
    return replace(table, schema=said_schema(table.schema))


def _open(table: FigureTable, _: OpenTable | None) -> OpenTable:
    schema = parse_schema(words("figures")[table.name])
    return OpenTable(schema, tuple(_row(table, key) for key in sorted(table.cells)))


def _row(table: FigureTable, key: tuple[str | int, ...]) -> tuple[Value, ...]:
    figure = table.cells[key]
    if isinstance(figure, Suppressed):
        return (*key, *(None for _ in table.measures), "suppressed")
    return (*key, *[getattr(figure, measure) for measure in table.measures], "published")
