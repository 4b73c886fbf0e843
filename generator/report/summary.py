"""The figures and findings of a report as people read them, shared by the terminal and the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from babel.numbers import format_decimal

from generator.findings import Finding
from generator.model.accounts import Account, Report
from generator.model.schema import load_schema
from generator.words import words

COLUMNS = ("read", "accepted", "rejected", "pending", "withheld")


@dataclass(frozen=True, slots=True)
class Source:
    """The findings of one file or sheet, in the order of the report."""

    origin: str
    title: str
    findings: tuple[Finding, ...]

    @property
    def found(self) -> str:
        """`7 temuan pada 6 baris`."""
        rows = len({finding.row for finding in self.findings if finding.row is not None})
        said = words("report")["found" if rows else "found-file"]
        return str(said.format(findings=number(len(self.findings)), rows=number(rows)))


def by_source(report: Report) -> tuple[Source, ...]:
    """The findings by where they stand, in the order of first appearance, fit to be shown."""
    grouped: dict[str, list[Finding]] = {}
    for finding in report.findings:
        grouped.setdefault(finding.origin, []).append(_printable(finding))
    return tuple(
        Source(printable(origin), printable(report.sources.get(origin, origin)), tuple(findings))
        for origin, findings in grouped.items()
    )


def where(finding: Finding) -> str:
    """`Baris 42, Pendaftaran ditutup`, or as much of it as is known."""
    kind = {(True, True): "row-field", (True, False): "row", (False, True): "field", (False, False): "file"}
    said = words("report")["where"][kind[finding.row is not None, finding.field is not None]]
    return str(said.format(row=number(finding.row or 0), field=finding.field))


def severity(finding: Finding) -> dict[str, str]:
    """The severity's `text`, `tone` and `icon`."""
    look: dict[str, str] = words("report")["severity"][finding.severity.value]
    return look


def total(accounts: Iterable[Account]) -> Account:
    """All tables' rows together."""
    every = tuple(accounts)
    return Account(**{column: sum(getattr(account, column) for account in every) for column in COLUMNS})


def balance(report: Report) -> str:
    """`512 dibaca = 489 diterima + …`, and that nothing was lost when nothing was."""
    account = total(report.accounts.values())
    said = str(words("report")["sum"].format(**dict(zip(COLUMNS, figures(account), strict=True))))
    return f"{said} {words('report')['nothing-lost']}" if account.is_balanced else said


def set_aside(report: Report) -> str:
    """How many rows the portal does not use."""
    rows = total(report.accounts.values()).set_aside
    said = words("report")["set-aside" if rows else "none-set-aside"]
    return str(said.format(rows=number(rows)))


def waiting(report: Report) -> str | None:
    """How many answers wait to be approved, and how long; None when none does."""
    if not report.waiting:
        return None
    waits = {"waiting": number(report.waiting), "days": number(report.longest_wait_days)}
    return str(words("report")["waiting"].format(**waits))


def hidden(report: Report) -> str | None:
    """That more was found than is told; None when all is told."""
    if not report.hidden_findings:
        return None
    return str(words("report")["hidden"].format(hidden=number(report.hidden_findings)))


def table_rows(report: Report) -> list[list[str]]:
    """Title and figures of each table with a row, and of all together, for a table with the words' heads."""
    rows = [
        [load_schema(name).title, *figures(account)]
        for name, account in report.accounts.items()
        if account.read
    ]
    return [*rows, [words("report")["tables"]["total"], *figures(total(report.accounts.values()))]]


def figures(account: Account) -> list[str]:
    """The account's five figures, in the order of COLUMNS."""
    return [number(getattr(account, column)) for column in COLUMNS]


def printable(text: str) -> str:
    """The text on one line, without what could steer a terminal or reorder what it shows."""
    kept = (" " if char.isspace() else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char)[0] != "C")


def number(value: float) -> str:
    """`1.273`, or `2,4` with one decimal."""
    return str(format_decimal(value, format="#,##0.#", locale="id"))


def _printable(finding: Finding) -> Finding:
    return replace(
        finding,
        field=None if finding.field is None else printable(finding.field),
        message=printable(finding.message),
        remedy=printable(finding.remedy),
    )
