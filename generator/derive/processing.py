"""How long answers to forms take: days until somebody decided, and until the portal showed what was approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.derive.cube import Cube, Shape
from generator.derive.release import Measured, Plan, Release

STEPS = ("decided", "shown")
SHAPE = Shape(("table",), ("step",), tuple((step,) for step in STEPS))
RELEASE = Release("processing", SHAPE, (Plan("processing_days", ("table",), (("table",),)),), is_scored=True)


class Handled(NamedTuple):
    """The days of one answer; None where nobody wrote one down."""

    table: str
    sent: date
    decided: date | None
    shown: date | None = None


def processing(answers: Sequence[Handled]) -> Iterator[Measured]:
    """Mean days of each step, table by table; a day before the answer was sent is no day."""
    cube = Cube(SHAPE)
    for each in answers:
        scores = tuple(_days(each.sent, day) for day in (each.decided, each.shown))
        if any(score is not None for score in scores):
            cube.count((each.table,), scores)
    if answers:
        yield cube, RELEASE


def _days(sent: date, until: date | None) -> int | None:
    return (until - sent).days if until and until >= sent else None
