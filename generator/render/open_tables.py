"""The tables that leave the portal: the public tables of the data package, and the evaluation figures."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.public import Cell, Figure, OpenTable, Portal, Published, Value
from generator.model.schema import parse_schema
from generator.words import words

FIGURES = "evaluation_figures"


def open_tables(portal: Portal) -> Mapping[str, OpenTable]:
    """Every table that is published, by name; the figures come last."""
    schema = parse_schema(words("pages")["figures_table"])
    cells = portal.figures.cells
    rows = tuple(_row(cell, cells[cell]) for cell in sorted(cells))
    return {**portal.tables, FIGURES: OpenTable(schema, rows)}


def _row(cell: Cell, figure: Figure) -> tuple[Value, ...]:
    key = (cell.program, cell.agency, cell.period, cell.level, cell.aspect)
    if isinstance(figure, Published):
        return (*key, figure.responses, figure.mean, "published")
    return (*key, None, None, "suppressed")
