"""The public portal: all that a page, a feed or a data file may ever show.

This module is the far side of the wall. `generator.render` and the templates can reach it and nothing
else of the model, so a private value has no way to a page. Each class holds fields that its schema
marks `x-visibility: public`, under the same names, and a few figures that `generator.derive` made of them.
Optional fields default to None (an empty tuple for lists): a schema that withdraws one needs no change here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from generator.model.figures import Figures, FigureTable
from generator.model.schema import TableSchema
from generator.model.sheets import SheetSeen

Value = str | int | Decimal | bool | date | datetime | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A province, city, district or village, under its official code."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    alias: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A government agency (instansi, perangkat daerah) or a unit below one."""

    id: str
    name: str
    kind: str
    region: str
    short_name: str | None = None
    parent: str | None = None
    head_title: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    staff_count: int | None = None
    staff_year: int | None = None
    goals: str | None = None
    source: str = ""

    @property
    def label(self) -> str:
        """The short name where there is one: what a list row says."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """A competency of PermenPANRB 38/2017, or a technical one of a post; levels run from 1 to 5."""

    code: str
    name: str
    kind: str
    description: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A post that an ASN may hold or aim at."""

    id: str
    name: str
    kind: str
    agency: str | None = None
    description: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionCompetency:
    """The level (1 to 5) of one competency that a position asks for."""

    position: str
    competency: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A partner that gives training (lembaga pelatihan, perguruan tinggi …)."""

    id: str
    name: str
    kind: str
    accreditation: str | None = None
    mou_number: str | None = None
    mou_start: date | None = None
    mou_end: date | None = None
    website: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A development programme. `hours` are JP (lesson hours); money is whole rupiah."""

    id: str
    title: str
    agency: str
    track: str
    form: str
    mode: str
    level: str
    hours: int
    cost: int
    funding: str
    criteria: str
    summary: str
    provider: str | None = None
    field_of_work: str | None = None
    quota: int | None = None
    audience: str | None = None
    objectives: str | None = None
    series: str | None = None
    prerequisite: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    registration_url: str | None = None
    stage: str | None = None
    tags: tuple[str, ...] = ()
    decision_basis: str | None = None
    budget: int | None = None
    realisation: int | None = None
    renewal_months: int | None = None
    eligible_ranks: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramCompetency:
    """The level (1 to 5) of one competency that a programme leads to."""

    program: str
    competency: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run (angkatan) of a programme; days are inclusive, in the time zone of the programme's agency."""

    id: str
    program: str
    starts_on: date
    ends_on: date
    registration_opens: date | None = None
    registration_closes: date | None = None
    place: str | None = None
    seats: int | None = None
    status: str | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """An ASN who consented to be shown as a mentor.

    `free` is the number of places that no accepted request holds; `is_confirmed` is False when the
    mentor last said so longer ago than the settings allow ("belum dikonfirmasi").
    """

    id: str
    name: str
    position: str
    agency: str
    expertise: str
    capacity: int
    mode: str
    is_leader: bool
    confirmed_on: date
    rank: str | None = None
    competencies: tuple[str, ...] = ()
    help_offered: str | None = None
    positions_held: tuple[str, ...] = ()
    availability: str | None = None
    channel: str | None = None
    paused_until: date | None = None
    free: int = 0
    is_confirmed: bool = True
    source: str = ""


class Offers(NamedTuple):
    """How many programmes take registrations, and how many mentors requests, on the day of a build."""

    programs: int = 0
    mentors: int = 0


NO_OFFERS = Offers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """A government with a portal of its own, at `address` where that is known, else below ours at its id.

    The id is its region's code, or else a name. Its last build failed where it stands `since` an earlier day.
    """

    id: str
    name: str
    address: str
    agencies: int
    programs: int
    mentors: int
    offers: Offers = NO_OFFERS
    since: date | None = None


@dataclass(frozen=True)
class OpenTable:
    """A table as it leaves the portal: public fields only, accepted rows in their source's order."""

    schema: TableSchema
    rows: tuple[tuple[Value, ...], ...]

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits of how its rows read."""
        return row_digest(self.rows)


def row_digest(row: tuple[Value, ...] | tuple[tuple[Value, ...], ...]) -> str:
    """16 hexadecimal digits of how a row, or rows, of a table read."""
    return hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The whole public portal on one day. Mappings go by id, in the order of the source.

    `figures` are the evaluation's; `figure_tables` all the others, by name. `sheets` are those among its sources.
    `governments` have portals of their own; `telling` of them have figures.
    With `keeps_figures` they stand as the last site had them: what may be told of new answers is not known.
    """

    today: date
    regions: Mapping[str, Region]
    agencies: Mapping[str, Agency]
    competencies: Mapping[str, Competency]
    positions: Mapping[str, Position]
    position_competencies: tuple[PositionCompetency, ...]
    providers: Mapping[str, Provider]
    programs: Mapping[str, Program]
    program_competencies: tuple[ProgramCompetency, ...]
    sessions: Mapping[str, Session]
    mentors: Mapping[str, Mentor]
    figures: Figures
    tables: Mapping[str, OpenTable]
    sheets: tuple[SheetSeen, ...] = ()
    figure_tables: Mapping[str, FigureTable] = field(default_factory=dict)
    keeps_figures: bool = False
    governments: Mapping[str, Government] = field(default_factory=dict)
    telling: int = 0
