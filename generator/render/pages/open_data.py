"""The data page: every open table with its rows, its fields, and where to fetch it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.model.schema import TableSchema
from generator.render import format, linked
from generator.render.feeds.scope import region_url
from generator.render.pages.index import Index
from generator.render.pages.page import Button, Link, Page
from generator.render.pages.rows import region_name, trail
from generator.render.pages.sharing import Share, follow
from generator.render.routes import ABOUT, DATA, FIGURES, HOME, Links
from generator.words import words


class TableCard(NamedTuple):
    """One table as the data page tells of it."""

    anchor: str
    title: str
    description: str
    rows: str
    fields: tuple[tuple[str, str], ...]
    downloads: tuple[Button, ...]


def data_pages(index: Index) -> Iterator[Page]:
    """The page of the tables of rows, and that of the tables of figures."""
    said, tables = words("pages")["data"], index.tables
    rows = {name: table for name, table in tables.items() if name in index.portal.tables}
    figures = {name: table for name, table in tables.items() if name not in rows}
    yield _page(index, DATA, said, rows, (said["figures"], FIGURES))
    yield _page(index, FIGURES, said["figures"], figures, (said, DATA))


def _page(
    index: Index,
    url: str,
    said: Mapping[str, str],
    tables: Mapping[str, tuple[TableSchema, int]],
    other: tuple[Mapping[str, str], str],
) -> Page:
    links = index.routes.links(url)
    view = {
        "title": said["title"],
        "lead": said["lead"],
        "follow": _follow(index, links) if url == DATA else (),
        "linked": linked.data_catalog(index, said["title"], said["description"]) if url == DATA else None,
        "crumbs": trail(links, *(["data"] if url != DATA else [])),
        "chips": tuple(Link(schema.title, f"#{_anchor(name)}") for name, (schema, _) in tables.items()),
        "tables": tuple(_card(links, schema, rows) for schema, rows in tables.values()),
        "package": links.to(f"{DATA}datapackage.json"),
        "status": links.to(f"{DATA}status.json"),
        "about": links.to(ABOUT),
        "other": Link(other[0]["title"], links.to(other[1])),
    }
    return Page(url, "data", "data", said["title"], said["description"], view)


def _anchor(name: str) -> str:
    return f"tabel-{name}"


def _follow(index: Index, links: Links) -> tuple[tuple[str, Share], ...]:
    """The calendars and news of the portal and of each region that has an agency."""
    codes = sorted({agency.region for agency in index.portal.agencies.values()})
    shown = [code for code in codes if code in index.portal.regions]
    return (
        (words("pages")["follow"]["portal"], follow(index, links, HOME)),
        *((region_name(index, code), follow(index, links, region_url(code))) for code in shown),
    )


def _card(links: Links, schema: TableSchema, rows: int) -> TableCard:
    said = words("pages")["data"]
    return TableCard(
        anchor=_anchor(schema.name),
        title=schema.title,
        description=schema.description,
        rows=said["rows"].format(n=format.whole(rows)),
        fields=tuple((field.name, field.title) for field in schema.fields),
        downloads=tuple(
            Button(said["download"].format(format=suffix.upper()), links.to(f"{DATA}{schema.name}.{suffix}"))
            for suffix in ("csv", "json")
        ),
    )
