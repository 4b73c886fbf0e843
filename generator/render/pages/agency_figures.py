"""The part of an agency's page that figures make: its people's share in programmes, and what to improve."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.model.figures import ALL, Key, Published
from generator.model.public import Agency
from generator.render import format
from generator.render.pages.figures import LOW_RATING, SCORES, aspect_title, from_how_many, how_many
from generator.render.pages.flow import newest_first
from generator.render.pages.groups import Named, Panel, amount, bars, text
from generator.render.pages.index import Index
from generator.words import words

LOWEST = 3
FIVE = Decimal(5)
TOLD = ("reach", "hours_per_head", "review_figures")


def newest_years(index: Index) -> Mapping[str, str]:
    """The newest period of each table that an agency's page tells from."""
    tables = {name: newest_first(index.portal.figure_tables.get(name)) for name in TOLD}
    return {name: years[0] for name, years in tables.items() if years}


def agency_strip(index: Index, agency: Agency, years: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Reach, hours a head and appraisals of the newest period that tells of each; what is hidden is left out."""
    said = words("transparency")["agency"]["strip"]
    groups = [ALL] * 5
    keys: dict[str, tuple[str, Key]] = {
        "reach": ("reach", (years.get("reach", ""), ALL, agency.id, *groups)),
        "hours": ("hours_per_head", (years.get("hours_per_head", ""), agency.id)),
        "reviews": ("review_figures", (years.get("review_figures", ""), agency.id)),
    }
    found = []
    for name, (table, key) in keys.items():
        told = index.portal.figure_tables.get(table)
        figure = told.cells.get(key) if told else None
        if number := text(figure):
            suffix = said[name]["suffix"].format(right=index.settings.yearly_hours)
            found.append((number, suffix, said[name]["text"].format(year=key[0], people=how_many(figure))))
    return tuple(found)


def to_improve(index: Index, agency: Agency) -> Panel | None:
    """The lowest rated aspects that are told; a hidden one is no reason to improve, nor none."""
    figures = index.portal.figures.of(agency=agency.id)
    told: list[Named] = [
        (aspect_title(aspect), figure)
        for (_, aspect), figure in figures.items()
        if aspect not in SCORES and isinstance(figure, Published)
    ]
    if len(told) < LOWEST:
        return None
    lowest = sorted(told, key=lambda each: (each[1].mean, each[0]))[:LOWEST]  # type: ignore[union-attr]
    said = words("transparency")["agency"]
    note = " ".join((from_how_many(lowest), said["improve_note"].format(low=format.decimal(LOW_RATING))))
    return Panel(said["improve"], said["improve_caption"], bars(lowest, FIVE, LOW_RATING), note)


def to_learn(index: Index, agency: Agency) -> Panel | None:
    """The competencies with the lowest mean level that is told; marked where all agencies together do better."""
    told = [
        (figure.mean, index.portal.competencies[code].name, code, figure)
        for code, figure in index.competence.get(agency.id, ())
        if isinstance(figure, Published) and code in index.portal.competencies
    ]
    if len(told) < LOWEST:
        return None
    of_all, lowest = dict(index.competence.get(ALL, ())), sorted(told, key=lambda each: each[:3])[:LOWEST]
    chart = [bars([(name, figure)], FIVE, amount(of_all.get(code)))[0] for _, name, code, figure in lowest]
    said, people = words("transparency")["agency"], [(name, figure) for _, name, _, figure in lowest]
    note = " ".join((from_how_many(people, "assessed"), said["learn_note"]))
    return Panel(said["learn"], said["learn_caption"], tuple(chart), note)
