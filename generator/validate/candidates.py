"""Every row of a table as a candidate, held to its cells, the tables before it, and its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.accounts import FindingLog
from generator.model.records import RawTable
from generator.model.schema import TableSchema, form_schema
from generator.validate.cells import cell_judges
from generator.validate.headers import match_headers
from generator.validate.people import heed
from generator.validate.references import References
from generator.validate.rows import WHOLE, Candidate, Share, judge_rows
from generator.validate.rules import Context, Rule, rules_for


@dataclass(frozen=True, slots=True)
class Bench:
    """What the rows of one source are held to."""

    schema: TableSchema
    rules: tuple[Rule, ...]
    references: References
    context: Context

    def hold(self, candidate: Candidate) -> None:
        """Adds what the tables before and the rules find."""
        self.references.check(candidate)
        for rule in self.rules:
            for code, name, values in rule(candidate.record, self.context):
                candidate.blame(code, self.schema.field(name).title if name else None, **values)


def candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, share: Share = WHOLE
) -> Iterator[Candidate]:
    """The rows of all of a table's sources (or a share of them), one after the other."""
    rows: Iterable[tuple[Candidate, Bench]] = _judged(raws, schema, context, log, share)
    if schema.consent_field:
        rows = list(rows)
        heed([candidate for candidate, _ in rows], schema, context.decisions)
    for candidate, bench in rows:
        if not candidate.is_rejected and not candidate.is_closed:
            bench.hold(candidate)
        yield candidate


def _judged(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, share: Share
) -> Iterator[tuple[Candidate, Bench]]:
    judges = cell_judges(form_schema(schema.name))
    for raw in raws:
        full = form_schema(schema.name) if raw.is_form else schema
        columns = match_headers(raw, full)
        if share.which == 0:
            for each in columns.findings:
                log.add(each)
        bench = Bench(full, rules_for(schema, raw.is_form), References.of(schema, context.registry), context)
        for candidate in judge_rows(raw, full, columns, judges, share):
            if not columns.is_usable:
                candidate.blame("table-unusable")
            yield candidate, bench
