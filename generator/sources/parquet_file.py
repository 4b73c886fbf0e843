"""Parquet files: DuckDB reads them, every cell as the text that a person would have typed.

The engine sees that one file and nothing else: no other path, no network, no extension, nothing laid on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.findings import CannotRun
from generator.model.records import Block, Gathered, RawTable, header_width
from generator.sources.package import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_MEMORY = "512MB"
"""What a file may take while it is read: a few bytes of Parquet can stand for very many."""
MOST_ROWS = 50_000_000
"""Rows that a file may say it has: ten times the answers of a nation."""
LONGEST_TOLD = 30_000
"""Characters that are read of a cell: more than any may have, which the judge has a sentence for."""
HEAVIEST = 50_000_000
"""Characters in a block, however many rows they are."""
READ_AT_ONCE = 256

AS_TYPED = ("VARCHAR", "ENUM", "BOOLEAN", "DATE", "TIME", "TIMESTAMP", "DECIMAL", "UUID")
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
FLOATING = ("FLOAT", "DOUBLE")
EXACT = "abs({0}) < 1e15 AND {0} = trunc({0})"
"""A floating number that stands for a whole one, as spreadsheets keep theirs."""


def read_parquet(source: Source, path: Path) -> RawTable:
    """Opens a Parquet file as a table whose columns are its headers. CannotRun where it is broken or nested."""
    with _opened(source, path) as connection:
        told = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        (rows,) = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone() or (0,)
    if rows > MOST_ROWS:
        raise CannotRun("parquet-too-long", origin=source.origin, limit=f"{MOST_ROWS:,}".replace(",", "."))
    headers = tuple(str(name) for name, *_ in told)
    if not any(map(str.strip, headers)):
        raise CannotRun("header-unreadable", origin=source.origin)
    cells = ", ".join(_as_text(source, name, kind) for name, kind, *_ in told)
    width = header_width(headers)

    def by_columns(size: int) -> Iterator[Block]:
        with _opened(source, path) as connection:
            read = connection.execute(f"SELECT {cells} FROM read_parquet(?)", [str(path)])
            gathered, number, weight = Gathered(width), 2, 0
            while rows := read.fetchmany(min(READ_AT_ONCE, size)):
                gathered.take_all(number, [*map(list, rows)])
                number, weight = number + len(rows), weight + sum(map(len, chain.from_iterable(rows)))
                if len(gathered.numbers) >= size or weight > HEAVIEST:
                    yield gathered.block()
                    gathered, weight = Gathered(width), 0
            yield gathered.block()

    return source.holding(
        headers, lambda: (row for block in by_columns(READ_AT_ONCE) for row in block.in_order()), by_columns
    )


@contextmanager
def _opened(source: Source, path: Path) -> Iterator[DuckDBPyConnection]:
    """An engine in memory that may read this one file; what it cannot read is no Parquet."""
    import duckdb  # heavy, and few portals have such a file

    connection = duckdb.connect(
        config={
            "threads": 1,
            "memory_limit": MOST_MEMORY,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )
    try:
        allowed = _quoted(str(path), "'")
        connection.execute(f"SET allowed_paths = [{allowed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.Error as error:
        raise CannotRun("parquet-broken", origin=source.origin) from error
    finally:
        connection.close()


def _as_text(source: Source, name: str, kind: str) -> str:
    """The SQL for a column's cells as text, an empty one for none."""
    column, bare = _quoted(name, '"'), kind.partition("(")[0].removeprefix("U")
    if bare in FLOATING:
        whole, exact = f"CAST({column} AS BIGINT)", EXACT.format(column)
        text = f"CASE WHEN {exact} THEN CAST({whole} AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    elif bare in WHOLE or kind.partition("(")[0] in AS_TYPED:
        text = f"CAST({column} AS VARCHAR)"
    else:
        raise CannotRun("parquet-type", origin=source.origin, column=name, kind=kind)
    return f"coalesce(left({text}, {LONGEST_TOLD}), '')"


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark
