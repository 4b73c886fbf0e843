"""Rows whose cells an earlier build judged: the same source under the same schema need not meet the judge again.

Rows about people who may take their consent back are not kept: nobody would look for them here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.findings import Finding
from generator.memo import Memo, digest, judging_code
from generator.model.public import Value
from generator.model.records import RawTable, Record
from generator.model.schema import TableSchema
from generator.validate.cells import CellJudge
from generator.validate.headers import Columns
from generator.validate.rows import Candidate, judge_rows

Kept = list[tuple[int, tuple[Value, ...], list[Finding]]]
"""Row number, values in the schema's order (none for an unreadable row), and what its cells were blamed for."""


def kept_rows(
    raw: RawTable,
    schema: TableSchema,
    columns: Columns,
    judges: Callable[[], Mapping[str, CellJudge]],
    memo: Memo,
) -> Iterator[Candidate]:
    """Every row of a source as a candidate, judged now or remembered; `judges` are made only when needed."""
    if schema.consent_field:
        yield from judge_rows(raw, schema, columns, judges())
        return
    key = digest("rows", judging_code(), schema.name, raw.digest, raw.origin, raw.title, raw.is_form)
    kept: Kept | None = memo.get(key)
    if kept is None:
        judged = list(judge_rows(raw, schema, columns, judges()))
        kept = [(each.record.row, tuple(each.record.values.values()), each.findings) for each in judged]
        memo.put(key, kept)
    names = [field.name for field in schema.fields]
    for number, values, findings in kept:
        record = Record(raw.table, raw.title, raw.origin, number, dict(zip(names, values, strict=False)))
        yield Candidate(record, list(findings))
