"""How many, their sum and their sum of squares: all that is kept of what a group answered.

The moments of several variables are added as one whole number with a lane for each, which makes folding a
hundred thousand answers along a margin a matter of milliseconds.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isqrt
from typing import NamedTuple

from generator.derive.cube import Scores

POINT = 1000
"""Scores are added in thousandths, so that sums are whole and exact."""
COUNT_BITS, SUM_BITS, SQUARE_BITS = 32, 48, 64
LANE = COUNT_BITS + SUM_BITS + SQUARE_BITS
"""Room for four thousand million answers of up to 1,000 points, squares for a sixteenth of a million such."""
ONE_DECIMAL = Decimal("0.1")


class Moments(NamedTuple):
    """Number, sum and sum of squares (in thousandths, and their squares) of what a group answered."""

    number: int = 0
    total: int = 0
    squares: int = 0

    def plus(self, other: Moments) -> Moments:
        """Both groups in one; they share nobody."""
        return Moments(self.number + other.number, self.total + other.total, self.squares + other.squares)

    def minus(self, part: Moments) -> Moments:
        """The group without a part of it."""
        return Moments(self.number - part.number, self.total - part.total, self.squares - part.squares)

    @property
    def mean(self) -> Decimal:
        """To one decimal, halves up."""
        return (Decimal(self.total) / (self.number * POINT)).quantize(ONE_DECIMAL, ROUND_HALF_UP)

    @property
    def spread(self) -> Decimal:
        """The standard deviation of these answers (not of a sample) to one decimal."""
        root = isqrt(self.number * self.squares - self.total**2)
        return (Decimal(root) / (self.number * POINT)).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def packed(scores: Scores) -> int:
    """One answer's moments of each variable, a lane each; a missing rating adds nothing."""
    whole = 0
    for place, score in enumerate(scores):
        if score is not None:
            points = int(score * POINT)
            lane = 1 | points << COUNT_BITS | points * points << COUNT_BITS + SUM_BITS
            whole |= lane << place * LANE
    return whole


def unpacked(whole: int, place: int) -> Moments:
    """The moments of the variable at that place in a sum of packed answers."""
    lane = whole >> place * LANE
    return Moments(
        lane & (1 << COUNT_BITS) - 1,
        lane >> COUNT_BITS & (1 << SUM_BITS) - 1,
        lane >> COUNT_BITS + SUM_BITS & (1 << SQUARE_BITS) - 1,
    )
