"""What hiding costs the demonstration: no more than the best that integer programming finds under the same rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from toy_portal import SETTINGS, TODAY, Silent

from generator.building.judging import FOLDS, Clock, context_of, judge_sources, open_sources
from generator.derive.evaluation import OF_A_PROGRAM, RELEASE, Evaluations, evaluation_tables, whose
from generator.derive.fitness import LEAST_SCORES
from generator.derive.ledger import Ledger
from generator.memo import Memo
from generator.model.figures import ALL, Key, Published
from generator.model.schema import ROOT

pytestmark = pytest.mark.slow

WORTH = {"program": 1000, "provider": 30, "organizer": 1}
"""How dear an answer's place in each margin is: the same order in which the release gives them up."""
ALONE = ("agency", "period", "respondent")
"""Margins that nothing lies within; they compete with no other."""
OF_ONE_MIND = 0.005
"""The share of answers in figures that are hidden for their answers' sake, which the programme knows nothing of."""

Numbers = Mapping[str, Mapping[str | int, int]]
"""By dimension: how many answered about one aspect, group by group."""


@dataclass
class Programme:
    """Yes or no for each thing named, under linear constraints."""

    places: dict[object, int] = field(default_factory=dict)
    limits: list[tuple[dict[object, float], float, float]] = field(default_factory=list)

    def hold(self, terms: Mapping[object, float], least: float = -inf, most: float = inf) -> None:
        for thing in terms:
            self.places.setdefault(thing, len(self.places))
        self.limits.append(({**terms}, least, most))

    def leave_fit(self, hidden: Mapping[object, int], of: object | None = None) -> None:
        """The hidden groups are none, or two and as many answers as are fit; unless they are `of` a hidden one."""
        some = ("some", of, tuple(hidden))
        slack: dict[object, float] = {} if of is None else {("hidden", of): 2.0}
        for each in hidden:
            self.hold({each: 1, some: -1}, most=0)
        self.hold({**dict.fromkeys(hidden, 1.0), some: -2, **slack}, least=0)
        more = {each: count - 1.0 for each, count in hidden.items()}
        self.hold({**more, some: -LEAST_SCORES, **{key: LEAST_SCORES for key in slack}}, least=0)

    def most(self, worth: Mapping[object, float], never: set[object]) -> dict[object, bool]:
        """Each thing's yes or no where what is worth something comes to the most."""
        entries = [
            (row, self.places[a], by)
            for row, (terms, *_) in enumerate(self.limits)
            for a, by in terms.items()
        ]
        rows, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (rows, columns)), shape=(len(self.limits), len(self.places)))
        _, least, most = zip(*self.limits, strict=True)
        aim = -np.array([worth.get(thing, 0) for thing in self.places])
        at_most = np.array([thing not in never for thing in self.places], float)
        solved = milp(
            aim,
            constraints=LinearConstraint(matrix, least, most),
            bounds=Bounds(0, at_most),
            integrality=np.ones(len(aim)),
            options={"mip_rel_gap": 1e-7},
        )
        assert solved.status == 0, solved.message
        return {thing: solved.x[place] > 0.5 for thing, place in self.places.items()}


def best(numbers: Numbers, programs: Mapping[str | int, Key]) -> Counter[str]:
    """How many answers stand in published figures of each margin at best."""
    rule = Programme()
    groups = {(name, value): count for name, its in numbers.items() for value, count in its.items()}
    for group in groups:
        rule.hold({("shown", group): 1, ("hidden", group): 1}, 1, 1)
    for name in ALONE:
        rule.leave_fit({("hidden", (name, value)): count for value, count in numbers[name].items()})
    for place, name in enumerate(OF_A_PROGRAM):
        inside: dict[object, int] = {}
        for value in numbers[name]:
            its = [key for key in numbers["program"] if programs[key][place] == value]
            rule.leave_fit(
                {("hidden", ("program", key)): numbers["program"][key] for key in its}, (name, value)
            )
            for key in its:
                both = ("both", name, key)
                own, above = ("hidden", ("program", key)), ("hidden", (name, value))
                rule.hold({both: 1, own: -1}, most=0)
                rule.hold({both: 1, above: -1}, most=0)
                rule.hold({both: 1, own: -1, above: -1}, least=-1)
                inside[both] = numbers["program"][key]
        rule.leave_fit(inside)
    worth = {("shown", group): count * WORTH.get(group[0], 1) for group, count in groups.items()}
    small = {("shown", group) for group, count in groups.items() if count < LEAST_SCORES}
    found = rule.most(worth, small)  # type: ignore[arg-type]
    told = Counter[str]()
    for group, count in groups.items():
        told[group[0]] += count * found["shown", group]
    return told


def test_no_way_of_hiding_under_the_same_rule_tells_of_more_answers() -> None:
    clock = Clock(Silent())
    opened = open_sources(ROOT / "content/data", None, clock)
    judged = judge_sources(opened, context_of(SETTINGS, TODAY, None), clock, Memo(), 1, FOLDS)
    answers, programs = judged.folds["evaluations"].load(), whose(judged.registry)
    assert isinstance(answers, Evaluations)
    tables = evaluation_tables(answers, programs, SETTINGS, Ledger())
    wide = answers.cube.widened(OF_A_PROGRAM, "program", programs.__getitem__)
    ours, optimum, every = Counter[str](), Counter[str](), Counter[str]()
    for place, aspect in enumerate(RELEASE.shape.variables):
        numbers: dict[str, Counter[str | int]] = {name: Counter() for name in RELEASE.shape.dimensions}
        for (key, scores), count in wide.atoms.items():
            for name, value in zip(numbers, key if scores[place] is not None else (), strict=False):
                numbers[name][value] += count
        optimum += best(numbers, programs)
        for plan in RELEASE.plans[:-1]:
            for key, figure in tables[plan.name].cells.items():
                [*where] = [
                    (name, value) for name, value in zip(plan.dimensions, key, strict=False) if value != ALL
                ]
                if key[len(plan.dimensions) :] == aspect and len(where) == 1:
                    [(name, value)] = where
                    every[name] += numbers[name][value]
                    ours[name] += numbers[name][value] * isinstance(figure, Published)
    for name in WORTH:
        assert ours[name] / every[name] > optimum[name] / every[name] - OF_ONE_MIND, name
