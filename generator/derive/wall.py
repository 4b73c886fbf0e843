"""The wall: private records go in, the public portal comes out. Nothing else may cross.

Each public object is built from the fields that its schema marks public, and from no other; what the
schema withdraws simply does not arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from generator.derive.mentoring import Seats
from generator.model.public import (
    Agency,
    Competency,
    Figures,
    Mentor,
    OpenTable,
    Portal,
    Position,
    PositionCompetency,
    Program,
    ProgramCompetency,
    Provider,
    Region,
    Session,
)
from generator.model.records import Record, Registry, Shelf
from generator.model.schema import load_schema
from generator.settings import Settings

Public = TypeVar("Public")


def open_portal(
    registry: Registry, figures: Figures, seats: Seats, settings: Settings, today: date
) -> Portal:
    """All that the public may see, on that day."""
    return Portal(
        today=today,
        regions=_by_key(registry, "regions", Region, "code"),
        agencies=_by_key(registry, "agencies", Agency, "id"),
        competencies=_by_key(registry, "competencies", Competency, "code"),
        positions=_by_key(registry, "positions", Position, "id"),
        position_competencies=_all(registry, "position_competencies", PositionCompetency),
        providers=_by_key(registry, "providers", Provider, "id"),
        programs=_by_key(registry, "programs", Program, "id"),
        program_competencies=_all(registry, "program_competencies", ProgramCompetency),
        sessions=_by_key(registry, "sessions", Session, "id"),
        mentors={
            record.text("id"): _public(
                Mentor, record, free=seats.free(record), is_confirmed=_is_confirmed(record, settings, today)
            )
            for record in registry.all("mentors")
        },
        figures=figures,
        tables={
            name: _open_table(shelf) for name, shelf in registry.shelves.items() if shelf.schema.public_fields
        },
    )


def _public(kind: type[Public], record: Record, **derived: object) -> Public:
    """A public object of a record's public fields, the title of its source, and what was derived for it."""
    wanted = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {
        each.name: record.values.get(each.name)
        for each in load_schema(record.table).public_fields
        if each.name in wanted
    }
    if "source" in wanted:
        values.setdefault("source", record.title)
    return kind(**values, **derived)


def _by_key(registry: Registry, table: str, kind: type[Public], key: str) -> Mapping[str, Public]:
    return {record.text(key): _public(kind, record) for record in registry.all(table)}


def _all(registry: Registry, table: str, kind: type[Public]) -> tuple[Public, ...]:
    return tuple(_public(kind, record) for record in registry.all(table))


def _is_confirmed(mentor: Record, settings: Settings, today: date) -> bool:
    confirmed = mentor.day("confirmed_on")
    return confirmed is not None and (today - confirmed).days <= settings.mentor_unconfirmed_days


def _open_table(shelf: Shelf) -> OpenTable:
    names = [field.name for field in shelf.schema.public_fields]
    rows = tuple(tuple(record.values.get(name) for name in names) for record in shelf.accepted.values())
    return OpenTable(shelf.schema.public(), rows)
