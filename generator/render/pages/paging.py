"""Long lists: entities in titled groups, cut into pages of a fixed number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from generator.render.pages.page import Row
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


class ListPage(NamedTuple):
    """One page of a list."""

    url: str
    number: int
    links: Links
    groups: tuple[Group, ...]
    pager: Pager


class Titled(NamedTuple):
    """An entity's place in a list: the group's title, and its anchor."""

    title: str
    anchor: str


def list_pages(
    routes: Routes, url: str, items: Iterable[tuple[Titled, T]], size: int, row: Callable[[Links, T], Row]
) -> Iterator[ListPage]:
    """Cuts grouped items into pages; there is always a first page, be it empty."""
    every = tuple(items)
    chunks = [every[start : start + size] for start in range(0, len(every), size)] or [()]
    for number, chunk in enumerate(chunks, 1):
        here = further_page(url, number)
        links = routes.links(here)
        groups = tuple(
            Group(titled.title, titled.anchor, tuple(row(links, item) for _, item in members))
            for titled, members in groupby(chunk, key=lambda pair: pair[0])
        )
        yield ListPage(here, number, links, groups, pager(links, url, number, len(chunks)))


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
