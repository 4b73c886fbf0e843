"""Hostile input: bombs end in one sentence, in bounded time and memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml
from crashing import run
from toy_portal import DESCRIPTOR, add_source, judge, write_package

from generator.findings import CannotRun
from generator.form_links import load_form_links
from generator.model.privacy import is_number_of_a_person, is_private
from generator.model.schema import form_schema, table_names
from generator.settings import load_settings
from generator.sources.package import load_package
from generator.validate.canonical import LONGEST_CELL

MEGABYTES, SECONDS = 1_500, 60
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)
)
YAML_BOMBS = {
    "a billion laughs": f"{LAUGHS}name: *a11\nresources: [{{name: *a11}}]\n",
    "a billion merges": f"{MERGES}name: *a11\nresources: [{{name: *a11}}]\n",
    "itself": "name: &a [*a]\nresources: *a\n",
    "brackets": "name: " + "[" * 100_000,
    "braces": "name: " + "{a: " * 50_000,
    "a number": "name: 1" + "0" * 100_000,
    "base sixty": "name: " + "1:" * 100_000 + "1",
    "a day that is none": "name: 2026-02-31",
    "a list for a key": "? [a]\n: b\n",
    "an object": "name: !!python/object/apply:os.system [id]",
    "an anchor without end": "name: &" + "a" * 100_000,
}


def told(work: Callable[[], object], *codes: str) -> None:
    """Within bounds, the work ends in a sentence, under one of these codes."""

    def end() -> None:
        try:
            work()
        except CannotRun as sentence:
            raise SystemExit(0 if sentence.code in codes and len(str(sentence)) < 500 else 3) from None
        raise SystemExit(4)

    assert run(end, megabytes=MEGABYTES, seconds=SECONDS) == 0


@pytest.mark.parametrize("bomb", YAML_BOMBS)
def test_a_bomb_of_yaml_is_one_sentence(bomb: str, tmp_path: Path) -> None:
    for name in (DESCRIPTOR, "portal.yaml", "formulir.yaml"):
        (tmp_path / name).write_text(YAML_BOMBS[bomb])
    told(lambda: load_package(tmp_path), "descriptor-broken", "descriptor-shape")
    told(lambda: load_settings(tmp_path / "portal.yaml"), "settings-unreadable", "settings-value")
    told(lambda: load_form_links(tmp_path / "formulir.yaml"), "settings-unreadable", "settings-value")


def book(parts: dict[str, bytes]) -> bytes:
    """A workbook whose parts of these names are others."""
    plain, written = io.BytesIO(), io.BytesIO()
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["id", "name"])
    made.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return written.getvalue()


def sheet(rows: str, dimension: str = "A1") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    opening = f'<worksheet xmlns="{space}"><dimension ref="{dimension}"/><sheetData>'
    return f"{opening}{rows}</sheetData></worksheet>".encode()


def shared(*texts: str) -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>'.encode()


def rows_of(cell: str, count: int) -> str:
    return "".join(f'<row r="{row}">{cell}</row>' for row in range(1, count + 1))


def saying(size: int, content: bytes) -> bytes:
    """A workbook that says of its styles that they unpack to so many bytes."""
    made = book({"xl/styles.xml": content})
    assert made.count(len(content).to_bytes(4, "little")) == 2
    return made.replace(len(content).to_bytes(4, "little"), size.to_bytes(4, "little"))


ENTITIES = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
SHEET_BOMBS: dict[str, Callable[[], bytes]] = {
    "one text in thousands of cells": lambda: book(
        {SHEET: sheet(rows_of('<c t="s"><v>0</v></c>', 15_000)), TEXTS: shared("x" * 32_000)}
    ),
    "a cell far away": lambda: book({SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
    "a part of gigabytes": lambda: saying(4_000_000_000, b"\0" * 1_234_567),
    "a part that lies about its size": lambda: saying(1000, b"\0" * 51_234_567),
    "a list of sheets without end": lambda: book(
        {"xl/workbook.xml": b"<w>" + b"<sheet/>" * 700_000 + b"</w>"}
    ),
    "entities": lambda: book({SHEET: f"{ENTITIES}]><worksheet>&a11;</worksheet>".encode()}),
}
SLOW_BOMBS: dict[str, Callable[[], bytes]] = {
    "texts without end": lambda: book(
        {
            SHEET: sheet(rows_of('<c t="s"><v>0</v></c>', 2)),
            TEXTS: b"<sst>" + b"<si/>" * 6_000_000 + b"</sst>",
        }
    ),
    "a part of half a gigabyte": lambda: book({"xl/styles.xml": b"\0" * 450_000_000}),
}


@pytest.mark.parametrize(
    "bomb", [*SHEET_BOMBS, *(pytest.param(each, marks=pytest.mark.slow) for each in SLOW_BOMBS)]
)
def test_a_bomb_of_a_workbook_is_one_sentence(bomb: str, tmp_path: Path) -> None:
    package = write_package(tmp_path / "data")
    add_source(package, "mentors.xlsx", (SHEET_BOMBS | SLOW_BOMBS)[bomb]())
    told(lambda: judge(package), "xlsx-too-large", "xlsx-broken")


def test_a_dimension_of_billions_is_only_a_claim(tmp_path: Path) -> None:
    package = write_package(tmp_path / "data")
    add_source(package, "mentors.xlsx", book({SHEET: sheet(rows_of("<c><v>1</v></c>", 2), "A1:XFD1048576")}))
    assert run(lambda: judge(package), megabytes=MEGABYTES, seconds=SECONDS) == 0


BOMBS_OF_ROWS = {
    "a quote on every line": b'"\n' * 4_000,
    "text behind every quote": b'"a"b\n' * 4_000,
    "quotes within quotes": b'"""\n' * 4_000,
    "a row of a million cells": b"," * 1_000_000,
    "nothing but zeros": b"\0" * 5_000_000,
    "nothing but line ends": b"\r" * 500_000,
    "cells as long as may be": b"\n".join(b"p-%d,%s@" % (n, b"a" * (LONGEST_CELL - 1)) for n in range(60)),
}


