"""Disclosure control: which figures of a release may be shown, so that no one's answer can be read from them.

Pure: a cube in, tables of published or suppressed figures out. One rule does it all: **what is left of a
published group, once every published group within it is taken away, is nobody or is itself fit to be
published**. Of a group without groups inside, that is the group itself. Fit is who has enough answers, who
does not agree to a man, and whom no single answer dominates. The rule holds along each chain of margins
(programme in provider in all); see docs/adr/0010-disclosure.md for what it withstands, and docs/threat-model.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.derive.cube import Cube
from generator.derive.margins import Group, Margins, margins
from generator.derive.moments import POINT, Moments, unpacked
from generator.derive.release import Plan, Release
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed
from generator.settings import Settings

BANDS = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (100, "100-199"), (50, "50-99"), (20, "20-49"))
LOWEST_BAND = "10-19"
LEAST_SCORES, LEAST_COUNTS = 10, 5
ROUNDED_TO = 5

NOBODY = Moments()
Chain = Sequence[Mapping[Group, Group | None]]
Answers = Mapping[Group, Moments]
"""What each group answered about one variable."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """When a group may be shown: from `least` answers on; scores neither of one mind nor of one weight."""

    least: int
    is_scored: bool

    def fits(self, group: Moments) -> bool:
        """Whether what a group answered may be told."""
        if group.number < self.least:
            return False
        return not self.is_scored or not (_is_unanimous(group) or _is_dominated(group))

    def figure(self, group: Moments) -> Published | Counted:
        """What is told of a group that fits."""
        if self.is_scored:
            return Published(band(group.number), group.mean, group.spread)
        return Counted(rounded(group.number))


def fitness(release: Release, settings: Settings) -> Fitness:
    """The release's thresholds: the settings may raise them, never lower."""
    if release.is_scored:
        return Fitness(max(settings.score_threshold, LEAST_SCORES), True)
    return Fitness(max(settings.count_threshold, LEAST_COUNTS), False)


def protect(cube: Cube, release: Release, settings: Settings) -> dict[str, FigureTable]:
    """Every table of a release by its name, each figure shown or suppressed."""
    made, fit = margins(cube, release), fitness(release, settings)
    tables: dict[str, dict[Key, Published | Counted | Suppressed]] = {plan.name: {} for plan in release.plans}
    for place, variable in enumerate(release.shape.variables):
        answers = _answers(made, place, is_listed=not release.is_scored)
        hidden = conceal(answers, made.chains, fit)
        for plan in release.plans:
            tables[plan.name] |= {
                (*_key(plan, made, group), *variable): Suppressed() if group in hidden else fit.figure(answer)
                for group, answer in answers.items()
                if group.cut in plan.cuts
            }
    names = release.shape.variable_dimensions
    return {
        plan.name: FigureTable(plan.name, (*plan.dimensions, *names), plan.measures, tables[plan.name])
        for plan in release.plans
    }


def conceal(answers: Answers, chains: Sequence[Chain], fit: Fitness) -> set[Group]:
    """The groups that must be hidden; hiding on one chain may ask for more on another, until all hold."""
    hidden: set[Group] = set()
    while any([_mend(chain, answers, hidden, fit) for chain in chains]):
        pass
    return hidden


@dataclass(slots=True)
class _Inside:
    """What is told within a group: the widest published groups, their sum, and whether any is hidden."""

    shown: list[Group] = field(default_factory=list)
    told: Moments = NOBODY
    has_hidden: bool = False

    def take(self, group: Group, its: _Inside, answer: Moments, is_hidden: bool) -> None:
        """A group within is told itself, or else what is told within it."""
        if not is_hidden:
            self.shown.append(group)
            self.told = self.told.plus(answer)
            return
        self.shown += its.shown
        self.told = self.told.plus(its.told)
        self.has_hidden = self.has_hidden or its.has_hidden or not its.shown


def _mend(chain: Chain, answers: Answers, hidden: set[Group], fit: Fitness) -> bool:
    """Hides along one chain until what is left of every published group is nobody or fits; whether it had to."""
    before = len(hidden)
    inside: defaultdict[Group, _Inside] = defaultdict(_Inside)
    for level in reversed(chain):
        for group, above in level.items():
            if group not in answers:
                continue
            _settle(group, answers, inside, hidden, fit)
            if above is not None:
                inside[above].take(group, inside[group], answers[group], group in hidden)
    return len(hidden) > before


def _settle(
    group: Group, answers: Answers, inside: dict[Group, _Inside], hidden: set[Group], fit: Fitness
) -> None:
    """Hides the smallest groups within a published one, at last itself, while what is left of it tells on someone."""
    its = inside[group]
    while group not in hidden:
        left = answers[group].minus(its.told)
        if fit.fits(left) or (left.number == 0 and not its.has_hidden):
            return
        victim = min(its.shown, key=lambda each: (answers[each].number, each), default=group)
        hidden.add(victim)
        if victim != group:
            its.shown.remove(victim)
            its.told = its.told.minus(answers[victim])
            its.take(victim, inside[victim], answers[victim], is_hidden=True)


def _answers(made: Margins, place: int, is_listed: bool) -> dict[Group, Moments]:
    """What each group answered about one variable; nobody is left out, unless groups are listed by codes."""
    each = ((group, unpacked(total, place)) for group, total in made.sums.items())
    return {group: answer for group, answer in each if answer.number or is_listed}


def _key(plan: Plan, made: Margins, group: Group) -> Key:
    at = dict(zip(made.dimensions[group.cut], group.key, strict=True))
    return tuple([at[name] if name in group.cut else ALL for name in plan.dimensions])


def band(responses: int) -> str:
    """The band of a number of answers, 10 or more."""
    return next((name for least, name in BANDS if responses >= least), LOWEST_BAND)


def rounded(count: int) -> int:
    """A count to the nearest five, at least five."""
    return max(ROUNDED_TO, (2 * count + ROUNDED_TO) // (2 * ROUNDED_TO) * ROUNDED_TO)


def _is_unanimous(group: Moments) -> bool:
    """Whether all answered alike, or one person differs by no more than a point."""
    return group.number * group.squares - group.total**2 <= (group.number - 1) * POINT**2


def _is_dominated(group: Moments) -> bool:
    """Whether one answer may make up more than half of the sum: its square is no more than all squares."""
    return 4 * group.squares > group.total**2
