"""List rows of programmes and mentors, the same on every page that lists them, and what they are made of."""

from __future__ import annotations

from datetime import date

from generator.model.public import Mentor, Program
from generator.model.schema import label
from generator.render import format
from generator.render.pages.index import Index
from generator.render.pages.page import Badge, Link, Row
from generator.render.routes import MENTOR, PROGRAM, SECTIONS, Links
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


def program_row(index: Index, links: Links, program: Program) -> Row:
    """A programme: its agency, days, mode, hours and cost; then its state."""
    return at(links, index.row((PROGRAM, program.id), lambda: _program_row(index, program)))


def mentor_row(index: Index, links: Links, mentor: Mentor) -> Row:
    """A mentor: what they help with, their post, how they meet; then their free places."""
    return at(links, index.row((MENTOR, mentor.id), lambda: _mentor_row(index, mentor)))


def at(links: Links, row: Row) -> Row:
    """The row as it stands on one page."""
    return Row(links.base + row.href, *row[1:])  # not `_replace`: half as long again, five times a page


def _program_row(index: Index, program: Program) -> Row:
    standing = index.leading[program.id]
    session = standing.session
    return Row(
        href=index.routes.urls[PROGRAM, program.id],
        title=program.title,
        facts=format.facts(
            agency_label(index, program.agency),
            format.span(session.starts_on, session.ends_on) if session else None,
            label("programs", "mode", program.mode),
            f"{program.hours} JP",
            cost(program),
        ),
        marks=competency_marks(index, program),
        badge=registration_badge(standing),
        when=moment(standing, index.today),
        runs=index.runs(program),
    )


def _mentor_row(index: Index, mentor: Mentor) -> Row:
    help_offered = format.brief(mentor.help_offered or mentor.expertise, BRIEF)
    return Row(
        href=index.routes.urls[MENTOR, mentor.id],
        title=mentor.name,
        facts=format.facts(
            mentor.position,
            agency_label(index, mentor.agency),
            label("mentors", "mode", mentor.mode),
            words("pages")["leader"] if mentor.is_leader else None,
        ),
        badge=mentor_badge(index.availability[mentor.id]),
        when=(mentor_moment(index, mentor), None),
        lead=words("pages")["helps_with"].format(text=help_offered),
        initials=format.initials(mentor.name),
    )


def mentor_moment(index: Index, mentor: Mentor) -> str:
    """How many places are free, or until when the mentor pauses."""
    said = words("pages")["mentor_moments"]
    if index.availability[mentor.id] is Availability.PAUSED and mentor.paused_until:
        return str(said["paused"]).format(day=format.full_day(mentor.paused_until))
    return str(said["places"]).format(free=mentor.free, capacity=mentor.capacity)


def agency_label(index: Index, agency: str | None) -> str:
    """The short name of an agency, with its region where the portal has several; empty for none."""
    found = index.portal.agencies.get(agency or "")
    if found is None:
        return ""
    region = region_name(index, found.region)
    return f"{found.label}, {region}" if index.has_regions and region not in found.label else found.label


def region_name(index: Index, code: str) -> str:
    """A region by its kind and name: `Kota Bandung`, `Kecamatan Gerunggang`; its code when unknown."""
    region = index.portal.regions.get(code)
    if region is None:
        return code
    kind = label("regions", "kind", region.kind)
    return region.name if region.name.startswith(kind) else f"{kind} {region.name}"


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
