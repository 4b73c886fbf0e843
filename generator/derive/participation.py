"""Attendance and staff: how they are folded, and what of them is published of funnel, reach, reasons and hours.

Somebody who attended three sessions counts three times: registrations carry no name that would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from generator.derive.cube import Cube, Shape
from generator.derive.release import Measured, Plan, Release
from generator.model.figures import Key
from generator.model.public import Value
from generator.model.records import Answers, Registry

GROUPS = ("position_kind", "rank_group", "employment", "gender", "age_band")
STAGES: tuple[Key, ...] = (("registered",), ("attended",), ("completed",))
REACHED = {"terdaftar": 1, "hadir": 2, "selesai": 3, "batal": 1}
"""How many of the stages each status has passed; who cancelled had registered."""
UNKNOWN = "tidak-diisi"

REACH = ("period", "region", "agency", *GROUPS)
REACH_CUTS = (("period",), ("period", "region"), ("period", "agency"), *(("period", name) for name in GROUPS))
FOLLOWS = {"session": ("period", "program"), "agency": ("region",)}
"""Of a session its year and programme, of an agency its region."""


@dataclass(slots=True)
class Participation:
    """A fold of registrations: who reached which stage, why others did not, and the hours that were earned."""

    people: Cube = field(
        default_factory=lambda: Cube(Shape(("session", "agency", *GROUPS), ("stage",), STAGES))
    )
    absent: Cube = field(default_factory=lambda: Cube(Shape(("session", "reason_kind"))))
    hours: Cube = field(default_factory=lambda: Cube(Shape(("session", "agency"))))

    def take(self, answers: Answers) -> None:
        """Folds registrations; hours count of who completed alone."""
        names = ("session", "agency", "status", "reason_kind", "hours", *GROUPS)
        for session, agency, status, reason, hours, *groups in answers.rows(*names):
            whose, reached = (str(session), str(agency)), REACHED[str(status)]
            passed = tuple([1 if at < reached else None for at in range(len(STAGES))])
            self.people.count((*whose, *_filled(groups)), passed)
            if reason:
                self.absent.count((str(session), str(reason)))
            if reached == len(STAGES) and isinstance(hours, int):
                self.hours.count(whose, (hours,))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.people + other.people, self.absent + other.absent, self.hours + other.hours)


@dataclass(slots=True)
class Workforce:
    """A fold of the staff by group; a row counts as many people as it says."""

    cube: Cube = field(default_factory=lambda: Cube(Shape(("agency", "period", *GROUPS))))

    def take(self, answers: Answers) -> None:
        """Folds groups of agencies' staff in a year."""
        for agency, year, count, *groups in answers.rows("agency", "year", "count", *GROUPS):
            if isinstance(count, int) and count:
                self.cube.count((str(agency), str(year), *_filled(groups)), times=count)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cube + other.cube)


def participation(attended: Participation, registry: Registry) -> Iterator[Measured]:
    """Funnel, participants by group, reasons and hours; the year is the one in which a session began."""
    held = {
        session.text("id"): (str(day.year), session.text("program"))
        for session in registry.all("sessions")
        if (day := session.day("starts_on"))
    }
    people = attended.people.widened(FOLLOWS["session"], "session", _of(held))
    people = people.widened(FOLLOWS["agency"], "agency", _of(_regions(registry)))
    funnel = Plan(
        "funnel", ("period", "agency", "program"), ((), ("period",), ("program",), ("agency",)), ("count",)
    )
    participants = Plan("participants", REACH, REACH_CUTS, ("count",))
    yield people, Release("participation", people.shape, (funnel, participants), False, FOLLOWS)
    absent = attended.absent.widened(FOLLOWS["session"], "session", _of(held))
    reasons = Plan(
        "reasons", ("period", "reason_kind"), (("reason_kind",), ("period", "reason_kind")), ("count",)
    )
    yield absent, Release("reasons", absent.shape, (reasons,), False, FOLLOWS)
    earned = attended.hours.widened(FOLLOWS["session"], "session", _of(held))
    hours = Plan("hours", ("period", "agency"), (("period",), ("period", "agency")))
    yield earned, Release("hours", earned.shape, (hours,), True, FOLLOWS)


def workforce(staff: Workforce, registry: Registry) -> Iterator[Measured]:
    """Staff by the same groups as participants."""
    cube = staff.cube.widened(FOLLOWS["agency"], "agency", _of(_regions(registry)))
    plan = Plan("staff", REACH, REACH_CUTS, ("count",))
    yield cube, Release("staff", cube.shape, (plan,), False, FOLLOWS)


def _filled(groups: Iterable[Value]) -> tuple[str, ...]:
    return tuple([str(group or UNKNOWN) for group in groups])


def _regions(registry: Registry) -> Mapping[str, Key]:
    return {agency.text("id"): (agency.text("region"),) for agency in registry.all("agencies")}


def _of(known: Mapping[str, Key]) -> Callable[[str | int], Key]:
    return lambda key: known[str(key)]
