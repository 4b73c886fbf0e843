"""Judges cells: Frictionless decides, once for each different text a column holds.

The verdict on a cell depends on its field and its text alone, so a column of 150,000 ratings costs five
judgements; and what is plainly fit never gets there (see `screen.py` and docs/adr/0003-judging.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

from generator.model.privacy import is_private
from generator.model.public import Value
from generator.model.schema import Field, TableSchema
from generator.validate.canonical import Fault, canonical, is_day, time_of_day
from generator.validate.quoting import quoted
from generator.validate.screen import UNCLEAR, plain_text, screen_of

REMEMBERED = 200_000
"""Verdicts a column keeps; a longer one (free text, time stamps) starts afresh."""

PLAIN_CLOCK = re.compile(" (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
"""A time of day as it stands in a moment of ISO 8601, and nothing that is laxer."""

Verdict = Value | Fault

Read = Callable[[Any], tuple[Any, Mapping[str, str] | None]]
"""Frictionless' own cell reader: a value, and what is wrong with it by constraint."""


class CellJudge(dict[str, Verdict]):
    """The verdicts on one field's cells: look a text up, and it is judged the first time.

    `found_faults`: whether any of its verdicts so far was one.
    """

    def __init__(self, table: str, field: Field, read: Read) -> None:
        super().__init__()
        self.table = table
        self.field = field
        self.read = read
        self.screen = screen_of(field)
        self.plain = plain_text(field)
        self.found_faults = False

    def __missing__(self, text: str) -> Verdict:
        verdict = text if self.plain and self.plain.fullmatch(text) else self._judge(text)
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = verdict
        self.found_faults |= type(verdict) is Fault
        return verdict

    def judge(self, texts: Sequence[str]) -> list[Verdict]:
        """The verdicts on a column of cells."""
        return list(map(self.__getitem__, texts))

    def _judge(self, text: str) -> Verdict:
        form = canonical(self.field, text)
        if isinstance(form, Fault):
            return self._quoting(form, text)
        value = self.screen(form)
        if value is UNCLEAR:
            try:
                value, notes = self.read(form)
            except Exception:  # a hostile cell may crash the judge: that is a finding, never a crash
                return self._quoting(Fault("cell-unreadable"), text)
            if notes:
                return self._quoting(_fault(self.field, notes), text)
        if self.field.public and self.field.expects in (None, "url") and is_private(form):
            return Fault("private-data")
        if self.field.is_list:
            return tuple(form.split("; ")) if form else ()
        return value  # type: ignore[no-any-return]

    def _quoting(self, fault: Fault, text: str) -> Fault:
        """Adds what the sentence may say of the cell: nothing at all when its field is private."""
        shown = quoted(self.table, self.field, text)
        return Fault(fault.code, {"value": shown, "example": self.field.example, **fault.values})


class MomentJudge(CellJudge):
    """Moments hardly repeat, but their days do: on a day that was fit, each moment told to the second is fit."""

    def __init__(self, judge: CellJudge) -> None:
        super().__init__(judge.table, judge.field, judge.read)
        self._days: dict[str, str] = {}

    def judge(self, texts: Sequence[str]) -> list[Verdict]:
        """The verdicts on a column of moments; those told in ten characters and a plain clock at once."""
        days, is_plain, read = self._days, PLAIN_CLOCK.fullmatch, datetime.fromisoformat
        return [
            read(day + text[10:]) if (day := days.get(text[:10])) and is_plain(text, 10) else self[text]
            for text in texts
        ]

    def __missing__(self, text: str) -> Verdict:
        day_text, _, clock_text = text.partition(" ")
        day = self._days.get(day_text)
        if day and isinstance(clock := time_of_day(clock_text), time):
            return datetime.combine(date.fromisoformat(day), clock)
        verdict = super().__missing__(text)
        if isinstance(verdict, datetime) and is_day(day_text):
            self._days[day_text] = verdict.date().isoformat()
        return verdict


def cell_judges(schema: TableSchema) -> dict[str, CellJudge]:
    """A judge for each field, by name, each wrapping Frictionless' own cell reader."""

    @cache
    def readers() -> Mapping[str, Read]:
        from frictionless import Schema  # heavy: 0.3 s that a package without faults does not need

        judge = Schema.from_descriptor({"fields": [dict(field.descriptor) for field in schema.fields]})
        return {field.name: field.create_cell_reader() for field in judge.fields}

    def reader(name: str) -> Read:
        return lambda form: readers()[name](form)

    judges = [CellJudge(schema.name, field, reader(field.name)) for field in schema.fields]
    return {each.field.name: MomentJudge(each) if _is_moment(each.field) else each for each in judges}


def _is_moment(field: Field) -> bool:
    return field.type == "datetime" and not field.descriptor.get("constraints", {}).keys() - {"required"}


CONSTRAINTS = {
    "required": "required",
    "minimum": "below-minimum",
    "maximum": "above-maximum",
    "minLength": "text-too-short",
    "maxLength": "text-too-long",
    "enum": "choice-unknown",
    "pattern": "pattern",
}
"""Frictionless' name for a broken constraint, and the finding that words it."""


def _fault(field: Field, notes: Mapping[str, str]) -> Fault:
    for constraint, code in CONSTRAINTS.items():
        if constraint in notes:
            limit = field.descriptor.get("constraints", {}).get(constraint)
            return Fault(code, {"limit": str(limit)})
    return Fault("type")
