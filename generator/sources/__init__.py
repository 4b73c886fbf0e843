"""Sources: a data package's files, and later sheets' snapshots; all of them become a `RawTable`."""

from __future__ import annotations

from collections.abc import Sequence

from generator.findings import CannotRun
from generator.model.records import RawTable
from generator.sources.csv_file import read_csv
from generator.sources.package import Source, load_package
from generator.sources.parquet_file import read_parquet
from generator.sources.xlsx_file import read_xlsx

__all__ = ["Source", "load_package", "open_rows", "open_source"]

MOST_COLUMNS = 1000
"""Columns that a table may have; the longest schema has forty."""
READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
}


def open_source(source: Source) -> RawTable:
    """Opens a source by the kind of its file; its rows are read when somebody walks them."""
    reader = READERS.get(source.path.suffix.lower()) if source.path else None
    if source.path is None or reader is None:
        raise CannotRun("file-kind", origin=source.origin)
    raw = reader(source, source.path)
    if len(raw.headers) > MOST_COLUMNS:
        raise CannotRun("header-too-wide", origin=source.origin, limit=MOST_COLUMNS)
    return raw


def open_rows(source: Source, header: Sequence[str], rows: Sequence[Sequence[str]], digest: str) -> RawTable:
    """Opens the rows of a pulled sheet, the first of which is row 2 there; blank ones keep their number."""
    width = len(header)
    return RawTable(
        table=source.table,
        title=source.title,
        origin=source.sheet_origin,
        is_form=source.is_form,
        digest=digest,
        size=sum(len(cell) for row in rows for cell in row),
        headers=tuple(header),
        rows=lambda: (
            (number, [*row, *[""] * (width - len(row))])
            for number, row in enumerate(rows, start=2)
            if any(map(str.strip, row))
        ),
    )
