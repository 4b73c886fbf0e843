"""The open data is a valid package, safe in a spreadsheet, and says what the pages say."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from documents import Document

from generator.model.privacy import PRIVATE, SUSPECT
from generator.settings import load_settings

FIGURES = ["program", "agency", "period", "level", "aspect", "responses", "mean", "status"]
BANDS = {"10-19", "20-49", "50-99", "100-199", "200-499", "500-999", "1000+"}
ANSWERS = ("evaluations", "mentoring_requests", "registrations", "decisions", "nominations", "pulses")
CONTACTS = ("email", "contact_email", "phone")
SAID_ON_PAGES = {
    "programs": ("program", "id", ("title", "summary", "criteria")),
    "mentors": ("mentor", "id", ("name", "position")),
    "agencies": ("instansi", "id", ("name",)),
    "competencies": ("kompetensi", "code", ("name", "description")),
    "providers": ("penyelenggara", "id", ("name", "accreditation", "mou_number")),
}


@pytest.fixture(scope="session")
def tables(site: Path) -> Mapping[str, list[dict[str, str]]]:
    """Every published CSV by its table."""
    return {path.stem: _rows(path) for path in sorted((site / "data").glob("*.csv"))}


def test_frictionless_accepts_the_package(site: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [frictionless, "validate", site / "data/datapackage.json", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["valid"], [task["errors"][:3] for task in report["tasks"] if not task["valid"]]
    assert done.returncode == 0


def test_the_package_names_every_table(site: Path, tables: Mapping[str, list[dict[str, str]]]) -> None:
    package = json.loads((site / "data/datapackage.json").read_text("utf-8"))
    assert {resource["name"] for resource in package["resources"]} == set(tables)
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == _header(site / "data" / resource["path"])
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_csv_and_json_say_the_same(site: Path, tables: Mapping[str, list[dict[str, str]]]) -> None:
    for name, rows in tables.items():
        told = json.loads((site / "data" / f"{name}.json").read_text("utf-8"))
        assert [{key: _as_cell(value) for key, value in row.items()} for row in told] == rows, name


@pytest.mark.parametrize("table", SAID_ON_PAGES)
def test_a_page_says_what_its_row_says(
    documents: Mapping[str, Document], tables: Mapping[str, list[dict[str, str]]], table: str
) -> None:
    folder, key, fields = SAID_ON_PAGES[table]
    for row in tables[table]:
        said = documents[f"{folder}/{row[key].lower()}/"].text
        for field in fields:
            for sentence in re.split(r"[;\n]\s*", row[field]):
                assert " ".join(sentence.split()) in said, (row[key], field)


def test_no_cell_is_a_formula(tables: Mapping[str, list[dict[str, str]]]) -> None:
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert len(cells) > 10_000
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_answers_are_published_as_figures_alone(tables: Mapping[str, list[dict[str, str]]]) -> None:
    assert set(tables).isdisjoint(ANSWERS)


def test_figures_have_the_columns_of_the_contract(site: Path) -> None:
    assert _header(site / "data/evaluation_figures.csv") == FIGURES


def test_figures_are_bands_and_one_decimal_or_nothing(tables: Mapping[str, list[dict[str, str]]]) -> None:
    figures = tables["evaluation_figures"]
    assert {row["status"] for row in figures} == {"published", "suppressed"}
    for row in figures:
        if row["status"] == "published":
            assert row["responses"] in BANDS
            assert re.fullmatch(r"[0-9]{1,3}\.[0-9]", row["mean"])
        else:
            assert (row["responses"], row["mean"]) == ("", "")


def test_nothing_shaped_like_an_employee_number_is_published(site: Path) -> None:
    shaped = re.compile(rb"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{12}(?![0-9])")
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".csv", ".json")]
    assert [path.name for path in files if shaped.search(path.read_bytes())] == []


def test_nothing_shaped_like_private_data_is_read_on_a_page_or_in_a_cell(
    documents: Mapping[str, Document], tables: Mapping[str, list[dict[str, str]]]
) -> None:
    """A NIP, NIK, telephone or e-mail, however its digits are parted; but for what an office is reached by."""
    cells = [cell for rows in tables.values() for row in rows for cell in row.items()]
    offices = {value for name, value in cells if name in CONTACTS} | {load_settings().contact_email}
    texts = {value for name, value in cells if name not in CONTACTS}
    texts = texts.union(*(page.texts for page in documents.values()))
    found = {match[0] for text in texts if SUSPECT.search(text) for match in PRIVATE.finditer(text)}
    assert found <= offices


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
