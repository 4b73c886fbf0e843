"""`karier audit`: tries to work out what a built site hides, from all that it shows.

The attack narrows intervals down: every published figure is an interval (its band, or its count before rounding),
every total is the sum of its parts, and what each line says of one part is carried on until nothing moves. It is
no linear programme: what it finds is there, and tests hold stronger attacks against the rules (docs/adr/0010).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import inf
from pathlib import Path

from generator.derive.evaluation import NOBODY, RELEASE
from generator.derive.fitness import LEAST_COUNTS, LEAST_SCORES, ROUNDED_TO
from generator.findings import CannotRun
from generator.model.figures import ALL, AnyFigure, Counted, FigureTable, Key, Published, Rate, Suppressed
from generator.releases import published_tables

MOST_ROUNDS = 50
"""Four are enough for the demonstration and for `provinsi`; on a spoilt site bounds might creep."""
Place = tuple[str, Key]
"""What is counted (a table's name, or that of what hangs together), and where."""
Line = tuple[Place, Sequence[Place]]
"""A total, and the parts that make it up."""


@dataclass(slots=True)
class Interval:
    """Between how many answers there are; `is_hidden` where the site does not say."""

    low: float
    high: float
    least: int
    is_hidden: bool

    @property
    def is_pinned(self) -> bool:
        """Whether a hidden number is known more narrowly than the threshold allows, and may be below it."""
        return self.is_hidden and self.low < self.least and self.high - self.low < self.least


@dataclass(frozen=True, slots=True)
class Audit:
    """What was tried: figures that are shown and hidden, lines that were carried through, and what came of it."""

    shown: int
    hidden: int
    lines: int
    unfit: Sequence[Place]
    pinned: Sequence[tuple[Place, Interval]]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.unfit and not self.pinned


def audit(site: Path) -> Audit:
    """Attacks a built site; CannotRun when it shows no figures."""
    tables = published_tables(site)
    if not tables:
        raise CannotRun("audit-no-figures", path=site)
    linked = {plan.name for plan in RELEASE.plans}
    cells = _joined([table for name, table in tables.items() if name in linked])
    lines = list(_lines(RELEASE.name, RELEASE.shape.dimensions, cells, _whose(site)))
    known = {(RELEASE.name, key): _interval(figure, True) for key, figure in cells.items()}
    for name, table in tables.items():
        for what, its in _counted(name, table) if name not in linked else ():
            known |= {(what, key): _interval(figure, False) for key, figure in its.items()}
            lines += _lines(what, table.dimensions, its, {})
    unfit = [
        place for place, interval in known.items() if not interval.is_hidden and interval.low < interval.least
    ]
    for _ in range(MOST_ROUNDS):
        if not any([_carry(line, known) for line in lines]):
            break
    pinned = [(place, interval) for place, interval in known.items() if interval.is_pinned]
    hidden = sum(interval.is_hidden for interval in known.values())
    return Audit(len(known) - hidden, hidden, len(lines), unfit, pinned)


def _joined(tables: Sequence[FigureTable]) -> dict[Key, AnyFigure]:
    """The figures of tables that are released together, under the dimensions of all of them."""
    dimensions = (*RELEASE.shape.dimensions, *RELEASE.shape.variable_dimensions)
    joined: dict[Key, AnyFigure] = {}
    for table in tables:
        for key, figure in table.cells.items():
            at = dict(zip(table.dimensions, key, strict=True))
            joined.setdefault(tuple([at.get(name, ALL) for name in dimensions]), figure)
    return joined


def _counted(name: str, table: FigureTable) -> Iterator[tuple[str, dict[Key, AnyFigure]]]:
    """The counts that a table tells; of a rate, both of its counts."""
    if any(isinstance(figure, Rate) for figure in table.cells.values()):
        for part in ("part", "whole"):
            yield f"{name}.{part}", {key: _side(figure, part) for key, figure in table.cells.items()}
    elif "count" in table.measures:
        yield name, {**table.cells}


def _side(figure: AnyFigure, part: str) -> AnyFigure:
    return Counted(getattr(figure, part)) if isinstance(figure, Rate) else figure


def _interval(figure: AnyFigure, is_scored: bool) -> Interval:
    """What one figure tells; who is listed as hidden among scores is somebody."""
    if isinstance(figure, Suppressed):
        return Interval(1, inf, LEAST_SCORES, True) if is_scored else Interval(0, inf, LEAST_COUNTS, True)
    if isinstance(figure, Published):
        least, _, most = figure.responses.rstrip("+").partition("-")
        return Interval(int(least), float(most or inf), LEAST_SCORES, False)
    if isinstance(figure, Counted) and figure.count:
        off = ROUNDED_TO // 2
        return Interval(max(LEAST_COUNTS, figure.count - off), figure.count + off, LEAST_COUNTS, False)
    return Interval(0, 0, 0, False)


def _lines(
    what: str, dimensions: Sequence[str], cells: Mapping[Key, AnyFigure], whose: Mapping[str | int, Key]
) -> Iterator[Line]:
    """Every total with its parts; a programme is part of its provider's and its organizer's figure too."""
    cuts: dict[tuple[bool, ...], list[Key]] = {}
    for key in cells:
        cuts.setdefault(tuple(value != ALL for value in key), []).append(key)
    follows = {name: dimensions.index(name) for name in RELEASE.determines.get("program", ()) if whose}
    for coarse, fine in permutations(cuts, 2):
        reached = [
            is_in or (place in follows.values() and fine[dimensions.index("program")])
            for place, is_in in enumerate(fine)
        ]
        if not all(is_reached or not is_in for is_in, is_reached in zip(coarse, reached, strict=True)):
            continue
        parts: dict[Key, list[Place]] = {}
        for key in cuts[fine]:
            wide = [*key]
            for place, value in zip(follows.values(), whose.get(key[0], ()), strict=False):
                wide[place] = value
            above = tuple([value if is_in else ALL for value, is_in in zip(wide, coarse, strict=True)])
            parts.setdefault(above, []).append((what, key))
        yield from (((what, above), places) for above, places in parts.items() if above in cells)


def _carry(line: Line, known: Mapping[Place, Interval]) -> bool:
    """Narrows a total and its parts by each other; whether anything moved."""
    total, parts = known[line[0]], [known[place] for place in line[1]]
    low, high = sum(part.low for part in parts), sum(part.high for part in parts if part.high < inf)
    endless = sum(part.high == inf for part in parts)
    moved = _narrow(total, low, inf if endless else high)
    for part in parts:
        is_endless = part.high == inf
        others = inf if endless > is_endless else high - (0 if is_endless else part.high)
        moved |= _narrow(part, total.low - others, total.high - (low - part.low))
    return moved


def _narrow(interval: Interval, low: float, high: float) -> bool:
    """Takes in new bounds; where a spoilt site contradicts itself, one number is left."""
    before = interval.low, interval.high
    interval.low = min(max(interval.low, low), interval.high)
    interval.high = max(min(interval.high, high), interval.low)
    return before != (interval.low, interval.high)


def _whose(site: Path) -> Mapping[str | int, Key]:
    """Who gives each programme, and whose it is, as the site tells it."""
    with (site / "data" / "programs.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: (row["provider"] or NOBODY, row["agency"]) for row in csv.DictReader(lines)}
