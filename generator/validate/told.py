"""What judging a table hangs on: its sources, and of the tables judged before it what its rows may be held to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from generator.memo import Memo, digest, judging_code
from generator.model.records import RawTable, Shelf
from generator.model.schema import TableSchema
from generator.validate.rules import READS, Context


def told_by(raws: Iterable[RawTable], schema: TableSchema, context: Context, kept_as: str, memo: Memo) -> str:
    """The digest of all that a table's judgement hangs on, but what people decided; `kept_as`: what is made of it."""
    sources = [(raw.origin, raw.title, raw.is_form, raw.digest) for raw in raws]
    reads = READS.get(schema.name, {})
    tables = sorted({*reads, *(field.refers for field in schema.references if field.refers)} - {schema.name})
    known = [
        (
            table,
            memo.made_of(
                shelf, f"{schema.name} told of {table}", partial(_known, shelf, reads.get(table, ()))
            ),
        )
        for table in tables
        if (shelf := context.registry.shelf(table))
    ]
    return digest(judging_code(), schema.name, kept_as, sources, known, context.settings, context.today)


def _known(shelf: Shelf, reads: tuple[str, ...], _: str | None) -> str:
    """The digest of all that a row may hang on of another table: keys, what those rows refer to, what rules read."""
    names = [*(field.name for field in shelf.schema.references), *reads]
    rows = [(key, *(record.values[name] for name in names)) for key, record in shelf.accepted.items()]
    return digest(rows, sorted(shelf.hidden.items(), key=repr))
