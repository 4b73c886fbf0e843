"""The rows that drop-downs offer: what is accepted now, by the name people know it by."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.records import Record, Registry
from generator.sync.forms.definition import Choices, tables_asked

NAMES = ("title", "name")


def choices(registry: Registry) -> Choices:
    """(key, label) of every accepted row of the tables that forms ask for, sorted by label."""
    return {
        table: sorted(_rows(registry, table), key=lambda row: row[1].casefold()) for table in tables_asked()
    }


def _rows(registry: Registry, table: str) -> Iterator[tuple[str, str]]:
    shelf = registry.shelf(table)
    for key, record in shelf.accepted.items() if shelf else ():
        if isinstance(key, str):
            yield key, _label(record, registry)


def _label(record: Record, registry: Registry) -> str:
    """A row's own name; that of a session is its programme's and the day it starts."""
    if name := next(filter(None, map(record.text, NAMES)), ""):
        return name
    program, start = registry.find("programs", record.text("program")), record.day("starts_on")
    if program and start:
        return f"{program.text('title')}, {start:%d/%m/%Y}"
    return record.text("id")
