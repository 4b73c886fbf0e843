"""When each sheet was last seen: what may be said in public of where data come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

OLD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A pulled sheet: the table that it feeds, what people call it, and the day it was last seen to read so."""

    table: str
    title: str
    seen_on: date

    def is_old(self, today: date) -> bool:
        """True when nobody has seen the sheet for over two days."""
        return today - self.seen_on > OLD
