"""Evaluation answers: how they are folded, and which figures are made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Self

from generator.derive.cube import Cube, Shape
from generator.derive.ledger import Ledger
from generator.derive.release import Measured, Plan, Release
from generator.model.figures import ASPECTS, EVALUATION, FigureTable, Key
from generator.model.records import Answers, Registry
from generator.settings import Settings

SHAPE = Shape(("program", "agency", "period", "respondent"), ("level", "aspect"), ASPECTS)
OF_A_PROGRAM = ("provider", "organizer")
"""Who gives a programme, and whose it is: the same answers stand under all three."""
NOBODY = "tanpa-mitra"
"""The provider of a programme that its own agency gives."""
RELEASE = Release(
    "evaluation",
    Shape((*SHAPE.dimensions, *OF_A_PROGRAM), SHAPE.variable_dimensions, SHAPE.variables),
    (
        Plan(EVALUATION, ("program", "agency", "period"), ((), ("period",), ("program",), ("agency",))),
        Plan("figures_by_respondent", ("respondent",), (("respondent",),)),
        Plan("figures_by_provider", ("provider",), (("provider",),)),
        Plan("figures_by_organizer", ("organizer",), (("organizer",),)),
        Plan("spread", ("period",), ((), ("period",)), ("responses", "spread")),
    ),
    is_scored=True,
    determines={"program": OF_A_PROGRAM},
)


@dataclass(slots=True)
class Evaluations:
    """A fold of accepted answers; only the aspects of an answer's own Kirkpatrick level count."""

    cube: Cube = field(default_factory=lambda: Cube(SHAPE))

    def take(self, answers: Answers) -> None:
        """Folds accepted answers; who does not say in what part they answer took part."""
        years = [moment.year for moment in answers.column("submitted_at")]  # type: ignore[union-attr]
        named = {year: str(year) for year in set(years)}
        kinds = [kind or "peserta" for kind in answers.column("respondent_kind")]
        columns = [answers.column("program"), answers.column("agency"), [*map(named.get, years)], kinds]
        levels = answers.column("level")
        rated = [(at, answers.column(aspect)) for at, aspect in ASPECTS]
        for level in set(levels):
            its = [each == level for each in levels]
            keys = [compress(column, its) for column in columns]
            scored = [compress(column, its) if at == level else repeat(None) for at, column in rated]
            self.cube.count_all(keys, zip(*scored, strict=False))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cube + other.cube)


def whose(registry: Registry) -> dict[str | int, Key]:
    """Who gives each programme, and whose it is."""
    return {
        program.text("id"): (program.text("provider") or NOBODY, program.text("agency"))
        for program in registry.all("programs")
    }


def evaluation_tables(
    answers: Evaluations, programs: Mapping[str | int, Key], settings: Settings, ledger: Ledger
) -> dict[str, FigureTable]:
    """Every table of figures that is made of the answers, by name, released together; `programs` as by `whose`."""
    cube = answers.cube.widened(OF_A_PROGRAM, "program", programs.__getitem__)
    return ledger.release(cube, RELEASE, settings)


def answered(answers: Evaluations) -> Iterator[Measured]:
    """How many answered at each level, in all years: later levels are answered in another year than attended."""
    cube = Cube(Shape(("level",)))
    for scored in answers.cube.cut(()).values():
        for scores, count in scored.items():
            rated = (level for (level, _), score in zip(ASPECTS, scores, strict=True) if score is not None)
            if level := next(rated, None):
                cube.count((level,), times=count)
    plan = Plan("answers", ("level",), (("level",),), ("count",))
    yield cube, Release("answers", cube.shape, (plan,), False)
