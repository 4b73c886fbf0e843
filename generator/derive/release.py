"""What is published together: tables cut from one cube, so that none gives away what another one hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.derive.cube import Cube, Shape

Cut = tuple[str, ...]
"""The dimensions of a margin; what it leaves out is summed over, `()` is the total."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One table to publish: `cuts` are its rows; a dimension of the table that a cut leaves out has `*` there.

    `measures` are fields of `Published` for a release of scores, `("count",)` for one of counts.
    """

    name: str
    dimensions: tuple[str, ...]
    cuts: tuple[Cut, ...]
    measures: tuple[str, ...] = ("responses", "mean")


@dataclass(frozen=True, slots=True)
class Release:
    """Tables that hang together: every answer in the cube may stand in each of them.

    Whatever is cut from the same answers belongs into one release; a second release of them would be
    protected against itself alone. `determines` says which dimensions follow from one: of a programme its
    provider. `codes` lists all values of a dimension where also an empty group tells something about the
    others ("nobody of the twelve was promoted"): its empty cells are listed, and hidden like small ones.
    `is_scored` False counts people (threshold 5, rounded to fives); True tells bands and means (threshold 10).

    Fewer cuts hide fewer cells: choose a chain (year → year, agency → year, agency, gender) before a grid.
    Where one of two figures must go, it is that of the later plan, and of the later cut in it.
    """

    name: str
    shape: Shape
    plans: tuple[Plan, ...]
    is_scored: bool
    determines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Every margin that is told of, and the total, the dearest first."""
        return tuple(dict.fromkeys(((), *(cut for plan in self.plans for cut in plan.cuts))))


Measured = tuple[Cube, Release]
"""What was measured, and what of it is published."""
