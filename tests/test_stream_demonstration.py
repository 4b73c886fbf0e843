"""The demonstration published quarter after quarter, against whoever keeps every publication and subtracts.

The answers come in the order of their days; in a second stream a tenth as many are corrected or deleted. Between any
two publications the attacker solves, by linear programming, for how many came to each group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from math import inf
from random import Random
from typing import NamedTuple, Self

import pytest
from attacker import Place, attacked_site
from toy_portal import SETTINGS, TODAY, Silent

from generator.building.judging import FOLDS, Clock, context_of, judge_sources, open_sources
from generator.commands.auditing import Interval, Line, read_tables
from generator.derive.cube import Cube
from generator.derive.evaluation import RELEASE, SHAPE, Evaluations, evaluation_tables, whose
from generator.derive.fitness import LEAST_SCORES
from generator.derive.ledger import Atom, Ledger
from generator.memo import Memo
from generator.model.figures import ALL, FigureTable, Key
from generator.model.records import Answers
from generator.model.schema import ROOT

pytestmark = pytest.mark.slow

EVERY = 12
"""Of the groups that changed by few answers every twelfth is attacked: two programmes of some 400 unknowns each."""
AMENDED = 0.1
LEAST_TAKEN = 0.8
"""The share of all answers that has to be told in the end, or waiting would be an answer to every attack."""


@dataclass
class Dated:
    """A fold that keeps every answer with its day."""

    rows: list[tuple[datetime, Atom]] = field(default_factory=list)

    def take(self, answers: Answers) -> None:
        for values in answers.rows(*answers.columns):
            answer = dict(zip(answers.columns, values, strict=True))
            one = Evaluations()
            one.take(Answers(answers.table, {name: [value] for name, value in answer.items()}, [True]))
            self.rows += [(answer["submitted_at"], atom) for atom in one.cube.atoms]  # type: ignore[misc]

    def __add__(self, other: Self) -> Self:
        return type(self)(self.rows + other.rows)


class Published(NamedTuple):
    """One publication: its tables, and the answers that were taken into them."""

    tables: Mapping[str, FigureTable]
    atoms: Mapping[Atom, int]


class Demonstration(NamedTuple):
    """Every accepted answer by quarter, and who gives and owns each programme."""

    quarters: Sequence[Sequence[Atom]]
    programs: Mapping[str | int, Key]


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    clock = Clock(Silent())
    opened = open_sources(ROOT / "content/data", None, clock)
    folds = {**FOLDS, "evaluations": Dated}
    judged = judge_sources(opened, context_of(SETTINGS, TODAY, None), clock, Memo(), 1, folds)
    answers = judged.folds["evaluations"].load()
    assert isinstance(answers, Dated)
    quarters = defaultdict[tuple[int, int], list[Atom]](list)
    for at, atom in sorted(answers.rows, key=repr):
        quarters[at.year, (at.month - 1) // 3].append(atom)
    return Demonstration([quarters[when] for when in sorted(quarters)], whose(judged.registry))


@pytest.mark.parametrize("amended", [0, AMENDED])
def test_no_few_new_answers_are_told_by_two_publications(
    demonstration: Demonstration, amended: float
) -> None:
    publications = published(demonstration, amended)
    assert len(publications) > 10
    tried = 0
    for before, after in pairwise(publications):
        known, lines = beside_each_other(before, after, demonstration.programs, 0 if amended == 0 else -inf)
        few = sorted((("new", place) for place in changed_by_few(before, after)), key=repr)[::EVERY]
        found = attacked_site(known, lines, [place for place in map(named, few) if place in known])
        tried += len(found)
        assert {place: at for place, at in found.items() if at[1] - at[0] < LEAST_SCORES} == {}
    assert tried > 200
    every = sum(map(len, demonstration.quarters))
    assert sum(publications[-1].atoms.values()) > LEAST_TAKEN * every


def published(demonstration: Demonstration, amended: float) -> list[Published]:
    """Each quarter's publication; `amended` tells how many earlier answers change or go for each that comes."""
    chance, ledger, live = Random(1), Ledger(), list[Atom]()
    publications = []
    for answers in demonstration.quarters:
        for _ in range(round(amended * len(answers)) if live else 0):
            at = chance.randrange(len(live))
            key, scores = live[at]
            live[at : at + 1] = [(key, tuple(map(turned, scores)))] if chance.random() < 0.5 else []
        live += answers
        cube = Cube.of(SHAPE, Counter(live))
        tables = evaluation_tables(Evaluations(cube), demonstration.programs, SETTINGS, ledger)
        publications.append(Published(tables, ledger.pasts[RELEASE.name].answers.atoms))
    return publications


def turned(score: Decimal | int | None) -> Decimal | int | None:
    """Another rating from 1 to 5; a test score stays."""
    return score % 5 + 1 if score is not None and score <= 5 else score


def named(place: tuple[str, Place]) -> Place:
    """A place of a publication, or what is new there."""
    when, (what, key) = place
    return f"{what} {when}", key


def beside_each_other(
    before: Published, after: Published, programs: Mapping[str | int, Key], least: float
) -> tuple[dict[Place, Interval], list[Line]]:
    """What both publications tell, and that what is new in a place is the one less the other, `least` or more."""
    known, lines = dict[Place, Interval](), list[Line]()
    listed = dict[str, set[Place]]()
    for when, tables in (("before", before.tables), ("after", after.tables)):
        told, totals = read_tables(tables, lambda *_: programs)
        listed[when] = {place for place in told if place[0] == RELEASE.name}
        known |= {named((when, place)): told[place] for place in listed[when]}
        lines += [
            Line(named((when, line.total)), [named((when, part)) for part in line.parts], line.is_whole)
            for line in totals
            if line.total in listed[when]
        ]
    for place in listed["after"]:
        new = named(("new", place))
        known[new] = Interval(least, inf, LEAST_SCORES, True)
        parts = [new, *([named(("before", place))] if place in listed["before"] else [])]
        lines.append(Line(named(("after", place)), parts, True))
    return known, lines


def changed_by_few(before: Published, after: Published) -> list[Place]:
    """The groups to which fewer than ten answers came and from which fewer than ten went, and not none at all."""
    came = numbers({atom: n - before.atoms.get(atom, 0) for atom, n in after.atoms.items()})
    went = numbers({atom: n - after.atoms.get(atom, 0) for atom, n in before.atoms.items()})
    return [place for place in came | went if 0 < max(came[place], went[place]) < LEAST_SCORES]


def numbers(atoms: Mapping[Atom, int]) -> Counter[Place]:
    """How many answers stand in each group of a margin, of those atoms that have any."""
    found = Counter[Place]()
    for (key, scores), count in atoms.items():
        for variable, score in zip(RELEASE.shape.variables, scores, strict=True):
            for at in range(len(key)) if score is not None and count > 0 else ():
                found[
                    RELEASE.name,
                    (*(each if at == place else ALL for place, each in enumerate(key)), *variable),
                ] += count
    return found
