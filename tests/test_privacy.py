"""Nothing private leaves: canaries stand in every private cell, in rows that are fit and rows that fail.

The package is built through the command; then every byte of the site, of both streams and of the
report is searched for them.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date, timedelta
from pathlib import Path

import pytest
from toy_portal import TODAY, write_package

from generator.model import public
from generator.model.privacy import is_private, quotable
from generator.model.schema import Field, form_schema, load_schema, table_names

KEYS = {
    "regions": "98.71", "agencies": "disdik", "competencies": "MAN-01", "positions": "guru-muda",
    "providers": "lpk-cahaya", "programs": "literasi-digital", "sessions": "literasi-1", "mentors": "m-7f3a",
}  # fmt: skip
ROOT = Path(__file__).parents[1]
NUMBER = itertools.count(1)


def canary(field: Field) -> str:
    """A fit cell for a private field that occurs nowhere else; the usual example where none can be told."""
    number = next(NUMBER)
    if field.labels or field.type in {"boolean", "integer", "number", "year"}:
        return field.example
    if field.type in {"date", "datetime"}:
        day = (date(1931, 1, 1) + timedelta(days=number % 300)).isoformat()
        return day if field.type == "date" else f"{day} 03:17:41"
    if "[0-9]{18}" in str(field.descriptor.get("constraints", {}).get("pattern")):
        return f"19310101{number:010}"
    return {"email": f"kenari-{number}@contoh.id", "phone": f"+62 812-9310-{number:04}"}.get(
        field.expects or "", f"kenari-{number}"
    )


class Cages:
    """Rows of one table with canaries in all their private cells, and the canaries that were set."""

    def __init__(self, table: str, is_form: bool) -> None:
        self.schema = form_schema(table) if is_form else load_schema(table)
        self.name = f"{table}{'.form' if is_form else ''}.csv"
        self.set: set[str] = set()
        self.made = 0

    def row(self, **typed: str) -> list[str]:
        """A fit row but for what is typed; its id is its own, its references lead to the toy."""
        self.made += 1
        cells: list[str] = []
        for field in self.schema.fields:
            cell = field.example if field.public else canary(field)
            if not field.public and not field.refers and cell != field.example:
                self.set.add(cell)
            cells.append(KEYS.get(field.refers or "", cell))
        told = {"id": f"k-{self.made}", "confirmed_on": "2026-11-01", "consent": "ya", **typed}
        told |= {} if "approval" in typed else {"approval": "setuju"}
        return [
            told.get(field.name, cell) if field.refers != self.schema.name else ""
            for field, cell in zip(self.schema.fields, cells, strict=True)
        ]

    def rows(self) -> Iterator[list[str]]:
        """One fit row, and one for each way to fail."""
        yield self.row()
        yield self.row(approval="tunda")
        yield self.row(approval="tolak")
        yield self.row(consent="tidak")
        yield self.row(consent="")
        for field in self.schema.fields:
            yield self.row(**{field.name: ""})
            yield self.row(**{field.name: "\0"})
            yield self.row(**{field.name: "mustahil"})
            if field.public and field.type == "string":
                for private in ("193101011931011077", "+62 812-9310-7777", "kenari-77@contoh.id"):
                    yield self.row(**{field.name: f"Hubungi {private}"})
        for step in (1, 2, -1, -2):
            row = self.row()
            yield row[step:] + [""] * step if step > 0 else [""] * -step + row[:step]
        yield self.row()[:-1]
        yield [*self.row(), "lebih"]
        yield ["terselip", *self.row()]

    def file(self) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([field.name for field in self.schema.fields])
        writer.writerows(self.rows())
        writer.writerow(self.row())
        stray = ",".join(['"tak"ditutup', *(cell.replace(",", " ") for cell in self.row()[1:])])
        return f"{text.getvalue()}{stray}\n".encode()


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], dict[str, bytes]]:
    """The canaries, and all that a build of their package left for anyone to read."""
    home = tmp_path_factory.mktemp("canaries")
    forms = [table for table in table_names() if load_schema(table).needs_approval]
    cages = [Cages(table, is_form=False) for table in table_names()]
    cages += [Cages(table, is_form=True) for table in (*forms, "evaluations", "mentoring_requests")]
    added = {each.name: each.file() for each in cages}
    headless = Cages("mentors", is_form=False)
    added["mentors.headless.csv"] = b"\n".join(headless.file().splitlines()[1:3])
    write_package(home / "data", added)
    data = ["--data", "data", "--today", str(TODAY)]
    done = karier(home, "build", *data, "--site", "site", "--state", "state")
    assert done.returncode == 0, done.stderr.decode()
    checked = karier(home, "check", *data)
    assert checked.returncode == 1, checked.stderr.decode()
    left = {path.relative_to(home).as_posix(): path.read_bytes() for path in readable(home)}
    left |= {"stdout": done.stdout, "stderr": done.stderr, "check": checked.stdout + checked.stderr}
    return set().union(*(each.set for each in [*cages, headless])), left


def karier(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "generator", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, cwd=home, env=environment, check=False)


def readable(home: Path) -> list[Path]:
    site = [path for path in (home / "site").rglob("*") if path.is_file()]
    return [
        *site,
        home / "state" / "report.json",
        home / "state" / "laporan.html",
        home / "state" / "memory.json",
    ]


def test_no_canary_is_found_anywhere(leaked: tuple[set[str], dict[str, bytes]]) -> None:
    canaries, left = leaked
    assert len(canaries) > 1000
    assert "site/mentor/k-1/index.html" in left
    cry = re.compile(rb"kenari|19310101|9310[-. ]?[0-9]{4}|1931-[0-9]{2}-[0-9]{2}|03:17:41")
    digest = re.compile(rb"\b[0-9a-f]{32}\b")  # some of thousands has any eight figures in it
    found = {
        name: match[0] for name, content in left.items() if (match := cry.search(digest.sub(b"", content)))
    }
    assert found == {}
    assert all(cry.search(each.encode()) for each in canaries)


def test_the_public_model_has_public_fields_alone() -> None:
    for table, kind in KINDS.items():
        schema = load_schema(table)
        shown = {field.name for field in schema.public_fields}
        derived = DERIVED.get(kind.__name__, set()) | {"source"}
        assert {each.name for each in fields(kind)} - shown <= derived, kind
        needed = {
            each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING
        }
        assert all(schema.field(name).required and schema.field(name).public for name in needed), kind


KINDS = {
    "regions": public.Region, "agencies": public.Agency, "competencies": public.Competency,
    "positions": public.Position, "position_competencies": public.PositionCompetency,
    "providers": public.Provider, "programs": public.Program,
    "program_competencies": public.ProgramCompetency, "sessions": public.Session, "mentors": public.Mentor,
}  # fmt: skip
DERIVED = {"Mentor": {"free", "is_confirmed"}}
"""What `generator.derive` adds: places that are free, and whether the mentor confirmed of late."""


def test_no_private_field_has_a_place_in_the_public_model() -> None:
    for table, kind in KINDS.items():
        private = {field.name for field in form_schema(table).fields if not field.public}
        assert not private & {each.name for each in fields(kind)}, kind


@pytest.mark.parametrize(
    "text",
    [
        *("199001012020011001", "19900101 202001 1 001", "NIP.199001012020011001", "3273010101900001"),
        *("08123456789", "+62 812-3456-789", "62 812 3456 7890", "nama@contoh.co.id"),
    ],
)
def test_what_looks_private(text: str) -> None:
    assert is_private(f"Hubungi {text}, ya")
    assert text not in quotable(f"Hubungi {text}, ya")


@pytest.mark.parametrize(
    "text",
    [
        "0770-100100",
        "2026-11-21 08:00",
        "1.500.000.000",
        "PermenPANRB 38/2017",
        "98.71.01",
        "m-7f3a",
        "20 JP, 4 x",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not is_private(text)
