"""Disclosure control: which figures of a release may be shown, so that no one's answer can be read from them.

Pure: a cube in, tables of published or suppressed figures out. One rule does it all: **what is left of a
published group, once every published group within it is taken away, is nobody or is itself fit to be
published**. Of a group without groups inside, that is the group itself. Fit is who has enough answers, who
does not agree to a man, and whom no single answer dominates. The rule holds along each chain of margins
(programme in provider in all); see docs/adr/0010-disclosure.md for what it withstands, and docs/threat-model.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.derive.cube import Cube
from generator.derive.margins import Chain, Group, Margins, margins
from generator.derive.moments import POINT, Lane, Moments, lane, moments, number
from generator.derive.release import Plan, Release
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed
from generator.settings import Settings

BANDS = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (100, "100-199"), (50, "50-99"), (20, "20-49"))
LOWEST_BAND = "10-19"
LEAST_SCORES, LEAST_COUNTS = 10, 5
ROUNDED_TO = 5

Answers = Mapping[int, Lane]
"""What each group answered about one variable, by the group's place among the margins."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """When a group may be shown: from `least` answers on; scores neither of one mind nor of one weight."""

    least: int
    is_scored: bool

    def fits(self, group: Lane, hidden: int = 0) -> bool:
        """Whether what a group answered may be told, where so many hidden groups make it up.

        Of scores it is known that somebody answered in each of these: the group must be larger by as many.
        """
        if number(group) < self.least + (hidden if self.is_scored else 0):
            return False
        return not (self.is_scored and tells_on_one(moments(group)))

    def figure(self, group: Lane) -> Published | Counted:
        """What is told of a group that fits."""
        if not self.is_scored:
            return Counted(rounded(number(group)))
        told = moments(group)
        return Published(band(told.number), told.mean, told.spread)


def fitness(release: Release, settings: Settings) -> Fitness:
    """The release's thresholds: the settings may raise them, never lower."""
    if release.is_scored:
        return Fitness(max(settings.score_threshold, LEAST_SCORES), True)
    return Fitness(max(settings.count_threshold, LEAST_COUNTS), False)


def protect(cube: Cube, release: Release, settings: Settings) -> dict[str, FigureTable]:
    """Every table of a release by its name, each figure shown or suppressed."""
    made, fit = margins(cube, release), fitness(release, settings)
    dearness = [release.cuts.index(group.cut) for group in made.groups]
    tables: dict[str, dict[Key, Published | Counted | Suppressed]] = {plan.name: {} for plan in release.plans}
    keys = {plan.name: _keys(plan, made) for plan in release.plans}
    for place, variable in enumerate(release.shape.variables):
        answers = _answers(made, place, is_listed=not release.is_scored)
        hidden = conceal(answers, made.chains, dearness, fit)
        for name, table in tables.items():
            for group, key in keys[name].items():
                if group in answers:
                    figure = Suppressed() if group in hidden else fit.figure(answers[group])
                    table[*key, *variable] = figure
    names = release.shape.variable_dimensions
    return {
        plan.name: FigureTable(plan.name, (*plan.dimensions, *names), plan.measures, tables[plan.name])
        for plan in release.plans
    }


def conceal(answers: Answers, chains: Sequence[Chain], dearness: Sequence[int], fit: Fitness) -> set[int]:
    """The groups that must be hidden; hiding on one chain may ask for more on another, until all hold.

    Of those that would do, the one of the greatest `dearness` goes first, and the smallest of these.
    """
    hidden = {group for group, answer in answers.items() if not fit.fits(answer)}
    while any([_mend(chain, answers, dearness, hidden, fit) for chain in chains]):
        pass
    return hidden


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

    def keeps(self, answer: Lane, fit: Fitness) -> bool:
        """Whether a group that answered so may be told: its hidden ones are none, or several and fit as one."""
        return not self.hidden or (self.hidden > 1 and fit.fits(answer - self.told, self.hidden))


def _mend(chain: Chain, answers: Answers, dearness: Sequence[int], hidden: set[int], fit: Fitness) -> bool:
    """Hides along one chain until what is left of every published group is nobody or fits; whether it had to."""
    before = len(hidden)
    inside: dict[int, _Inside] = {}
    for level in chain:
        for group, above in level:
            answer = answers.get(group)
            if answer is None:
                continue
            its = inside.get(group)
            while its and group not in hidden and not its.keeps(answer, fit):
                victim = max(
                    (*its.shown, group), key=lambda each: (dearness[each], -number(answers[each]), each)
                )
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
    return len(hidden) > before


def _answers(made: Margins, place: int, is_listed: bool) -> dict[int, Lane]:
    """What each group answered about one variable; nobody is left out, unless groups are listed by codes."""
    each = ((group, lane(total, place)) for group, total in enumerate(made.sums))
    return {group: answer for group, answer in each if answer or is_listed}


def _keys(plan: Plan, made: Margins) -> dict[int, Key]:
    """Where each group stands in a table, of those that have a row in it."""
    return {
        place: _key(plan, made, group) for place, group in enumerate(made.groups) if group.cut in plan.cuts
    }


def _key(plan: Plan, made: Margins, group: Group) -> Key:
    at = dict(zip(made.dimensions[group.cut], group.key, strict=True))
    return tuple([at[name] if name in group.cut else ALL for name in plan.dimensions])


def band(responses: int) -> str:
    """The band of a number of answers, 10 or more."""
    return next((name for least, name in BANDS if responses >= least), LOWEST_BAND)


def rounded(count: int) -> int:
    """A count to the nearest five, at least five."""
    return max(ROUNDED_TO, (2 * count + ROUNDED_TO) // (2 * ROUNDED_TO) * ROUNDED_TO)


def tells_on_one(group: Moments) -> bool:
    """Whether scores are of one mind (one person may differ by a point), or one may make up half of their sum.

    The largest score is no greater than the root of all squares.
    """
    difference = group.number * group.squares - group.total**2
    return difference <= (group.number - 1) * POINT**2 or 4 * group.squares > group.total**2
