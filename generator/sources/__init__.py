"""Sources: a data package's files, and later sheets' snapshots; all of them become a `RawTable`."""

from __future__ import annotations

from generator.findings import CannotRun
from generator.model.records import RawTable
from generator.sources.csv_file import read_csv
from generator.sources.package import Source, load_package
from generator.sources.xlsx_file import read_xlsx

__all__ = ["Source", "load_package", "open_source"]

READERS = {".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".xlsx": read_xlsx}


def open_source(source: Source) -> RawTable:
    """Opens a source by the kind of its file; its rows are read when somebody walks them."""
    reader = READERS.get(source.path.suffix.lower())
    if reader is None:
        raise CannotRun("file-kind", origin=source.origin)
    return reader(source)
