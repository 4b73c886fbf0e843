"""The site map and robots.txt: every page with the day since when it reads so, for a portal that knows its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import islice

MOST = 50_000
"""Addresses that one site map may hold (sitemaps.org)."""
ROBOTS, SITEMAP = "robots.txt", "sitemap.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(
    site_url: str, pages: Mapping[str, str], others: Iterable[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Paths and contents; `pages` maps URLs to ISO days (empty: not known). Nothing without an address.

    `others` are addresses of portals with site maps of their own, be it on other hosts: robots.txt names these too.
    """
    if not site_url:
        return
    named = "".join(f"Sitemap: {address}{SITEMAP}\n" for address in (site_url, *others))
    yield ROBOTS, f"User-agent: *\nAllow: /\n{named}".encode()
    items = iter(sorted(pages.items()))
    parts = list(iter(lambda: list(islice(items, MOST)), []))
    if len(parts) < 2:
        yield SITEMAP, _urls(site_url, parts[0] if parts else [])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _urls(site_url, part)
    listed = "".join(f"<sitemap><loc>{escape(site_url)}{name}</loc></sitemap>\n" for name in names)
    yield SITEMAP, f"{_HEAD}<sitemapindex {_SPACE}>\n{listed}</sitemapindex>\n".encode()


def _urls(site_url: str, pages: list[tuple[str, str]]) -> bytes:
    listed = "".join(
        f"<url><loc>{escape(site_url + url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for url, day in pages
    )
    return f"{_HEAD}<urlset {_SPACE}>\n{listed}</urlset>\n".encode()
