"""The private side: rows as they came, the records that were judged fit, and the registry that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, Self

from generator.findings import Place
from generator.model.public import Value
from generator.model.schema import TableSchema


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row whose cells cannot be told apart; `code` names the finding."""

    code: str


RawRow = tuple[int, list[str] | Unreadable]
"""A row number as a spreadsheet shows it (header = 1), and the row's cells as text."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a source holds before anyone judged it; `digest` is of its content.

    Each call of `rows` walks them from the first and opens the source anew: copies of a process share the
    place that an open file is read at. `size` is about how many bytes the source holds; `seen_on` the day on
    which a sheet was last seen to read so, None for a file.
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
        value = self.values.get(name)
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

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


class Fold(Protocol):
    """What answers are folded into, one by one, as they pass."""

    def add(self, answer: Record) -> None:
        """Folds one accepted answer."""

    def __add__(self, other: Self) -> Self:
        """Both folds in one, whichever comes first."""
