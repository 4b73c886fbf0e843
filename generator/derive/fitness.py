"""When what a group answered may be told, and how: thresholds, minds and weights, bands and rounding."""

from __future__ import annotations

from dataclasses import dataclass

from generator.derive.moments import POINT, Lane, Moments, moments, number
from generator.derive.release import Release
from generator.model.figures import Counted, Published
from generator.settings import Settings

BANDS = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (100, "100-199"), (50, "50-99"), (20, "20-49"))
LOWEST_BAND = "10-19"
LEAST_SCORES, LEAST_COUNTS = 10, 5
ROUNDED_TO = 5


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

    def figure(self, group: Lane, has_spread: bool = False) -> Published | Counted:
        """What is told of a group that fits; its spread only where a table has it."""
        if not self.is_scored:
            return Counted(rounded(number(group)))
        told = moments(group)
        return Published(band(told.number), told.mean, told.spread if has_spread else None)


def fitness(release: Release, settings: Settings) -> Fitness:
    """The release's thresholds: the settings may raise them, never lower."""
    if release.is_scored:
        return Fitness(max(settings.score_threshold, LEAST_SCORES), True)
    return Fitness(max(settings.count_threshold, LEAST_COUNTS), False)


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
