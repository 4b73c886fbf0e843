"""Competence assessments: how many reached which level of a competency, and the mean level that may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from generator.derive.cube import Cube, Shape
from generator.derive.release import Measured, Plan, Release
from generator.model.figures import COMPETENCE
from generator.model.records import Answers

SHAPE = Shape(("competency", "agency"))
RELEASE = Release(
    COMPETENCE,
    SHAPE,
    (Plan(COMPETENCE, SHAPE.dimensions, (("competency",), SHAPE.dimensions)),),
    is_scored=True,
)


@dataclass(slots=True)
class Assessed:
    """A fold of assessments; a row counts as many people as it says, and nobody who was not assessed."""

    cube: Cube = field(default_factory=lambda: Cube(SHAPE))

    def take(self, answers: Answers) -> None:
        """Folds how many of an agency reached a level (0 to 5) of a competency."""
        for competency, agency, level, count in answers.rows("competency", "agency", "level", "count"):
            if isinstance(count, int) and count:
                reached = level if isinstance(level, int) else None
                self.cube.count((str(competency), str(agency)), (reached,), count)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cube + other.cube)


def competence(assessed: Assessed) -> Iterator[Measured]:
    """The mean level of each competency, of all agencies and of each."""
    yield assessed.cube, RELEASE
