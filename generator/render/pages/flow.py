"""From seats to completion, and why some did not come."""

from __future__ import annotations

from decimal import Decimal

from generator.model.figures import ALL, AnyFigure, Counted, FigureTable
from generator.model.public import Program
from generator.model.schema import spoken_schema
from generator.render.pages.groups import Line, Named, Panel, Section, Table, amount, bars, cell, highest
from generator.render.pages.index import Index
from generator.render.pages.page import Link
from generator.words import words

STAGES = ("registered", "attended", "completed")


def funnel(index: Index) -> Section | None:
    """The newest year's funnel beside the reasons; every year in a table."""
    table = index.portal.figure_tables.get("funnel")
    years = newest_first(table)
    if table is None or not years:
        return None
    said, year = words("transparency")["funnel"], years[0]
    groups = stages(table, year, program=ALL)
    if seats := index.seats.get(year):
        groups = [(said["stages"]["seats"], Counted(seats)), *groups]
    top = highest(figure for _, figure in groups)
    chart = Panel(said["used"], said["caption"].format(year=year), bars(groups, top))
    panels = tuple(filter(None, (chart, _reasons(index, year))))
    return Section("peserta", said["title"], said["lead"].format(year=year), panels, folded=(_years(table),))


def stages(table: FigureTable, period: str, program: str) -> list[Named]:
    """Each stage's count, by what people call it; a stage that nobody is told of is left out."""
    said = words("transparency")["funnel"]["stages"]
    found = [(said[stage], table.cells.get((period, ALL, program, stage))) for stage in STAGES]
    return [(name, figure) for name, figure in found if figure is not None]


def program_panel(index: Index, program: Program) -> Panel | None:
    """A programme's stages, all runs and years in one; None when nobody is told of."""
    table = index.portal.figure_tables.get("funnel")
    groups = stages(table, ALL, program.id) if table else []
    if not groups:
        return None
    said = words("transparency")["program"]
    return Panel(said["title"], said["caption"], bars(groups, highest(figure for _, figure in groups)))


def newest_first(table: FigureTable | None) -> tuple[str, ...]:
    """The periods that a table tells of."""
    return tuple(sorted(map(str, table.values("period")), reverse=True)) if table else ()


def _reasons(index: Index, year: str) -> Panel | None:
    table = index.portal.figure_tables.get("reasons")
    labels = spoken_schema("registrations").field("reason_kind").labels
    found: list[Named] = [
        (labels[str(key[1])], figure) for key, figure in (table.of(period=year) if table else {}).items()
    ]
    if not found:
        return None
    said = words("transparency")["funnel"]
    found.sort(key=lambda each: (-(amount(each[1]) or Decimal(-1)), each[0]))
    chart = bars(found, highest(figure for _, figure in found))
    return Panel(said["reasons"], said["reasons_caption"].format(year=year), chart, said["reasons_note"])


def _years(table: FigureTable) -> Table:
    said = words("transparency")
    years = tuple(reversed(newest_first(table)))
    lines = tuple(
        Line(
            Link(said["funnel"]["stages"][stage], None),
            tuple(cell(_at(table, year, stage)) for year in years),
        )
        for stage in STAGES
    )
    return Table(said["funnel"]["years_caption"], (said["funnel"]["stage"], *years), lines, said["by_year"])


def _at(table: FigureTable, year: str, stage: str) -> AnyFigure | None:
    return table.cells.get((year, ALL, ALL, stage))
