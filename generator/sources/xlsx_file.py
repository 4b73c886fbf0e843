"""XLSX workbooks: calamine reads the values; a guard first refuses bombs and sets formulas aside."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from posixpath import join, normpath
from typing import IO

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

CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?:/>|>\s*(<f[ >/])?)')
SHEET = re.compile(rb"<sheet [^>]*>")
RELATION = re.compile(rb"<Relationship [^>]*>")
CHUNK = 1 << 20


def read_xlsx(source: Source) -> RawTable:
    """Opens one sheet as a table (the first where the dialect names none); its first row is the header."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise CannotRun("xlsx-too-large", origin=source.origin)
            formulas = _formula_rows(archive, source)
        workbook = CalamineWorkbook.from_path(source.path)
        name = source.sheet or workbook.sheet_names[0]
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except WorksheetNotFound as error:
        raise CannotRun("sheet-missing", origin=source.origin, sheet=source.sheet) from error
    except (
        zipfile.BadZipFile,
        CalamineError,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        RuntimeError,
    ) as error:
        raise CannotRun("xlsx-broken", origin=source.origin) from error
    if not cells or not any(str(cell).strip() for cell in cells[0]):
        raise CannotRun("header-unreadable", origin=source.origin)
    return RawTable(
        table=source.table,
        title=source.title,
        origin=source.origin,
        is_form=source.is_form,
        digest=source.digest(),
        headers=tuple(as_text(cell) for cell in cells[0]),
        rows=_rows(cells, formulas),
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


def _formula_rows(archive: zipfile.ZipFile, source: Source) -> set[int]:
    """The numbers of the rows that hold a formula; CannotRun for a sheet whose used area is a bomb."""
    found: set[int] = set()
    width = height = 0
    with archive.open(_sheet_part(archive, source)) as part:
        for column, row, formula in _cells(part):
            width, height = max(width, _column_number(column)), max(height, row)
            if width * height > LARGEST_SHEET:
                raise CannotRun("xlsx-too-large", origin=source.origin)
            if formula:
                found.add(row)
    return found


def _cells(part: IO[bytes]) -> Iterator[tuple[bytes, int, bool]]:
    rest = b""
    while chunk := part.read(CHUNK):
        text = rest + chunk
        end = text.rfind(b"<c ") if len(chunk) == CHUNK else len(text)
        for match in CELL.finditer(text, 0, max(end, 0)):
            yield match[1], int(match[2]), match[3] is not None
        rest = text[max(end, 0) :][-CHUNK:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_part(archive: zipfile.ZipFile, source: Source) -> str:
    """The archive member that holds the sheet, by the workbook's own relations."""
    sheets = [_attributes(tag) for tag in SHEET.findall(archive.read("xl/workbook.xml"))]
    wanted = next((each for each in sheets if source.sheet in (None, each.get("name"))), None)
    if wanted is None:
        raise CannotRun("sheet-missing", origin=source.origin, sheet=source.sheet)
    for tag in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        relation = _attributes(tag)
        if relation.get("Id") == wanted.get("r:id"):
            return normpath(join("/xl", relation["Target"])).lstrip("/")
    raise KeyError(source.sheet)


def _attributes(tag: bytes) -> dict[str, str]:
    pairs = re.findall(r'([\w:]+)="([^"]*)"', tag.decode("utf-8"))
    return {name: value.replace("&amp;", "&").replace("&apos;", "'") for name, value in pairs}
