"""What hiding costs: the share of answers that still stand in a published figure, and what a simple method would leave.

The simple method looks at one margin as if nothing else were published: it hides what is unfit, and the least beside it
by which the total gives nothing away. What is published together has to hide more; how much at the least is worked out
by integer programming, in the tests alone (docs/adr/0010-disclosure.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from generator.derive.disclosure import answers_of, screen
from generator.derive.fitness import fitness
from generator.derive.ledger import Past
from generator.derive.margins import Margins, margins
from generator.derive.moments import number
from generator.derive.release import Cut, Plan, Release
from generator.settings import Settings


class Represented(NamedTuple):
    """The shares (0 to 1) of what was answered, each aspect by itself, that stand in figures of one margin."""

    cut: Cut
    told: float
    simply: float


def represented(past: Past, release: Release, settings: Settings) -> Iterator[Represented]:
    """Of each margin of a release the share that its last publication tells of, and what a simple method would."""
    fit, made = fitness(release, settings), margins(past.answers, release)
    hidden = [
        {place for place, group in enumerate(made.groups) if group not in shown} for shown in past.shown
    ]
    for cut in release.cuts:
        alone = replace(release, plans=(Plan("", cut, (cut,)),), determines={})
        simple = screen(margins(past.answers, alone), alone, fit)
        yield Represented(
            cut, _share(made, cut, hidden, release), _share(simple.made, cut, simple.hidden, alone)
        )


def _share(made: Margins, cut: Cut, hidden: Sequence[Set[int]], release: Release) -> float:
    told = every = 0
    for answers, its_hidden in zip(answers_of(made, release), hidden, strict=True):
        for place, answer in answers.items():
            if made.groups[place].cut == cut:
                every += number(answer)
                told += number(answer) * (place not in its_hidden)
    return told / every if every else 1.0
