"""Judges every table in the order of its references; each row ends with one status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.accounts import Account, FindingLog
from generator.model.ids import slug
from generator.model.records import Key, RawTable, Registry, Shelf, Sink, Status
from generator.model.schema import TableSchema, form_schema, load_schema
from generator.settings import Settings
from generator.validate.cells import cell_judges
from generator.validate.headers import match_headers
from generator.validate.references import References, check_own_references, table_order
from generator.validate.rows import Candidate, judge_rows
from generator.validate.rules import Context, Rule, rules_for


@dataclass(slots=True)
class Judgement:
    """The registry of what is fit, the account of every row, and why the others are not in it."""

    registry: Registry = field(default_factory=Registry)
    accounts: dict[str, Account] = field(default_factory=dict)
    log: FindingLog = field(default_factory=FindingLog)


def judge(
    raws: Iterable[RawTable],
    settings: Settings,
    today: date,
    sinks: Mapping[str, Sink],
    progress: Callable[[str], None] = lambda title: None,
) -> Judgement:
    """Judges all tables. Answers are handed to their table's sink as they pass, and are not kept."""
    by_table: dict[str, list[RawTable]] = {}
    for raw in raws:
        by_table.setdefault(raw.table, []).append(raw)
    judgement = Judgement()
    context = Context(judgement.registry, settings, today)
    for schema in table_order(load_schema(name) for name in by_table):
        progress(schema.title)
        rows = _candidates(by_table[schema.name], schema, context, judgement.log)
        if schema.is_answers:
            statuses = _fold_answers(rows, schema, judgement, sinks.get(schema.name))
        else:
            statuses = _shelve(rows, schema, judgement)
        judgement.accounts[schema.name] = Account(
            read=statuses.total(), **{status.value: statuses[status] for status in Status}
        )
    return judgement


def _candidates(
    raws: list[RawTable], schema: TableSchema, context: Context, log: FindingLog
) -> Iterator[Candidate]:
    """Every row of a table's sources, held to its cells, its rules and the tables before it."""
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


def _fold_answers(
    rows: Iterator[Candidate], schema: TableSchema, judgement: Judgement, sink: Sink | None
) -> Counter[Status]:
    statuses: Counter[Status] = Counter()
    for candidate in rows:
        status = candidate.status
        statuses[status] += 1
        for each in candidate.findings:
            judgement.log.add(each)
        if status == Status.ACCEPTED and sink:
            sink(candidate.record)
    return statuses


def _shelve(rows: Iterator[Candidate], schema: TableSchema, judgement: Judgement) -> Counter[Status]:
    candidates = list(rows)
    unique = _first_of_each(candidates, schema)
    check_own_references(unique, schema)
    shelf = Shelf(schema)
    for key, candidate in unique.items():
        status = candidate.status
        if status == Status.ACCEPTED:
            shelf.accepted[key] = candidate.record
        elif status != Status.REJECTED:
            shelf.hidden[key] = status
    judgement.registry.shelves[schema.name] = shelf
    for candidate in candidates:
        for each in candidate.findings:
            judgement.log.add(each)
    return Counter(candidate.status for candidate in candidates)


def _first_of_each(candidates: list[Candidate], schema: TableSchema) -> dict[Key, Candidate]:
    """The fit rows by key; a repeated key (in any case, as addresses are) blames all but the first."""
    unique: dict[Key, Candidate] = {}
    taken: set[Key] = set()
    for number, candidate in enumerate(candidates):
        if candidate.status == Status.REJECTED:
            continue
        parts = [candidate.record.text(name) for name in schema.key] or [str(number)]
        key: Key = parts[0] if len(parts) == 1 else tuple(parts)
        address: Key = slug(key) if isinstance(key, str) else tuple(map(slug, key))
        if address in taken:
            candidate.blame("key-repeated", schema.field(schema.key[0]).title)
        else:
            taken.add(address)
            unique[key] = candidate
    return unique
