"""The list of mentors, and a page for each mentor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model.public import Mentor
from generator.model.schema import label
from generator.render import format
from generator.render.pages.forms import ASK_MENTOR, OFFER_MENTORING, form_ways
from generator.render.pages.index import Index
from generator.render.pages.page import Button, Link, Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages
from generator.render.pages.rows import agency_label, mentor_badge, mentor_moment, mentor_row, trail
from generator.render.routes import (
    AGENCY,
    COMPETENCIES,
    COMPETENCY,
    MENTOR,
    MENTORS,
    PLAN,
    Links,
    mail_link,
    phone_link,
)
from generator.render.search.scopes import SEARCH
from generator.render.states import Availability
from generator.words import words

SIMILAR = 3


def mentor_lists(index: Index) -> Iterator[Page]:
    """All mentors: those who take mentees first."""
    said = words("pages")["mentors"]
    titles = {state: Titled(**said["groups"][state]) for state in Availability}
    items = [(titles[index.availability[mentor.id]], mentor) for mentor in index.mentors]
    listing = Listing(
        MENTORS,
        "mentor",
        "mentors",
        said["title"],
        said["description"],
        partial(mentor_row, index),
        lambda links, number: {
            "search": f"{links.to(SEARCH)}?jenis=mentor",
            "competencies": links.to(COMPETENCIES),
            "offer": form_ways(index, (OFFER_MENTORING,)),
        },
    )
    return list_pages(index.routes, listing, items, index.settings.list_page_size)


def mentor_pages(index: Index) -> Iterator[Page]:
    """A page for each mentor."""
    for mentor in index.mentors:
        url = index.routes.urls[MENTOR, mentor.id]
        view = partial(_view, index, index.routes.links(url), mentor)
        description = words("pages")["mentor"]["description"].format(
            name=mentor.name, position=mentor.position, agency=agency_label(index, mentor.agency)
        )
        yield Page(url, "mentor", "mentor", mentor.name, description, view, about=(mentor,))


def _view(index: Index, links: Links, mentor: Mentor) -> dict[str, object]:
    state = index.availability[mentor.id]
    known, agency = index.portal.competencies, agency_label(index, mentor.agency)
    forms = form_ways(index, (ASK_MENTOR,), mentor=(mentor.id, mentor.name))
    return {
        "name": mentor.name,
        "initials": format.initials(mentor.name),
        "post": format.facts(mentor.position, agency),
        "crumbs": (
            *trail(links, "mentors"),
            Link(agency, links.row(AGENCY, mentor.agency)),
        ),
        "badge": mentor_badge(state),
        "is_accepting": state in (Availability.ACCEPTING, Availability.UNCONFIRMED),
        "is_unconfirmed": state is Availability.UNCONFIRMED,
        "pause": mentor_moment(index, mentor) if state is Availability.PAUSED else None,
        "free": max(mentor.free, 0),
        "capacity": mentor.capacity,
        "facts": _facts(mentor),
        "forms": forms,
        "buttons": _buttons(index, mentor, forms),
        "help": format.prose(mentor.help_offered or mentor.expertise),
        "expertise": format.prose(mentor.expertise if mentor.help_offered else None),
        "competencies": tuple(
            (known[code].name, links.row(COMPETENCY, code), label("competencies", "kind", known[code].kind))
            for code in mentor.competencies
            if code in known
        ),
        "held": tuple(
            index.portal.positions[key].name for key in mentor.positions_held if key in index.portal.positions
        ),
        "similar": _similar(index, links, mentor),
        "save": (links.to(PLAN), agency),
        "source": mentor.source,
    }


def _facts(mentor: Mentor) -> tuple[tuple[str, str], ...]:
    said = words("pages")["mentor_facts"]
    return format.pairs(
        (
            (said["mode"], label("mentors", "mode", mentor.mode)),
            (said["availability"], mentor.availability),
            (said["channel"], mentor.channel),
            (said["rank"], mentor.rank),
            (said["leader"], words("pages")["leader"] if mentor.is_leader else None),
            (said["confirmed"], format.full_day(mentor.confirmed_on)),
        )
    )


def _buttons(index: Index, mentor: Mentor, forms: tuple[Link, ...]) -> tuple[Button, ...]:
    """A request goes by the form, else by the agency's own address: a mentor's is private."""
    said = words("pages")["mentor"]
    agency = index.portal.agencies.get(mentor.agency)
    mail = mail_link(agency.email, said["subject"].format(name=mentor.name)) if agency else None
    phone = phone_link(agency.phone) if agency else None
    ways = (*forms, (said["ask"], None if forms else mail), (said["call"], phone))
    found = [(text, href) for text, href in ways if href]
    return tuple(Button(text, href, number == 0) for number, (text, href) in enumerate(found))


def _similar(index: Index, links: Links, mentor: Mentor) -> tuple[Row, ...]:
    """Others who take mentees in one of the same competencies."""
    others = {
        other.id: other
        for code in mentor.competencies
        for other in index.competency_mentors.get(code, ())[: SIMILAR + 1]
        if other.id != mentor.id and index.availability[other.id] is Availability.ACCEPTING
    }
    return tuple(mentor_row(index, links, other) for other in list(others.values())[:SIMILAR])
