"""How closely a decision goes along with an ordered band: Goodman and Kruskal's gamma, with its interval.

Gamma is the surplus of pairs in which the one with the higher band was chosen over pairs in which the one with
the lower was, among all pairs that differ in both: 1 always along, 0 neither way, -1 always against. Its
large-sample variance is that of Goodman and Kruskal (1972), as in Agresti, Analysis of Ordinal Categorical
Data (2nd ed., 2010), section 7.1. It says that two things go along, never that one brought the other about.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

TWO_SIDED_95 = 1.959964


class Gamma(NamedTuple):
    """The statistic and its 95 % interval, all within -1 and 1."""

    value: float
    low: float
    high: float


def gamma(table: Sequence[tuple[int, int]]) -> Gamma | None:
    """Of `(not chosen, chosen)` per band, lowest band first; None where no pair differs in both."""
    pairs = [
        [(_beyond(table, row, column, 1), _beyond(table, row, column, -1)) for column in (0, 1)]
        for row in range(len(table))
    ]
    cells = [(table[row][column], *pairs[row][column]) for row in range(len(table)) for column in (0, 1)]
    along = sum(count * same for count, same, _ in cells)
    against = sum(count * other for count, _, other in cells)
    if not along + against:
        return None
    value = (along - against) / (along + against)
    spread = sum(count * (against * same - along * other) ** 2 for count, same, other in cells)
    error = 4 * sqrt(spread) / (along + against) ** 2
    reach = TWO_SIDED_95 * error
    return Gamma(value, max(-1.0, value - reach), min(1.0, value + reach))


def _beyond(table: Sequence[tuple[int, int]], row: int, column: int, way: int) -> int:
    """How many stand on the same side of a cell in both directions (`way` 1), or on opposite ones (-1)."""
    return sum(
        counts[1 - column] for other, counts in enumerate(table) if (other - row) * (1 - 2 * column) * way > 0
    )
