"""Which evaluations of a programme are due: some months after its first run ended, told by what is public alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.model.days import months_after
from generator.model.figures import ASPECTS, Figure, Published
from generator.model.public import Session
from generator.settings import Settings

CANCELLED = "dibatalkan"
ASKED = (1, 3, 4)
"""Levels that every programme is asked at; tests before and after (2) not every form of programme has."""
BY_LEVEL = {level: tuple(each for each in ASPECTS if each[0] == level) for level in ASKED}


class Due(NamedTuple):
    """One level's evaluation of a programme: from which day on it is asked, and where it stands."""

    level: int
    since: date
    state: str


def due(
    sessions: Iterable[Session], figures: Mapping[tuple[int, str], Figure], settings: Settings, today: date
) -> Iterator[Due]:
    """The levels of a programme that has a run behind it or ahead; answered is what has a figure to show."""
    ended = min((_end(session) for session in sessions if session.status != CANCELLED), default=None)
    if ended is None:
        return
    for level in ASKED:
        since = months_after(ended, settings.months_before(level))
        if any(isinstance(figures.get(key), Published) for key in BY_LEVEL[level]):
            yield Due(level, since, "answered")
        elif today < since:
            yield Due(level, since, "ahead")
        else:
            is_late = today >= months_after(since, settings.evaluation_grace_months)
            yield Due(level, since, "overdue" if is_late else "due")


def _end(session: Session) -> date:
    """The day on which a run ends; of a recurring one, the day on which it begins."""
    return session.starts_on if session.recurrence else session.ends_on
