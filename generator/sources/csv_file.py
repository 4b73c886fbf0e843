"""CSV as offices write it: `,` `;` or tab, UTF-8 with or without BOM, and now and then a stray quote."""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from generator.findings import CannotRun
from generator.model.records import Block, Cells, Gathered, RawTable, Unreadable, header_width
from generator.sources.package import Source

DELIMITERS = (",", ";", "\t")
BLOCK = 256
"""Lines read at a time."""
LONGEST_LINE = 10_000_000
"""Characters a line may have: past them it is no table, and would fill the memory."""
TALLEST_ROW = 500
"""Lines one row may span: a quote that is still open then was never meant to be."""


def read_csv(source: Source, path: Path) -> RawTable:
    """Opens a CSV file as a table; its rows stream. CannotRun when it is not UTF-8 or has no header."""
    ahead = list(islice(_lines(source, path), BLOCK))
    delimiter = source.delimiter or _detect(ahead[:1])
    headers = next(_careful(deque(ahead), iter(()), delimiter), None)
    if headers is None or isinstance(headers, Unreadable) or not any(cell.strip() for cell in headers):
        raise CannotRun("header-unreadable", origin=source.origin)
    width = header_width(headers)

    def by_columns(size: int) -> Iterator[Block]:
        return _blocks(_lines(source, path), delimiter, width, size)

    return source.holding(
        tuple(headers), lambda: (row for block in by_columns(BLOCK) for row in block.in_order()), by_columns
    )


def _lines(source: Source, path: Path) -> Iterator[str]:
    read = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while line := file.readline(LONGEST_LINE):
                read += 1
                if len(line) == LONGEST_LINE:
                    raise CannotRun("line-too-long", origin=source.origin, row=read)
                yield line
    except UnicodeDecodeError as error:
        raise CannotRun("encoding-wrong", origin=source.origin, row=read + 1) from error
    except OSError as error:
        raise CannotRun("file-unreadable", name=source.title, path=source.origin) from error


def _detect(first: list[str]) -> str:
    """The delimiter that parts the header into most cells; a comma where none does."""
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader(first, delimiter=delimiter), [])))


def _blocks(lines: Iterator[str], delimiter: str, width: int, size: int) -> Iterator[Block]:
    """Numbers the rows below the header as a spreadsheet does, and passes over blank ones."""
    gathered, number = Gathered(width), 1
    for records in _records(lines, delimiter, min(BLOCK, size)):
        gathered.take_all(number, records)
        number += len(records)
        if len(gathered.numbers) + len(gathered.odd) >= size:
            yield gathered.block()
            gathered = Gathered(width)
    if gathered.numbers or gathered.odd:
        yield gathered.block()


def _records(lines: Iterator[str], delimiter: str, ahead: int) -> Iterator[list[Cells]]:
    """Parses strictly: many lines at once where each is a record, else with care what stands between quotes."""
    csv.field_size_limit(sys.maxsize)  # a long cell is no stray quote: the judge has a sentence for it
    while waiting := deque(islice(lines, ahead)):
        try:
            records: list[Cells] = [*csv.reader(waiting, delimiter=delimiter, strict=True)]
        except csv.Error:
            records = []
        yield records if len(records) == len(waiting) else [*_careful(waiting, lines, delimiter)]


def _careful(waiting: deque[str], lines: Iterator[str], delimiter: str) -> Iterator[Cells]:
    """The records of the lines that wait; those without a quote cannot go astray."""
    while waiting:
        plain: list[str] = []
        while waiting and '"' not in waiting[0]:
            plain.append(waiting.popleft())
        yield from csv.reader(plain, delimiter=delimiter, strict=True)
        yield from _quoted(waiting, lines, delimiter)


def _quoted(waiting: deque[str], lines: Iterator[str], delimiter: str) -> Iterator[Cells]:
    """The records up to the next plain line; where a quote is astray, sets that one line aside."""
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while len(taken) < TALLEST_ROW:
            line = waiting.popleft() if waiting else next(lines, None)
            if line is None:
                return
            taken.append(line)
            yield line

    while waiting and '"' in waiting[0]:
        taken.clear()
        try:
            yield next(csv.reader(feed(), delimiter=delimiter, strict=True))
        except csv.Error:
            yield Unreadable("quote-astray")
            waiting.extendleft(reversed(taken[1:]))
