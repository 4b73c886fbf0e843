"""Verdicts: what became of each answer, and how that differs from what the sheet says already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from generator.findings import Finding
from generator.model.records import Status
from generator.sync.away import SheetAway
from generator.sync.identity import identities
from generator.words import words

WORDS = words("sync")["verdicts"]
WORKSHEET: str = WORDS["worksheet"]
HEADER: tuple[str, ...] = tuple(WORDS["header"])
LONGEST_CELL = 50_000
"""Characters that a cell of Google Sheets may hold."""

Key = tuple[str, str]
"""A worksheet's title and the identity of an answer in it, as they stand in the first two cells."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A pulled row and what became of it; `cells` is header → cell as shown, `row` counts the header as 1."""

    row: int
    cells: Mapping[str, str] = field(repr=False)
    status: Status
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of the worksheet of verdicts, in its columns' order."""

    identity: str
    worksheet: str
    row: int
    status: str
    advice: str
    judged_at: str

    @property
    def key(self) -> Key:
        """What finds this verdict's row again, wherever it was moved."""
        return self.cells[1], self.cells[0]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row's cells, harmless also where the sheet is saved as CSV and opened elsewhere."""
        texts = (self.identity, self.worksheet, str(self.row), self.status, self.advice, self.judged_at)
        return tuple(_harmless(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that differs from the cells it has in the sheet (all but the time it was judged)."""

    before: tuple[str, ...]
    verdict: Verdict

    @property
    def kind(self) -> str:
        """What differs most: the status (`change`), its reasons (`explain`), or the row alone (`move`)."""
        _, _, _, status, advice, _ = self.verdict.cells
        return "change" if self.before[3] != status else "explain" if self.before[4] != advice else "move"


@dataclass(frozen=True, slots=True)
class Changes:
    """What would be written: verdicts to add, to change, and keys of answers that are gone."""

    add: tuple[Verdict, ...]
    change: tuple[Change, ...]
    remove: tuple[Key, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.remove)

    def lines(self) -> Iterator[str]:
        """The changes for people, one line each unless all is well; no cell of an answer stands in one."""
        lines, known, fit = (
            words("sync")["changes"],
            set(WORDS["status"].values()),
            WORDS["status"]["accepted"],
        )
        for verdict in self.add:
            if verdict.status != fit:
                yield lines["add"].format(worksheet=verdict.worksheet, row=verdict.row, status=verdict.status)
        for change in self.change:
            if change.kind != "move":
                verdict, old = change.verdict, change.before[3]
                yield lines[change.kind].format(
                    worksheet=verdict.worksheet,
                    row=verdict.row,
                    old=old if old in known else lines["unknown_status"],
                    status=verdict.status,
                )
        moved = Counter(change.verdict.worksheet for change in self.change if change.kind == "move")
        added = Counter(verdict.worksheet for verdict in self.add if verdict.status == fit)
        for kind, counts in (
            ("fit", added),
            ("move", moved),
            ("remove", Counter(key[0] for key in self.remove)),
        ):
            for worksheet, count in counts.items():
                yield lines[kind].format(worksheet=worksheet, count=count)


def verdicts(key: bytes, worksheet: str, rows: Sequence[JudgedRow], judged_at: datetime) -> list[Verdict]:
    """The verdict on each row of a worksheet; `key` is the portal's (`load_key`), `judged_at` local time."""
    when = f"{judged_at:%d/%m/%Y %H:%M}"
    names = identities(key, (row.cells for row in rows))
    return [
        Verdict(identity, worksheet, row.row, WORDS["status"][row.status], _advice(row), when)
        for identity, row in zip(names, rows, strict=True)
    ]


def diff(existing: Sequence[Sequence[str]], wanted: Sequence[Verdict], judged: Collection[str]) -> Changes:
    """What must change in the worksheet of verdicts, given its rows with the header first (none: not there).

    Only verdicts of the worksheets named in `judged` can be gone. SheetAway when the columns are not ours.
    """
    at = {key: cells for key, (_, cells) in locate(existing).items()}
    named = {_harmless(worksheet) for worksheet in judged}
    keys = {verdict.key for verdict in wanted}
    return Changes(
        add=tuple(each for each in wanted if each.key not in at),
        change=tuple(
            Change(at[each.key], each)
            for each in wanted
            if each.key in at and at[each.key][:-1] != each.cells[:-1]
        ),
        remove=tuple(key for key in at if key[0] in named and key not in keys),
    )


def locate(existing: Sequence[Sequence[str]]) -> dict[Key, tuple[int, tuple[str, ...]]]:
    """Where each verdict stands: its row as an index from 0 (the header), and its cells."""
    if not any(any(row) for row in existing):
        return {}
    if tuple(existing[0][: len(HEADER)]) != HEADER:
        raise SheetAway("verdicts-foreign", worksheet=WORKSHEET)
    found: dict[Key, tuple[int, tuple[str, ...]]] = {}
    for index, row in enumerate(existing[1:], start=1):
        cells = tuple(map(_harmless, (*row, *[""] * len(HEADER))[: len(HEADER)]))
        if cells[0]:
            found.setdefault((cells[1], cells[0]), (index, cells))
    return found


def _advice(row: JudgedRow) -> str:
    """What is wrong and how to mend it, one line each finding."""
    lines = [
        WORDS["line" if each.field else "row_line"].format(
            field=each.field, message=each.message, remedy=each.remedy
        )
        for each in row.findings
    ]
    if not lines and row.status is not Status.ACCEPTED:
        lines = [WORDS["unexplained"]]
    return "\n".join(lines)[:LONGEST_CELL]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
