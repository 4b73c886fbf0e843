"""The tables that leave the portal: the public tables of the data package, and every table of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.model.figures import FigureTable, Suppressed
from generator.model.public import OpenTable, Portal, Value
from generator.model.schema import parse_schema, said_schema
from generator.words import words

OpenTables = Mapping[str, OpenTable]
"""The tables by name."""


def open_tables(portal: Portal) -> OpenTables:
    """Every table that is published, by name; the figures come last."""
    figures = (portal.figures.table, *portal.figure_tables.values())
    public = {name: replace(table, schema=said_schema(table.schema)) for name, table in portal.tables.items()}
    return {**public, **{table.name: _open(table) for table in figures}}


def _open(table: FigureTable) -> OpenTable:
    schema = parse_schema(words("figures")[table.name])
    return OpenTable(schema, tuple(_row(table, key) for key in sorted(table.cells)))


def _row(table: FigureTable, key: tuple[str | int, ...]) -> tuple[Value, ...]:
    figure = table.cells[key]
    if isinstance(figure, Suppressed):
        return (*key, *(None for _ in table.measures), "suppressed")
    return (*key, *(getattr(figure, measure) for measure in table.measures), "published")
