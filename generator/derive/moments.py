"""How many, their sum and their sum of squares: all that is kept of what a group answered.

The moments of several variables are added as one whole number with a lane for each, which makes folding a
hundred thousand answers along a margin a matter of milliseconds.
"""

from __future__ import annotations

from decimal import Decimal
from math import isqrt
from typing import NamedTuple

from generator.derive.cube import Scores

POINT = 1000
"""Scores are added in thousandths, so that sums are whole and exact."""
COUNT_BITS, SUM_BITS, SQUARE_BITS = 32, 48, 64
LANE = COUNT_BITS + SUM_BITS + SQUARE_BITS
"""Room for four thousand million answers of up to 1,000 points, squares for a sixteenth of a million such."""


Lane = int
"""Number, sum and sum of squares of what a group answered about one variable, packed; lanes add up."""


class Moments(NamedTuple):
    """Number, sum and sum of squares (in thousandths, and their squares) of what a group answered."""

    number: int
    total: int
    squares: int

    @property
    def mean(self) -> Decimal:
        """To one decimal, halves up."""
        return _tenths(self.total * 20 + self.number * POINT, self.number * POINT * 2)

    @property
    def spread(self) -> Decimal:
        """The standard deviation of these answers (not of a sample) to one decimal."""
        root = isqrt(self.number * self.squares - self.total**2)
        return _tenths(root * 20 + self.number * POINT, self.number * POINT * 2)


def packed(scores: Scores) -> int:
    """One answer's moments of each variable, a lane each; a missing rating adds nothing."""
    whole = 0
    for place, score in enumerate(scores):
        if score is not None:
            points = int(score * POINT)
            lane = 1 | points << COUNT_BITS | points * points << COUNT_BITS + SUM_BITS
            whole |= lane << place * LANE
    return whole


def lane(whole: int, place: int) -> Lane:
    """The lane of the variable at that place in a sum of packed answers."""
    return whole >> place * LANE & (1 << LANE) - 1


def number(lane: Lane) -> int:
    """How many answered."""
    return lane & (1 << COUNT_BITS) - 1


def moments(lane: Lane) -> Moments:
    """What is packed in a lane."""
    return Moments(number(lane), lane >> COUNT_BITS & (1 << SUM_BITS) - 1, lane >> COUNT_BITS + SUM_BITS)


def _tenths(part: int, whole: int) -> Decimal:
    return Decimal(part // whole).scaleb(-1)
