"""XLSX workbooks: calamine reads the values; a guard first refuses bombs and sets formulas aside."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from generator.findings import CannotRun
from generator.model.records import RawRow, RawTable, Unreadable
from generator.sources.package import Source

LARGEST_UNPACKED = 400_000_000
"""Bytes all parts of a workbook may unpack to."""
LARGEST_SHEET = 20_000_000
"""Cells the used area of a sheet may span (rows × columns), empty ones among them."""
LARGEST_EXACT = 10**15
"""From here on a number cell has lost digits: float64 keeps 15 of them."""

BROKEN = (
    zipfile.BadZipFile,
    CalamineError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    RuntimeError,
    expat.ExpatError,
    ElementTree.ParseError,
)


def read_xlsx(source: Source, path: Path) -> RawTable:
    """Opens one sheet as a table (the first where the dialect names none); its first row is the header."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise CannotRun("xlsx-too-large", origin=source.origin)
            formulas = _formula_rows(archive, source)
        with _panics_muted():
            workbook = CalamineWorkbook.from_path(path)
            name = source.sheet or workbook.sheet_names[0]
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except WorksheetNotFound as error:
        raise CannotRun("sheet-missing", origin=source.origin, sheet=source.sheet) from error
    except BROKEN as error:
        raise CannotRun("xlsx-broken", origin=source.origin) from error
    if not cells or not any(str(cell).strip() for cell in cells[0]):
        raise CannotRun("header-unreadable", origin=source.origin)
    return RawTable(
        table=source.table,
        title=source.title,
        origin=source.origin,
        is_form=source.is_form,
        digest=source.digest(),
        size=path.stat().st_size,
        headers=tuple(as_text(cell) for cell in cells[0]),
        rows=lambda: _rows(cells, formulas),
    )


def as_text(cell: object) -> str:
    """A cell as a person would have typed it as text; a number too long for float64 as `1.9E+17`."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= LARGEST_EXACT:
            return f"{cell:.14E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _rows(cells: list[list[object]], formulas: set[int]) -> Iterator[RawRow]:
    for number, row in enumerate(cells[1:], start=2):
        if number in formulas:
            yield number, Unreadable("formula-cell")
        elif any(texts := [as_text(cell) for cell in row]) and any(map(str.strip, texts)):
            yield number, texts


@contextmanager
def _panics_muted() -> Iterator[None]:
    """Makes a RuntimeError of a panic in calamine (a date of -1E300), and keeps Rust's trace off stderr."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    except BaseException as panic:  # pyo3's PanicException is no Exception, and cannot be imported
        if type(panic).__name__ != "PanicException":
            raise
        raise RuntimeError(str(panic)) from panic
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


def _formula_rows(archive: zipfile.ZipFile, source: Source) -> set[int]:
    """The numbers of the rows that hold a formula; CannotRun for a sheet whose used area is a bomb."""
    found: set[int] = set()
    row = column = width = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, width
        match name.rpartition(":")[2]:
            case "row":
                row, column = int(attributes.get("r", row + 1)), 0
            case "c":
                place = attributes.get("r")
                column, row = _position(place) if place else (column + 1, row)
                width = max(width, column)
                if width * row > LARGEST_SHEET:
                    raise CannotRun("xlsx-too-large", origin=source.origin)
            case "f":
                found.add(row)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(_sheet_part(archive, source)) as part:
        parser.ParseFile(part)
    return found


def _position(place: str) -> tuple[int, int]:
    """Column and row: (1, 7) for `A7`, (27, 1) for `AA1`."""
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(place[len(letters) :])


def _sheet_part(archive: zipfile.ZipFile, source: Source) -> str:
    """The archive member that holds the sheet, by the workbook's own relations."""
    sheets = _elements(archive, "xl/workbook.xml", "sheet")
    wanted = next((each for each in sheets if source.sheet in (None, each.get("name"))), None)
    if wanted is None:
        raise CannotRun("sheet-missing", origin=source.origin, sheet=source.sheet)
    for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if relation.get("Id") == wanted.get("id"):
            return normpath(join("/xl", relation["Target"])).lstrip("/")
    raise KeyError(source.sheet)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[dict[str, str]]:
    """The attributes of each element of that name, whatever namespaces and prefixes its writer liked."""
    for element in ElementTree.fromstring(archive.read(part)).iter():
        if element.tag.rpartition("}")[2] == name:
            yield {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
