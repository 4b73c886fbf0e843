"""Who belongs to whom: the reverse of the portal's references, built once for all pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from generator.form_links import FormLink
from generator.model.public import Agency, Mentor, Portal, PositionCompetency, Program, ProgramCompetency
from generator.render.pages.page import Row
from generator.render.routes import Routes, routes
from generator.render.states import Availability, Standing, availability, leading, live_runs, standing
from generator.render.zones import offset_minutes, zones
from generator.settings import Settings

T = TypeVar("T")
_AVAILABILITY = tuple(Availability)
Groups = Mapping[str, tuple[T, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The portal with its lookups: programmes stand in the order of their next chance to join.

    `rows` keeps the list rows once made, each with its link as seen from the home page.
    """

    portal: Portal
    settings: Settings
    forms: Mapping[str, FormLink]
    routes: Routes
    standings: Groups[Standing]
    leading: Mapping[str, Standing]
    programs: tuple[Program, ...]
    mentors: tuple[Mentor, ...]
    availability: Mapping[str, Availability]
    built_by: Groups[ProgramCompetency]
    agency_programs: Groups[Program]
    agency_mentors: Groups[Mentor]
    agency_units: Groups[Agency]
    competency_programs: Groups[Program]
    competency_mentors: Groups[Mentor]
    competency_positions: Groups[PositionCompetency]
    has_regions: bool
    zones: Mapping[str, str]
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day that the portal stands for."""
        return self.portal.today

    def zone(self, program: Program) -> str:
        """The time zone in which a programme's days are meant."""
        return self.zones.get(program.agency, self.settings.timezone)

    def runs(self, program: Program) -> str:
        """A programme's runs as its reader's browser needs them."""
        return live_runs(self.standings.get(program.id, ()), offset_minutes(self.zone(program)))


def index(portal: Portal, settings: Settings, forms: Mapping[str, FormLink], site_url: str = "") -> Index:
    """Turns the references of a portal round."""
    standings = _standings(portal, settings.closing_soon_days)
    first = {key: leading(standings.get(key, ())) for key in portal.programs}
    programs = tuple(sorted(portal.programs.values(), key=lambda program: first[program.id].order))
    available = {mentor.id: availability(mentor, portal.today) for mentor in portal.mentors.values()}
    mentors = tuple(sorted(portal.mentors.values(), key=lambda mentor: mentor_order(mentor, available)))
    built_by = grouped(portal.program_competencies, lambda item: [item.program])
    return Index(
        portal=portal,
        settings=settings,
        forms=forms,
        routes=routes(portal, site_url),
        standings=standings,
        leading=first,
        programs=programs,
        mentors=mentors,
        availability=available,
        built_by=built_by,
        agency_programs=grouped(programs, lambda program: [program.agency]),
        agency_mentors=grouped(mentors, lambda mentor: [mentor.agency]),
        agency_units=grouped(
            portal.agencies.values(), lambda agency: [agency.parent] if agency.parent else []
        ),
        competency_programs=grouped(
            programs, lambda program: dict.fromkeys(item.competency for item in built_by.get(program.id, ()))
        ),
        competency_mentors=grouped(mentors, lambda mentor: dict.fromkeys(mentor.competencies)),
        competency_positions=grouped(portal.position_competencies, lambda item: [item.competency]),
        has_regions=len({agency.region for agency in portal.agencies.values()}) > 1,
        zones=zones(portal, settings.timezone),
    )


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


def _standings(portal: Portal, soon_days: int) -> Groups[Standing]:
    each = [standing(session, portal.today, soon_days) for session in portal.sessions.values()]
    each.sort(key=lambda item: item.order)
    return grouped(each, lambda item: [item.session.program] if item.session else [])
