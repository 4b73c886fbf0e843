"""XLSX workbooks: calamine reads the values, once the guard has refused bombs and told where formulas are."""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from generator.findings import CannotRun
from generator.model.records import RawRow, RawTable, Unreadable
from generator.sources.package import Source
from generator.sources.xlsx_guard import formula_rows

LARGEST_EXACT = 10**15
"""From here on a number cell has lost digits: float64 keeps 15 of them."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OverflowError,
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
            formulas = formula_rows(archive, source)
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
    return source.holding(tuple(as_text(cell) for cell in cells[0]), lambda: _rows(cells, formulas))


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
