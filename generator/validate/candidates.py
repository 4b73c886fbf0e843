"""Every row of a table as a candidate, held to its cells, the tables before it, and its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count, repeat
from typing import Any

from generator.memo import Memo, digest, judging_code
from generator.model.accounts import FindingLog
from generator.model.public import Value
from generator.model.records import RawTable, Record
from generator.model.schema import TableSchema, form_schema
from generator.validate.cells import REMEMBERED, cell_judges
from generator.validate.headers import Columns, match_headers
from generator.validate.kept import KeptRows
from generator.validate.people import heed
from generator.validate.references import References
from generator.validate.rows import Candidate, Chunk, Fill, Share, by_columns, judge_chunks
from generator.validate.rules import HANGS_ON, SETTLES, Context, Rule, rules_for


@dataclass(frozen=True, slots=True)
class Bench:
    """What the rows of one source are held to; `silent`: what each rule had nothing to say of, and from when on."""

    schema: TableSchema
    rules: tuple[Rule, ...]
    references: References
    context: Context
    silent: dict[Rule, dict[tuple[Value, ...], Any]] = field(default_factory=dict)

    def hold(self, candidate: Candidate) -> Candidate:
        """The row with what the tables before and the rules find, unless its fate is sealed already."""
        if candidate.is_rejected or candidate.is_closed:
            return candidate
        self.references.check(candidate)
        for rule in self.rules:
            for code, name, values in rule(candidate.record, self.context):
                candidate.blame(code, self.schema.field(name).title if name else None, **values)
        return candidate

    def unclear(self, chunk: Chunk) -> set[int]:
        """The rows that may not pass unseen: a cell, a reference or a rule may have something to say of them.

        A screen: it clears by columns what `hold` would find nothing about, and decides nothing else.
        """
        if not chunk.is_usable or not HANGS_ON.keys() >= set(self.rules):
            return set(range(len(chunk.numbers)))
        found = set(chunk.faults)
        for its, shelf in self.references.fields:
            column = chunk.columns[its.name]
            if unknown := {*column} - shelf.accepted.keys() - {None}:
                found.update(index for index, key in enumerate(column) if key in unknown)
        for rule in self.rules:
            found.update(self._spoken_of(chunk, rule, frozenset(found)))
        return found

    def _spoken_of(self, chunk: Chunk, rule: Rule, known: frozenset[int]) -> Iterator[int]:
        """The rows that a rule has something to say of, asked once for each set of what it hangs on.

        It is not asked about those known to be unclear: as in `hold`, no rule is told of a row with faults.
        """
        raw, settling = chunk.raw, SETTLES.get(rule, "")
        names = [name for name in HANGS_ON[rule] if name in chunk.columns and name != settling]
        sets = zip(*(chunk.columns[name] for name in names), strict=True)
        moments = chunk.columns.get(settling) or repeat(0)
        silent, told = self.silent.setdefault(rule, {}), dict[str, Value]()
        record = Record(raw.table, raw.title, raw.origin, 0, told)
        for index, (values, moment) in enumerate(zip(sets, moments, strict=False)):
            since = silent.get(values)
            if (since is not None and moment is not None and since <= moment) or index in known:
                continue
            told.update(zip(names, values, strict=True))
            told[settling] = moment
            if next(iter(rule(record, self.context)), None):
                yield index
            elif moment is not None:
                if len(silent) >= REMEMBERED:
                    silent.clear()
                silent[values] = moment


def candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, memo: Memo
) -> Iterator[Candidate]:
    """The rows of all of a table's sources, one after the other; what their cells came to is remembered."""
    judges = cache(lambda: cell_judges(form_schema(schema.name)))
    chunks = (
        (chunk, bench)
        for raw, bench, columns in _benches(raws, schema, context, log)
        for chunk in _chunks(raw, bench, columns, by_columns(columns, judges), memo)
    )
    if schema.consent_field:
        yield from _heeded(chunks, schema, context)
        return
    for chunk, bench in chunks:
        unclear = bench.unclear(chunk)
        yield from map(bench.hold, chunk.shapeless)
        for index, record in enumerate(chunk.records()):
            yield bench.hold(chunk.candidate(index, record)) if index in unclear else Candidate(record)


def _chunks(raw: RawTable, bench: Bench, columns: Columns, judge: Fill, memo: Memo) -> Iterator[Chunk]:
    """The chunks of a source, its cells judged now or remembered."""
    if bench.schema.consent_field:
        yield from judge_chunks(raw, bench.schema, columns, judge)
        return
    kept = KeptRows(memo, rows_key(raw, bench.schema), judge)
    yield from judge_chunks(raw, bench.schema, columns, kept.fill)
    kept.save()


def rows_key(raw: RawTable, schema: TableSchema) -> str:
    """What the rows of a source, each by its cells, are remembered under."""
    return digest("rows", judging_code(), schema.name, raw.is_form, raw.origin, raw.headers)


def _heeded(
    chunks: Iterable[tuple[Chunk, Bench]], schema: TableSchema, context: Context
) -> Iterator[Candidate]:
    """The rows of a table of people, each held to what that person said last."""
    rows = [
        (candidate, bench)
        for chunk, bench in chunks
        for candidate in (*chunk.shapeless, *map(chunk.candidate, count(), chunk.records()))
    ]
    heed([candidate for candidate, _ in rows], schema, context)
    for candidate, bench in rows:
        yield bench.hold(candidate)


def passing_chunks(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog, share: Share
) -> Iterator[tuple[Chunk, Bench]]:
    """A share of the rows of a table that is too long to keep; they are judged as they pass."""
    judges = cache(lambda: cell_judges(form_schema(schema.name)))
    for raw, bench, columns in _benches(raws, schema, context, log if share.which == 0 else FindingLog()):
        for chunk in judge_chunks(raw, bench.schema, columns, by_columns(columns, judges), share):
            yield chunk, bench


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
