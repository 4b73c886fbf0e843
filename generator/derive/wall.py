"""The wall: private records go in, the public portal comes out. Nothing else may cross.

Each public object is built from the fields that its schema marks public, and from no other; what the
schema withdraws simply does not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any, TypeVar

from generator.derive.mentoring import Seats
from generator.memo import Memo, settled
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
    registry: Registry, figures: Figures, seats: Seats, settings: Settings, today: date, memo: Memo
) -> Portal:
    """All that the public may see, on that day; what is as it was in the build before may be at hand in `memo`."""
    opened = Gate(registry, memo)
    return Portal(
        today=today,
        regions=opened.by_key("regions", Region, "code"),
        agencies=opened.by_key("agencies", Agency, "id"),
        competencies=opened.by_key("competencies", Competency, "code"),
        positions=opened.by_key("positions", Position, "id"),
        position_competencies=opened.all("position_competencies", PositionCompetency),
        providers=opened.by_key("providers", Provider, "id"),
        programs=opened.by_key("programs", Program, "id"),
        program_competencies=opened.all("program_competencies", ProgramCompetency),
        sessions=opened.by_key("sessions", Session, "id"),
        mentors=opened.mentors(seats, settings, today),
        figures=figures,
        tables=opened.tables(),
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets tables through the wall; of records that are as they were, the public objects are as they were too."""

    registry: Registry
    memo: Memo

    def by_key(self, table: str, kind: type[Public], key: str) -> Mapping[str, Public]:
        """A table's records by that field."""

        def made(before: dict[str, Public] | None) -> dict[str, Public]:
            make = _opener(kind, table)
            return settled({record.text(key): make(record) for record in self.registry.all(table)}, before)

        return self.memo.made_of(self.registry.shelf(table), f"public: {table}", made)

    def all(self, table: str, kind: type[Public]) -> tuple[Public, ...]:
        """A table's records in their order."""
        return self.memo.made_of(
            self.registry.shelf(table),
            f"public: {table}",
            lambda _: tuple(map(_opener(kind, table), self.registry.all(table))),
        )

    def mentors(self, seats: Seats, settings: Settings, today: date) -> Mapping[str, Mentor]:
        """Mentors by id, with what depends on who asked them and on the day."""
        make, records = _opener(Mentor, "mentors"), self.registry.all("mentors")
        now = {
            record.text("id"): make(
                record, free=seats.free(record), is_confirmed=_is_confirmed(record, settings, today)
            )
            for record in records
        }
        return self.memo.made_of(now, "public: mentors", lambda before: settled(now, before))

    def tables(self) -> Mapping[str, OpenTable]:
        """Every table with a public field, as it leaves the portal."""
        return {
            name: self.memo.made_of(shelf, f"open: {name}", partial(_open_table, shelf))
            for name, shelf in self.registry.shelves.items()
            if shelf.schema.public_fields
        }


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


def _is_confirmed(mentor: Record, settings: Settings, today: date) -> bool:
    confirmed = mentor.day("confirmed_on")
    return confirmed is not None and (today - confirmed).days <= settings.mentor_unconfirmed_days


def _open_table(shelf: Shelf, _: OpenTable | None) -> OpenTable:
    names = [field.name for field in shelf.schema.public_fields]
    rows = tuple(tuple(record.values.get(name) for name in names) for record in shelf.accepted.values())
    return OpenTable(shelf.schema.public(), rows)
