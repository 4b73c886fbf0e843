"""The workbook reader: cells as a person would have typed them, formulas however the file was written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from generator.findings import CannotRun
from generator.model.records import RawTable, Unreadable
from generator.sources.package import Source
from generator.sources.xlsx_file import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[object], number_format: str = "General") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["id", "nilai"], *rows]:
        sheet.append(row)
        sheet.cell(sheet.max_row, 2).number_format = number_format
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(content: bytes, folder: Path) -> RawTable:
    path = folder / "uji.xlsx"
    path.write_bytes(content)
    return read_xlsx(Source("uji", "programs", "Uji", "uji.xlsx", path, None, False, None, None), path)


def rewritten(content: bytes, change: Callable[[bytes], bytes], only: str = SHEET) -> bytes:
    """The workbook with one of its parts written otherwise."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == only else old.read(name))
    return written.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Aula; lantai 2 ", " Aula; lantai 2 "),
        ("0770-100100", "0770-100100"),
        (30, "30"),
        (4.5, "4.5"),
        (True, "true"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime(2026, 11, 21, 9, 13, 22), "2026-11-21 09:13:22"),
        (199001012020011001, "1.99001012020011E+17"),
        (None, ""),
    ],
)
def test_a_cell_reads_as_typed(value: object, text: str, tmp_path: Path) -> None:
    if isinstance(value, time | date):
        content = workbook(["a", value], number_format="yyyy-mm-dd hh:mm:ss")
    else:
        content = workbook(["a", value])
    table = read(content, tmp_path)
    assert table.headers == ("id", "nilai")
    assert list(table.rows()) == [(2, ["a", text])]


def prefixed(part: bytes) -> bytes:
    """As the OpenXML SDK writes it: every element under a prefix."""
    tags = rb"<(/?)(workbook|sheets|sheet|worksheet|sheetData|row|c|f|v|is|t)\b"
    return re.sub(tags, rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=", 1)


def without_places(part: bytes) -> bytes:
    """Cells and rows in their order, without saying where they stand."""
    return re.sub(rb'(<(?:c|row))( [^>]*?)?\br="[A-Z0-9]+"', rb"\1\2", part)


def single_quoted(part: bytes) -> bytes:
    return part.replace(b'<c r="B3"', b'<c s="0"\n r="B3"').replace(b'"', b"'")


@pytest.mark.parametrize("written", [prefixed, without_places, single_quoted])
def test_a_formula_is_found_however_it_is_written(written: Callable[[bytes], bytes], tmp_path: Path) -> None:
    content = rewritten(workbook(["a", 1], ["b", "=1+1"], ["c", 3]), written)
    assert list(read(content, tmp_path).rows()) == [
        (2, ["a", "1"]),
        (3, Unreadable("formula-cell")),
        (4, ["c", "3"]),
    ]


def test_a_prefixed_workbook_names_its_sheets(tmp_path: Path) -> None:
    content = rewritten(workbook(["a", 1]), prefixed, "xl/workbook.xml")
    assert list(read(content, tmp_path).rows()) == [(2, ["a", "1"])]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workbook(["a", -1e300], number_format="yyyy-mm-dd"), id="a-date-that-panics"),
        pytest.param(rewritten(workbook(["a", 1]), lambda part: part[:-40]), id="a-sheet-cut-short"),
        pytest.param(rewritten(workbook(["a", 1]), lambda part: b"", "xl/workbook.xml"), id="no-workbook"),
    ],
)
def test_a_broken_workbook_is_one_sentence(
    content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not even the reader's own trace, which Rust writes past Python, reaches the terminal."""
    with pytest.raises(CannotRun) as failed:
        read(content, tmp_path)
    assert failed.value.code == "xlsx-broken"
    assert capfd.readouterr().err == ""
