"""What judging a table hangs on: its sources, and of the tables judged before it what its rows may be held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.memo import digest, judging_code
from generator.model.records import RawTable, Shelf
from generator.model.schema import TableSchema
from generator.validate.rules import READS, Context


def told_by(raws: Iterable[RawTable], schema: TableSchema, context: Context, kept_as: str) -> str:
    """The digest of all that a table's judgement hangs on, but what people decided; `kept_as`: what is made of it."""
    sources = [(raw.origin, raw.title, raw.is_form, raw.digest) for raw in raws]
    reads = READS.get(schema.name, {})
    tables = sorted({*reads, *(field.refers for field in schema.references if field.refers)} - {schema.name})
    known = [(table, *_known(context.registry.shelf(table), reads.get(table, ()))) for table in tables]
    return digest(judging_code(), schema.name, kept_as, sources, known, context.settings, context.today)


def _known(shelf: Shelf | None, reads: tuple[str, ...]) -> Iterator[object]:
    """All that a row may hang on of another table: keys, what those rows refer to, what rules read."""
    if shelf is not None:
        names = [*(field.name for field in shelf.schema.references), *reads]
        yield [(key, *(record.values[name] for name in names)) for key, record in shelf.accepted.items()]
        yield sorted(shelf.hidden.items(), key=repr)
