"""Which groups of one variable must be hidden, so that the published ones give none of them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from generator.derive.fitness import Fitness
from generator.derive.margins import Chain
from generator.derive.moments import Lane, number

Answers = Mapping[int, Lane]
"""What each group answered about one variable, by the group's place among the margins."""


def conceal(
    answers: Answers,
    chains: Sequence[Chain],
    dearness: Sequence[int],
    fit: Fitness,
    hidden: set[int],
    firm: Set[int] = frozenset(),
) -> set[tuple[int, int]]:
    """Adds to the hidden groups until none is given away; hiding on one chain may ask for more on another.

    Of those that would do, the one of the greatest `dearness` goes first, and the smallest of these. What is
    `firm` was told before and cannot be hidden any more: groups that this leaves open come back, by chain.
    """
    hidden |= {group for group, answer in answers.items() if not fit.fits(answer)}
    crossings = _crossings(chains)
    while True:
        before, opened = len(hidden), set[tuple[int, int]]()
        for place, chain in enumerate(chains):
            mended = _mend(chain, answers, dearness, fit, hidden, firm, crossings)
            opened |= {(place, group) for group in mended}
        if len(hidden) == before:
            return opened


def _crossings(chains: Sequence[Chain]) -> Set[int]:
    """The groups that hold others on several chains: what is summed up on one of them is known on each."""
    holds = Counter(group for chain in chains for level in chain[1:] for group, _ in level)
    return {group for group, times in holds.items() if times > 1}


@dataclass(slots=True)
class _Inside:
    """What is within a group: the widest published groups, their sum, and how many hidden ones beside them."""

    shown: list[int] = field(default_factory=list)
    told: Lane = 0
    hidden: int = 0

    def show(self, group: int, answer: Lane) -> None:
        """A group within is told."""
        self.shown.append(group)
        self.told += answer

    def hide(self, its: _Inside | None) -> None:
        """A group within is hidden; what is told within that one, is."""
        if its is not None:
            self.shown += its.shown
            self.told += its.told
        self.hidden += its.hidden if its else 1

    def keeps(self, answer: Lane, fit: Fitness, is_hidden: bool, crosses: bool) -> bool:
        """Whether a group that answered so gives nothing away.

        One that is told: its hidden ones are none, or several and fit as one. One that is hidden where chains cross:
        some of it is hidden on each.
        """
        if is_hidden:
            return self.hidden > 0 or not crosses
        return not self.hidden or (self.hidden > 1 and fit.fits(answer - self.told, self.hidden))


def _mend(
    chain: Chain,
    answers: Answers,
    dearness: Sequence[int],
    fit: Fitness,
    hidden: set[int],
    firm: Set[int],
    crossings: Set[int],
) -> list[int]:
    """Hides along one chain until what is left of every published group is nobody or fits; what stays open.

    A group that was hidden on another chain has to be one on this chain too, where its parts are told.
    """
    inside: dict[int, _Inside] = {}
    opened: list[int] = []

    def cheapest(group: int) -> tuple[int, int, int]:
        return dearness[group], -number(answers[group]), group

    for level in chain:
        for group, above in level:
            answer, its = answers.get(group), inside.get(group)
            if answer is None:
                continue
            while its and not its.keeps(answer, fit, group in hidden, group in crossings):
                victim = max({*its.shown, group} - firm - hidden, key=cheapest, default=None)
                if victim is None:
                    opened.append(group)
                    break
                hidden.add(victim)
                if victim != group:
                    its.shown.remove(victim)
                    its.told -= answers[victim]
                    its.hide(inside.get(victim))
            if above in answers:
                outside = inside.setdefault(above, _Inside())
                if group in hidden:
                    outside.hide(its)
                else:
                    outside.show(group, answer)
    return opened
