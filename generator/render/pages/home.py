"""The home page: what can be done today, in three taps."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.public import Offers, Program
from generator.render import format, linked
from generator.render.pages.forms import OFFER_MENTORING, PROPOSE_PROGRAM, form_ways
from generator.render.pages.governments import governments_strip
from generator.render.pages.index import Index
from generator.render.pages.page import Link, Page, Row
from generator.render.pages.rows import program_row, region_name
from generator.render.routes import (
    ABOUT,
    AGENCIES,
    DATA,
    EVALUATION,
    GOVERNMENTS,
    HOME,
    MENTORS,
    PROGRAMS,
    SECTIONS,
    Links,
)
from generator.render.search.scopes import SEARCH
from generator.render.states import Availability, Event
from generator.words import words

DEADLINES = 4
REGIONS = 12


def home_pages(index: Index) -> Iterator[Page]:
    """The one home page."""
    settings = index.settings
    yield Page(HOME, "", "home", settings.name, settings.tagline, _view(index, index.routes.links(HOME)))


def offers(index: Index) -> Offers:
    """What can be had of the portal on its day."""
    return Offers(
        sum(index.leading[program.id].takes_registrations for program in index.programs),
        sum(state is Availability.ACCEPTING for state in index.availability.values()),
    )


def _view(index: Index, links: Links) -> dict[str, object]:
    said = words("pages")["home"]
    taking = [
        program
        for program in index.programs
        if (standing := index.leading[program.id]).takes_registrations and standing.event is Event.CLOSES
    ]
    open_count, free_count = map(format.whole, offers(index))
    agencies, governments = index.portal.agencies, index.portal.governments
    has_own = bool(index.programs or index.mentors or not governments)
    sharing = {program.agency for program in index.programs} | {mentor.agency for mentor in index.mentors}
    return {
        "linked": linked.site(index),
        "slogan": tuple(said["slogan"]),
        "tagline": index.settings.tagline,
        "tasks": tuple(
            (links.to(url), icon, said[key]["title"], said[key]["sentence"].format(n=count))
            for url, icon, key, count in (
                (PROGRAMS, "program", "find_program", open_count),
                (MENTORS, "mentor", "find_mentor", free_count),
                (AGENCIES, "agency", "find_agency", format.whole(len(agencies))),
                (GOVERNMENTS, "agency", "find_government", format.whole(len(governments))),
            )
            if (url == GOVERNMENTS) != has_own
        ),
        "has_own": has_own,
        "deadlines": tuple(_deadline(index, links, program) for program in taking[:DEADLINES]),
        "programs": links.to(PROGRAMS),
        "search": links.to(SEARCH),
        "strip": (
            (open_count, said["of"].format(n=format.whole(len(index.programs))), said["open"]),
            (free_count, said["of"].format(n=format.whole(len(index.mentors))), said["free"]),
            (
                format.whole(len(sharing)),
                said["of"].format(n=format.whole(len(agencies))),
                said["sharing"],
            ),
            (format.whole(len(index.portal.competencies)), "", said["competencies"]),
        ),
        "stages": _stages(links),
        "agencies": links.to(AGENCIES),
        "governments": (links.to(GOVERNMENTS), governments_strip(index)) if governments else None,
        "regions": _regions(index),
        "forms": form_ways(index, (PROPOSE_PROGRAM, OFFER_MENTORING)),
        "evaluation": links.to(EVALUATION),
        "data": links.to(DATA),
        "about": links.to(ABOUT),
    }


def _deadline(index: Index, links: Links, program: Program) -> Row:
    """A programme by the day that it starts: shorter than in the lists."""
    row = program_row(index, links, program)
    session = index.leading[program.id].session
    days = {format.span(session.starts_on, session.ends_on)} if session else set()
    return row._replace(
        facts=tuple(fact for fact in row.facts if fact not in days),
        marks=(),
        tile=format.tile(session.starts_on) if session else None,
    )


def _stages(links: Links) -> tuple[tuple[str, str, tuple[Link, ...]], ...]:
    return tuple(
        (
            stage["title"],
            stage["text"],
            tuple(Link(text, links.to(SECTIONS[key])) for key, text in stage["links"].items()),
        )
        for stage in words("pages")["home"]["stages"]
    )


def _regions(index: Index) -> tuple[tuple[str, str], ...]:
    """The regions with the most agencies, and how many each has."""
    counts: dict[str, int] = {}
    for agency in index.portal.agencies.values():
        counts[agency.region] = counts.get(agency.region, 0) + 1
    said = words("pages")["home"]["agencies"]
    largest = sorted(counts, key=lambda code: (-counts[code], code))[:REGIONS]
    return tuple((region_name(index, code), said.format(n=format.whole(counts[code]))) for code in largest)
