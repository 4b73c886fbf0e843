"""What the peers draw: a page for every programme, mentor, agency, competency and partner, and lists of fifty.

Each page is joined beforehand, as plain values that any template language can loop over, so that a peer merely
renders: it judges no row, reads no answer, and writes no data file.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]
Groups = Mapping[str, list[Row]]
Link = tuple[str, str]
"""What is read, and the path of the page that it leads to."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it: lines, links, or rows of a table, the first of which names its columns."""

    heading: str
    lines: Sequence[str] = ()
    links: Sequence[Link] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page at `path` below the site (`program/x`): a lead, facts with their labels, and parts."""

    path: str
    title: str
    lead: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]

    @property
    def section(self) -> str:
        """The first folder of its path."""
        return self.path.partition("/")[0]


def pages(data: Path) -> Iterator[Page]:
    """Every page of a made package: for each section its lists, then a page a row."""
    tables = {name: _fit(data / f"{name}.csv") for name in TABLES}
    by = {
        "sessions": _grouped(tables["sessions"], "program"),
        "builds": _grouped(tables["program_competencies"], "program"),
        "built": _grouped(tables["program_competencies"], "competency"),
        "programs": _grouped(tables["programs"], "agency"),
        "held": _grouped(tables["programs"], "provider"),
        "mentors": _grouped(tables["mentors"], "agency"),
        "helping": _grouped(tables["mentors"], "competencies"),
        "units": _grouped(tables["agencies"], "parent"),
    }
    for section, (table, key, draw) in SECTIONS.items():
        rows = tables[table]
        yield from _lists(section, rows, key)
        yield from (draw(f"{section}/{row[key].lower()}", row, by) for row in rows)


def _lists(section: str, rows: list[Row], key: str) -> Iterator[Page]:
    for first in range(0, len(rows), LISTED):
        path, some = (
            f"{section}/halaman-{first // LISTED + 1}" if first else section,
            rows[first : first + LISTED],
        )
        yield Page(path, section.capitalize(), "", (), (Part("Daftar", links=_links(section, some, key)),))


def _program(path: str, row: Row, by: Mapping[str, Groups]) -> Page:
    names = ("starts_on", "ends_on", "registration_closes", "place", "seats")
    sessions = [[session[name] for name in names] for session in by["sessions"].get(row["id"], [])]
    labels = (
        "form",
        "mode",
        "level",
        "hours",
        "cost",
        "funding",
        "quota",
        "audience",
        "field_of_work",
        "stage",
    )
    parts = (
        Part("Penyelenggara", links=[(row["agency"], f"instansi/{row['agency']}")]),
        Part("Tujuan", row["objectives"].splitlines()),
        Part("Kriteria", row["criteria"].splitlines()),
        Part("Jadwal", rows=[names, *sessions]),
        Part("Kompetensi", links=_links("kompetensi", by["builds"].get(row["id"], []), "competency")),
        Part("Daftar", [row["contact_email"], row["registration_url"]]),
    )
    return Page(path, row["title"], row["summary"], _facts(row, *labels), parts)


def _mentor(path: str, row: Row, by: Mapping[str, Groups]) -> Page:
    codes = [(code, f"kompetensi/{code.lower()}") for code in row["competencies"].split("; ")]
    parts = (
        Part("Instansi", links=[(row["agency"], f"instansi/{row['agency']}")]),
        Part("Bantuan", row["help_offered"].splitlines()),
        Part("Kompetensi", links=codes),
    )
    labels = ("rank", "expertise", "capacity", "mode", "confirmed_on", "availability", "channel")
    return Page(path, row["name"], row["position"], _facts(row, *labels), parts)


def _agency(path: str, row: Row, by: Mapping[str, Groups]) -> Page:
    parts = (
        Part("Tujuan", row["goals"].splitlines()),
        Part("Program", links=_links("program", by["programs"].get(row["id"], []), "id")),
        Part("Mentor", links=_links("mentor", by["mentors"].get(row["id"], []), "id")),
        Part("Unit", links=_links("instansi", by["units"].get(row["id"], []), "id")),
    )
    labels = ("kind", "head_title", "email", "phone", "website", "staff_count")
    return Page(path, row["name"], row["short_name"], _facts(row, *labels), parts)


def _competency(path: str, row: Row, by: Mapping[str, Groups]) -> Page:
    parts = (
        Part("Program", links=_links("program", by["built"].get(row["code"], [])[:LISTED], "program")),
        Part("Mentor", links=_links("mentor", by["helping"].get(row["code"], [])[:LISTED], "id")),
    )
    return Page(path, row["name"], row["description"], _facts(row, "code", "kind"), parts)


def _provider(path: str, row: Row, by: Mapping[str, Groups]) -> Page:
    parts = (Part("Program", links=_links("program", by["held"].get(row["id"], [])[:LISTED], "id")),)
    labels = ("kind", "mou_number", "mou_start", "mou_end", "website")
    return Page(path, row["name"], "", _facts(row, *labels), parts)


def _fit(path: Path) -> list[Row]:
    """The rows of a table but those that the maker spoilt so that no page can be made of them, and the repeated."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not {"tidak-ada", "XXX-99"} & set(row.values())]
    return list(
        {row.get("id") or row.get("code") or str(number): row for number, row in enumerate(rows)}.values()
    )


def _grouped(rows: Iterable[Row], name: str) -> Groups:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for key in row[name].split("; "):
            groups[key].append(row)
    return groups


def _facts(row: Row, *names: str) -> list[tuple[str, str]]:
    return [(name, row[name]) for name in names]


def _links(section: str, rows: Iterable[Row], key: str) -> list[Link]:
    return [
        (row.get("title") or row.get("name") or row[key], f"{section}/{row[key].lower()}") for row in rows
    ]


TABLES = ("agencies", "competencies", "providers", "programs", "program_competencies", "sessions", "mentors")
SECTIONS: Mapping[str, tuple[str, str, Callable[[str, Row, Mapping[str, Groups]], Page]]] = {
    "program": ("programs", "id", _program),
    "mentor": ("mentors", "id", _mentor),
    "instansi": ("agencies", "id", _agency),
    "kompetensi": ("competencies", "code", _competency),
    "penyelenggara": ("providers", "id", _provider),
}
