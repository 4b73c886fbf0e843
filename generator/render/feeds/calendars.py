"""Calendars: the runs of programmes as all-day events, and the last minute of their registration as another.

A run keeps its UID for good; SEQUENCE counts how often its row was changed, DTSTAMP is the day it last was. A run
that is called off stays as CANCELLED; one whose row is gone leaves the calendar, and with it its subscribers'.
A calendar that many share holds the next runs alone: no phone is to keep ten thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from generator.memo import digest
from generator.model.chronicle import Chronicle
from generator.model.public import Portal, Program, Session
from generator.render import format
from generator.render.data_files import DataFile
from generator.render.feeds import icalendar
from generator.render.feeds.scope import Scope
from generator.render.routes import PROGRAM, Routes, web_link
from generator.render.zones import zones
from generator.settings import Settings
from generator.words import words

CALENDAR = "kalender.ics"
MOST = 500
"""Runs that one calendar holds, some 0.7 MB."""
STATUSES = {"direncanakan": "TENTATIVE", "dibatalkan": "CANCELLED"}


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that calendars show, by programme: those that end in the month before this one or later.

    `left_out` counts the runs that stand in other calendars alone.
    `texts` keeps the text of each programme's events once made: it stands in up to four calendars.
    """

    portal: Portal
    settings: Settings
    chronicle: Chronicle
    routes: Routes
    sessions: Mapping[str, tuple[Session, ...]]
    zones: Mapping[str, str]
    texts: dict[str, str]
    left_out: int = 0

    def zone(self, program: Program) -> str:
        """The time zone in which a programme's days are meant."""
        return self.zones.get(program.agency, self.settings.timezone)

    def shown(self, program: Program) -> tuple[object, ...]:
        """All that a programme's events are made of, told shortly."""
        tables, agency = self.chronicle.tables, self.portal.agencies.get(program.agency)
        return (
            tables["programs"].read[program.id],
            tables["programs"].edition(program.id).since,
            self.zone(program),
            agency.name if agency else "",
            *(
                (tables["sessions"].read[each.id], *self.chronicle.edition("sessions", each.id))
                for each in self.sessions[program.id]
            ),
        )

    def text(self, program: Program) -> str:
        """A programme's events."""
        if program.id not in self.texts:
            told = _told(self, program)
            self.texts[program.id] = "".join(_events(self, told, each) for each in self.sessions[program.id])
        return self.texts[program.id]


class Told(NamedTuple):
    """What the events of all runs of a programme say alike; `since` is the ISO day since when its row reads so."""

    title: str
    deadline: str
    about: str
    registration: str
    url: str
    since: str
    zone: str


def runs(portal: Portal, settings: Settings, chronicle: Chronicle, routes: Routes) -> Runs:
    """The runs of a portal that its calendars show today."""
    first = (portal.today.replace(day=1) - timedelta(1)).replace(day=1)
    told = (
        each for each in portal.sessions.values() if each.ends_on >= first and each.program in portal.programs
    )
    sessions = _by_program(told)
    return Runs(portal, settings, chronicle, routes, sessions, zones(portal, settings.timezone), {})


def calendar_file(every: Runs, scope: Scope) -> DataFile:
    """The calendar of a scope."""
    runs = _next(every, scope.programs)
    programs = [program for program in scope.programs if program.id in runs.sessions]
    shown = digest(scope.title, scope.zone, runs.left_out, [runs.shown(program) for program in programs])
    return DataFile(f"{scope.url}{CALENDAR}", shown, partial(_calendar, runs, scope, programs))


def _next(runs: Runs, programs: Iterable[Program]) -> Runs:
    """The runs of these programmes where they are few, else those of which something falls due first.

    Days count from this week's Monday, so that a calendar that leaves some out changes weekly and not daily.
    """
    held = [session for program in programs for session in runs.sessions.get(program.id, ())]
    if len(held) <= MOST:
        return runs
    monday = runs.portal.today - timedelta(runs.portal.today.weekday())
    due = [(day, session) for session in held if (day := _due(session, monday))]
    nearest = sorted(due, key=lambda each: (each[0], each[1].id))[:MOST]
    sessions = _by_program(session for _, session in nearest)
    return replace(runs, sessions=sessions, texts={}, left_out=len(held) - len(nearest))


