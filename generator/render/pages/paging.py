"""Long lists: entities in titled groups, cut into pages of a fixed number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from generator.render import format
from generator.render.pages.page import Page, Row
from generator.render.pages.rows import trail
from generator.render.routes import Links, Routes, further_page

T = TypeVar("T")


class Group(NamedTuple):
    """Rows under one heading; `anchor` is where a chip may jump to."""

    title: str
    anchor: str
    rows: tuple[Row, ...]


class Pager(NamedTuple):
    """Which page of how many; `hrefs` holds those that the pager shows, by number less one."""

    current: int
    total: int
    hrefs: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list of things with pages of their own: where it stands, how a thing's row looks, what stands around.

    `around` is told the links and the number of the page; what it knows of its own is `about`.
    """

    url: str
    section: str
    kind: str
    title: str
    description: str
    row: Callable[[Links, T], Row]
    around: Callable[[Links, int], Mapping[str, object]] = lambda links, number: {}
    about: tuple[object, ...] = ()


class Titled(NamedTuple):
    """An entity's place in a list: the group's title, and its anchor."""

    title: str
    anchor: str


def list_pages(
    routes: Routes, listing: Listing[T], items: Sequence[tuple[Titled, T]], size: int
) -> Iterator[Page]:
    """Cuts grouped items into pages; there is always a first page, be it empty."""
    chunks = [tuple(items[start : start + size]) for start in range(0, len(items), size)] or [()]
    for number, chunk in enumerate(chunks, 1):
        here = further_page(listing.url, number)
        place = Place(routes.links(here), number, len(chunks), len(items))
        yield Page(
            here,
            listing.section,
            listing.kind,
            listing.title,
            listing.description,
            partial(_view, listing, place, chunk),
            about=(*place[1:], chunk, *listing.about),
        )


class Place(NamedTuple):
    """Where a page stands in its list: its links, its number, of how many, and how many things there are."""

    links: Links
    number: int
    total: int
    things: int


def _view(listing: Listing[T], place: Place, chunk: tuple[tuple[Titled, T], ...]) -> Mapping[str, object]:
    links = place.links
    return {
        "crumbs": trail(links),
        "count": format.whole(place.things),
        "groups": tuple(
            Group(titled.title, titled.anchor, tuple(listing.row(links, item) for _, item in members))
            for titled, members in groupby(chunk, key=lambda pair: pair[0])
        ),
        "pager": pager(links, listing.url, place.number, place.total),
        **listing.around(links, place.number),
    }


def page_of(items: Sequence[tuple[Titled, T]], size: int) -> dict[Titled, int]:
    """The number of the page on which each group starts."""
    pages: dict[Titled, int] = {}
    for place, (titled, _) in enumerate(items):
        pages.setdefault(titled, place // size + 1)
    return pages


def pager(links: Links, url: str, current: int, total: int) -> Pager:
    """What the pager of the current page shows: its neighbours, the first and the last."""
    shown = sorted({1, current - 1, current + 1, total} & set(range(1, total + 1)))
    return Pager(current, total, {number - 1: links.to(further_page(url, number)) for number in shown})
