"""Puts the fit rows of a table on its shelf: the first of each key, and only what its own table holds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.model.accounts import FindingLog
from generator.model.ids import slug
from generator.model.records import Key, Shelf, Status
from generator.model.schema import TableSchema
from generator.validate.references import check_own_references
from generator.validate.rows import Candidate


def shelve(rows: Iterable[Candidate], schema: TableSchema, log: FindingLog) -> tuple[Shelf, Counter[Status]]:
    """The shelf of a table, and how many of its rows ended with which status."""
    gathered = list(rows)
    unique = _first_of_each(gathered, schema)
    check_own_references(unique, schema)
    shelf = Shelf(schema)
    for key, candidate in unique.items():
        status = candidate.status
        if status == Status.ACCEPTED:
            shelf.accepted[key] = candidate.record
        elif status != Status.REJECTED:
            shelf.hidden[key] = status
    statuses: Counter[Status] = Counter()
    for candidate in gathered:
        statuses[candidate.status] += 1
        log.close(candidate.record, candidate.status, candidate.findings)
    return shelf, statuses


def _first_of_each(gathered: list[Candidate], schema: TableSchema) -> dict[Key, Candidate]:
    """The fit rows by key; a repeated key (in any case, as addresses are) blames all but the first."""
    unique: dict[Key, Candidate] = {}
    taken: set[Key] = set()
    for number, candidate in enumerate(gathered):
        if candidate.status == Status.REJECTED:
            continue
        parts = [candidate.record.text(name) for name in schema.key] or [str(number)]
        key: Key = parts[0] if len(parts) == 1 else tuple(parts)
        address: Key = slug(key) if isinstance(key, str) else tuple(map(slug, key))
        if address in taken and candidate.renews:
            continue
        if address in taken:
            candidate.blame("key-repeated", schema.field(schema.key[0]).title)
        else:
            taken.add(address)
            unique[key] = candidate
    return unique
