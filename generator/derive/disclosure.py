"""Disclosure control: which figures may be shown, so that no one's answer can be read from them.

Pure, and small on purpose: a tally in, `Published | Suppressed` out. A group of fewer than `threshold`
answers is suppressed; a published one shows its answers as a band and their mean to one decimal.
Only margins that do not nest inside each other beyond totals are made (see docs/adr/0006-figures.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from generator.derive.tally import LEVELS, Group, Tally
from generator.model.public import ALL, Cell, Figure, Figures, Published, Suppressed, Value

BANDS = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (100, "100-199"), (50, "50-99"), (20, "20-49"))
LOWEST_BAND = "10-19"
LEAST_THRESHOLD = 10
ONE_DECIMAL = Decimal("0.1")

Margin = tuple[str, str, str]
"""program, agency and period of a figure; `*` is all of it."""
Scores = tuple[Value, ...]
"""One answer's scores, in the order of its level's aspects."""


def screen(tally: Tally, threshold: int) -> Figures:
    """Every figure of the tally's margins, shown or suppressed, in the order of their cells."""
    margins: defaultdict[tuple[Margin, int], Counter[Scores]] = defaultdict(Counter)
    for (group, scores), count in tally.answers.items():
        for margin in _margins(group):
            margins[margin, group[3]][scores] += count
    cells = {
        Cell(*margin, level, aspect): _figure(counts, threshold)
        for (margin, level), answers in sorted(margins.items(), key=lambda item: item[0])
        for aspect, counts in zip(LEVELS[level], _by_aspect(level, answers), strict=True)
        if counts
    }
    return Figures(cells)


def band(responses: int) -> str:
    """The band of a number of answers, 10 or more."""
    return next((name for least, name in BANDS if responses >= least), LOWEST_BAND)


def _margins(group: Group) -> Iterator[Margin]:
    program, agency, year, _ = group
    yield ALL, ALL, ALL
    yield ALL, ALL, str(year)
    yield program, ALL, ALL
    yield ALL, agency, ALL


def _by_aspect(level: int, answers: Counter[Scores]) -> list[dict[Value, int]]:
    """How often each aspect got each score; a missing rating counts for nothing."""
    histograms: list[dict[Value, int]] = [{} for _ in LEVELS[level]]
    for scores, count in answers.items():
        for histogram, score in zip(histograms, scores, strict=True):
            if score is not None:
                histogram[score] = histogram.get(score, 0) + count
    return histograms


def _figure(scores: dict[Value, int], threshold: int) -> Figure:
    responses = sum(scores.values())
    if responses < max(threshold, LEAST_THRESHOLD):
        return Suppressed()
    total = sum((Decimal(str(score)) * count for score, count in scores.items()), Decimal())
    return Published(band(responses), (total / responses).quantize(ONE_DECIMAL, ROUND_HALF_UP))
