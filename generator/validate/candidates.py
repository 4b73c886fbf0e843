"""Every row of a table as a candidate, held to its cells, the tables before it, and its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from generator.memo import Memo
from generator.model.accounts import FindingLog
from generator.model.records import RawTable
from generator.model.schema import TableSchema, form_schema
from generator.validate.cells import cell_judges
from generator.validate.headers import Columns, match_headers
from generator.validate.kept import kept_rows
from generator.validate.people import heed
from generator.validate.references import References
from generator.validate.rows import Candidate, Share, judge_rows
from generator.validate.rules import Context, Rule, rules_for


@dataclass(frozen=True, slots=True)
class Bench:
    """What the rows of one source are held to."""

    schema: TableSchema
    rules: tuple[Rule, ...]
    references: References
    context: Context

    def hold(self, candidate: Candidate) -> Candidate:
        """The row with what the tables before and the rules find, unless its fate is sealed already."""
        if candidate.is_rejected or candidate.is_closed:
            return candidate
        self.references.check(candidate)
        for rule in self.rules:
            for code, name, values in rule(candidate.record, self.context):
                candidate.blame(code, self.schema.field(name).title if name else None, **values)
        return candidate


def candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, memo: Memo
) -> Iterator[Candidate]:
    """The rows of all of a table's sources, one after the other; what their cells came to is remembered."""
    judges = cache(lambda: cell_judges(form_schema(schema.name)))
    rows: Iterable[tuple[Candidate, Bench]] = (
        (candidate, bench)
        for raw, bench, columns in _benches(raws, schema, context, log)
        for candidate in _usable(kept_rows(raw, bench.schema, columns, judges, memo), columns)
    )
    if schema.consent_field:
        rows = list(rows)
        heed([candidate for candidate, _ in rows], schema, context)
    for candidate, bench in rows:
        yield bench.hold(candidate)


def passing_candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, share: Share
) -> Iterator[Candidate]:
    """A share of the rows of a table that is too long to keep; they are judged as they pass."""
    judges = cell_judges(form_schema(schema.name))
    for raw, bench, columns in _benches(raws, schema, context, log if share.which == 0 else FindingLog()):
        yield from map(bench.hold, _usable(judge_rows(raw, bench.schema, columns, judges, share), columns))


def _benches(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog
) -> Iterator[tuple[RawTable, Bench, Columns]]:
    for raw in raws:
        full = form_schema(schema.name) if raw.is_form else schema
        columns = match_headers(raw, full)
        for each in columns.findings:
            log.add(each)
        rules, references = rules_for(schema, raw.is_form), References.of(schema, context.registry)
        yield raw, Bench(full, rules, references, context), columns


def _usable(rows: Iterator[Candidate], columns: Columns) -> Iterator[Candidate]:
    for candidate in rows:
        if not columns.is_usable:
            candidate.blame("table-unusable")
        yield candidate
