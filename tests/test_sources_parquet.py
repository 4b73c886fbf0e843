"""The Parquet reader: cells as a person would have typed them, and an engine that can reach nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from test_validate_screen import answered
from toy_portal import TOY

from generator.findings import CannotRun
from generator.model.records import RawTable
from generator.sources import open_source, parquet_file
from generator.sources.package import Source
from generator.sources.parquet_file import read_parquet


def source(path: Path) -> Source:
    return Source("uji", "programs", "Uji", path.name, path, None, False, None, None)


def read(path: Path) -> RawTable:
    return read_parquet(source(path), path)


def parquet(folder: Path, query: str) -> Path:
    path = folder / "uji.parquet"
    duckdb.sql(query).write_parquet(str(path))
    return path


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'Aula; \"lantai\" 2'", 'Aula; "lantai" 2'),
        ("NULL::VARCHAR", ""),
        ("30::UTINYINT", "30"),
        ("4.0::DOUBLE", "4"),
        ("4.5::FLOAT", "4.5"),
        ("199001012020011001::DOUBLE", "1.99001012020011e+17"),
        ("199001012020011001::BIGINT", "199001012020011001"),
        ("'nan'::DOUBLE", "nan"),
        ("62.5::DECIMAL(9, 2)", "62.50"),
        ("TRUE", "true"),
        ("DATE '2026-11-21'", "2026-11-21"),
        ("TIMESTAMP '2026-11-21 09:13:22'", "2026-11-21 09:13:22"),
        ("'peserta'::ENUM('peserta', 'atasan')", "peserta"),
    ],
)
def test_a_cell_reads_as_typed(cell: str, text: str, tmp_path: Path) -> None:
    table = read(parquet(tmp_path, f'SELECT \'a\' AS id, {cell} AS "nilai ""x"""'))
    assert table.headers == ("id", 'nilai "x"')
    assert list(table.rows()) == [(2, ["a", text])]


def test_blank_rows_keep_their_number(tmp_path: Path) -> None:
    table = read(parquet(tmp_path, "SELECT * FROM (VALUES ('a', 1), (NULL, NULL), (NULL, 2)) AS _(id, n)"))
    assert list(table.rows()) == [(2, ["a", "1"]), (4, ["", "2"])]
    assert [row for block in table.blocks(1) for row in block.in_order()] == list(table.rows())


@pytest.mark.parametrize("jobs", [1, 2])
def test_answers_end_as_those_of_the_same_csv(jobs: int, tmp_path: Path) -> None:
    rows = TOY / "evaluations.csv"
    level = '"Tingkat evaluasi"::INTEGER AS "Tingkat evaluasi"'
    typed = f"SELECT * REPLACE ({level}) FROM read_csv('{rows}', all_varchar = true)"
    path = parquet(tmp_path, typed)
    told = [
        answered(open_source(replace(source(each), table="evaluations", origin="uji")), 3, False, jobs)
        for each in (path, rows)
    ]
    assert told[0] == told[1]


def test_what_is_no_table_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fails(parquet(tmp_path, "SELECT [1, 2] AS id")) == "parquet-type"
    assert fails(parquet(tmp_path, "SELECT 'a' AS \" \"")) == "header-unreadable"
    long = parquet(tmp_path, "SELECT 1 AS id FROM range(11)")
    monkeypatch.setattr(parquet_file, "MOST_ROWS", 10)
    assert fails(long) == "parquet-too-long"
    long.write_bytes(long.read_bytes()[:-9])
    assert fails(long) == "parquet-broken"


def test_a_small_file_of_long_cells_comes_a_little_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "HEAVIEST", 1_000_000)
    bomb = parquet(tmp_path, "SELECT repeat('x', 40000) AS id FROM range(400)")
    assert bomb.stat().st_size < 10_000
    blocks = read(bomb).blocks(8192)
    first = next(blocks)
    assert len(first.numbers) < 400 and set(map(len, first.columns[0])) == {parquet_file.LONGEST_TOLD}
    assert [first.numbers[-1] + 1] == list(next(blocks).numbers)[:1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO 'bocor.csv'",
        "SELECT * FROM read_parquet('https://contoh.go.id/x.parquet')",
        "INSTALL httpfs",
        "SET temp_directory = '.'",
    ],
)
def test_the_engine_reaches_nothing_else(query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = parquet(tmp_path, "SELECT 'a' AS id")
    with (
        pytest.raises(CannotRun),
        parquet_file._opened(source(path), path) as engine,
    ):
        engine.execute(query)
    assert [each.name for each in tmp_path.iterdir()] == ["uji.parquet"]


def fails(path: Path) -> str:
    with pytest.raises(CannotRun) as refused:
        read(path)
    return refused.value.code
