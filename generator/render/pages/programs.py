"""The programme catalogue, and a page for each programme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from generator.model.chronicle import Edition
from generator.model.public import Agency, Program, Session
from generator.model.schema import label
from generator.render import format, linked
from generator.render.feeds.calendars import uid
from generator.render.feeds.icalendar import rule
from generator.render.pages.figures import level_figures
from generator.render.pages.flow import program_panel
from generator.render.pages.forms import EVALUATIONS, PROPOSE_PROGRAM, form_ways
from generator.render.pages.index import Index, mentor_order
from generator.render.pages.page import Badge, Button, Link, Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages
from generator.render.pages.raters import due_lines
from generator.render.pages.rows import (
    agency_label,
    cost,
    mentor_row,
    moment,
    program_row,
    registration_badge,
    trail,
)
from generator.render.pages.sharing import program_share
from generator.render.routes import (
    AGENCIES,
    AGENCY,
    COMPETENCIES,
    COMPETENCY,
    METHOD,
    PLAN,
    PROGRAM,
    PROGRAMS,
    PROVIDER,
    Links,
    mail_link,
    phone_link,
    web_link,
)
from generator.render.search.scopes import SEARCH
from generator.render.states import Registration, Standing, live_runs
from generator.render.zones import offset_minutes
from generator.words import words

MENTORS_SHOWN = 4


class Saved(NamedTuple):
    """What a calendar file of one run needs beside its days: as in the calendars that are published."""

    uid: str
    since: str
    edition: int
    rule: str


class SessionLine(NamedTuple):
    """One run of a programme, as its table shows it."""

    days: str
    badge: Badge
    place: str | None
    registration: str | None
    seats: str | None
    runs: str
    saved: Saved


class CompetencyLine(NamedTuple):
    """A competency with the level (1 to 5) that it is built to or asked for."""

    name: str
    href: str | None
    kind: str
    level: int


def program_lists(index: Index) -> Iterator[Page]:
    """The catalogue: what can be joined first, by closing day."""
    said = words("pages")["programs"]
    titles = [Titled(**group) for group in said["groups"]]
    items = [(titles[min(index.leading[program.id].order[0], 3)], program) for program in index.programs]
    listing = Listing(
        PROGRAMS,
        "program",
        "programs",
        said["title"],
        said["description"],
        partial(program_row, index),
        lambda links, number: {
            "search": f"{links.to(SEARCH)}?jenis=program",
            "agencies": links.to(AGENCIES),
            "competencies": links.to(COMPETENCIES),
            "propose": form_ways(index, (PROPOSE_PROGRAM,)),
        },
    )
    return list_pages(index.routes, listing, items, index.settings.list_page_size)


def program_pages(index: Index) -> Iterator[Page]:
    """A page for each programme."""
    for program in index.programs:
        url = index.routes.urls[PROGRAM, program.id]
        view = partial(_view, index, index.routes.links(url), program)
        yield Page(url, "program", "program", program.title, program.summary, view, about=(program,))


def _view(index: Index, links: Links, program: Program) -> dict[str, object]:
    leading, runs = index.leading[program.id], index.runs(program)
    agency = index.portal.agencies.get(program.agency)
    called = agency_label(index, program.agency)
    ahead = offset_minutes(index.zone(program))
    return {
        "linked": linked.program(index, program),
        "title": program.title,
        "summary": program.summary,
        "crumbs": (
            *trail(links, "programs"),
            Link(called, links.row(AGENCY, program.agency)),
        ),
        "badge": registration_badge(leading),
        "runs": runs,
        "action": _action(index, program, leading, agency, has_runs=bool(runs)),
        "facts": _facts(index, links, program),
        "sessions": tuple(
            _session(index, item.session, registration_badge(item), live_runs([item], ahead))
            for item in index.standings.get(program.id, ())
            if item.session
        ),
        "audience": format.prose(program.audience),
        "ranks": program.eligible_ranks,
        "prerequisite": _prerequisite(index, links, program),
        "criteria": format.prose(program.criteria),
        "basis": program.decision_basis,
        "objectives": format.prose(program.objectives),
        "competencies": _competencies(index, links, program),
        "method": links.to(METHOD),
        "figures": level_figures(index.portal.figures.of(program=program.id)),
        "is_kept": index.keeps_figures,
        "funnel": program_panel(index, program),
        "due": due_lines(index, program.id),
        "due_said": words("transparency")["program"],
        "evaluations": form_ways(index, EVALUATIONS, program=(program.id, program.title)),
        "mentors": _mentors(index, links, program),
        "source": program.source,
        "share": program_share(index, links, program, called),
        "save": (links.to(PLAN), called, program.hours),
    }


def _action(
    index: Index, program: Program, leading: Standing, agency: Agency | None, *, has_runs: bool
) -> dict[str, object]:
    said = words("pages")["program"]
    session = leading.session
    register = web_link(program.registration_url) if has_runs else None
    is_ahead = leading.state is Registration.UPCOMING
    mail = mail_link(program.contact_email or (agency.email if agency else None), program.title)
    phone = program.contact_phone or (agency.phone if agency else None)
    return {
        "when": moment(leading, index.today),
        "days": format.span(session.starts_on, session.ends_on) if session else None,
        "place": session.place if session else None,
        "seats": format.known(session.seats, format.whole) if session else None,
        "phone": Link(format.phone(phone), phone_link(phone)) if phone else None,
        "register": Button(said["register"], register, True) if register else None,
        "is_open": leading.takes_registrations,
        "remind": _saved(index, session) if session and is_ahead else None,
        "buttons": (Button(said["ask"], mail, not (register or is_ahead)),) if mail else (),
    }


def _facts(index: Index, links: Links, program: Program) -> tuple[tuple[str, str | Link], ...]:
    said = words("pages")["program_facts"]
    provider = index.portal.providers.get(program.provider or "")
    form = label("programs", "form", program.form)
    return format.pairs(
        (
            (said["hours"], f"{format.whole(program.hours)} JP"),
            (said["cost"], cost(program)),
            (said["mode"], label("programs", "mode", program.mode)),
            (said["level"], label("programs", "level", program.level)),
            (said["quota"], format.known(program.quota, lambda n: said["people"].format(n=format.whole(n)))),
            (said["form"], f"{label('programs', 'track', program.track)}, {form[:1].lower()}{form[1:]}"),
            (said["funding"], label("programs", "funding", program.funding)),
            (said["budget"], format.known(program.budget, format.rupiah)),
            (said["realisation"], format.known(program.realisation, format.rupiah)),
            (said["provider"], Link(provider.name, links.row(PROVIDER, provider.id)) if provider else None),
            (said["field"], program.field_of_work),
            (said["series"], program.series),
            (said["stage"], label("programs", "stage", program.stage)),
            (said["renewal"], format.known(program.renewal_months, lambda n: said["months"].format(n=n))),
            (said["tags"], ", ".join(program.tags)),
        )
    )


def _session(index: Index, session: Session, badge: Badge, runs: str) -> SessionLine:
    return SessionLine(
        format.span(session.starts_on, session.ends_on),
        badge,
        session.place,
        _registration(session),
        format.known(session.seats, format.whole),
        runs,
        _saved(index, session),
    )


def _saved(index: Index, session: Session) -> Saved:
    edition = index.editions.get(session.id) or Edition(index.today.isoformat())
    recurrence = rule(session.recurrence, session.ends_on) if session.recurrence else ""
    return Saved(uid(session, index.settings), edition.since, edition.number, recurrence)


def _registration(session: Session) -> str | None:
    said = words("pages")["program"]
    opens, closes = session.registration_opens, session.registration_closes
    if opens and closes:
        return format.span(opens, closes)
    if closes:
        return str(said["until"]).format(day=format.short_day(closes))
    return str(said["since"]).format(day=format.short_day(opens)) if opens else None


def _prerequisite(index: Index, links: Links, program: Program) -> Link | None:
    earlier = index.portal.programs.get(program.prerequisite or "")
    return Link(earlier.title, links.row(PROGRAM, earlier.id)) if earlier else None


def _competencies(index: Index, links: Links, program: Program) -> tuple[CompetencyLine, ...]:
    known = index.portal.competencies
    return tuple(
        CompetencyLine(
            known[item.competency].name,
            links.row(COMPETENCY, item.competency),
            label("competencies", "kind", known[item.competency].kind),
            item.level,
        )
        for item in index.built_by.get(program.id, ())
        if item.competency in known
    )


def _mentors(index: Index, links: Links, program: Program) -> tuple[Row, ...]:
    """Those who have room first, each once, over all competencies that the programme leads to."""
    found = {
        mentor.id: mentor
        for item in index.built_by.get(program.id, ())
        for mentor in index.competency_mentors.get(item.competency, ())[:MENTORS_SHOWN]
    }
    ranked = sorted(found.values(), key=lambda mentor: mentor_order(mentor, index.availability))[
        :MENTORS_SHOWN
    ]
    return tuple(mentor_row(index, links, mentor) for mentor in ranked)
