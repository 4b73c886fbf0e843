"""Who belongs to whom: the reverse of the portal's references, built once for all pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from generator.form_links import FormLink
from generator.memo import Memo, digest
from generator.model.chronicle import Chronicle, Edition
from generator.model.figures import COMPETENCE, EVALUATION, AnyFigure, Figures
from generator.model.public import (
    Agency,
    Mentor,
    Portal,
    PositionCompetency,
    Program,
    ProgramCompetency,
    Value,
)
from generator.model.schema import TableSchema
from generator.render.due import CANCELLED, Due, due
from generator.render.open_tables import OpenTables, open_tables
from generator.render.pages.ingredients import Ask, Ingredients, Notes, Tracing
from generator.render.pages.page import Row
from generator.render.routes import Routes, routes
from generator.render.states import Availability, Standing, availability, leading, live_runs, standing
from generator.render.zones import offset_minutes, zones
from generator.settings import Settings

T = TypeVar("T")
DERIVED = ("mentors", "tables", "figure_tables")
"""Mappings of a portal that hold more than open tables of their name: a mentor's free places are counted."""
PAGED = ("programs", "mentors", "agencies", "competencies", "providers")
"""Tables whose rows have a page each."""
_AVAILABILITY = tuple(Availability)
Groups = Mapping[str, tuple[T, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The portal with its lookups: programmes stand in the order of their next chance to join.

    Every lookup notes what it is asked for (`notes`), so that a page is known by its `ingredients`.
    """

    portal: Portal
    settings: Settings
    forms: Mapping[str, FormLink]
    routes: Routes
    standings: Groups[Standing]
    leading: Mapping[str, Standing]
    programs: Sequence[Program]
    mentors: Sequence[Mentor]
    availability: Mapping[str, Availability]
    built_by: Groups[ProgramCompetency]
    agency_programs: Groups[Program]
    agency_mentors: Groups[Mentor]
    agency_units: Groups[Agency]
    competency_programs: Groups[tuple[int, Program]]
    competency_mentors: Groups[Mentor]
    competency_positions: Groups[PositionCompetency]
    provider_programs: Groups[Program]
    due: Groups[Due]
    merit: Groups[tuple[Value, ...]]
    competence: Groups[tuple[str, AnyFigure]]
    seats: Mapping[str, int]
    facts: Mapping[str, bool]
    zones: Mapping[str, str]
    editions: Mapping[str, Edition]
    chronicle: Chronicle
    tables: Mapping[str, tuple[TableSchema, int]]
    notes: Notes
    ingredients: Ingredients
    rows: dict[tuple[str, str], tuple[Row, frozenset[Ask]]] = field(default_factory=dict)

    @property
    def has_regions(self) -> bool:
        """Whether the agencies are of several regions, so that each needs to be told."""
        return self.facts["has_regions"]

    @property
    def keeps_figures(self) -> bool:
        """Whether figures are those that were published last, as their ledger is gone."""
        return self.facts["keeps_figures"]

    @property
    def today(self) -> date:
        """The day that the portal stands for."""
        return self.portal.today

    def row(self, key: tuple[str, str], make: Callable[[], Row]) -> Row:
        """A list row that many pages show, made once, with its link as seen from the home page."""
        if key not in self.rows:
            with self.notes.apart() as asked:
                self.rows[key] = make(), frozenset(asked)
        row, asked_for = self.rows[key]
        self.notes.asked |= asked_for
        return row

    def zone(self, program: Program) -> str:
        """The time zone in which a programme's days are meant."""
        return self.zones.get(program.agency, self.settings.timezone)

    def runs(self, program: Program) -> str:
        """A programme's runs as its reader's browser needs them."""
        return live_runs(self.standings.get(program.id, ()), offset_minutes(self.zone(program)))


def index(
    portal: Portal,
    settings: Settings,
    forms: Mapping[str, FormLink],
    site_url: str = "",
    chronicle: Chronicle | None = None,
    tables: OpenTables | None = None,
) -> Index:
    """Turns the references of a portal round."""
    standings = _standings(portal, settings.closing_soon_days)
    first = {key: leading(standings.get(key, ())) for key in portal.programs}
    programs = tuple(sorted(portal.programs.values(), key=lambda program: first[program.id].order))
    available = {mentor.id: availability(mentor, portal.today) for mentor in portal.mentors.values()}
    mentors = tuple(sorted(portal.mentors.values(), key=lambda mentor: mentor_order(mentor, available)))
    built_by = grouped(portal.program_competencies, lambda item: [item.program])
    paths, tracing = routes(portal, site_url), Tracing()
    regions = {agency.region for agency in portal.agencies.values()}
    return Index(
        portal=_traced(portal, tracing),
        settings=settings,
        forms=forms,
        routes=replace(paths, urls=tracing.lookup("urls", paths.urls, of=PAGED)),
        standings=tracing.lookup("standings", standings, of=("sessions",)),
        leading=tracing.lookup("leading", first, of=("programs", "sessions")),
        programs=tracing.row("programs in order", programs),
        mentors=tracing.row("mentors in order", mentors),
        availability=tracing.lookup("availability", available),
        built_by=tracing.lookup("built_by", built_by, of=("program_competencies",)),
        agency_programs=tracing.lookup(
            "agency_programs",
            grouped(programs, lambda program: [program.agency]),
            of=("programs", "sessions"),
        ),
        agency_mentors=tracing.lookup("agency_mentors", grouped(mentors, lambda mentor: [mentor.agency])),
        agency_units=tracing.lookup(
            "agency_units",
            grouped(portal.agencies.values(), lambda agency: [agency.parent] if agency.parent else []),
            of=("agencies",),
        ),
        competency_programs=tracing.lookup(
            "competency_programs",
            _reaching(programs, built_by),
            of=("programs", "sessions", "program_competencies"),
        ),
        competency_mentors=tracing.lookup(
            "competency_mentors", grouped(mentors, lambda mentor: dict.fromkeys(mentor.competencies))
        ),
        competency_positions=tracing.lookup(
            "competency_positions",
            grouped(portal.position_competencies, lambda item: [item.competency]),
            of=("position_competencies",),
        ),
        provider_programs=tracing.lookup(
            "provider_programs",
            grouped(programs, lambda program: [program.provider] if program.provider else []),
            of=("programs", "sessions"),
        ),
        due=tracing.lookup("due", _due(portal, standings, settings), of=("programs", "sessions", EVALUATION)),
        merit=tracing.lookup(
            "merit", grouped(_rows(portal, "merit_aspects"), lambda row: [str(row[0])]), of=("merit_aspects",)
        ),
        competence=tracing.lookup("competence", _competence(portal), of=(COMPETENCE,)),
        seats=tracing.lookup("seats", _seats(portal), of=("sessions",)),
        facts=tracing.lookup(
            "facts", {"has_regions": len(regions) > 1, "keeps_figures": portal.keeps_figures}
        ),
        zones=tracing.lookup("zones", zones(portal, settings.timezone), of=("agencies", "regions")),
        editions=tracing.lookup("editions", _editions(portal, chronicle), of=("sessions",)),
        chronicle=chronicle or Chronicle(),
        notes=tracing.notes,
        tables=tracing.lookup("open tables", _sizes(portal, tables)),
        ingredients=Ingredients(tracing, _tables(portal, chronicle)),
    )


def _sizes(portal: Portal, tables: OpenTables | None) -> dict[str, tuple[TableSchema, int]]:
    """What each published table is, and how many rows it has."""
    opened = open_tables(portal, Memo()) if tables is None else tables
    return {name: (table.schema, len(table.rows)) for name, table in opened.items()}


def _tables(portal: Portal, chronicle: Chronicle | None) -> dict[str, str]:
    """How each open table reads, since when it is told of, and which source each of its rows is from."""
    stories = chronicle.tables if chronicle else {}
    held = {each.name: getattr(portal, each.name) for each in fields(portal)}
    rows = {name: [*rows.values()] if isinstance(rows, Mapping) else rows for name, rows in held.items()}
    return {
        name: digest(story.digest, story.began, [getattr(row, "source", "") for row in rows.get(name, ())])
        for name, story in stories.items()
    }


def _editions(portal: Portal, chronicle: Chronicle | None) -> dict[str, Edition]:
    """The edition of each session, as calendars tell it."""
    story = chronicle.tables.get("sessions") if chronicle else None
    return {key: story.edition(key) for key in portal.sessions} if story else {}


def _traced(portal: Portal, tracing: Tracing) -> Portal:
    """The same portal, its mappings noting what they are asked for."""
    mappings: dict[str, Any] = {
        each.name: tracing.lookup(each.name, held, () if each.name in DERIVED else (each.name,))
        for each in fields(portal)
        if isinstance(held := getattr(portal, each.name), Mapping)
    }
    figures = Figures(tracing.lookup("figures", portal.figures.groups, of=(EVALUATION,)))
    tables = {
        name: replace(table, cells=tracing.lookup(f"figures: {name}", table.cells, of=(name,)))
        for name, table in portal.figure_tables.items()
    }
    return replace(portal, **mappings | {"figures": figures, "figure_tables": tables})


def mentor_order(mentor: Mentor, available: Mapping[str, Availability]) -> tuple[int, str]:
    """Those who take mentees first, then by name."""
    return _AVAILABILITY.index(available[mentor.id]), mentor.name


def grouped(items: Iterable[T], keys: Callable[[T], Iterable[str]]) -> Groups[T]:
    """Items under each of their keys, in the order given."""
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(group) for key, group in groups.items()}


def _reaching(
    programs: Iterable[Program], built_by: Groups[ProgramCompetency]
) -> Groups[tuple[int, Program]]:
    """The programmes that lead to each competency, with the level that they lead to."""
    groups: defaultdict[str, list[tuple[int, Program]]] = defaultdict(list)
    for program in programs:
        items = sorted(built_by.get(program.id, ()), key=lambda item: item.level)
        for competency, level in {item.competency: item.level for item in items}.items():
            groups[competency].append((level, program))
    return {competency: tuple(group) for competency, group in groups.items()}


def _due(portal: Portal, standings: Groups[Standing], settings: Settings) -> Groups[Due]:
    """Where the evaluations of each programme stand."""
    return {
        key: tuple(
            due(
                [each.session for each in standings.get(key, ()) if each.session],
                portal.figures.of(program=key),
                settings,
                portal.today,
            )
        )
        for key in portal.programs
    }


def _competence(portal: Portal) -> Groups[tuple[str, AnyFigure]]:
    """The competencies that people of each agency were assessed in, with their mean level; of all under `*`."""
    table = portal.figure_tables.get(COMPETENCE)
    groups: defaultdict[str, list[tuple[str, AnyFigure]]] = defaultdict(list)
    for (competency, agency), figure in table.cells.items() if table else ():
        groups[str(agency)].append((str(competency), figure))
    return {agency: tuple(group) for agency, group in groups.items()}


def _seats(portal: Portal) -> Mapping[str, int]:
    """Seats of the sessions that have begun and were not cancelled, by year."""
    seats: Counter[str] = Counter()
    for session in portal.sessions.values():
        if session.status != CANCELLED and session.starts_on <= portal.today:
            seats[str(session.starts_on.year)] += session.seats or 0
    return seats


def _rows(portal: Portal, table: str) -> Iterable[tuple[Value, ...]]:
    return portal.tables[table].rows if table in portal.tables else ()


def _standings(portal: Portal, soon_days: int) -> Groups[Standing]:
    each = [standing(session, portal.today, soon_days) for session in portal.sessions.values()]
    each.sort(key=lambda item: item.order)
    return grouped(each, lambda item: [item.session.program] if item.session else [])
