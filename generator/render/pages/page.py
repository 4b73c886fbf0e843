"""What a page is, before it is drawn: an address, a kind, and the few values that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

View = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind` names its template; the `repr` of what it shows tells whether its content changed.

    `made` is what it shows, or makes it when asked: of ten thousand pages no process has to hold all views.
    What is made hangs on `about` and on what it asks the index for, and on nothing else of the data.
    """

    url: str
    section: str
    kind: str
    title: str
    description: str
    made: View | Callable[[], View]
    about: tuple[object, ...] = ()

    @property
    def path(self) -> str:
        """The page's file, from the site's root."""
        return f"{self.url}index.html"

    @property
    def is_gone(self) -> bool:
        """True for the page that stays where a row went."""
        return self.kind == "gone"

    def is_like(self, other: Page) -> bool:
        """Whether this is the page that the other one is, made when asked of the same things."""
        return callable(self.made) and (self.kind, self.title, self.description, self.about) == (
            other.kind,
            other.title,
            other.description,
            other.about,
        )

    @property
    def view(self) -> View:
        """The few plain values that the template is given."""
        return self.made() if callable(self.made) else self.made


class Badge(NamedTuple):
    """A state in word, icon and tone."""

    tone: str
    icon: str
    text: str


class Row(NamedTuple):
    """One list row, in the order of the component's arguments; `when` is a text and an ISO date.

    `runs` is what a browser needs to tell a programme's state today.
    """

    href: str
    title: str
    facts: tuple[str, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    badge: Badge | None = None
    when: tuple[str, str | None] | None = None
    tile: tuple[str, str] | None = None
    lead: str = ""
    initials: str = ""
    runs: str = ""


class Link(NamedTuple):
    """A text, and where it leads; a text alone where there is no page."""

    text: str
    href: str | None


class Button(NamedTuple):
    """A thing to do; at most one of a card is the main one."""

    text: str
    href: str
    is_main: bool = False
