"""Disclosure control: which figures of a release may be shown, so that no one's answer can be read from them.

Pure: a cube in, tables of published or suppressed figures out. One rule does it all: **what is left of a
published group, once every published group within it is taken away, is nobody or is itself fit to be
published**. Of a group without groups inside, that is the group itself. Fit is who has enough answers, who
does not agree to a man, and whom no single answer dominates. The rule holds along each chain of margins
(programme in provider in all); see docs/adr/0010-disclosure.md for what it withstands, and docs/threat-model.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from generator.derive.conceal import Answers, conceal
from generator.derive.cube import Cube
from generator.derive.fitness import Fitness, fitness
from generator.derive.margins import Group, Margins, margins
from generator.derive.moments import lane
from generator.derive.release import Plan, Release
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed
from generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Screened:
    """A release's margins with what was decided on them: answers and hidden groups, one each a variable."""

    made: Margins
    answers: Sequence[Answers]
    hidden: Sequence[Set[int]]


def protect(cube: Cube, release: Release, settings: Settings) -> dict[str, FigureTable]:
    """Every table of a release by its name, each figure shown or suppressed."""
    fit = fitness(release, settings)
    return tables(screen(margins(cube, release), release, fit), release, fit)


def screen(made: Margins, release: Release, fit: Fitness) -> Screened:
    """Which groups are hidden where nothing was published before."""
    answers, dear = answers_of(made, release), dearness(made, release)
    hidden: list[set[int]] = [set() for _ in answers]
    for each, its_hidden in zip(answers, hidden, strict=True):
        conceal(each, made.chains, dear, fit, its_hidden)
    return Screened(made, answers, hidden)


def tables(screened: Screened, release: Release, fit: Fitness) -> dict[str, FigureTable]:
    """The release's tables by name."""
    names = release.shape.variable_dimensions
    return {
        plan.name: FigureTable(
            plan.name, (*plan.dimensions, *names), plan.measures, dict(_cells(plan, screened, release, fit))
        )
        for plan in release.plans
    }


def answers_of(made: Margins, release: Release) -> list[Answers]:
    """What each group answered about each variable; who gave none is left out, unless groups are listed by codes."""
    return [
        {
            group: answer
            for group, total in enumerate(made.sums)
            if (answer := lane(total, place)) or not release.is_scored
        }
        for place in range(len(release.shape.variables))
    ]


def dearness(made: Margins, release: Release) -> list[int]:
    """How readily each group is hidden for another's sake."""
    order = {cut: place for place, cut in enumerate(release.cuts)}
    return [order[group.cut] for group in made.groups]


def _cells(
    plan: Plan, screened: Screened, release: Release, fit: Fitness
) -> Iterator[tuple[Key, Published | Counted | Suppressed]]:
    keys = {
        place: _key(plan, screened.made, group)
        for place, group in enumerate(screened.made.groups)
        if group.cut in plan.cuts
    }
    has_spread = "spread" in plan.measures
    each = zip(release.shape.variables, screened.answers, screened.hidden, strict=True)
    for variable, answers, hidden in each:
        for place, key in keys.items():
            if place in answers:
                figure = Suppressed() if place in hidden else fit.figure(answers[place], has_spread)
                yield (*key, *variable), figure


def _key(plan: Plan, made: Margins, group: Group) -> Key:
    at = dict(zip(made.dimensions[group.cut], group.key, strict=True))
    return tuple([at[name] if name in group.cut else ALL for name in plan.dimensions])
