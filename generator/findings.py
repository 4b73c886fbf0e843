"""Findings are values: what is wrong, where, and how to mend it, in the reader's language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from generator.words import words


class Severity(StrEnum):
    """How much a finding matters to its row: only `error` rejects it, `pending` and `withheld` hide it."""

    ERROR = "error"
    WARNING = "warning"
    PENDING = "pending"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: `row` counts as a spreadsheet does (header = 1), `field` is its title."""

    table: str
    origin: str
    row: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or notice about a file or row. No cell of a private field ever stands in one."""

    code: str
    severity: Severity
    table: str
    row: int | None
    field: str | None
    message: str
    remedy: str
    origin: str

    def to_json(self) -> dict[str, Any]:
        """The finding as `report.json` holds it."""
        return asdict(self)


def finding(code: str, place: Place, **values: object) -> Finding:
    """Words a finding from the catalogue `words/findings.yaml`; KeyError for a code it lacks."""
    entry = words("findings")[code]
    return Finding(
        code=code,
        severity=Severity(entry["severity"]),
        table=place.table,
        row=place.row,
        field=place.field,
        message=_sentence(entry["message"].format(**values)),
        remedy=entry["remedy"].format(**values),
        origin=place.origin,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


class CannotRun(Exception):
    """The world or the configuration fails: one sentence, exit 2, and the published site stands."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        super().__init__(words("failures")[code].format(**values))


class Refused(Exception):
    """A gate says no: one sentence, exit 1, and the published site stands."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        super().__init__(words("failures")[code].format(**values))
