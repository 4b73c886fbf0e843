"""News as Atom: the programmes of the portal, a region or an agency, whatever came or changed last first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

import jinja2

from generator.memo import digest
from generator.model.chronicle import Chronicle
from generator.model.public import Portal, Program, Session
from generator.model.schema import ROOT
from generator.render import format
from generator.render.data_files import DataFile
from generator.render.feeds.scope import Scope
from generator.render.quick import QuickEnvironment
from generator.render.routes import HOME, PROGRAM, Routes, relative
from generator.render.zones import offset_minutes
from generator.settings import Settings
from generator.words import words

FEED = "feed.xml"
ENTRIES = 40


class Entry(NamedTuple):
    """One programme as the feed tells it; `since` is the ISO day since when it, or its schedule, reads so."""

    since: str
    program: Program
    made_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What feeds are made of: every programme's entry, by id; `began`: since when anything is remembered."""

    portal: Portal
    settings: Settings
    routes: Routes
    sessions: Mapping[str, tuple[Session, ...]]
    entries: Mapping[str, Entry]
    began: str

    def agency_name(self, program: Program) -> str:
        """The name of the agency that holds a programme; empty for none that is shown."""
        agency = self.portal.agencies.get(program.agency)
        return agency.name if agency else ""


def news(
    portal: Portal,
    settings: Settings,
    chronicle: Chronicle,
    routes: Routes,
    sessions: Mapping[str, tuple[Session, ...]],
) -> News:
    """The entries of all programmes: each is as new as its row or the newest of its runs (`sessions`)."""
    began = min((told.began for told in chronicle.tables.values()), default=portal.today.isoformat())
    made = News(portal, settings, routes, sessions, {}, began)
    entries = {key: _entry(made, chronicle, program) for key, program in portal.programs.items()}
    return replace(made, entries=entries)


def feed_file(news: News, scope: Scope) -> DataFile:
    """The feed of a scope: its newest programmes."""
    entries = [news.entries[program.id] for program in scope.programs]
    newest = sorted(entries, key=attrgetter("since"), reverse=True)[:ENTRIES]
    shown = digest(scope.url, scope.title, news.began, [(entry.since, entry.made_of) for entry in newest])
    return DataFile(f"{scope.url}{FEED}", shown, partial(_feed, news, scope, newest))


def _entry(news: News, chronicle: Chronicle, program: Program) -> Entry:
    tables, sessions = chronicle.tables, news.sessions.get(program.id, ())
    rows = (("programs", program.id), *(("sessions", session.id) for session in sessions))
    since = max(chronicle.edition(table, key).since for table, key in rows)
    made_of = (news.agency_name(program), *(tables[table].read[key] for table, key in rows))
    return Entry(since, program, made_of)


def _feed(news: News, scope: Scope, newest: list[Entry]) -> bytes:
    minutes = offset_minutes(news.settings.timezone)
    zone = f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    authority = news.settings.contact_email.rpartition("@")[2]
    name = words("feeds")["news"].format(title=scope.title)
    return (
        _template()
        .render(
            name=name,
            tag=f"tag:{authority},2026:",
            scope=scope,
            file=FEED,
            site=news.routes.site_url or (relative(scope.url, HOME) if scope.url else ""),
            author=news.settings.government,
            zone=zone,
            updated=newest[0].since if newest else news.began,
            entries=[
                (entry, news.routes.urls[PROGRAM, entry.program.id], _summary(news, entry.program))
                for entry in newest
            ],
        )
        .encode()
    )


def _summary(news: News, program: Program) -> str:
    said, agency = words("feeds"), news.agency_name(program)
    days = "; ".join(_run(session) for session in news.sessions.get(program.id, ()))
    told = (program.summary, agency and f"{agency}.", days and said["when"].format(days=days))
    return " ".join(format.facts(*told))


def _run(session: Session) -> str:
    said, closes = words("feeds"), session.registration_closes
    state = said["cancelled"] if session.status == "dibatalkan" else None
    last = format.known(closes, lambda day: said["closes"].format(day=format.short_day(day)))
    return ", ".join(
        format.facts(format.span(session.starts_on, session.ends_on), session.place, state or last)
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(ROOT / "site_templates")
    made = QuickEnvironment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.get_template("feeds/atom.xml")
