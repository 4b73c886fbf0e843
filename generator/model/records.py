"""The private side: rows as they came, the records that were judged fit, and the registry that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import chain, compress, islice
from operator import itemgetter
from typing import Protocol, Self, TypeGuard

from generator.findings import Place
from generator.model.public import Value
from generator.model.schema import TableSchema


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row whose cells cannot be told apart; `code` names the finding."""

    code: str


Cells = list[str] | Unreadable
RawRow = tuple[int, Cells]
"""A row number as a spreadsheet shows it (header = 1), and the row's cells as text."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a source by columns: a list of cells for each header, as long as `numbers` (their rows).

    `odd` are those among them that lack a cell for a header, have one beyond the last, or cannot be read.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    odd: Sequence[RawRow] = ()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of each row that has its shape."""
        return zip(*self.columns, strict=True)

    def in_order(self) -> Iterator[RawRow]:
        """Every row as it stands in the source."""
        return merge(zip(self.numbers, map(list, self.rows()), strict=True), self.odd, key=itemgetter(0))

    def only(self, chosen: Sequence[bool], odd: Sequence[RawRow]) -> Block:
        """The chosen among the rows with a shape, and those odd ones."""
        columns = [list(compress(column, chosen)) for column in self.columns]
        return Block(list(compress(self.numbers, chosen)), columns, odd)


@dataclass(slots=True)
class Gathered:
    """Rows on their way into a block of so many columns; `cells` are those of all rows, one after the other."""

    width: int
    numbers: list[int] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    odd: list[RawRow] = field(default_factory=list)

    def take(self, number: int, cells: Cells) -> None:
        """Takes one row, with or without a shape."""
        if is_whole(cells, self.width):
            self.numbers.append(number)
            self.cells += cells[: self.width]
        else:
            self.odd.append((number, cells))

    def take_all(self, first: int, rows: Sequence[Cells]) -> None:
        """Takes the rows from that number on which are not blank; the header (number 1) is none."""
        width = self.width
        if first > 1 and all(
            [type(cells) is list and len(cells) == width and cells[0].strip() for cells in rows]
        ):
            self.numbers += range(first, first + len(rows))
            self.cells += chain.from_iterable(rows)  # type: ignore[arg-type]
            return
        for number, cells in enumerate(rows, start=first):
            if number > 1 and (isinstance(cells, Unreadable) or any(map(str.strip, cells))):
                self.take(number, cells)

    def block(self) -> Block:
        """What was taken, by columns."""
        return Block(self.numbers, [self.cells[at :: self.width] for at in range(self.width)], self.odd)


def in_blocks(rows: Iterator[RawRow], width: int, size: int) -> Iterator[Block]:
    """Rows that come one by one, so many at a time."""
    while part := list(islice(rows, size)):
        gathered = Gathered(width)
        for number, cells in part:
            gathered.take(number, cells)
        yield gathered.block()


def header_width(headers: Sequence[str]) -> int:
    """The number of columns up to the last one with a header: cells beyond it make a row ragged."""
    return max((at for at, header in enumerate(headers, start=1) if header.strip()), default=0)


