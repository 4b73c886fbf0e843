"""What a page is, before it is drawn: an address, a kind, and the few values that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind` names its template; `repr(view)` tells whether its content changed."""

    url: str
    section: str
    kind: str
    title: str
    description: str
    view: Mapping[str, object]


class Badge(NamedTuple):
    """A state in word, icon and tone."""

    tone: str
    icon: str
    text: str


class Row(NamedTuple):
    """One list row, in the order of the component's arguments; `when` is a text and an ISO date."""

    href: str
    title: str
    facts: tuple[str, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    badge: Badge | None = None
    when: tuple[str, str | None] | None = None
    tile: tuple[str, str] | None = None
    lead: str = ""
    initials: str = ""


class Link(NamedTuple):
    """A text, and where it leads; a text alone where there is no page."""

    text: str
    href: str | None


class Button(NamedTuple):
    """A thing to do; at most one of a card is the main one."""

    text: str
    href: str
    is_main: bool = False
