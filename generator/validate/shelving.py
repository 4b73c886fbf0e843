"""Puts the fit rows of a table on its shelf: the first of each key, and only what its own table holds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from generator.memo import Memo, digest, settled
from generator.model.accounts import FindingLog
from generator.model.ids import slug
from generator.model.public import Value
from generator.model.records import Key, RawTable, Record, Shelf, Status
from generator.model.schema import TableSchema
from generator.validate.candidates import candidates, rows_key
from generator.validate.references import check_own_references
from generator.validate.rows import Candidate
from generator.validate.rules import Context
from generator.validate.told import told_by


class Shelved(NamedTuple):
    """A table's judgement, small enough to keep: its rows as key, title, origin, number, and values by `names`."""

    names: tuple[str, ...]
    rows: list[tuple[Key, str, str, int, tuple[Value, ...]]]
    hidden: dict[Key, Status]
    statuses: Counter[Status]
    log: FindingLog

    def shelf(self, schema: TableSchema) -> Shelf:
        """The shelf again."""
        table, names = schema.name, self.names
        accepted = {
            key: Record(table, title, origin, row, dict(zip(names, values, strict=True)))
            for key, title, origin, row, values in self.rows
        }
        return Shelf(schema, accepted, self.hidden)


def shelve(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, memo: Memo
) -> tuple[Shelf, Counter[Status]]:
    """The shelf of a table, and how many of its rows ended with which status; remembered where it may be.

    Rows of people are not kept beyond a process, and a form's rows hang on what people decide.
    """
    if any(raw.origin in log.followed for raw in raws):
        return _shelve(candidates(raws, schema, context, log, memo), schema, log)
    is_private = bool(schema.consent_field) or any(raw.is_form for raw in raws)
    told = told_by(raws, schema, context, "shelf", memo)
    known: Shelved | None = memo.get(_decided(told, context) if is_private else told)
    shelf = None
    if known is None:
        own = FindingLog()
        shelf, statuses = _shelve(candidates(raws, schema, context, own, memo), schema, own)
        known = _kept(shelf, statuses, own)
        if is_private:
            memo.hold(_decided(told, context), known)
        else:
            memo.put(told, known)
    for raw in raws:
        memo.keep(rows_key(raw, schema))
    log.merge(known.log)
    return _at_hand(known, shelf, schema, memo), known.statuses


def _decided(told: str, context: Context) -> str:
    """What a judgement hangs on where people decide; it counts as decided what the judgement itself has noted."""
    return digest(told, context.shows_pending, context.decisions.to_json())


def _at_hand(known: Shelved, shelf: Shelf | None, schema: TableSchema, memo: Memo) -> Shelf:
    """The `shelf` that a judgement came to, its records being those of the build before wherever they are equal."""

    def made(before: Shelf | None) -> Shelf:
        now = shelf or known.shelf(schema)
        return replace(now, accepted=settled(now.accepted, before.accepted)) if before else now

    return memo.made_of(known, f"shelf: {schema.name}", made)


def _kept(shelf: Shelf, statuses: Counter[Status], log: FindingLog) -> Shelved:
    accepted = shelf.accepted.items()
    names = next((tuple(record.values) for _, record in accepted), ())
    rows = [
        (key, record.title, record.origin, record.row, tuple(record.values.values()))
        for key, record in accepted
    ]
    return Shelved(names, rows, shelf.hidden, statuses, log)


def _shelve(rows: Iterable[Candidate], schema: TableSchema, log: FindingLog) -> tuple[Shelf, Counter[Status]]:
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
