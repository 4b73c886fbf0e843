"""The iCalendar format (RFC 5545): content lines of at most 75 octets, texts escaped, times in their zone.

Written by hand for its cost: the `icalendar` library takes 27 times as long for an event, and a portal of a
province has tens of thousands. The tests read every calendar with that library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.model.schema import label
from generator.render.zones import offset_minutes

OCTETS = 75
ENDLESS = re.compile(r"(^|;)(UNTIL|COUNT)=")
_UNTIL_TIME = re.compile(r"(UNTIL=[0-9]{8})T[0-9]{6}Z?")


def calendar(name: str, description: str, zone: str, product: str, components: Iterable[str]) -> bytes:
    """A whole calendar that clients fetch again each day; `components` are VTIMEZONE and VEVENT texts."""
    lines = content(
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", f"-//{escaped(product)}//ID"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", escaped(name)),
        ("X-WR-CALNAME", escaped(name)),
        ("DESCRIPTION", escaped(description)),
        ("X-WR-CALDESC", escaped(description)),
        ("X-WR-TIMEZONE", zone),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
        ("X-PUBLISHED-TTL", "P1D"),
    )
    return "".join((lines, *components, content(("END", "VCALENDAR")))).encode()


def time_zone(zone: str) -> str:
    """The VTIMEZONE of one of Indonesia's zones, which know no summer time."""
    minutes = offset_minutes(zone)
    offset = f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return content(
        ("BEGIN", "VTIMEZONE"),
        ("TZID", zone),
        ("BEGIN", "STANDARD"),
        ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", offset),
        ("TZOFFSETTO", offset),
        ("TZNAME", label("regions", "timezone", zone)),
        ("END", "STANDARD"),
        ("END", "VTIMEZONE"),
    )


def content(*lines: tuple[str, str]) -> str:
    """Content lines, folded and ended as the format wants; a line without a value is left out."""
    said = [f"{name}:{value}" for name, value in lines if value]
    folded = [line if len(line) <= OCTETS and line.isascii() else _folded(line) for line in said]
    return "\r\n".join((*folded, ""))


def escaped(text: str) -> str:
    """A TEXT value."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def day(value: date) -> str:
    """A DATE value."""
    return value.isoformat().replace("-", "")


def rule(recurrence: str, last: date) -> str:
    """An RRULE value that ends: days are meant, so that UNTIL is a day, the run's last where none is said."""
    plain = _UNTIL_TIME.sub(r"\1", recurrence.removeprefix("RRULE:"))
    return plain if ENDLESS.search(plain) else f"{plain};UNTIL={day(last)}"


def following(value: date) -> date:
    """The day after: an all-day event ends before it."""
    return value + timedelta(1)


def _folded(line: str) -> str:
    parts, rest = _cut(line.encode())
    return "\r\n ".join(part.decode() for part in (*parts, rest))


def _cut(octets: bytes) -> tuple[Sequence[bytes], bytes]:
    """Pieces of at most 75 octets, the space before each further one counted, no character torn."""
    parts: list[bytes] = []
    while len(octets) > OCTETS - bool(parts):
        end = OCTETS - bool(parts)
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[:end])
        octets = octets[end:]
    return parts, octets
