"""Reads and writes the demonstration package's tables for the scripts that make its answers."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from datetime import date

from generator.model.schema import ROOT, load_schema

SEED = 20261121
LAST_DAY = date(2026, 11, 20)
FOLDER = ROOT / "content" / "data"
PLACES = ("tanjung-pinang", "pangkal-pinang", "gerunggang", "bandung", "medan")

Row = dict[str, str]


def read(name: str, delimiter: str = ",") -> list[Row]:
    """The rows of a CSV file of the package, by header."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def write(name: str, fields: Sequence[str], headers: Sequence[str], rows: Sequence[Row]) -> None:
    """Writes rows as CSV under the headers given and says how many there are."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows([row.get(field, "") for field in fields] for row in rows)
    sys.stdout.write(f"{name}: {len(rows)} rows\n")


def form_headers(table: str, fields: Iterable[str]) -> list[str]:
    """Headers as Google Forms writes them: its own, then the title of each question."""
    own = {"submitted_at": "Cap waktu", "submitter_email": "Alamat email", "response_id": "ID jawaban"}
    return [own.get(field) or load_schema(table).field(field).title for field in fields]


def as_typed(table: str, row: Row) -> Row:
    """The row as a form in Indonesian writes it: day first, decimal comma, labels for codes."""
    typed = dict(row)
    for field in load_schema(table).fields:
        cell = row.get(field.name, "")
        if cell and field.type in ("date", "datetime"):
            day, _, clock = cell.partition(" ")
            typed[field.name] = " ".join(filter(None, ("/".join(reversed(day.split("-"))), clock)))
        elif field.type == "number":
            typed[field.name] = cell.replace(".", ",")
        elif field.is_closed:
            typed[field.name] = field.labels.get(cell, cell)
    return typed


def fit_agencies() -> dict[str, Row]:
    """The agencies that the judge accepts, by id: of a known kind, in a known region."""
    regions = {row["code"] for row in read("regions.csv")}
    kinds = load_schema("agencies").field("kind").labels
    return {
        row["id"]: row for row in read("agencies.csv") if row["kind"] in kinds and row["region"] in regions
    }


def place_of(agency: str) -> str:
    """The place that an agency's id begins with."""
    return next(place for place in PLACES if agency.startswith(place))


def nobodys_nip(draw: random.Random) -> str:
    """Eighteen digits that can be nobody's: the month and the day of birth are 00."""
    return f"19000000190000{draw.choice('12')}{draw.randrange(1, 1000):03}"
