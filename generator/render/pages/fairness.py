"""Who is reached: attendance for every hundred of the staff, group by group, and hours a head."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model.figures import ALL, AnyFigure, FigureTable, Key, Rate
from generator.model.schema import spoken_schema
from generator.render import format
from generator.render.pages.figures import from_how_many, how_many
from generator.render.pages.flow import newest_first
from generator.render.pages.groups import (
    FOUR_FIFTHS,
    Cell,
    Line,
    Named,
    Panel,
    Section,
    Table,
    amount,
    bars,
    cell,
    extremes,
    highest,
)
from generator.render.pages.index import Index
from generator.render.pages.page import Link
from generator.render.pages.rows import agency_label, region_name
from generator.render.routes import AGENCY, Links
from generator.words import words

GROUPS = ("employment", "gender", "position_kind", "rank_group", "age_band")
AGENCIES_SHOWN = 10
UNFILLED = "tidak-diisi"


def reach(index: Index, links: Links) -> Section | None:
    """The newest year's reach by each kind of group, the least reached agencies, and groups that nobody reached."""
    table = index.portal.figure_tables.get("reach")
    years = newest_first(table)
    if table is None or not years:
        return None
    said, year = words("transparency")["reach"], years[0]
    average = amount(table.cells.get(_key(table, period=year))) or Decimal()
    found = {name: named_groups(index, table, year, name) for name in (*GROUPS, "region", "agency")}
    panels = [
        _panel(name, found[name], average, year) for name in (*GROUPS, "region") if len(found[name]) > 1
    ]
    panels += [panel for panel in (hours(index),) if panel]
    return Section(
        "merata",
        said["title"],
        said["lead"].format(year=year, average=format.decimal(average)),
        tuple(panels),
        ((said["untrained"], tuple(_untrained(found, year))),),
        (_least_reached(index, links, table, year),),
    )


def hours(index: Index) -> Panel | None:
    """Hours for each of the staff, year by year, beside what they have a right to."""
    table = index.portal.figure_tables.get("hours_per_head")
    groups: list[Named] = [
        (year, figure)
        for year in reversed(newest_first(table))
        if table and (figure := table.cells.get((year, ALL)))
    ]
    if not groups:
        return None
    said, right = words("transparency")["hours"], index.settings.yearly_hours
    top = max(highest(figure for _, figure in groups), Decimal(right))
    note = f"{said['note'].format(right=right)} {from_how_many(groups, 'completed')}"
    return Panel(said["title"], said["caption"], bars(groups, top), note, int(100 * right / top))


def named_groups(index: Index, table: FigureTable, year: str, name: str) -> list[Named]:
    """The groups along one dimension by what people call them, in the order of their list."""
    at = table.dimensions.index(name)
    found = {
        str(key[at]): figure
        for key, figure in table.of(period=year).items()
        if key[at] != ALL and all(each == ALL for place, each in enumerate(key) if place not in (0, at))
    }
    if name in ("region", "agency"):
        called = region_name if name == "region" else agency_label
        return sorted((called(index, key), figure) for key, figure in found.items())
    labels = {**spoken_schema("workforce").field(name).labels, UNFILLED: words("transparency")["unfilled"]}
    return [(label, found[code]) for code, label in labels.items() if code in found]


def _key(table: FigureTable, **where: str) -> Key:
    return tuple([where.get(name, ALL) for name in table.dimensions])


def _panel(name: str, groups: list[Named], average: Decimal, year: str) -> Panel:
    said = words("transparency")["reach"]
    group = said["region"] if name == "region" else spoken_schema("workforce").field(name).title.lower()
    top = highest(figure for _, figure in groups)
    chart = bars(groups, top, average * FOUR_FIFTHS)
    line = int(100 * average / top) if average <= top else None
    note = f"{_extremes(groups)} {from_how_many(groups, 'staff')}".strip()
    return Panel(said["panel"].format(group=group), said["caption"].format(year=year), chart, note, line)


def _extremes(groups: list[Named]) -> str:
    """The sentence on the most and the least reached group; empty where there are not two."""
    found = extremes(groups)
    if found is None:
        return ""
    (most, high), (least, low) = found
    ratio = (amount(high) or Decimal()) / (amount(low) or Decimal(1))
    said: str = words("transparency")["reach"]["extremes"]
    return said.format(most=most, least=least, ratio=format.decimal(ratio))


def _untrained(found: dict[str, list[Named]], year: str) -> Iterator[str]:
    said = words("transparency")["reach"]
    names = [name for groups in found.values() for name, figure in groups if _is_nobody(figure)]
    if names:
        yield said["untrained_note"].format(year=year)
        yield "; ".join(names)
    else:
        yield said["untrained_none"].format(year=year)


def _is_nobody(figure: AnyFigure) -> bool:
    return isinstance(figure, Rate) and figure.part == 0


def _least_reached(index: Index, links: Links, table: FigureTable, year: str) -> Table:
    """The agencies whose reach is told and lowest, each with its hours a head."""
    said = words("transparency")["reach"]
    per_head = index.portal.figure_tables.get("hours_per_head")
    told = sorted(
        (number, str(key[2]), figure)
        for key, figure in table.of(period=year).items()
        if key[2] != ALL and (number := amount(figure)) is not None
    )
    lines = tuple(
        Line(
            Link(agency_label(index, agency), links.row(AGENCY, agency)),
            (
                *(cell(figure), cell(per_head.cells.get((year, agency)) if per_head else None)),
                Cell(how_many(figure), False),
            ),
        )
        for _, agency, figure in told[:AGENCIES_SHOWN]
    )
    heads = (said["agency"], said["per_hundred"], said["per_head"], said["people"])
    return Table(said["agencies_caption"].format(year=year), heads, lines, said["agencies"])
