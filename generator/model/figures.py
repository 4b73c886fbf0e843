"""Figures about groups of people, as the public may see them: published or suppressed, and nothing between.

On this side of the wall. `generator.derive` alone makes them (`protect`), so that no page, feed or file can show a
figure which disclosure control did not pass; whatever a page computes of them (a rate, a rank), it computes of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ALL = "*"
"""Stands in a key for all of a dimension."""
Key = tuple[str | int, ...]
"""Where a figure stands: one value a dimension."""


def tenths(number: Decimal) -> Decimal:
    """A number to one decimal, halves away from zero, and no minus zero."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0


@dataclass(frozen=True, slots=True)
class Published:
    """What a large enough group answered: how many as a band (`10-19`), mean and standard deviation to one decimal."""

    responses: str
    mean: Decimal
    spread: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people (or decisions) there are: rounded to fives, never below the threshold."""

    count: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One published count beside another: `part` for every hundred of `whole`; both are rounded to fives."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal:
        """To one decimal, halves up; above 100 where people count several times."""
        return tenths(Decimal(100 * self.part) / self.whole)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of a large group, to one decimal, with the ends of its 95 % interval where it has one."""

    responses: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that is hidden; it never reads as zero, and never tells why."""


Figure = Published | Suppressed
"""What a rating comes to."""
Count = Counted | Suppressed
"""What counting comes to."""
AnyFigure = Published | Counted | Rate | Estimate | Suppressed


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table of figures, `/data/<name>.csv` and `.json`; its words stand in `words/figures.yaml`.

    `measures` name what of its figures it shows, in the order of its columns. A key that is not
    among `cells` has nobody in it, or nobody yet who was released.
    """

    name: str
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    cells: Mapping[Key, AnyFigure]

    def of(self, **where: str | int) -> dict[Key, AnyFigure]:
        """The figures that stand there, by their key: `of(agency="a", period="2026")`; any in the others."""
        wanted = [(self.dimensions.index(name), value) for name, value in where.items()]
        return {
            key: figure for key, figure in self.cells.items() if all(key[at] == value for at, value in wanted)
        }

    def values(self, dimension: str) -> Iterable[str | int]:
        """What stands in one dimension, sorted, without `*`."""
        at = self.dimensions.index(dimension)
        return sorted({key[at] for key in self.cells} - {ALL}, key=str)


class Cell(NamedTuple):
    """Where an evaluation figure stands: `*` in the first three means all of it; `period` is a year."""

    program: str
    agency: str
    period: str
    level: int
    aspect: str


EVALUATION = "evaluation_figures"
COMPETENCE = "competency_figures"
NATION, NATION_COUNTS = "nation_figures", "nation_counts"
ASPECTS: tuple[tuple[int, str], ...] = (
    (1, "material"),
    (1, "trainer"),
    (1, "facility"),
    (1, "relevance"),
    (2, "pre_score"),
    (2, "post_score"),
    (3, "applied"),
    (4, "impact"),
)
"""What is rated at each Kirkpatrick level: fields of `evaluations`, whose schema has their titles."""
_ORDER = {aspect: place for place, aspect in enumerate(ASPECTS)}


Whose = tuple[str, str, str]
"""Programme, agency and period of a group of answers; `*` means all of it."""
Group = Mapping[tuple[int, str], Figure]
"""The figures of one group, by Kirkpatrick level and aspect, in the order of `ASPECTS`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Every evaluation figure there is to show, by group: pages, data files and feeds take theirs from here."""

    groups: Mapping[Whose, Group] = field(default_factory=dict)

    def of(self, *, program: str = ALL, agency: str = ALL, period: str = ALL) -> Group:
        """The figures of one group; empty when nobody answered."""
        return self.groups.get((program, agency, period), {})

    @property
    def periods(self) -> tuple[str, ...]:
        """The years that have figures, newest first."""
        return tuple(sorted({period for _, _, period in self.groups if period != ALL}, reverse=True))

    @classmethod
    def of_cells(cls, cells: Mapping[Cell, Figure]) -> Figures:
        """The figures that stand in these cells."""
        groups: dict[Whose, dict[tuple[int, str], Figure]] = {}
        for cell, figure in sorted(cells.items(), key=lambda item: _ORDER[item[0].level, item[0].aspect]):
            group = groups.setdefault((cell.program, cell.agency, cell.period), {})
            group[cell.level, cell.aspect] = figure
        return cls(groups)

    @classmethod
    def of_table(cls, table: FigureTable | None) -> Figures:
        """The figures of the evaluation's table; none where nobody was asked."""
        return cls.of_cells({Cell(*key): figure for key, figure in table.cells.items()} if table else {})  # type: ignore[arg-type, misc]

    @property
    def table(self) -> FigureTable:
        """The figures as a table like any other."""
        cells: dict[Key, AnyFigure] = {
            (*whose, *aspect): figure
            for whose, group in self.groups.items()
            for aspect, figure in group.items()
        }
        return FigureTable(EVALUATION, Cell._fields, ("responses", "mean"), cells)
