"""Turns a source's rows into candidates: its columns are judged chunk by chunk, each row comes out once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast
from zlib import crc32

from generator.findings import Finding, Severity, finding
from generator.model.public import Value
from generator.model.records import Answers, Block, RawTable, Record, Status, Unreadable
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


@dataclass(slots=True)
class Chunk:
    """Rows of one source, judged together: a list of values a field, as long as `numbers` (their rows).

    `faults` has what is wrong with cells, by index and field (their values read None); `shapeless` are the
    rows that have no cells to speak of. Without usable columns every row is blamed for its table.
    """

    raw: RawTable
    schema: TableSchema
    is_usable: bool
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[Value]] = field(default_factory=dict)
    faults: dict[int, dict[str, Fault]] = field(default_factory=dict)
    shapeless: list[Candidate] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        """Every row with a shape, by index."""
        raw, names = self.raw, tuple(self.columns)
        for number, values in zip(self.numbers, zip(*self.columns.values(), strict=True), strict=True):
            yield Record(raw.table, raw.title, raw.origin, number, dict(zip(names, values, strict=True)))

    def record(self, index: int) -> Record:
        """The row of that index."""
        raw, values = self.raw, {name: column[index] for name, column in self.columns.items()}
        return Record(raw.table, raw.title, raw.origin, self.numbers[index], values)

    def answers(self, without: Container[int]) -> Answers:
        """The rows by columns, but for those of some indices."""
        return Answers(
            self.raw.table, self.columns, [index not in without for index in range(len(self.numbers))]
        )

    def candidate(self, index: int, record: Record) -> Candidate:
        """The record of that index with what its cells are blamed for."""
        candidate = Candidate(record)
        for name, fault in self.faults.get(index, {}).items():
            candidate.blame(fault.code, self.schema.field(name).title, **fault.values)
        if not self.is_usable:
            candidate.blame("table-unusable")
        return candidate


Fill = Callable[[Chunk, Block], None]
"""Judges the cells of a chunk's rows: fills in its columns and its faults."""


def judge_chunks(
    raw: RawTable, schema: TableSchema, columns: Columns, fill: Fill, share: Share = WHOLE
) -> Iterator[Chunk]:
    """All rows of a source, chunk by chunk.

    Of a share only every so-manieth chunk comes, so that all shares together are the whole; where a person
    may answer once, all rows of one person fall to the same share.
    """
    people = [columns.at[name] for name in (schema.once.person if schema.once else ()) if name in columns.at]
    for turn, block in enumerate(raw.blocks(CHUNK)):
        if people and share.of > 1:
            block = _of_its_people(block, people, turn, share)
        elif turn % share.of != share.which:
            continue
        chunk = Chunk(raw, schema, columns.is_usable, list(block.numbers))
        chunk.shapeless += (_unreadable(raw, number, cells, columns) for number, cells in block.odd)
        fill(chunk, block)
        yield chunk


def _of_its_people(block: Block, people: list[int], turn: int, share: Share) -> Block:
    """The rows of a share's people; those that name nobody, and those that have no shape, at its turn."""
    told = list(zip(*(block.columns[at] for at in people), strict=True))
    owned = {who: _owner(who, turn) % share.of == share.which for who in set(told)}
    return block.only([owned[who] for who in told], block.odd if turn % share.of == share.which else ())


def _owner(told: tuple[str, ...], turn: int) -> int:
    """A number that a person's rows have in common; of a row that names nobody, its turn."""
    who = next((who for cell in told if (who := cell.strip().casefold())), "")
    return crc32(who.encode("utf-8", "replace")) if who else turn


def _unreadable(raw: RawTable, number: int, cells: list[str] | Unreadable, columns: Columns) -> Candidate:
    candidate = Candidate(Record(raw.table, raw.title, raw.origin, number, {}))
    if isinstance(cells, Unreadable):
        candidate.blame(cells.code)
    else:
        candidate.blame("ragged-row", found=len(cells), expected=columns.width)
    if not columns.is_usable:
        candidate.blame("table-unusable")
    return candidate


def by_columns(columns: Columns, judges: Callable[[], Mapping[str, CellJudge]]) -> Fill:
    """Judges cells column by column; the judges are made when there is a row."""

    def fill(chunk: Chunk, block: Block) -> None:
        rows = len(block.numbers)
        for each in chunk.schema.fields:
            index = columns.at.get(each.name)
            if index is None or not rows:
                chunk.columns[each.name] = [() if each.is_list else None] * rows
                continue
            judge = judges()[each.name]
            verdicts = judge.judge(block.columns[index])
            if judge.found_faults and Fault in set(map(type, verdicts)):
                _take_faults(chunk, each.name, verdicts)
            chunk.columns[each.name] = cast("list[Value]", verdicts)

    return fill


def _take_faults(chunk: Chunk, name: str, verdicts: list[Verdict]) -> None:
    faulty = [(at, verdict) for at, verdict in enumerate(verdicts) if type(verdict) is Fault]
    for at, fault in faulty:
        chunk.faults.setdefault(at, {})[name] = fault
        verdicts[at] = None
