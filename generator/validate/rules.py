"""The rules a row lives under beyond its cells: small generators, in one list at the end.

A rule yields `(code, field name or None, values)`; the catalogue says how grave each code is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.model.ids import is_reserved
from generator.model.records import Record, Registry
from generator.model.schema import TableSchema
from generator.settings import Settings

Blame = tuple[str, str | None, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know: everything judged before, the settings, and the day."""

    registry: Registry
    settings: Settings
    today: date


Rule = Callable[[Record, Context], Iterator[Blame]]


def approval(record: Record, context: Context) -> Iterator[Blame]:
    """A form answer waits until a person approved it (design, decision 2)."""
    decision = record.values.get("approval")
    if decision == "tolak":
        yield "approval-refused", "approval", {}
    elif decision != "setuju":
        yield "approval-awaited", "approval", {}


def safe_id(record: Record, context: Context) -> Iterator[Blame]:
    """An id becomes a folder of the site, so it may not be a name that a system keeps for itself."""
    for name in ("id", "code"):
        if is_reserved(record.text(name)):
            yield "id-reserved", name, {}


def session_dates(record: Record, context: Context) -> Iterator[Blame]:
    """Registration opens, closes, then the session runs: days in that order."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    opens, closes = record.day("registration_opens"), record.day("registration_closes")
    if starts and ends and ends < starts:
        yield "ends-before-start", "ends_on", {}
    if opens and closes and closes < opens:
        yield "closes-before-opening", "registration_closes", {}
    if starts and closes and closes > starts:
        yield "closes-after-start", "registration_closes", {}


def session_seats(record: Record, context: Context) -> Iterator[Blame]:
    """A session offers no more seats than its programme's quota."""
    program = context.registry.find("programs", record.text("program"))
    seats, quota = record.number("seats"), program.number("quota") if program else None
    if seats is not None and quota is not None and seats > quota:
        yield "seats-over-quota", "seats", {"seats": seats, "quota": quota}


def mou_dates(record: Record, context: Context) -> Iterator[Blame]:
    """A memorandum of understanding ends after it starts."""
    start, end = record.day("mou_start"), record.day("mou_end")
    if start and end and end < start:
        yield "ends-before-start", "mou_end", {}


def consent(record: Record, context: Context) -> Iterator[Blame]:
    """A person shows only with their consent (UU 27/2022)."""
    if record.values.get("consent") is not True:
        yield "consent-missing", "consent", {}


def mentor_freshness(record: Record, context: Context) -> Iterator[Blame]:
    """A mentor who has not confirmed for long is marked, then left out (portal.yaml says when)."""
    confirmed = record.day("confirmed_on")
    if confirmed is None:
        return
    age, settings = (context.today - confirmed).days, context.settings
    if age < 0:
        yield "confirmed-in-future", "confirmed_on", {}
    elif age > settings.mentor_withheld_days:
        yield "mentor-stale", "confirmed_on", {"days": settings.mentor_withheld_days}
    elif age > settings.mentor_unconfirmed_days:
        yield "mentor-unconfirmed", "confirmed_on", {"days": settings.mentor_unconfirmed_days}


def answer_session(record: Record, context: Context) -> Iterator[Blame]:
    """An answer that names a session is about that session's programme."""
    session = context.registry.find("sessions", record.text("session"))
    if session and session.text("program") != record.text("program"):
        yield "session-of-other-program", "session", {}


def period_dates(record: Record, context: Context) -> Iterator[Blame]:
    """An opportunity or a mentoring cycle ends after it starts."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    if starts and ends and ends < starts:
        yield "ends-before-start", "ends_on", {}


RULES: Mapping[str, tuple[Rule, ...]] = {
    "sessions": (session_dates, session_seats),
    "providers": (mou_dates,),
    "mentors": (mentor_freshness,),
    "evaluations": (answer_session,),
    "opportunities": (period_dates,),
    "mentoring_programs": (period_dates,),
}
"""The rules of each table, besides those that `rules_for` gives by what its schema says."""


def rules_for(schema: TableSchema, is_form: bool) -> tuple[Rule, ...]:
    """Every rule that a source's rows are held to."""
    general: tuple[Rule, ...] = () if schema.is_answers else (safe_id,)
    if schema.consent_field:
        general += (consent,)
    if schema.needs_approval and is_form:
        general += (approval,)
    return general + RULES.get(schema.name, ())
