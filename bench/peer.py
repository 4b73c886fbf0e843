"""The peer: the same package as generated Markdown pages, built by MkDocs Material as most people would.

It has the easier task: it judges no row, folds no answer, writes no data file, and its nav names the
sections only (a nav that lists every page makes each page huge).
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import yaml

Row = dict[str, str]
Groups = Mapping[str, list[Row]]


def main() -> None:
    """`python -m bench.peer DATA OUT`: writes OUT/docs, builds OUT/site, counts the pages in OUT/pages."""
    parser = argparse.ArgumentParser(prog="python -m bench.peer", description=main.__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    count = _write(args.out / "docs", pages(args.data))
    _build(args.out)
    (args.out / "pages").write_text(str(count))


def _write(docs: Path, drafts: Iterator[tuple[str, str]]) -> int:
    count = 0
    for path, text in drafts:
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        count += 1
    return count


def _build(out: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    settings = {
        "site_name": "Portal Karier ASN",
        "theme": {"name": "material", "language": "id", "font": False},
        "plugins": [],
        "markdown_extensions": ["tables"],
        "nav": ["index.md", *(f"{section}/index.md" for section in SECTIONS)],
    }
    (out / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    build(load_config(config_file=str(out / "mkdocs.yml")))


def pages(data: Path) -> Iterator[tuple[str, str]]:
    """Every page's path below `docs` and its Markdown."""
    tables = {name: _fit(data / f"{name}.csv") for name in TABLES}
    by = {
        "sessions": _grouped(tables["sessions"], lambda row: [row["program"]]),
        "built_by": _grouped(tables["program_competencies"], lambda row: [row["program"]]),
        "leads_to": _grouped(tables["program_competencies"], lambda row: [row["competency"]]),
        "programs": _grouped(tables["programs"], lambda row: [row["agency"]]),
        "mentors": _grouped(tables["mentors"], lambda row: [row["agency"]]),
        "helped_by": _grouped(tables["mentors"], lambda row: row["competencies"].split("; ")),
        "units": _grouped(tables["agencies"], lambda row: [row["parent"]]),
    }
    yield "index.md", "# Portal Karier ASN\n"
    for section, (table, key, draw) in SECTIONS.items():
        rows = {row[key].lower(): row for row in tables[table]}
        yield f"{section}/index.md", f"# {section}\n\n" + _links(section, rows.values(), key, up="")
        for address, row in rows.items():
            yield f"{section}/{address}.md", draw(row, by)


def _program(row: Row, by: Mapping[str, Groups]) -> str:
    sessions = by["sessions"].get(row["id"], [])
    competencies = by["built_by"].get(row["id"], [])
    return "\n\n".join(
        (
            f"# {row['title']}",
            row["summary"],
            f"Penyelenggara: [{row['agency']}](../instansi/{row['agency']}.md)",
            _facts(row, "form", "mode", "level", "hours", "cost", "funding", "quota", "audience"),
            "## Tujuan\n\n" + _bullets(row["objectives"]),
            "## Kriteria\n\n" + _bullets(row["criteria"]),
            "## Jadwal\n\n"
            + _table(sessions, "starts_on", "ends_on", "registration_closes", "place", "seats"),
            "## Kompetensi\n\n" + _links("kompetensi", competencies, "competency"),
            f"Hubungi {row['contact_email']} atau daftar di <{row['registration_url']}>.",
        )
    )


def _mentor(row: Row, by: Mapping[str, Groups]) -> str:
    return "\n\n".join(
        (
            f"# {row['name']}",
            f"{row['position']}, [{row['agency']}](../instansi/{row['agency']}.md)",
            _facts(row, "rank", "expertise", "capacity", "mode", "confirmed_on", "availability", "channel"),
            "## Bantuan\n\n" + _bullets(row["help_offered"]),
            "## Kompetensi\n\n"
            + "\n".join(
                f"- [{code}](../kompetensi/{code.lower()}.md)" for code in row["competencies"].split("; ")
            ),
        )
    )


def _agency(row: Row, by: Mapping[str, Groups]) -> str:
    return "\n\n".join(
        (
            f"# {row['name']}",
            _facts(row, "kind", "head_title", "email", "phone", "website", "staff_count"),
            "## Tujuan\n\n" + _bullets(row["goals"]),
            "## Program\n\n" + _links("program", by["programs"].get(row["id"], []), "id"),
            "## Mentor\n\n" + _links("mentor", by["mentors"].get(row["id"], []), "id"),
            "## Unit\n\n" + _links("instansi", by["units"].get(row["id"], []), "id"),
        )
    )


def _competency(row: Row, by: Mapping[str, Groups]) -> str:
    return "\n\n".join(
        (
            f"# {row['name']}",
            row["description"],
            "## Program\n\n" + _links("program", by["leads_to"].get(row["code"], []), "program"),
            "## Mentor\n\n" + _links("mentor", by["helped_by"].get(row["code"], []), "id"),
        )
    )


def _fit(path: Path) -> list[Row]:
    """The rows of a table but those that the maker spoilt so that no page can be made of them."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if "tidak-ada" not in row.values() and "XXX-99" not in row.values()
        ]


def _grouped(rows: Iterable[Row], keys: Callable[[Row], Iterable[str]]) -> Groups:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            groups[key].append(row)
    return groups


def _facts(row: Row, *names: str) -> str:
    return "| | |\n|---|---|\n" + "\n".join(f"| {name} | {row[name]} |" for name in names)


def _table(rows: Iterable[Row], *names: str) -> str:
    lines = (f"| {' | '.join(row[name] for name in names)} |" for row in rows)
    return "\n".join((f"| {' | '.join(names)} |", "|---" * len(names) + "|", *lines))


def _bullets(text: str) -> str:
    return "\n".join(f"- {line}" for line in text.splitlines())


def _links(section: str, rows: Iterable[Row], key: str, up: str = "../") -> str:
    folder = f"{up}{section}/" if up else ""
    return "\n".join(
        f"- [{row.get('title') or row.get('name') or row[key]}]({folder}{row[key].lower()}.md)"
        for row in rows
    )


TABLES = ("agencies", "competencies", "programs", "program_competencies", "sessions", "mentors")
SECTIONS: Mapping[str, tuple[str, str, Callable[[Row, Mapping[str, Groups]], str]]] = {
    "program": ("programs", "id", _program),
    "mentor": ("mentors", "id", _mentor),
    "instansi": ("agencies", "id", _agency),
    "kompetensi": ("competencies", "code", _competency),
}

if __name__ == "__main__":
    main()
