"""Governments' tallies added up to those of the nation: of what they publish themselves, and of nothing else.

So whatever is taken away from a figure of the nation leaves figures that are shown themselves, and what a government
hides has no part in it. See docs/adr/0017-nation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from generator.derive.cube import Cube
from generator.derive.fitness import LEAST_SCORES, Fitness
from generator.derive.moments import Lane, lane, packed
from generator.model.figures import (
    ALL,
    ASPECTS,
    NATION,
    NATION_COUNTS,
    AnyFigure,
    Counted,
    FigureTable,
    Key,
    Published,
    Rate,
)
from generator.model.nation import Count, Nation, Place, Told
from generator.model.public import Government, OpenTable, Portal
from generator.model.schema import parse_schema
from generator.words import words

GOVERNMENTS = "governments"
FIT = Fitness(LEAST_SCORES, is_scored=True)


def tallies(shown: FigureTable, answers: Cube) -> dict[Place, Lane]:
    """The exact moments of each figure by year that a site shows, of the answers that it was released from.

    A figure that these answers do not come to is left out: the site was made of others.
    """
    sums = Counter[str]()
    for (period,), scored in answers.cut(("period",)).items():
        sums[str(period)] += sum(packed(scores) * count for scores, count in scored.items())
    sums[ALL] = sum(sums.values())
    found: dict[Place, Lane] = {}
    for (program, agency, period, level, aspect), figure in shown.cells.items():
        if program == agency == ALL and isinstance(figure, Published):
            moments = lane(sums[str(period)], ASPECTS.index((int(level), str(aspect))))
            if moments and FIT.figure(moments) == figure:
                found[str(period), int(level), str(aspect)] = moments
    return found


def counts(funnel: FigureTable | None, reach: FigureTable | None) -> dict[Count, int]:
    """What a site tells of how many took part, and were reached of its staff, by year; already rounded."""
    found: dict[Count, int] = {}
    for (period, *others, stage), figure in funnel.cells.items() if funnel else ():
        if set(others) == {ALL} and isinstance(figure, Counted):
            found[str(period), str(stage)] = figure.count
    for (period, *others), figure in reach.cells.items() if reach else ():
        if set(others) == {ALL} and isinstance(figure, Rate):
            found |= {(str(period), "reached"): figure.part, (str(period), "staff"): figure.whole}
    return found


def nation(told: Iterable[Told]) -> Nation:
    """What governments told, added up; in any order the same."""
    told = sorted(told, key=lambda each: each.government.id)
    sums, people = Counter[Place](), Counter[Count]()
    for each in told:
        sums.update(each.tallies)
        people.update(each.counts)
    scored: dict[Key, AnyFigure] = {place: FIT.figure(moments) for place, moments in sums.items()}
    counted: dict[Key, AnyFigure] = {place: Counted(count) for place, count in people.items()}
    tables = (
        FigureTable(NATION, ("period", "level", "aspect"), ("responses", "mean"), scored),
        FigureTable(NATION_COUNTS, ("period", "stage"), ("count",), counted),
    )
    return Nation(
        tuple(each.government for each in told),
        {table.name: table for table in tables},
        sum(bool(each.tallies) for each in told),
    )


def with_nation(portal: Portal, above: Nation | None) -> Portal:
    """The portal with what the governments told that it stands above; the same where it stands above none."""
    if above is None:
        return portal
    return replace(
        portal,
        governments={each.id: each for each in above.governments},
        tables={**portal.tables, GOVERNMENTS: _open_table(above.governments)},
        figure_tables={**portal.figure_tables, **above.tables},
        telling=above.telling,
    )


def _open_table(governments: Iterable[Government]) -> OpenTable:
    """The governments as open data."""
    rows = tuple(
        (
            *(each.id, each.name, each.address or None, each.agencies),
            *(each.programs, each.offers.programs, each.mentors, each.offers.mentors, each.since),
        )
        for each in governments
    )
    return OpenTable(parse_schema(words("governments")), rows)
