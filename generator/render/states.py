"""States on a day: whether a session takes registrations, and whether a mentor takes mentees. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from generator.model.public import Mentor, Session


class Registration(StrEnum):
    """Where the registration for a session stands; the words are in `words/pages.yaml`."""

    CLOSING = "closing"
    OPEN = "open"
    UPCOMING = "upcoming"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    CLOSED = "closed"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    NONE = "none"


class Availability(StrEnum):
    """Whether a mentor takes mentees."""

    ACCEPTING = "accepting"
    UNCONFIRMED = "unconfirmed"
    FULL = "full"
    PAUSED = "paused"


class Event(StrEnum):
    """What happens on the day that a standing names."""

    CLOSES = "closes"
    OPENS = "opens"
    STARTS = "starts"
    ENDS = "ends"
    ENDED = "ended"


class Standing(NamedTuple):
    """The state of a session, with the day that matters next and what happens on it."""

    state: Registration
    session: Session | None = None
    event: Event | None = None
    day: date | None = None

    @property
    def takes_registrations(self) -> bool:
        """True while one can register."""
        return self.state in (Registration.OPEN, Registration.CLOSING)

    @property
    def order(self) -> tuple[int, int]:
        """Open first by closing day, then to open by opening day, then under way, then past, newest first."""
        ordinal = self.day.toordinal() if self.day else 0
        return _RANKS[self.state], -ordinal if self.state is Registration.FINISHED else ordinal


_RANKS = {
    Registration.CLOSING: 0,
    Registration.OPEN: 0,
    Registration.UPCOMING: 1,
    Registration.SCHEDULED: 1,
    Registration.RUNNING: 2,
    Registration.CLOSED: 2,
    Registration.FINISHED: 3,
    Registration.CANCELLED: 4,
    Registration.NONE: 5,
}


def standing(session: Session, today: date, soon_days: int) -> Standing:
    """Where a session stands; one that names no closing day but an opening takes people until it starts."""
    opens, closes = session.registration_opens, session.registration_closes
    if session.status == "dibatalkan":
        return Standing(Registration.CANCELLED, session)
    if session.ends_on < today:
        return Standing(Registration.FINISHED, session, Event.ENDED, session.ends_on)
    if opens and today < opens:
        return Standing(Registration.UPCOMING, session, Event.OPENS, opens)
    if closes and today <= closes:
        state = Registration.CLOSING if (closes - today).days <= soon_days else Registration.OPEN
        return Standing(state, session, Event.CLOSES, closes)
    if session.starts_on <= today:
        return Standing(Registration.RUNNING, session, Event.ENDS, session.ends_on)
    if closes:
        return Standing(Registration.CLOSED, session, Event.STARTS, session.starts_on)
    state = Registration.OPEN if opens else Registration.SCHEDULED
    return Standing(state, session, Event.STARTS, session.starts_on)


def live_runs(standings: Iterable[Standing], offset_minutes: int) -> str:
    """What a browser needs to tell the state on its reader's day, the leading run first; empty when none is to come.

    `420 2026-12-01/2026-12-03/2026-11-02/2026-11-24`: minutes ahead of UTC, then of each run that can still
    change its state when it starts and ends, and its registration opens and closes.
    """
    runs = [
        "/".join(day.isoformat() if day else "" for day in _days(item.session))
        for item in standings
        if item.session and _RANKS[item.state] < _RANKS[Registration.FINISHED]
    ]
    return " ".join([str(offset_minutes), *runs]) if runs else ""


def _days(session: Session) -> tuple[date | None, ...]:
    return session.starts_on, session.ends_on, session.registration_opens, session.registration_closes


def leading(standings: Iterable[Standing]) -> Standing:
    """The standing that speaks for a programme: the next chance to join, else the latest run."""
    return min(standings, key=lambda item: item.order, default=Standing(Registration.NONE))


def availability(mentor: Mentor, today: date) -> Availability:
    """Whether a mentor takes mentees on that day; a pause counts through its last day."""
    if mentor.paused_until and mentor.paused_until >= today:
        return Availability.PAUSED
    if mentor.free <= 0:
        return Availability.FULL
    return Availability.ACCEPTING if mentor.is_confirmed else Availability.UNCONFIRMED
