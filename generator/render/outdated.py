"""What a page says of the sheets that feed it and were not seen for long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from babel.lists import format_list

from generator.model.sheets import SheetSeen
from generator.render.format import full_day
from generator.words import language, words

PROGRAMS = ("programs", "sessions", "program_competencies")
MENTORS = ("mentors", "mentoring_requests")
MEASURED = ("registrations", "workforce", "reviews", "competency_assessments", "merit_aspects")
FED_BY: Mapping[str, Collection[str]] = {
    "home": (*PROGRAMS, *MENTORS, "agencies", "regions", "evaluations"),
    "programs": PROGRAMS,
    "program": (*PROGRAMS, "mentors", "agencies", "providers", "evaluations", "registrations"),
    "mentors": MENTORS,
    "mentor": (*MENTORS, "agencies", "positions"),
    "agencies": ("agencies", "regions"),
    "agency": (*PROGRAMS, "mentors", "agencies", "regions", "evaluations", *MEASURED),
    "competencies": ("competencies", "program_competencies"),
    "competency": ("competencies", "position_competencies", "competency_assessments", *PROGRAMS, "mentors"),
    "evaluation": ("evaluations", "programs", "agencies"),
    "evaluation_agencies": ("evaluations", "agencies"),
    "plan": ("positions", "position_competencies"),
    "gone": (),
}
"""The tables that each kind of page shows rows of; a kind that is not named here may show any."""
OWN = {"program": "programs", "mentor": "mentors", "agency": "agencies"}
"""The table whose single row a kind of page is about."""


def outdated(kind: str, source: object, old: Collection[SheetSeen]) -> str:
    """One sentence a day on which some of the page's sheets were last seen; empty when none of them is old.

    `source` is the title of what the page's own row came from: another sheet of that table does not feed it.
    """
    tables = FED_BY.get(kind)
    feeding = (
        sheet
        for sheet in old
        if (tables is None or sheet.table in tables)
        and (sheet.table != OWN.get(kind) or sheet.title == source)
    )
    return " ".join(_sentences(feeding))


def _sentences(sheets: Iterable[SheetSeen]) -> Iterable[str]:
    day_then_title = sorted(sheets, key=attrgetter("seen_on", "title"))
    for day, seen in groupby(day_then_title, attrgetter("seen_on")):
        titles = format_list(list(dict.fromkeys(sheet.title for sheet in seen)), locale=language())
        yield words("pages")["outdated"].format(day=full_day(day), titles=titles)
