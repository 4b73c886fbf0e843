"""List rows of programmes, mentors and agencies, the same on every page that lists them."""

from __future__ import annotations

from datetime import date

from generator.model.public import Agency, Mentor, Program
from generator.model.schema import label
from generator.render import format
from generator.render.pages.index import Index
from generator.render.pages.page import Badge, Link, Row
from generator.render.routes import AGENCY, MENTOR, PROGRAM, SECTIONS, Links
from generator.render.states import Availability, Standing
from generator.words import words

MARKS = 3
BRIEF = 140


def trail(links: Links, *sections: str) -> tuple[Link, ...]:
    """The crumbs that lead from the home page through the sections named."""
    return tuple(
        Link(words("pages")[name]["crumb"], links.to(SECTIONS[name])) for name in ("home", *sections)
    )


def registration_badge(standing: Standing) -> Badge:
    """The state of a registration as people see it."""
    return Badge(**words("pages")["registration"][standing.state])


def mentor_badge(availability: Availability) -> Badge:
    """The state of a mentor as people see it."""
    return Badge(**words("pages")["availability"][availability])


def moment(standing: Standing, today: date) -> tuple[str, str | None] | None:
    """What happens next and when: `Tutup Selasa, 24 Nov`, with its ISO date."""
    if standing.day is None:
        return None
    text = words("pages")["events"][standing.event].format(day=format.near_day(standing.day, today))
    return text, standing.day.isoformat()


def program_row(index: Index, links: Links, program: Program, *, tile: bool = False) -> Row:
    """A programme: its agency, days, mode, hours and cost; then its state."""
    standing = index.leading[program.id]
    session = standing.session
    return Row(
        href=links.row(PROGRAM, program.id) or "",
        title=program.title,
        facts=format.facts(
            agency_label(index, program.agency),
            format.span(session.starts_on, session.ends_on) if session and not tile else None,
            label("programs", "mode", program.mode),
            f"{program.hours} JP",
            cost(program),
        ),
        marks=() if tile else competency_marks(index, program),
        badge=registration_badge(standing),
        when=moment(standing, index.today),
        tile=format.tile(session.starts_on) if session and tile else None,
    )


def mentor_row(index: Index, links: Links, mentor: Mentor) -> Row:
    """A mentor: what they help with, how, when they last confirmed; then their free places."""
    leader = words("pages")["leader"] if mentor.is_leader else None
    return Row(
        href=links.row(MENTOR, mentor.id) or "",
        title=mentor.name,
        facts=format.facts(
            mentor.position,
            agency_label(index, mentor.agency),
            label("mentors", "mode", mentor.mode),
            leader,
        ),
        badge=mentor_badge(index.availability[mentor.id]),
        when=(mentor_moment(index, mentor), None),
        lead=words("pages")["helps_with"].format(
            text=format.brief(mentor.help_offered or mentor.expertise, BRIEF)
        ),
        initials=format.initials(mentor.name),
    )


def mentor_moment(index: Index, mentor: Mentor) -> str:
    """How many places are free, or until when the mentor pauses."""
    said = words("pages")["mentor_moments"]
    if index.availability[mentor.id] is Availability.PAUSED and mentor.paused_until:
        return str(said["paused"]).format(day=format.full_day(mentor.paused_until))
    return str(said["places"]).format(free=mentor.free, capacity=mentor.capacity)


def agency_row(index: Index, links: Links, agency: Agency) -> Row:
    """An agency: how many programmes take registrations, and how many mentors have room."""
    counted = words("pages")["counted"]
    taking = sum(
        index.leading[program.id].takes_registrations for program in index.agency_programs.get(agency.id, ())
    )
    mentors = index.agency_mentors.get(agency.id, ())
    free = sum(index.availability[mentor.id] is Availability.ACCEPTING for mentor in mentors)
    return Row(
        href=links.row(AGENCY, agency.id) or "",
        title=agency.name,
        facts=format.facts(
            label("agencies", "kind", agency.kind),
            counted["programs"].format(n=len(index.agency_programs.get(agency.id, ()))),
            counted["open"].format(n=taking) if taking else None,
            counted["mentors"].format(n=len(mentors)) if mentors else None,
            counted["free"].format(n=free) if free else None,
        ),
    )


def agency_label(index: Index, agency: str) -> str:
    """The short name of an agency; empty when there is none of that id."""
    found = index.portal.agencies.get(agency)
    return found.label if found else ""


def cost(program: Program) -> str:
    """What a participant pays."""
    return format.rupiah(program.cost) if program.cost else str(words("pages")["free_of_charge"])


def competency_marks(index: Index, program: Program) -> tuple[tuple[str, int], ...]:
    """The first competencies that a programme leads to, with their levels."""
    known = index.portal.competencies
    return tuple(
        (known[item.competency].name, item.level)
        for item in index.built_by.get(program.id, ())[:MARKS]
        if item.competency in known
    )
