"""Rows about a person live by that person's latest word: consent taken back, or willingness told anew.

A later answer, or the consent column itself, takes the person off; only an answer after that brings them
back. A later approved answer under the same key renews the field that the schema names (`x-renews`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.model.schema import TableSchema
from generator.validate.rows import Candidate
from generator.validate.rules import Context


def heed(gathered: Sequence[Candidate], schema: TableSchema, context: Context) -> None:
    """Hides whoever withdrew, and lets later answers renew the first; `gathered` are all rows of the table.

    What an answer took back is remembered. A list that HR keeps itself says who consents as of now, unless
    an answer said otherwise.
    """
    for candidate in gathered:
        name, at = row_name(candidate, schema), _submitted_at(candidate)
        if name and at and candidate.record.values.get(schema.consent_field or "") is False:
            context.decisions.withdraw(name, at)
    for candidate in gathered:
        name = row_name(candidate, schema)
        given_at = _submitted_at(candidate)
        if name and candidate.record["consent"] is True and context.decisions.is_withdrawn(name, given_at):
            candidate.findings.clear()
            candidate.blame("consent-withdrawn", schema.field(schema.consent_field or "").title)
            candidate.is_closed = True
    if schema.renews:
        _renew(gathered, schema, schema.renews, context)


def row_name(candidate: Candidate, schema: TableSchema) -> str:
    """What decisions call a row: `table:key`; empty when it has no key."""
    key = " ".join(candidate.record.text(name) for name in schema.key).strip()
    return f"{schema.name}:{key}" if key else ""


def _renew(gathered: Sequence[Candidate], schema: TableSchema, field: str, context: Context) -> None:
    first: dict[str, Candidate] = {}
    for candidate in gathered:
        name = row_name(candidate, schema)
        if not name or candidate.is_rejected:
            continue
        earlier = first.setdefault(name, candidate)
        if earlier is not candidate and context.lets_pass(candidate.record):
            candidate.renews = True
            told, known = candidate.record.day(field), earlier.record.day(field)
            if told and known and told > known:
                earlier.without(field, told)


def _submitted_at(candidate: Candidate) -> datetime | None:
    at = candidate.record["submitted_at"]
    return at if isinstance(at, datetime) else None
