"""Disclosure control: which figures may be shown, so that no one's answer can be read from them.

Pure, and small on purpose: a tally in, `Published | Suppressed` out. A group of fewer than `threshold`
answers is suppressed; a published one shows its answers as a band and their mean to one decimal.
Only margins that do not nest inside each other beyond totals are made (see docs/adr/0006-figures.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from generator.derive.tally import Group, Tally
from generator.model.public import ALL, Cell, Figure, Figures, Published, Suppressed

BANDS = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (100, "100-199"), (50, "50-99"), (20, "20-49"))
LOWEST_BAND = "10-19"
ONE_DECIMAL = Decimal("0.1")


def screen(tally: Tally, threshold: int) -> Figures:
    """Every figure of the tally's margins, shown or suppressed, in the order of their cells."""
    margins: defaultdict[Cell, Counter[Decimal]] = defaultdict(Counter)
    for (group, score), count in tally.scores.items():
        for cell in _margins(group):
            margins[cell][score] += count
    return Figures({cell: _figure(margins[cell], threshold) for cell in sorted(margins)})


def band(responses: int) -> str:
    """The band of a number of answers, 10 or more."""
    return next((name for least, name in BANDS if responses >= least), LOWEST_BAND)


def _margins(group: Group) -> Iterator[Cell]:
    program, agency, year, level, aspect = group
    yield Cell(ALL, ALL, ALL, level, aspect)
    yield Cell(ALL, ALL, year, level, aspect)
    yield Cell(program, ALL, ALL, level, aspect)
    yield Cell(ALL, agency, ALL, level, aspect)


def _figure(scores: Counter[Decimal], threshold: int) -> Figure:
    responses = scores.total()
    if responses < max(threshold, 10):
        return Suppressed()
    mean = sum((score * count for score, count in scores.items()), Decimal()) / responses
    return Published(band(responses), mean.quantize(ONE_DECIMAL, ROUND_HALF_UP))
