"""What a row refers to must be there: to nothing or to a rejected row rejects it, to a hidden row hides it.

A hidden row (pending or withheld) hides those that need it; where the reference is optional, it is taken
out and the row shows without it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from generator.model.records import Key, Registry, Shelf, Status
from generator.model.schema import Field, TableSchema
from generator.validate.quoting import quoted
from generator.validate.rows import Candidate

MOST_KEYS_COMPARED = 2000
"""Look for a near key among no more than these: a hint is not worth a slow build."""

Lookup = Callable[[str], Status | None]


def table_order(schemas: Iterable[TableSchema]) -> list[TableSchema]:
    """The tables so that each comes after those it refers to."""
    by_name = {schema.name: schema for schema in schemas}
    graph = {
        schema.name: sorted(
            {field.refers for field in schema.references if field.refers in by_name} - {schema.name, None}
        )
        for schema in by_name.values()
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ValueError(f"schemas refer to each other in a circle: {error.args[1]}") from error


@dataclass(frozen=True, slots=True)
class References:
    """The fields of one table that refer to tables judged before it, each with its shelf."""

    fields: tuple[tuple[Field, Shelf], ...]

    @classmethod
    def of(cls, schema: TableSchema, registry: Registry) -> References:
        """Those of a schema; a table that the package lacks is an empty shelf."""
        return cls(
            tuple(
                (field, registry.shelf(field.refers or "") or Shelf(schema))
                for field in schema.references
                if field.refers != schema.name
            )
        )

    def check(self, candidate: Candidate) -> None:
        """Holds a row to them."""
        values = candidate.record.values
        for field, shelf in self.fields:
            value = values[field.name]
            if value is not None and value not in shelf.accepted:
                _check(candidate, field, shelf.status, shelf)


def check_own_references(candidates: Mapping[Key, Candidate], schema: TableSchema) -> None:
    """Holds the rows of one table to each other (a parent, a prerequisite), and refuses circles."""
    for field in schema.references:
        if field.refers != schema.name:
            continue
        for key in _circling(candidates, field):
            candidates[key].blame("reference-circle", field.title)
        _cascade(candidates, field)


def _cascade(candidates: Mapping[Key, Candidate], field: Field) -> None:
    """Judges until a round changes nothing: a row that falls takes those that refer to it along."""

    def status(target: str) -> Status | None:
        candidate = candidates.get(target)
        return candidate.status if candidate and candidate.status != Status.REJECTED else None

    waiting = [
        each for each in candidates.values() if each.record[field.name] and each.status != Status.REJECTED
    ]
    while True:
        fallen = [
            each for each in waiting if any(status(item) is None for item in each.record.items(field.name))
        ]
        if not fallen:
            break
        for each in fallen:
            _check(each, field, status, None)
        waiting = [each for each in waiting if each.status != Status.REJECTED]
    for each in waiting:
        _check(each, field, status, None)


def _circling(candidates: Mapping[Key, Candidate], field: Field) -> list[Key]:
    """The keys of the rows that reach themselves by following one field."""
    settled: set[Key] = set()
    found: list[Key] = []
    for start, candidate in candidates.items():
        if not candidate.record[field.name]:
            continue
        path: dict[Key, int] = {}
        key: Key | None = start
        while key is not None and key in candidates and key not in settled and key not in path:
            path[key] = len(path)
            target = candidates[key].record.text(field.name)
            key = target or None
        if key in path:
            found += list(path)[path[key] :]
        settled |= path.keys()
    return found


def _check(candidate: Candidate, field: Field, status: Lookup, shelf: Shelf | None) -> None:
    kept: list[str] = []
    for item in candidate.record.items(field.name):
        found = status(item)
        if found == Status.ACCEPTED:
            kept.append(item)
        elif found is None:
            near = _near(item, shelf) if field.public else ""
            code = "reference-near" if near else "reference-unknown"
            candidate.blame(code, field.title, value=quoted(candidate.record.table, field, item), near=near)
            return
        elif field.required and not field.is_list:
            candidate.blame(f"parent-{found}", field.title)
            return
    if len(kept) < len(candidate.record.items(field.name)):
        candidate.blame("reference-hidden", field.title)
        candidate.without(field.name, tuple(kept) if field.is_list else None)


def _near(key: str, shelf: Shelf | None) -> str:
    keys = [key for key in shelf.accepted if isinstance(key, str)] if shelf else []
    if len(keys) > MOST_KEYS_COMPARED:
        return ""
    return next(iter(difflib.get_close_matches(key, keys, n=1, cutoff=0.8)), "")
