"""Ways to pass a page on: into a calendar, a news reader, a chat, onto paper."""

from __future__ import annotations

from typing import NamedTuple

from generator.model.public import Agency, Program
from generator.model.schema import label
from generator.render import format
from generator.render.feeds.atom import FEED
from generator.render.feeds.calendars import CALENDAR
from generator.render.pages.index import Index
from generator.render.pages.rows import cost
from generator.render.routes import AGENCY, PROGRAM, Links, quoted
from generator.words import words

CHAT = "https://wa.me/?text="


class Share(NamedTuple):
    """Links of one page: `webcal` follows a calendar, `chat` opens a chat with a text written.

    `address` is the page's whole address, for its QR code; where the portal's is not known there is neither chat nor
    code. `base` leads to the home page, below which the scripts stand.
    """

    base: str
    calendar: str
    news: str
    webcal: str | None
    chat: str | None
    address: str | None


def program_share(index: Index, links: Links, program: Program, agency: str) -> Share:
    """A programme of an agency so called, whose calendar and news are meant, or the portal's if it is not shown."""
    said, session = words("pages")["share"], index.leading[program.id].session
    closes = session.registration_closes if session else None
    text = (
        f"*{program.title}*",
        agency,
        format.span(session.starts_on, session.ends_on) if session else None,
        session.place if session else None,
        format.known(closes, lambda day: said["closes"].format(day=format.full_day(day))),
        f"{label('programs', 'mode', program.mode)}, {program.hours} JP, {cost(program)}",
    )
    folder = index.routes.urls.get((AGENCY, program.agency), "")
    return _share(index, links, folder, index.routes.urls[PROGRAM, program.id], text)


def agency_share(index: Index, links: Links, agency: Agency) -> Share:
    """An agency, with its own calendar and news."""
    here = index.routes.urls[AGENCY, agency.id]
    return _share(index, links, here, here, (f"*{agency.name}*", words("pages")["share"]["agency"]))


def follow(index: Index, links: Links, folder: str) -> Share:
    """The calendar and news of a folder, with no page to pass on."""
    return _share(index, links, folder, None, ())


def _share(index: Index, links: Links, folder: str, here: str | None, text: tuple[str | None, ...]) -> Share:
    address = None if here is None else index.routes.absolute(here)
    calendar = index.routes.absolute(f"{folder}{CALENDAR}")
    written = "\n".join(format.facts(*text, address))
    return Share(
        links.base,
        links.to(f"{folder}{CALENDAR}"),
        links.to(f"{folder}{FEED}"),
        f"webcal:{calendar.partition(':')[2]}" if calendar else None,
        f"{CHAT}{quoted(written).replace('%2F', '/')}" if address else None,
        address,
    )
