"""Turns a source's rows into candidates: its columns are judged chunk by chunk, each row comes out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeGuard

from generator.findings import Finding, Place, Severity, finding
from generator.model.public import Value
from generator.model.records import RawTable, Record, Status, Unreadable
from generator.model.schema import TableSchema
from generator.validate.canonical import Fault
from generator.validate.cells import CellJudge, Verdict
from generator.validate.headers import Columns

CHUNK = 8192
"""Rows judged at a time: enough for columns to pay, few enough to keep memory flat."""

WORST_FIRST = (
    (Severity.ERROR, Status.REJECTED),
    (Severity.WITHHELD, Status.WITHHELD),
    (Severity.PENDING, Status.PENDING),
)


@dataclass(slots=True)
class Candidate:
    """A row on its way through the rules. Its findings alone decide what becomes of it."""

    record: Record
    findings: list[Finding] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """What the worst finding makes of the row; a warning leaves it accepted."""
        if not self.findings:
            return Status.ACCEPTED
        found = {each.severity for each in self.findings}
        return next((status for severity, status in WORST_FIRST if severity in found), Status.ACCEPTED)

    def blame(self, code: str, name: str | None = None, **values: object) -> None:
        """Adds a finding about this row, in the field of that title."""
        self.findings.append(finding(code, self.record.place(name), **values))

    def without(self, name: str, kept: Value) -> None:
        """Takes what may not show out of one field of the record."""
        self.record = replace(self.record, values={**self.record.values, name: kept})


def judge_rows(
    raw: RawTable, schema: TableSchema, columns: Columns, judges: Mapping[str, CellJudge]
) -> Iterator[Candidate]:
    """Every row of a source as a candidate, with the findings of its shape and its cells."""
    rows = iter(raw.rows)
    while chunk := list(islice(rows, CHUNK)):
        numbers: list[int] = []
        readable: list[list[str]] = []
        for number, cells in chunk:
            if _is_whole(cells, columns.width):
                numbers.append(number)
                readable.append(cells)
            else:
                yield _unreadable(raw, number, cells, columns.width)
        for number, verdicts in zip(numbers, _judge_columns(readable, schema, columns, judges), strict=True):
            yield _candidate(raw, schema, number, verdicts)


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
) -> Iterator[tuple[Verdict, ...]]:
    verdicts: list[list[Verdict]] = []
    for each in schema.fields:
        index = columns.at.get(each.name)
        if index is None:
            verdicts.append([() if each.is_list else None] * len(rows))
        else:
            verdicts.append(list(map(judges[each.name].__getitem__, [row[index] for row in rows])))
    return zip(*verdicts, strict=True)


def _candidate(raw: RawTable, schema: TableSchema, number: int, verdicts: tuple[Verdict, ...]) -> Candidate:
    values: dict[str, Value] = {}
    faults: list[tuple[str, Fault]] = []
    for each, verdict in zip(schema.fields, verdicts, strict=True):
        if isinstance(verdict, Fault):
            faults.append((each.title, verdict))
            values[each.name] = None
        else:
            values[each.name] = verdict
    candidate = Candidate(Record(raw.table, raw.title, raw.origin, number, values))
    for title, fault in faults:
        candidate.findings.append(
            finding(fault.code, Place(raw.table, raw.origin, number, title), **fault.values)
        )
    return candidate
