"""The page of changes: what the portal's keepers explain, then what came, changed and went, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.model.chronicle import DayChanges
from generator.model.public import OpenTable, Value
from generator.render import format
from generator.render.pages.index import Index
from generator.render.pages.page import Link, Page
from generator.render.pages.rows import trail
from generator.render.routes import AGENCY, CHANGES, COMPETENCY, MENTOR, PROGRAM, PROVIDER, Links
from generator.words import words

SHOWN = 12
"""Rows of one kind and day that are named; the rest is counted."""
KINDS = {
    "programs": PROGRAM,
    "mentors": MENTOR,
    "agencies": AGENCY,
    "competencies": COMPETENCY,
    "providers": PROVIDER,
}
NAMES = ("title", "name")

Named = Mapping[str, Mapping[str, Value]]


class Told(NamedTuple):
    """One kind of change in one table on one day: `Program baru`, the rows, and how many more."""

    title: str
    rows: tuple[Link, ...]
    more: str


def change_pages(index: Index) -> Iterator[Page]:
    """The one page of changes."""
    said, links = words("pages")["changes"], index.routes.links(CHANGES)
    chronicle = index.chronicle
    named = {table: _rows(index.portal.tables[table]) for table in _logged(index)}
    days = tuple(
        (format.long_day(date.fromisoformat(day)), tuple(_day(index, links, named, changes)))
        for day, changes in chronicle.log.items()
    )
    began = min((told.began for told in chronicle.tables.values()), default=index.today.isoformat())
    view = {
        "crumbs": trail(links),
        "explained": _explained(index),
        "days": tuple((day, told) for day, told in days if told),
        "began": said["began"].format(day=format.full_day(date.fromisoformat(began))),
    }
    yield Page(CHANGES, "perubahan", "changes", said["title"], said["description"], view)


def _logged(index: Index) -> set[str]:
    """The tables of which the log tells something, and whose rows people know by a name."""
    told = {table for changes in index.chronicle.log.values() for table in changes}
    named = {table for table in told & index.portal.tables.keys() if _name_field(index.portal.tables[table])}
    return named | ({"sessions"} & told & index.portal.tables.keys())


def _day(
    index: Index, links: Links, named: Mapping[str, Named], changes: Mapping[str, DayChanges]
) -> Iterator[Told]:
    said = words("pages")["changes"]
    for table in (name for name in index.portal.tables if name in changes and name in named):
        title = index.portal.tables[table].schema.title
        for kind, keys in (("came", changes[table].came), ("changed", changes[table].changed)):
            rows = dict.fromkeys(_link(index, links, table, key, named[table][key]) for key in keys)
            if rows:
                left = len(rows) - SHOWN
                more = said["more"].format(n=format.whole(left)) if left > 0 else ""
                yield Told(said[kind].format(table=title), tuple(rows)[:SHOWN], more)
        if changes[table].gone:
            gone = said["gone"].format(n=format.whole(changes[table].gone))
            yield Told(title, (Link(gone, None),), "")


def _link(index: Index, links: Links, table: str, key: str, row: Mapping[str, Value]) -> Link:
    """What people call a row, and its page; a run goes by its programme's name."""
    if table == "sessions":
        program = index.portal.programs.get(str(row["program"]))
        return Link(program.title, links.row(PROGRAM, program.id)) if program else Link(key, None)
    name = next(row[field] for field in NAMES if field in row)
    return Link(str(name), links.row(KINDS[table], key) if table in KINDS else None)


def _rows(table: OpenTable) -> Named:
    names = [field.name for field in table.schema.fields]
    place = names.index(table.schema.key[0])
    return {str(row[place]): dict(zip(names, row, strict=True)) for row in table.rows}


def _name_field(table: OpenTable) -> bool:
    return any(field.name in NAMES for field in table.schema.fields)


def _explained(index: Index) -> tuple[tuple[str, str, str, str], ...]:
    """What the table of changes says, newest first: day, what, why, who benefits."""
    table = index.portal.tables.get("changes")
    names = [field.name for field in table.schema.fields] if table else []
    rows = [dict(zip(names, row, strict=True)) for row in table.rows] if table else []
    told = sorted(
        ((row["date"], row) for row in rows if isinstance(row["date"], date)),
        key=lambda pair: pair[0],
        reverse=True,
    )
    return tuple(
        (format.full_day(day), str(row["what"]), str(row["why"]), str(row["who_benefits"]))
        for day, row in told
    )
