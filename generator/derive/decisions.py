"""Career decisions and appraisals: how they are folded, and what of them is published.

Nothing here says why somebody was promoted: tables set what was decided beside what it is meant to rest on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from generator.derive.cube import Cube, Shape
from generator.derive.release import Measured, Plan, Release
from generator.model.figures import Key
from generator.model.records import Answers, Registry
from generator.model.schema import load_schema

FACTORS = ("performance_band", "competency_fit", "tenure_band")
"""What a decision may go along with; each is ordered from low to high by `ORDERED`."""
NONE = "tanpa"
LOW = ("butuh-perbaikan", "kurang", "sangat-kurang")
"""The predicates after which coaching and training are due (PermenPANRB 6/2022)."""
PREDICATES = ("very_good", "good", "needs_improvement", "poor", "very_poor")
DIMENSIONS = (
    "period",
    "agency",
    "kind",
    *FACTORS,
    "after_program",
    "lag_band",
    "followed_up",
    "nominator_unit",
)
FOLLOWS = {"performance_band": ("is_low",)}


@dataclass(slots=True)
class Decided:
    """A fold of the register of decisions, by year."""

    cube: Cube = field(default_factory=lambda: Cube(Shape(DIMENSIONS)))

    def take(self, answers: Answers) -> None:
        """Folds decisions."""
        names = ("period", "followed_up", "nominator_unit", "unit", *DIMENSIONS[1:-2])
        for period, followed, nominator, unit, *groups in answers.rows(*names):
            told = [str(group or NONE) for group in groups]
            ended = "ya" if followed is True else "tidak", str(nominator or unit or "")
            self.cube.count((str(period)[:4], *told, *ended))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cube + other.cube)


def decisions(decided: Decided) -> Iterator[Measured]:
    """The flow from appraisal to decision, what followed low appraisals, and what came after programmes."""
    cube = decided.cube.widened(("is_low",), "performance_band", _is_low)
    flow = tuple(cut for name in FACTORS for cut in ((name,), (name, "kind")))
    plans = (
        Plan(
            "follow_up",
            ("period", "is_low", "kind", "followed_up"),
            (
                *(("is_low",), ("is_low", "kind"), ("is_low", "kind", "followed_up")),
                *(("period", "is_low"), ("period", "is_low", "kind")),
            ),
            ("count",),
        ),
        Plan(
            "decision_figures",
            ("period", "agency", "kind", *FACTORS),
            ((), ("kind",), *flow, ("period",), ("period", "kind"), ("agency",), ("agency", "kind")),
            ("count",),
        ),
        Plan(
            "outcomes",
            ("after_program", "lag_band", "kind"),
            (("after_program",), ("after_program", "kind"), ("lag_band",), ("lag_band", "kind")),
            ("count",),
        ),
    )
    codes = {"kind": tuple(load_schema("decisions").field("kind").labels)}
    yield cube, Release("decisions", cube.shape, plans, False, FOLLOWS, codes)


def reviews(registry: Registry) -> Iterator[Measured]:
    """How many of those to appraise were appraised, and how, per agency and period."""
    shape = Shape(("period", "agency", "predicate"), ("stage",), (("expected",), ("completed",)))
    cube = Cube(shape)
    for row in registry.all("reviews"):
        counts = {name: row.number(name) or 0 for name in PREDICATES}
        expected, completed = row.number("expected") or 0, row.number("completed") or 0
        where = row.text("period"), row.text("agency")
        for name, count in {**counts, NONE: completed - sum(counts.values())}.items():
            if count:
                cube.count((*where, name), (1, 1), count)
        if expected > completed:
            cube.count((*where, NONE), (1, None), expected - completed)
    rounds = Plan("reviews", ("period", "agency"), (("period",), ("period", "agency")), ("count",))
    cuts = (("period", "predicate"), ("period", "agency", "predicate"))
    predicates = Plan("review_predicates", ("period", "agency", "predicate"), cuts, ("count",))
    codes = {"predicate": (*PREDICATES, NONE)}
    yield cube, Release("reviews", shape, (rounds, predicates), False, codes=codes)


def _is_low(band: str | int) -> Key:
    return ("ya" if band in LOW else "tidak",)
