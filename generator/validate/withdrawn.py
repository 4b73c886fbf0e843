"""Finds, among cells that nobody judged, the rows of people who took their consent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from generator.model.decisions import Decisions
from generator.model.records import RawTable, Record
from generator.model.schema import TableSchema, form_schema, load_schema, table_names
from generator.validate.canonical import Fault
from generator.validate.cells import cell_judges
from generator.validate.headers import match_headers
from generator.validate.people import row_name
from generator.validate.rows import Candidate

Row = Sequence[str]


class Withdrawn:
    """Whoever took their consent back, by decision or in the rows that it was told of.

    A list that HR keeps itself knows no time of sending: there the consent column says who is in it as of now.
    """

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._as_of_now: set[str] = set()
        names = (name for name in table_names() if load_schema(name).consent_field)
        self._tables = [_Table(form_schema(name)) for name in names]

    def hear(self, rows: Iterable[Row], header: Row) -> None:
        """Takes the rows of a sheet as it reads now."""
        for name, at, consents in self._told(rows, header):
            if name and at is None and consents is False:
                self._as_of_now.add(name)

    def holds(self, row: Row, header: Row) -> bool:
        """Whether a row, of whatever table, is to be forgotten."""
        return any(self._is_gone(*told) for told in self._told([row], header))

    def _told(self, rows: Iterable[Row], header: Row) -> Iterable[tuple[str, datetime | None, object]]:
        for table in self._tables:
            if at := table.columns(tuple(header)):
                yield from (table.read(row, at) for row in rows)

    def _is_gone(self, name: str, at: datetime | None, consents: object) -> bool:
        if consents is False:
            return True
        by_list = at is None and name in self._as_of_now
        return bool(name) and (by_list or self._decisions.is_withdrawn(name, at))


class _Table:
    """What of a table's rows says whose they are, when they were sent, and whether that person consents."""

    def __init__(self, schema: TableSchema) -> None:
        self._consent = schema.consent_field or ""
        self._needed = (*schema.key, self._consent)
        wanted = {*self._needed, "submitted_at"}
        self._all = schema
        self._schema = replace(schema, fields=tuple(each for each in schema.fields if each.name in wanted))
        self._judges = cell_judges(self._schema)
        self._known: dict[tuple[str, ...], Mapping[str, int]] = {}

    def columns(self, header: tuple[str, ...]) -> Mapping[str, int]:
        """Where each of the fields stands; nothing when the header is not this table's."""
        if header not in self._known:
            raw = RawTable(self._all.name, "", "", True, "", 0, header, lambda: iter(()))
            at = match_headers(raw, self._all).at if any(map(str.strip, header)) else {}
            self._known[header] = at if all(name in at for name in self._needed) else {}
        return self._known[header]

    def read(self, row: Row, at: Mapping[str, int]) -> tuple[str, datetime | None, object]:
        """A row's name (empty when it has none), when it was sent, and what its consent reads."""
        verdicts = {
            name: judge[row[at[name]]]
            for name, judge in self._judges.items()
            if name in at and at[name] < len(row)
        }
        cells = {name: None if isinstance(each, Fault) else each for name, each in verdicts.items()}
        candidate = Candidate(Record(self._schema.name, "", "", 0, cells))
        sent = cells.get("submitted_at")
        return (
            row_name(candidate, self._schema),
            sent if isinstance(sent, datetime) else None,
            cells.get(self._consent),
        )