def is_whole(cells: Cells, width: int) -> TypeGuard[list[str]]:
    """True when each header has its cell and nothing stands beyond the last one."""
    if isinstance(cells, Unreadable):
        return False
    return len(cells) == width or (len(cells) > width and not any(map(str.strip, cells[width:])))


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a source holds before anyone judged it; `digest` is of its content.

    Each call of `rows` walks them from the first and opens the source anew: copies of a process share the
    place that an open file is read at. `by_columns` does so a block at a time, each of about so many rows, where
    the source has a quicker way to. `size` is about how many bytes the source holds; `seen_on` the day on which
    a sheet was last seen to read so, None for a file.
    """

    table: str
    title: str
    origin: str
    is_form: bool
    digest: str
    size: int
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[RawRow]]
    seen_on: date | None = None
    by_columns: Callable[[int], Iterator[Block]] | None = None

    @property
    def width(self) -> int:
        """The number of columns that a row may fill."""
        return header_width(self.headers)

    def blocks(self, size: int) -> Iterator[Block]:
        """All rows, about so many at a time."""
        return self.by_columns(size) if self.by_columns else in_blocks(self.rows(), self.width, size)


class Status(StrEnum):
    """What became of a row: `accepted` is used, the others are set aside and counted."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Record:
    """One row that is fit, with every field that its schema (and the form's envelope) names."""

    table: str
    title: str
    origin: str
    row: int
    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.values.get(name)

    def text(self, name: str) -> str:
        """A text value; empty when the cell was."""
        return str(self.values.get(name) or "")

    def day(self, name: str) -> date | None:
        """A date value; of a date and time, its day."""
        return day_of(self.values.get(name))

    def number(self, name: str) -> int | None:
        """A whole number; None when the cell was empty."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def items(self, name: str) -> tuple[str, ...]:
        """The keys or codes in a cell, one or many; none when it was empty."""
        value = self.values.get(name)
        if isinstance(value, tuple):
            return value
        return (str(value),) if value not in (None, "") else ()

    def place(self, title: str | None = None) -> Place:
        """Where a finding about this row stands."""
        return Place(self.table, self.origin, self.row, title)


def day_of(value: Value) -> date | None:
    """A date; of a date and time, its day; None of any other value."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


Key = str | tuple[str, ...]
"""What tells a table's rows apart: one text, or several where the schema's key has several fields."""


@dataclass(slots=True)
class Shelf:
    """One table's records by key: those in use, and what became of the fit ones that must not show."""

    schema: TableSchema
    accepted: dict[Key, Record] = field(default_factory=dict)
    hidden: dict[Key, Status] = field(default_factory=dict)

    def status(self, key: Key) -> Status | None:
        """What became of the row with this key; None when it was rejected or never came."""
        return Status.ACCEPTED if key in self.accepted else self.hidden.get(key)


@dataclass(slots=True)
class Registry:
    """Every record in use, by table and key. Answers are not kept: they were folded as they passed."""

    shelves: dict[str, Shelf] = field(default_factory=dict)

    def shelf(self, table: str) -> Shelf | None:
        """One table's shelf; None when the package has no such table."""
        return self.shelves.get(table)

    def find(self, table: str, key: str) -> Record | None:
        """The record in use of that table and one-field key."""
        shelf = self.shelves.get(table)
        return shelf.accepted.get(key) if shelf else None

    def all(self, table: str) -> Iterable[Record]:
        """The records in use of a table, in the order of their sources."""
        shelf = self.shelves.get(table)
        return shelf.accepted.values() if shelf else ()

    def people(self, status: Status) -> set[str]:
        """The names (`table:key`) of the rows about people, who must consent, that ended so."""
        return {
            f"{table}:{key if isinstance(key, str) else ' '.join(key)}"
            for table, shelf in self.shelves.items()
            if shelf.schema.consent_field
            for key in (*shelf.accepted, *shelf.hidden)
            if shelf.status(key) == status
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """Accepted answers of one table, by columns: of each field that the source has, `chosen` among its values."""

    table: str
    columns: Mapping[str, Sequence[Value]]
    chosen: Sequence[bool]

    def column(self, name: str) -> Sequence[Value]:
        """The values of a field, an answer each; None in all of a field that the source lacks."""
        values = self.columns.get(name)
        return [None] * sum(self.chosen) if values is None else list(compress(values, self.chosen))

    def rows(self, *names: str) -> Iterator[tuple[Value, ...]]:
        """The values of some fields, a tuple for each answer."""
        return zip(*map(self.column, names), strict=True)


def answers_of(records: Sequence[Record]) -> Answers:
    """Records of one table, each with all of its fields, as answers by columns."""
    table, names = (records[0].table, records[0].values) if records else ("", ())
    columns = {name: [record.values[name] for record in records] for name in names}
    return Answers(table, columns, [True] * len(records))


class Fold(Protocol):
    """What answers are folded into, many at a time, as they pass."""

    def take(self, answers: Answers) -> None:
        """Folds accepted answers."""

    def __add__(self, other: Self) -> Self:
        """Both folds in one, whichever comes first."""
