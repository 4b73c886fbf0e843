"""The gates before the swap: pure checks of values and routes, told in one Indonesian sentence each."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.privacy import is_number_of_a_person
from generator.model.schema import load_schema
from generator.words import words

KB, MB = 1_000, 1_000_000
SCHEMES = frozenset(("", "http", "https", "mailto", "tel", "webcal"))
"""What a link in prose may begin with."""
IGNORED = "".join(map(chr, range(0x21)))
"""Controls and blanks, which a browser skips where an address begins."""


class Shrunk(NamedTuple):
    """A table that lost more rows than the limit allows."""

    table: str
    before: int
    now: int


class Link(NamedTuple):
    """A link as it stands in a page; `page` is the page's file in the site (`tentang/index.html`)."""

    page: str
    href: str


class Limits(NamedTuple):
    """How far a build may go before a person has to look."""

    shrink_percent: int
    page_kb: int
    site_mb: int


def gates(
    previous: Mapping[str, int],
    now: Mapping[str, int],
    links: Iterable[Link],
    private: Iterable[str],
    sizes: Mapping[str, int],
    limits: Limits,
) -> Iterator[str]:
    """Why the new site may not be published: nothing when it may.

    `previous` and `now` count rows in use by table; `private` are prose pages that hold a person's number;
    `sizes` has the bytes of every file of the site.
    """
    sentences = words("gates")
    for table, before, left in shrunk(previous, now, limits.shrink_percent):
        title = load_schema(table).title
        yield sentences["shrunk"].format(title=title, before=before, now=left, limit=limits.shrink_percent)
    for page in private:
        yield sentences["private"].format(page=page)
    links = list(links)
    for link in runnable(links):
        yield sentences["scheme"].format(page=link.page, href=link.href)
    for link in dangling(links, sizes.keys()):
        yield sentences["dangling"].format(page=link.page, href=link.href)
    for page in heavy(sizes, limits.page_kb):
        yield sentences["heavy-page"].format(page=page, size=sizes[page] // KB, limit=limits.page_kb)
    if (total := sum(sizes.values())) > limits.site_mb * MB:
        yield sentences["heavy-site"].format(size=total // MB, limit=limits.site_mb)


def shrunk(previous: Mapping[str, int], now: Mapping[str, int], limit_percent: int) -> Iterator[Shrunk]:
    """Tables that lost more than the limit since the last build; one row alone never counts as a loss."""
    for table, before in previous.items():
        left = now.get(table, 0)
        lost = before - left
        if lost > 1 and lost * 100 > before * limit_percent:
            yield Shrunk(table, before, left)


def numbered(texts: Mapping[str, str]) -> Iterator[str]:
    """The pages whose text holds something shaped like a NIP, NI PPPK or NIK."""
    for page, text in texts.items():
        if is_number_of_a_person(text):
            yield page


def heavy(sizes: Mapping[str, int], limit_kb: int) -> Iterator[str]:
    """The pages that are too large for a phone; files to download may be as large as they must."""
    for path, size in sizes.items():
        if size > limit_kb * KB and path.endswith(".html"):
            yield path


def runnable(links: Iterable[Link]) -> Iterator[Link]:
    """Links whose scheme is none that only leads somewhere: a browser would run `javascript:`, unpack `data:`."""
    return (link for link in links if _scheme(link) not in SCHEMES)


def dangling(links: Iterable[Link], files: Collection[str]) -> Iterator[Link]:
    """Links to this site that lead to no file of it; `/…` always dangles: the site may live below a path."""
    for link in links:
        target = _target(link)
        if target is not None and target not in files and posixpath.join(target, "index.html") not in files:
            yield link


def _scheme(link: Link) -> str:
    """As a browser reads it."""
    try:
        return urlsplit(link.href.lstrip(IGNORED)).scheme
    except ValueError:
        return ""  # no address at all: it dangles


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
