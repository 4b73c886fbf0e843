"""The row accounting: read = accepted + rejected + pending + withheld, for each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.findings import Finding
from generator.model.public import NO_OFFERS, Offers
from generator.model.records import Record, Status

KEPT_PER_CODE = 200
"""Findings of one code and table that are worded in full; the rest is counted (details are dear)."""
WAITING = {"approval-awaited", "approval-outdated"}
"""What is found about an answer that waits for an officer."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one table's rows."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    pending: int = 0
    withheld: int = 0

    @property
    def is_balanced(self) -> bool:
        """True when no row was lost."""
        return self.read == self.accepted + self.rejected + self.pending + self.withheld

    @property
    def set_aside(self) -> int:
        """Rows that were read and do not show."""
        return self.rejected + self.pending + self.withheld


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row, for the verdict that goes back to its sheet."""

    row: int
    status: Status
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class FindingLog:
    """Gathers findings; past `KEPT_PER_CODE` of a kind it only counts them.

    `followed` maps the origins whose every row is wanted to the outcomes of their rows; `waiting` counts the
    answers that wait for an officer, the first of them since the day `waiting_since`.
    """

    kept: list[Finding] = field(default_factory=list)
    hidden: int = 0
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    followed: dict[str, list[RowOutcome]] = field(default_factory=dict)
    waiting: int = 0
    waiting_since: date | None = None

    def close(self, record: Record, status: Status, findings: Sequence[Finding]) -> None:
        """Takes what was found about one row, whose status is final."""
        for each in findings:
            self.add(each)
        if record.origin in self.followed:
            self.followed[record.origin].append(RowOutcome(record.row, status, tuple(findings)))
        if status is Status.PENDING and any(each.code in WAITING for each in findings):
            self.waiting += 1
            days = [day for day in (self.waiting_since, record.day("submitted_at")) if day]
            self.waiting_since = min(days, default=None)

    def add(self, finding: Finding) -> None:
        """Keeps or counts one finding."""
        kind = (finding.table, finding.code)
        self.seen[kind] += 1
        if self.seen[kind] <= KEPT_PER_CODE:
            self.kept.append(finding)
        else:
            self.hidden += 1

    def take(self, kept: Iterable[Finding], hidden: int) -> None:
        """Takes what another log kept and how many it only counted."""
        for each in kept:
            self.add(each)
        self.hidden += hidden

    def merge(self, other: FindingLog) -> None:
        """Takes what another log gathered of other rows."""
        self.take(other.kept, other.hidden)
        self.waiting += other.waiting
        self.waiting_since = min(filter(None, (self.waiting_since, other.waiting_since)), default=None)

    def sorted(self) -> tuple[Finding, ...]:
        """The findings by source and row, as a person works through them."""
        return tuple(
            sorted(self.kept, key=lambda each: (each.origin, each.row or 0, each.code, each.field or ""))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run did, for `report.json`, the terminal and the officer's page; `waiting`: for approval."""

    accounts: Mapping[str, Account]
    findings: tuple[Finding, ...]
    hidden_findings: int
    sources: Mapping[str, str]
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    offers: Offers = NO_OFFERS
    waiting: int = 0
    longest_wait_days: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)

    def told_again(self, seconds: Mapping[str, float]) -> Report:
        """The report of a run that found everything as this one left it; it took so many seconds."""
        seconds = {**dict.fromkeys(self.seconds, 0.0), **seconds}
        return replace(self, written=0, unchanged=self.unchanged + self.written, removed=0, seconds=seconds)

    @property
    def is_clean(self) -> bool:
        """True when every row is fit: what `karier check` answers 0 for."""
        return not any(account.rejected for account in self.accounts.values()) and not any(
            finding.severity == "error" for finding in self.findings
        )
