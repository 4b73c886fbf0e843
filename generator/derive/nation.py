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
from generator.model.figures import ALL, ASPECTS, NATION, AnyFigure, FigureTable, Key, Published
from generator.model.nation import Nation, Place, Told
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


def nation(told: Iterable[Told]) -> Nation:
    """What governments told, added up; in any order the same."""
    told = sorted(told, key=lambda each: each.government.id)
    sums = Counter[Place]()
    for each in told:
        sums.update(each.tallies)
    cells: dict[Key, AnyFigure] = {place: FIT.figure(moments) for place, moments in sums.items()}
    return Nation(
        tuple(each.government for each in told),
        FigureTable(NATION, ("period", "level", "aspect"), ("responses", "mean"), cells),
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
        figure_tables={**portal.figure_tables, NATION: above.figures},
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
