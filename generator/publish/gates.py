"""The gates before the swap: pure checks of values and routes, told in one Indonesian sentence each."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.schema import load_schema
from generator.words import words


class Shrunk(NamedTuple):
    """A table that lost more rows than the limit allows."""

    table: str
    before: int
    now: int


class Link(NamedTuple):
    """A link as it stands in a page; `page` is the page's file in the site (`tentang/index.html`)."""

    page: str
    href: str


def gates(
    previous: Mapping[str, int],
    now: Mapping[str, int],
    limit_percent: int,
    links: Iterable[Link],
    files: Collection[str],
) -> Iterator[str]:
    """Why the new site may not be published: nothing when it may."""
    sentences = words("gates")
    for table, before, left in shrunk(previous, now, limit_percent):
        title = load_schema(table).title
        yield sentences["shrunk"].format(title=title, before=before, now=left, limit=limit_percent)
    for link in dangling(links, files):
        yield sentences["dangling"].format(page=link.page, href=link.href)


def shrunk(previous: Mapping[str, int], now: Mapping[str, int], limit_percent: int) -> Iterator[Shrunk]:
    """Tables that lost more than the limit since the last build; one row alone never counts as a loss."""
    for table, before in previous.items():
        left = now.get(table, 0)
        lost = before - left
        if lost > 1 and lost * 100 > before * limit_percent:
            yield Shrunk(table, before, left)


def dangling(links: Iterable[Link], files: Collection[str]) -> Iterator[Link]:
    """Links to this site that lead to no file of it; `/…` always dangles: the site may live below a path."""
    for link in links:
        target = _target(link)
        if target is not None and target not in files and posixpath.join(target, "index.html") not in files:
            yield link


def _target(link: Link) -> str | None:
    """The file or folder of the site that is meant ("" for its root); None when it is not of this site."""
    try:
        parts = urlsplit(link.href)
    except ValueError:
        return link.href
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(link.page), unquote(parts.path)))
    return "" if path == "." else path
