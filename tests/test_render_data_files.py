"""Open data: what stands in the files, safe from formulas, and a package that Frictionless accepts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_example import agency, by_id, example, mentor, program, settings

from generator.memo import Memo
from generator.model.figures import Figures
from generator.model.public import OpenTable, Portal
from generator.model.spreadsheet import safe
from generator.render.data_files import data_files
from generator.render.open_tables import open_tables

FORMULAS = ("=1+1", "+62 771 318123", "-sum", "@cmd", "\tx", "\rx")


def files(portal: Portal) -> dict[str, bytes]:
    """The data files by path."""
    return {file.path: file.make() for file in data_files(open_tables(portal, Memo()), portal, settings())}


def rows(made: dict[str, bytes], table: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(made[f"data/{table}.csv"].decode(), newline="")))


def faults(made: dict[str, bytes], folder: Path) -> list[Any]:
    """What Frictionless finds wrong with the package, once it is written to a folder."""
    for path, content in made.items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    report = frictionless.validate(str(folder / "data" / "datapackage.json"))
    return report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_the_package_is_valid(tmp_path: Path) -> None:
    assert faults(files(example()), tmp_path) == []


def test_an_empty_package_is_valid(tmp_path: Path) -> None:
    empty = {name: replace(table, rows=()) for name, table in example().tables.items()}
    made = files(replace(example(), tables=empty, figures=Figures()))
    assert faults(made, tmp_path) == []
    assert made["data/programs.json"] == b"[]\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_the_package_stays_valid(text: str, tmp_path: Path) -> None:
    hostile = example(
        agencies=by_id([agency("bkpsdm", name=text, phone=text, email=f"{text}@x.id", goals=text)]),
        programs=by_id([program("p", title=text, criteria=text, registration_url=text, tags=(text, "b"))]),
        mentors=by_id([mentor("m-1", text, availability=text)]),
        sessions={},
        program_competencies=(),
        positions={},
        position_competencies=(),
    )
    made = files(hostile)
    for path in made:
        if path.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(made[path].decode(), newline="")) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert json.loads(made["data/programs.json"])[0]["tags"] == f"'{text}; b"
    assert json.loads(made["data/agencies.json"])[0]["phone"] == f"'{text}"
    assert faults(made, tmp_path) == []


@given(st.text())
def test_a_safe_cell_keeps_its_text(text: str) -> None:
    assert safe(text) in (text, f"'{text}")
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_cells_are_told_plainly() -> None:
    made = files(example())
    by_key = {row["id"]: row for row in rows(made, "programs")}
    assert by_key["lanjut"]["tags"] == "data; digital"
    assert by_key["lanjut"]["cost"] == "250000"
    assert by_key["dasar"]["provider"] == ""
    assert rows(made, "sessions")[0]["starts_on"] == "2026-12-01"
    assert {row["id"]: row["is_leader"] for row in rows(made, "mentors")}["m-33cc"] == "true"
    assert json.loads(made["data/mentors.json"])[0]["is_leader"] is False
    assert json.loads(made["data/programs.json"])[0]["provider"] is None
    assert json.loads(made["data/status.json"]) == {"as_of": "2026-11-21", "sheets": {}}


def test_only_public_fields_leave() -> None:
    made = files(example())
    schemas = {
        item["name"]: item["schema"] for item in json.loads(made["data/datapackage.json"])["resources"]
    }
    assert {"nip", "email", "phone", "consent", "conflicts"}.isdisjoint(rows(made, "mentors")[0])
    assert [field["name"] for field in schemas["mentors"]["fields"]] == list(rows(made, "mentors")[0])


def test_a_suppressed_figure_has_no_number() -> None:
    made = files(example())
    told = {(row["program"], row["aspect"], row["period"]): row for row in rows(made, "evaluation_figures")}
    hidden, shown = told["dasar", "facility", "*"], told["dasar", "material", "*"]
    assert (hidden["responses"], hidden["mean"], hidden["status"]) == ("", "", "suppressed")
    assert (shown["responses"], shown["mean"], shown["status"]) == ("20-49", "4.4", "published")
    columns = ["program", "agency", "period", "level", "aspect", "responses", "mean", "status"]
    assert list(hidden) == columns


def test_a_reference_is_promised_only_where_it_holds(tmp_path: Path) -> None:
    def references(made: dict[str, bytes], table: str) -> set[str]:
        resources = json.loads(made["data/datapackage.json"])["resources"]
        schema = next(item["schema"] for item in resources if item["name"] == table)
        return {key["fields"] for key in schema.get("foreignKeys", [])}

    dangling = files(example())
    assert references(dangling, "programs") == {"agency", "provider"}
    sound = files(
        example(programs=by_id([program("dasar"), program("b", prerequisite="dasar")]), sessions={})
    )
    assert "prerequisite" in references(sound, "programs")

    tables: dict[str, OpenTable] = dict(example().tables)
    del tables["providers"]
    partial = files(replace(example(), tables=tables))
    assert references(partial, "programs") == {"agency"}
    assert faults(partial, tmp_path) == []


def test_the_same_portal_gives_the_same_bytes() -> None:
    assert files(example()) == files(example())