@pytest.mark.parametrize("bomb", BOMBS_OF_ROWS)
def test_rows_that_are_bombs_are_judged_in_bounded_time(bomb: str, tmp_path: Path) -> None:
    package = write_package(tmp_path / "data", {"programs.csv": b"id,title\n" + BOMBS_OF_ROWS[bomb] + b"\n"})
    assert run(lambda: judge(package), megabytes=MEGABYTES, seconds=SECONDS) == 0


LONG = [
    *(letter * (LONGEST_CELL - 1) + "@" for letter in "a0.- +"),
    *(pair * (LONGEST_CELL // 2) for pair in ("1 ", "a.", "a@", "-a", "08", "0)", ". ", "a;", "/:")),
    "https://" + "a" * LONGEST_CELL,
]


def test_no_pattern_stalls_on_a_cell() -> None:
    """Those of the schemas, judged as Frictionless judges them, and the shapes of private data."""
    import re

    constraints = [
        field.descriptor.get("constraints", {})
        for name in table_names()
        for field in form_schema(name).fields
    ]
    patterns = {each["pattern"] for each in constraints if "pattern" in each}
    assert len(patterns) > 5

    def search() -> None:
        for text in LONG:
            is_private(text), is_number_of_a_person(text)
            for pattern in patterns:
                re.fullmatch(pattern, text)

    assert run(search, seconds=20) == 0


def test_yaml_of_the_toy_is_read_as_before() -> None:
    from generator.yaml_text import read_yaml

    text = (Path(__file__).parent / "toy" / DESCRIPTOR).read_text()
    assert read_yaml(text) == yaml.safe_load(text)
