"""Evaluation answers: how they are folded, and which figures are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from generator.derive.cube import Cube, Scores, Shape
from generator.derive.disclosure import protect
from generator.derive.release import Plan, Release
from generator.model.figures import ASPECTS, EVALUATION, Cell, Figures
from generator.model.records import Record
from generator.settings import Settings

SHAPE = Shape(("program", "agency", "period"), ("level", "aspect"), ASPECTS)
RELEASE = Release(
    "evaluation",
    SHAPE,
    (Plan(EVALUATION, ("program", "agency", "period"), ((), ("period",), ("program",), ("agency",))),),
    is_scored=True,
)


@dataclass(slots=True)
class Evaluations:
    """A fold of accepted answers; only the aspects of an answer's own Kirkpatrick level count."""

    cube: Cube = field(default_factory=lambda: Cube(SHAPE))

    def add(self, answer: Record) -> None:
        """Folds one accepted answer."""
        values = answer.values
        level = values["level"]
        scores: Scores = tuple([values[aspect] if at == level else None for at, aspect in ASPECTS])  # type: ignore[misc]
        key = (values["program"], values["agency"], str(values["submitted_at"].year))  # type: ignore[union-attr]
        self.cube.count(key, scores)  # type: ignore[arg-type]

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cube + other.cube)


def evaluation_figures(answers: Evaluations, settings: Settings) -> Figures:
    """The figures of all the answers, protected together."""
    table = protect(answers.cube, RELEASE, settings)[EVALUATION]
    return Figures({Cell(*key): figure for key, figure in table.cells.items()})  # type: ignore[arg-type,misc]
