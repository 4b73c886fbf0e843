"""Judges every table in the order of its references; each row ends with one status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.memo import Memo
from generator.model.accounts import Account, FindingLog
from generator.model.records import Fold, RawTable, Registry, Status
from generator.model.schema import TableSchema, load_schema
from generator.settings import Settings
from generator.validate.answers import Folded, NoFold, fold_answers
from generator.validate.candidates import candidates
from generator.validate.references import table_order
from generator.validate.rules import Context
from generator.validate.shelving import shelve


@dataclass(slots=True)
class Judgement:
    """The registry of what is fit, what the answers were folded into, and the account of every row."""

    registry: Registry = field(default_factory=Registry)
    folds: dict[str, Folded] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    log: FindingLog = field(default_factory=FindingLog)

    def close(self, schema: TableSchema, statuses: Counter[Status]) -> None:
        """Enters one table's rows in the accounts."""
        counts = {status.value: statuses[status] for status in Status}
        self.accounts[schema.name] = Account(read=statuses.total(), **counts)


def judge(
    raws: Iterable[RawTable],
    settings: Settings,
    today: date,
    folds: Mapping[str, type[Fold]],
    memo: Memo | None = None,
    progress: Callable[[str], None] = lambda title: None,
) -> Judgement:
    """Judges all tables. Answers are folded into what `folds` names for their table, and are not kept."""
    by_table: dict[str, list[RawTable]] = {}
    for raw in raws:
        by_table.setdefault(raw.table, []).append(raw)
    judgement = Judgement()
    context = Context(judgement.registry, settings, today)
    for schema in table_order(load_schema(name) for name in by_table):
        progress(schema.title)
        tables = by_table[schema.name]
        if schema.is_answers:
            kind = folds.get(schema.name, NoFold)
            folded, statuses = fold_answers(tables, schema, context, judgement.log, kind, memo or Memo())
            judgement.folds[schema.name] = folded
        else:
            rows = candidates(tables, schema, context, judgement.log)
            judgement.registry.shelves[schema.name], statuses = shelve(rows, schema, judgement.log)
        judgement.close(schema, statuses)
    return judgement
