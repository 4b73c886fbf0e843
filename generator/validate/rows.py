"""Turns a source's rows into candidates: its columns are judged chunk by chunk, each row comes out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import NamedTuple, TypeGuard, cast
from zlib import crc32

from generator.findings import Finding, Severity, finding
from generator.model.public import Value
from generator.model.records import RawRow, RawTable, Record, Status, Unreadable
from generator.model.schema import TableSchema
from generator.validate.canonical import Fault
from generator.validate.cells import CellJudge, Verdict
from generator.validate.headers import Columns

CHUNK = 8192
"""Rows judged at a time: enough for columns to pay, few enough to keep memory flat."""


class Share(NamedTuple):
    """Which of how many parts of a table's rows is judged."""

    which: int
    of: int


WHOLE = Share(0, 1)

WORST_FIRST = (
    (Severity.ERROR, Status.REJECTED),
    (Severity.WITHHELD, Status.WITHHELD),
    (Severity.PENDING, Status.PENDING),
)


@dataclass(slots=True)
class Candidate:
    """A row on its way through the rules. Its findings alone decide what becomes of it.

    `is_closed`: no rule has more to say; `renews`: it repeats a key on purpose, to renew the first of it.
    """

    record: Record
    findings: list[Finding] = field(default_factory=list)
    is_closed: bool = False
    renews: bool = False

    @property
    def status(self) -> Status:
        """What the worst finding makes of the row; a warning leaves it accepted."""
        if not self.findings:
            return Status.ACCEPTED
        found = {each.severity for each in self.findings}
        return next((status for severity, status in WORST_FIRST if severity in found), Status.ACCEPTED)

    @property
    def is_rejected(self) -> bool:
        """Whether some finding is an error."""
        return any(each.severity is Severity.ERROR for each in self.findings)

    def blame(self, code: str, name: str | None = None, **values: object) -> None:
        """Adds a finding about this row, in the field of that title."""
        self.findings.append(finding(code, self.record.place(name), **values))

    def without(self, name: str, kept: Value) -> None:
        """Takes what may not show out of one field of the record."""
        self.record = replace(self.record, values={**self.record.values, name: kept})


def judge_rows(
    raw: RawTable,
    schema: TableSchema,
    columns: Columns,
    judges: Mapping[str, CellJudge],
    share: Share = WHOLE,
) -> Iterator[Candidate]:
    """Every row of a source as a candidate, with the findings of its shape and its cells.

    Of a share only every so-manieth chunk comes, so that all shares together are the whole; where a person
    may answer once, all rows of one person fall to the same share.
    """
    rows, names = raw.rows(), [each.name for each in schema.fields]
    people = [columns.at[name] for name in (schema.once.person if schema.once else ()) if name in columns.at]
    for chunk in _chunks(rows, share, people):
        numbers: list[int] = []
        readable: list[list[str]] = []
        for number, cells in chunk:
            if _is_whole(cells, columns.width):
                numbers.append(number)
                readable.append(cells)
            else:
                yield _unreadable(raw, number, cells, columns.width)
        verdicts, faulty = _judge_columns(readable, schema, columns, judges)
        for index, (number, values) in enumerate(zip(numbers, zip(*verdicts, strict=True), strict=True)):
            row = dict(zip(names, values, strict=True))
            faults = _take_faults(row) if index in faulty else {}
            yield _candidate(raw, number, cast("dict[str, Value]", row), faults, schema)


def _chunks(rows: Iterator[RawRow], share: Share, people: list[int]) -> Iterator[list[RawRow]]:
    for turn in count():
        chunk = list(islice(rows, CHUNK))
        if not chunk:
            return
        if people and share.of > 1:
            yield [row for row in chunk if _owner(row, people, turn) % share.of == share.which]
        elif turn % share.of == share.which:
            yield chunk


def _owner(row: RawRow, people: list[int], turn: int) -> int:
    """A number that a person's rows have in common; of a row that names nobody, its turn."""
    cells = row[1]
    if isinstance(cells, Unreadable):
        return turn
    who = next((who for at in people if at < len(cells) and (who := cells[at].strip().casefold())), "")
    return crc32(who.encode("utf-8", "replace")) if who else turn


def _is_whole(cells: list[str] | Unreadable, width: int) -> TypeGuard[list[str]]:
    """True when each header has its cell and nothing stands beyond the last one."""
    if isinstance(cells, Unreadable) or len(cells) < width:
        return False
    return len(cells) == width or not any(map(str.strip, cells[width:]))


def _unreadable(raw: RawTable, number: int, cells: list[str] | Unreadable, width: int) -> Candidate:
    candidate = Candidate(Record(raw.table, raw.title, raw.origin, number, {}))
    if isinstance(cells, Unreadable):
        candidate.blame(cells.code)
    else:
        candidate.blame("ragged-row", found=len(cells), expected=width)
    return candidate


def _judge_columns(
    rows: list[list[str]], schema: TableSchema, columns: Columns, judges: Mapping[str, CellJudge]
) -> tuple[list[list[Verdict]], set[int]]:
    """The verdicts column by column, and the indexes of the rows that hold a fault."""
    verdicts: list[list[Verdict]] = []
    faulty: set[int] = set()
    for each in schema.fields:
        index, judge = columns.at.get(each.name), judges[each.name]
        if index is None:
            verdicts.append([() if each.is_list else None] * len(rows))
            continue
        column = list(map(judge.__getitem__, [row[index] for row in rows]))
        verdicts.append(column)
        if judge.found_fault:
            faulty.update(at for at, verdict in enumerate(column) if isinstance(verdict, Fault))
    return verdicts, faulty


def _take_faults(cells: dict[str, Verdict]) -> dict[str, Fault]:
    """Takes the faults out of a row, by field name; the cells themselves are dropped."""
    faults = {name: verdict for name, verdict in cells.items() if isinstance(verdict, Fault)}
    cells.update(dict.fromkeys(faults))
    return faults


def _candidate(
    raw: RawTable, number: int, cells: dict[str, Value], faults: Mapping[str, Fault], schema: TableSchema
) -> Candidate:
    candidate = Candidate(Record(raw.table, raw.title, raw.origin, number, cells))
    for name, fault in faults.items():
        candidate.blame(fault.code, schema.field(name).title, **fault.values)
    return candidate
