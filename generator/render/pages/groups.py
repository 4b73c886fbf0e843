"""Figures of groups as people read them: bars with one scale, table cells, and which group fares best and worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model.figures import AnyFigure, Counted, Estimate, Published, Rate, Suppressed
from generator.render import format
from generator.render.pages.figures import Bar, fewest_to_most
from generator.render.pages.page import Link

FOUR_FIFTHS = Decimal("0.8")
"""A group reached by less than this share of the average is marked, as in the four-fifths rule of the Uniform
Guidelines on Employee Selection Procedures (29 CFR 1607.4 D)."""


class Cell(NamedTuple):
    """A figure in a table: a number, hidden, or none at all."""

    value: str | None
    is_hidden: bool


class Line(NamedTuple):
    """One table row: what it is about, and its figures."""

    head: Link
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """A table of figures; `summary` names it where it is folded away."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    summary: str = ""


class Panel(NamedTuple):
    """One chart that is a table: `average` is the percent at which an upright line stands; the note names it."""

    title: str
    caption: str
    bars: tuple[Bar, ...]
    note: str = ""
    average: int | None = None


class Section(NamedTuple):
    """A part of the page: charts side by side, then what they mean, then tables folded away."""

    anchor: str
    title: str
    lead: str
    panels: tuple[Panel, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()


Named = tuple[str, AnyFigure]
"""What a group is called, and its figure."""


def amount(figure: AnyFigure | None) -> Decimal | None:
    """The number that a figure tells; None when it is hidden or there is none."""
    if isinstance(figure, Counted):
        return Decimal(figure.count)
    if isinstance(figure, Rate):
        return figure.percent
    if isinstance(figure, Published):
        return figure.mean
    return figure.value if isinstance(figure, Estimate) else None


def text(figure: AnyFigure | None) -> str | None:
    """The number as people read it."""
    number = amount(figure)
    if number is None:
        return None
    return format.whole(int(number)) if isinstance(figure, Counted) else format.decimal(number)


def cell(figure: AnyFigure | None) -> Cell:
    """A figure in a table; a hidden one never reads as none."""
    return Cell(text(figure), isinstance(figure, Suppressed))


def many_cell(figures: Iterable[AnyFigure | None]) -> Cell:
    """From how many answers the figures of one table row come."""
    there = [figure for figure in figures if figure is not None]
    found = fewest_to_most(there)
    return Cell(found, found is None and bool(there))


def bars(groups: Sequence[Named], top: Decimal, least: Decimal | None = None) -> tuple[Bar, ...]:
    """A bar for each group, `top` filling it; one below `least` is marked as low."""
    return tuple(_bar(name, figure, top, least) for name, figure in groups)


def highest(figures: Iterable[AnyFigure | None]) -> Decimal:
    """The largest number among figures, for a common scale; 1 when none is told."""
    return max((number for figure in figures if (number := amount(figure))), default=Decimal(1))


def extremes(groups: Sequence[Named]) -> tuple[Named, Named] | None:
    """The groups with the most and the least, among those that are told and above nothing; None when they are one."""
    told = [group for group in groups if amount(group[1])]
    if len(told) < 2:
        return None
    ordered = sorted(told, key=lambda group: amount(group[1]) or Decimal())
    return (ordered[-1], ordered[0])


def _bar(name: str, figure: AnyFigure, top: Decimal, least: Decimal | None) -> Bar:
    number = amount(figure)
    if number is None:
        return Bar(name, None, None, False)
    is_low = least is not None and number < least
    return Bar(name, min(100, int(100 * number / top)), text(figure), is_low)