def _due(session: Session, first: date) -> date | None:
    """The day from `first` on when its registration closes, it starts or it ends, whatever is next."""
    days = (session.registration_closes, session.starts_on, session.ends_on)
    return min((day for day in days if day and day >= first), default=None)


def _by_program(sessions: Iterable[Session]) -> dict[str, tuple[Session, ...]]:
    found: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        found[session.program].append(session)
    return {key: tuple(each) for key, each in found.items()}


def uid(session: Session, settings: Settings) -> str:
    """A run's name for good, wherever the portal stands: that of the office answering for it goes with it."""
    return f"{session.id}@{settings.contact_email.rpartition('@')[2]}"


def _calendar(runs: Runs, scope: Scope, programs: list[Program]) -> bytes:
    name = words("feeds")["calendar"].format(title=scope.title)
    used = dict.fromkeys((scope.zone, *(runs.zone(program) for program in programs)))
    components = [*map(icalendar.time_zone, used), *map(runs.text, programs)]
    left_out = words("feeds")["left_out"].format(n=format.whole(runs.left_out)) if runs.left_out else ""
    return icalendar.calendar(name, left_out, scope.zone, runs.settings.name, components)


def _told(runs: Runs, program: Program) -> Told:
    said, url = words("feeds"), runs.routes.absolute(runs.routes.urls[PROGRAM, program.id])
    agency, register = runs.portal.agencies.get(program.agency), web_link(program.registration_url)
    page = said["page"].format(address=url) if url else None
    return Told(
        title=icalendar.escaped(program.title),
        deadline=icalendar.escaped(said["deadline"].format(title=program.title)),
        about=_described(
            program.summary, said["organizer"].format(agency=agency.name) if agency else None, page
        ),
        registration=_described(said["registration"].format(address=register) if register else None, page),
        url=url or "",
        since=runs.chronicle.edition("programs", program.id).since,
        zone=runs.zone(program),
    )


def _events(runs: Runs, told: Told, session: Session) -> str:
    closes, name = session.registration_closes, uid(session, runs.settings)
    last = icalendar.following(session.starts_on if session.recurrence else session.ends_on)
    text = _event(
        runs,
        told,
        session,
        (
            ("UID", name),
            ("SUMMARY", told.title),
            ("DTSTART;VALUE=DATE", icalendar.day(session.starts_on)),
            ("DTEND;VALUE=DATE", icalendar.day(last)),
            ("RRULE", icalendar.rule(session.recurrence, session.ends_on) if session.recurrence else ""),
            ("LOCATION", icalendar.escaped(session.place or "")),
            ("DESCRIPTION", told.about),
        ),
    )
    if closes is None:
        return text
    deadline = (
        ("UID", f"tutup-{name}"),
        ("SUMMARY", told.deadline),
        (f"DTSTART;TZID={told.zone}", f"{icalendar.day(closes)}T235900"),
        (f"DTEND;TZID={told.zone}", f"{icalendar.day(icalendar.following(closes))}T000000"),
        ("DESCRIPTION", told.registration),
    )
    return text + _event(runs, told, session, deadline)


def _event(runs: Runs, told: Told, session: Session, own: tuple[tuple[str, str], ...]) -> str:
    """What a run's two events share, around what is their own."""
    edition = runs.chronicle.edition("sessions", session.id)
    since = max(edition.since, told.since)
    return icalendar.content(
        ("BEGIN", "VEVENT"),
        *own,
        ("DTSTAMP", f"{since.replace('-', '')}T000000Z"),
        ("SEQUENCE", str(edition.number)),
        ("STATUS", STATUSES.get(session.status or "", "CONFIRMED")),
        ("TRANSP", "TRANSPARENT"),
        ("URL", told.url),
        ("END", "VEVENT"),
    )


def _described(*lines: str | None) -> str:
    return icalendar.escaped("\n".join(format.facts(*lines)))
