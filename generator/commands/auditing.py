"""`karier audit`: tries to work out what a built site hides, from all that it shows.

The attack narrows intervals down: every published figure is an interval (its band, or its count before rounding),
every total is the sum of its parts, and what each line says of one part is carried on until nothing moves. It is
no linear programme: what it finds is there, and tests hold stronger attacks against the rules (docs/adr/0010).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from math import inf
from pathlib import Path
from typing import NamedTuple

from generator.building.releases import kept_ledger, published_tables
from generator.derive.competence import SHAPE
from generator.derive.decisions import FACTORS
from generator.derive.evaluation import NOBODY, OF_A_PROGRAM, RELEASE
from generator.derive.fitness import LEAST_COUNTS, LEAST_SCORES, ROUNDED_TO
from generator.derive.loss import Represented, represented
from generator.derive.participation import REACH
from generator.findings import CannotRun
from generator.model.figures import (
    ALL,
    COMPETENCE,
    AnyFigure,
    Counted,
    FigureTable,
    Key,
    Published,
    Rate,
    Suppressed,
)
from generator.settings import Settings

MOST_ROUNDS = 50
"""Four are enough for the demonstration and for `provinsi`; on a spoilt site bounds might creep."""
Place = tuple[str, Key]
"""What is counted (a table's name, or that of what hangs together), and where."""


class Line(NamedTuple):
    """A total, and parts of it; they are all of it where it `is_whole`."""

    total: Place
    parts: Sequence[Place]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Joint:
    """What is counted of the same people, and the dimensions of all of it.

    `follows`: the open table that tells what follows from a dimension, that dimension, and those that follow.
    Not `is_whole`: groups may be missing that have nobody to be compared with.
    """

    name: str
    counted: tuple[str, ...]
    dimensions: tuple[str, ...]
    is_scored: bool = False
    follows: tuple[str, str, tuple[str, ...]] | None = None
    is_whole: bool = True


JOINT = (
    Joint(
        RELEASE.name,
        tuple(plan.name for plan in RELEASE.plans),
        (*RELEASE.shape.dimensions, *RELEASE.shape.variable_dimensions),
        is_scored=True,
        follows=("programs", "program", OF_A_PROGRAM),
    ),
    Joint(COMPETENCE, (COMPETENCE,), SHAPE.dimensions, is_scored=True),
    Joint(
        "participation",
        ("funnel", "reach.part"),
        (*REACH, "program", "stage"),
        follows=("agencies", "agency", ("region",)),
        is_whole=False,
    ),
    Joint("staff", ("reach.whole",), REACH, follows=("agencies", "agency", ("region",))),
    Joint(
        "decisions",
        ("decision_figures", "outcomes"),
        ("period", "agency", "kind", *FACTORS, "after_program", "lag_band"),
    ),
    Joint("reviews", ("review_figures.part", "review_predicates"), ("period", "agency", "predicate")),
)
STANDS: Mapping[str, Mapping[str, str]] = {"reach.part": {"stage": "attended"}}
"""Where a table stands in dimensions that it does not have."""
SCORED = {what for joint in JOINT if joint.is_scored for what in joint.counted}
OWNERS = {"organizer": "agency"}
"""What an open table calls a dimension."""


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
    known, lines = read_site(site)
    unfit = [
        place for place, interval in known.items() if not interval.is_hidden and interval.low < interval.least
    ]
    for _ in range(MOST_ROUNDS):
        if not any([_carry(line, known) for line in lines]):
            break
    pinned = [(place, interval) for place, interval in known.items() if interval.is_pinned]
    hidden = sum(interval.is_hidden for interval in known.values())
    return Audit(len(known) - hidden, hidden, len(lines), unfit, pinned)


def cost(state: Path, settings: Settings) -> list[Represented]:
    """What hiding costs the evaluation, margin by margin, by the ledger in the state folder; nothing without one."""
    ledger = kept_ledger(state)
    past = ledger.pasts.get(RELEASE.name) if ledger else None
    return [*represented(past, RELEASE, settings)] if past else []


def read_site(site: Path) -> tuple[dict[Place, Interval], list[Line]]:
    """All that a site tells of how many people there are, and which of its numbers make up which."""
    tables = published_tables(site)
    if not tables:
        raise CannotRun("audit-no-figures", path=site)
    return read_tables(tables, partial(_whose, site))


def read_tables(
    tables: Mapping[str, FigureTable], whose: Callable[[str, str, Sequence[str]], Mapping[str | int, Key]]
) -> tuple[dict[Place, Interval], list[Line]]:
    """The same of tables; `whose` tells what follows from each value of a dimension (a `Joint`'s `follows`)."""
    counted = {what: cells for name, table in tables.items() for what, cells in _counted(name, table)}
    joint = [*JOINT, *(Joint(what, (what,), tables[what.partition(".")[0]].dimensions) for what in counted)]
    known: dict[Place, Interval] = {}
    lines: list[Line] = []
    for each in joint:
        cells = _joined(each, {what: counted.pop(what) for what in each.counted if what in counted}, tables)
        known |= {(each.name, key): _interval(figure, each.is_scored) for key, figure in cells.items()}
        lines += _lines(each, cells, whose(*each.follows) if each.follows else {})
    return known, lines


def _joined(
    joint: Joint, counted: Mapping[str, Mapping[Key, AnyFigure]], tables: Mapping[str, FigureTable]
) -> dict[Key, AnyFigure]:
    """The figures of tables that hang together, under the dimensions of all of them."""
    joined: dict[Key, AnyFigure] = {}
    for what, cells in counted.items():
        dimensions = tables[what.partition(".")[0]].dimensions
        for key, figure in cells.items():
            at = {**STANDS.get(what, {}), **dict(zip(dimensions, key, strict=True))}
            joined.setdefault(tuple([at.get(name, ALL) for name in joint.dimensions]), figure)
    return joined


def _counted(name: str, table: FigureTable) -> Iterator[tuple[str, dict[Key, AnyFigure]]]:
    """The counts that a table tells; of a rate, both of its counts."""
    if any(isinstance(figure, Rate) for figure in table.cells.values()):
        for part in ("part", "whole"):
            yield f"{name}.{part}", {key: _side(figure, part) for key, figure in table.cells.items()}
    elif name in SCORED or "count" in table.measures:
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


def _lines(joint: Joint, cells: Mapping[Key, AnyFigure], whose: Mapping[str | int, Key]) -> Iterator[Line]:
    """Every total with its parts; a programme is part of its provider's and its organizer's figure too."""
    dimensions = joint.dimensions
    cuts: dict[tuple[bool, ...], list[Key]] = {}
    for key in cells:
        cuts.setdefault(tuple(value != ALL for value in key), []).append(key)
    _, of, names = joint.follows or ("", dimensions[0], ())
    source, follows = dimensions.index(of), [dimensions.index(name) for name in names]
    for coarse, fine in permutations(cuts, 2):
        reached = [is_in or (place in follows and fine[source]) for place, is_in in enumerate(fine)]
        if not all(is_reached or not is_in for is_in, is_reached in zip(coarse, reached, strict=True)):
            continue
        parts: dict[Key, list[Place]] = {}
        for key in cuts[fine]:
            wide = [*key]
            for place, value in zip(follows, whose.get(key[source], ()), strict=False):
                wide[place] = value
            above = tuple([value if is_in else ALL for value, is_in in zip(wide, coarse, strict=True)])
            parts.setdefault(above, []).append((joint.name, key))
        yield from (
            Line((joint.name, above), places, joint.is_whole)
            for above, places in parts.items()
            if above in cells
        )


def _carry(line: Line, known: Mapping[Place, Interval]) -> bool:
    """Narrows a total and its parts by each other; whether anything moved."""
    total, parts = known[line.total], [known[place] for place in line.parts]
    low, high = sum(part.low for part in parts), sum(part.high for part in parts if part.high < inf)
    endless = sum(part.high == inf for part in parts)
    moved = _narrow(total, low, high if line.is_whole and not endless else inf)
    for part in parts:
        is_endless = part.high == inf
        others = inf if endless > is_endless or not line.is_whole else high - (0 if is_endless else part.high)
        moved |= _narrow(part, total.low - others, total.high - (low - part.low))
    return moved


def _narrow(interval: Interval, low: float, high: float) -> bool:
    """Takes in new bounds; where a spoilt site contradicts itself, one number is left."""
    before = interval.low, interval.high
    interval.low = min(max(interval.low, low), interval.high)
    interval.high = max(min(interval.high, high), interval.low)
    return before != (interval.low, interval.high)


def _whose(site: Path, table: str, of: str, names: Sequence[str]) -> Mapping[str | int, Key]:
    """Who gives each programme, and whose it is; the region of each agency: as the site tells it."""
    with (site / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        columns = [OWNERS.get(name, name) for name in names]
        return {row["id"]: tuple(row[name] or NOBODY for name in columns) for row in csv.DictReader(lines)}
