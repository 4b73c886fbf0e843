"""The CSV reader: what a writer wrote comes back equal, and a stray quote costs its own line alone."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.records import RawRow, RawTable, Unreadable
from generator.sources.csv_file import DELIMITERS, read_csv
from generator.sources.package import Source

HEADER = ["id", "nama; lengkap", "catatan"]
SPECIAL = st.sampled_from([",", ";", "\t", '"', "\n", "\r", " ", "'", "\0", "\ufeff", "é", "=1+1", ""])
CELL = st.lists(SPECIAL | st.text(st.characters(codec="utf-8"), max_size=4), max_size=6).map("".join)
ROW = st.lists(CELL, min_size=3, max_size=3)
PLAIN = st.lists(st.text("abc é.;,", min_size=1, max_size=6).map(str.strip), min_size=3, max_size=3)
STRAY = ['rusak,"tak ditutup,x', 'rusak,"salah"tempat,x', 'rusak,x,"', '"rusak"x,y,z']


def read(text: str, delimiter: str | None = None) -> RawTable:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(text.encode())
        file.flush()
        path = Path(file.name)
        table = read_csv(
            Source("uji", "programs", "Uji", "uji.csv", path, None, False, delimiter, None), path
        )
        kept = {size: [*table.blocks(size)] for size in (1, 3, 8192)}
        return RawTable(
            **{
                name: getattr(table, name)
                for name in RawTable.__slots__
                if name not in ("rows", "by_columns")
            },
            rows=[*table.rows()].__iter__,
            by_columns=lambda size: iter(kept[size]),
        )


def written(rows: list[list[str]], delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue()


@given(
    st.lists(ROW, max_size=8),
    st.sampled_from(DELIMITERS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_written_table_reads_back_equal(rows: list[list[str]], delimiter: str, quoting: int) -> None:
    table = read(written([HEADER, *rows], delimiter, quoting), delimiter)
    assert list(table.headers) == HEADER
    told = [(number, row) for number, row in enumerate(rows, start=2) if any(map(str.strip, row))]
    assert list(table.rows()) == told


LINE = st.lists(st.sampled_from(["a", "1", ",", ",", '"', " ", "\0", "\x85", "é"]), max_size=9).map("".join)


@given(st.lists(LINE | st.sampled_from(["x,y,z"]), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_read_alike_however_many_at_a_time(lines: list[str], ending: str) -> None:
    table = read(ending.join(["a,b,c", *lines]), ",")
    assert read_by(table, 1) == read_by(table, 3) == read_by(table, 8192)


def read_by(table: RawTable, size: int) -> list[RawRow]:
    return [row for block in table.blocks(size) for row in block.in_order()]


@given(st.lists(PLAIN, max_size=5), st.sampled_from(DELIMITERS))
def test_the_delimiter_is_told_from_the_header(rows: list[list[str]], delimiter: str) -> None:
    assert list(read(written([HEADER, *rows], delimiter)).headers) == HEADER


@given(st.lists(PLAIN, max_size=4), st.sampled_from(STRAY), st.lists(PLAIN, max_size=4))
def test_a_stray_quote_costs_its_own_line(
    before: list[list[str]], stray: str, after: list[list[str]]
) -> None:
    """Cells that begin with a delimiter are left out: after an open quote nobody can tell them apart."""
    after = [[cell.lstrip(",") or "x" for cell in row] for row in after]
    text = written([HEADER, *before], ",") + stray + "\r\n" + written(after, ",", csv.QUOTE_ALL)
    rows = [row for _, row in read(text).rows()]
    kept = [row for row in [*before, *after] if any(row)]
    assert [row for row in rows if not isinstance(row, Unreadable)] == kept
    assert [row.code for row in rows if isinstance(row, Unreadable)] == ["quote-astray"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_office_ends_them(ending: str) -> None:
    table = read(ending.join(["id,nama,catatan", "a,b,c", "", "d,e,f", ""]))
    assert list(table.rows()) == [(2, ["a", "b", "c"]), (4, ["d", "e", "f"])]
