"""The wall: private records go in, the public portal comes out. Nothing else may cross.

Each public object is built from the fields that its schema marks public, and from no other; what the
schema withdraws simply does not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from generator.derive.mentoring import Seats
from generator.model.figures import Figures
from generator.model.public import (
    Agency,
    Competency,
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
        mentors=_mentors(registry, seats, settings, today),
        figures=figures,
        tables={
            name: _open_table(shelf) for name, shelf in registry.shelves.items() if shelf.schema.public_fields
        },
    )


def _opener(kind: type[Public], table: str) -> Callable[..., Public]:
    """Makes public objects of a table's records: of public fields, the source's title, and what is derived."""
    wanted = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    names = [each.name for each in load_schema(table).public_fields if each.name in wanted]
    named_by_title = "source" in wanted and "source" not in names

    def make(record: Record, **derived: object) -> Public:
        values: dict[str, Any] = {name: record.values.get(name) for name in names}
        if named_by_title:
            values["source"] = record.title
        return kind(**values, **derived)

    return make


def _by_key(registry: Registry, table: str, kind: type[Public], key: str) -> Mapping[str, Public]:
    make = _opener(kind, table)
    return {record.text(key): make(record) for record in registry.all(table)}


def _all(registry: Registry, table: str, kind: type[Public]) -> tuple[Public, ...]:
    return tuple(map(_opener(kind, table), registry.all(table)))


def _mentors(registry: Registry, seats: Seats, settings: Settings, today: date) -> Mapping[str, Mentor]:
    make = _opener(Mentor, "mentors")
    return {
        record.text("id"): make(
            record, free=seats.free(record), is_confirmed=_is_confirmed(record, settings, today)
        )
        for record in registry.all("mentors")
    }


def _is_confirmed(mentor: Record, settings: Settings, today: date) -> bool:
    confirmed = mentor.day("confirmed_on")
    return confirmed is not None and (today - confirmed).days <= settings.mentor_unconfirmed_days


def _open_table(shelf: Shelf) -> OpenTable:
    names = [field.name for field in shelf.schema.public_fields]
    rows = tuple(tuple(record.values.get(name) for name in names) for record in shelf.accepted.values())
    return OpenTable(shelf.schema.public(), rows)
