"""Every row of a table as a candidate, held to its cells, the tables before it, and its rules."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.accounts import FindingLog
from generator.model.records import RawTable, Status
from generator.model.schema import TableSchema, form_schema
from generator.validate.cells import cell_judges
from generator.validate.headers import match_headers
from generator.validate.references import References
from generator.validate.rows import Candidate, judge_rows
from generator.validate.rules import Context, Rule, rules_for


def candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog
) -> Iterator[Candidate]:
    """The rows of all of a table's sources, one after the other."""
    judges = cell_judges(form_schema(schema.name))
    for raw in raws:
        full = form_schema(schema.name) if raw.is_form else schema
        columns = match_headers(raw, full)
        for each in columns.findings:
            log.add(each)
        rules, references = rules_for(schema, raw.is_form), References.of(schema, context.registry)
        for candidate in judge_rows(raw, full, columns, judges):
            if not columns.is_usable:
                candidate.blame("table-unusable")
            elif candidate.status != Status.REJECTED:
                references.check(candidate)
                _hold_to_rules(candidate, full, rules, context)
            yield candidate


def _hold_to_rules(
    candidate: Candidate, schema: TableSchema, rules: tuple[Rule, ...], context: Context
) -> None:
    for rule in rules:
        for code, name, values in rule(candidate.record, context):
            candidate.blame(code, schema.field(name).title if name else None, **values)
