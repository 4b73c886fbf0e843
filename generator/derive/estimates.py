"""Statistics of decisions that no table of counts can give: how closely they go along with bands, and how concentrated
they are. They are computed of all decisions, so each has a gate of its own: many decisions, and no one-sided group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from generator.derive.association import gamma
from generator.derive.cube import Cube
from generator.derive.decisions import FACTORS
from generator.derive.fitness import band
from generator.model.figures import ALL, Estimate, FigureTable, Suppressed, tenths
from generator.model.schema import load_schema

CHOSEN = "promosi"
LEAST_DECISIONS = 50
"""Below that an interval spans nearly everything, and one decision moves the first decimal."""
LEAST_CHOSEN = 10
"""Promotions, and decisions that were none, that a statistic rests on."""

LOWEST_FIRST = {
    "performance_band": ("sangat-kurang", "kurang", "butuh-perbaikan", "baik", "sangat-baik"),
    "competency_fit": ("belum-sesuai", "cukup-sesuai", "sesuai"),
    "tenure_band": tuple(load_schema("decisions").field("tenure_band").labels),
}
CELLS = dict[tuple[str | int, ...], Estimate | Suppressed]


def associations(decided: Cube) -> FigureTable:
    """Gamma of promotion with each factor, of each year and of all years."""
    cells: CELLS = {}
    for factor in FACTORS:
        for period, counts in _by_period(decided, factor):
            cells[period, factor] = _association(counts, LOWEST_FIRST[factor])
    return FigureTable("associations", ("period", "factor"), ("responses", "value", "low", "high"), cells)


def concentration(decided: Cube) -> FigureTable:
    """Of an agency's promotions, how many in a hundred its busiest nominating unit proposed; of all, on average."""
    units: dict[str, Counter[str]] = {}
    for (agency, kind, unit), scores in decided.cut(("agency", "kind", "nominator_unit")).items():
        if kind == CHOSEN:
            units.setdefault(str(agency), Counter())[str(unit)] += scores.total()
    cells: CELLS = {(agency,): _share(counts) for agency, counts in units.items()}
    if units:
        most, whole = (
            sum(max(each.values()) for each in units.values()),
            sum(map(Counter.total, units.values())),
        )
        cells[(ALL,)] = _share(Counter({"most": most, "others": whole - most}))
    return FigureTable("concentration", ("agency",), ("responses", "value"), cells)


def _by_period(decided: Cube, factor: str) -> Iterator[tuple[str, Counter[tuple[str, bool]]]]:
    periods: dict[str, Counter[tuple[str, bool]]] = {ALL: Counter()}
    for (period, kind, value), scores in decided.cut(("period", "kind", factor)).items():
        for each in (ALL, str(period)):
            periods.setdefault(each, Counter())[str(value), kind == CHOSEN] += scores.total()
    yield from periods.items()


def _association(counts: Counter[tuple[str, bool]], bands: tuple[str, ...]) -> Estimate | Suppressed:
    table = [(counts[each, False], counts[each, True]) for each in bands]
    chosen = sum(yes for _, yes in table)
    others = counts.total() - chosen
    found = gamma(table)
    if found is None or counts.total() < LEAST_DECISIONS or min(chosen, others) < LEAST_CHOSEN:
        return Suppressed()
    return Estimate(band(counts.total()), *(tenths(Decimal(each)) for each in found))


def _share(counts: Counter[str]) -> Estimate | Suppressed:
    """Hidden where few were promoted, or where all but a few came from one unit."""
    whole, most = counts.total(), max(counts.values())
    if whole < LEAST_CHOSEN or whole - most < LEAST_CHOSEN // 2:
        return Suppressed()
    return Estimate(band(whole), Decimal((200 * most + 10 * whole) // (20 * whole) * 10))
