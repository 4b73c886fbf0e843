"""Judges every table in the order of its references; each row ends with one status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.memo import Memo
from generator.model.accounts import Account, FindingLog
from generator.model.records import Fold, RawTable, Registry, Status
from generator.model.schema import TableSchema, form_schema, load_schema
from generator.model.sheets import SheetSeen
from generator.validate.answers import Folded, NoFold, fold_answers
from generator.validate.references import table_order
from generator.validate.rules import Context
from generator.validate.shelving import shelve


@dataclass(slots=True)
class Judgement:
    """The registry of what is fit, what the answers were folded into, and the account of every row.

    `sheets` are those among the sources, each with the day on which it was last seen; `open_sources` the
    digests, by table, of the sources that hold nothing private.
    """

    registry: Registry
    folds: dict[str, Folded] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    log: FindingLog = field(default_factory=FindingLog)
    sheets: tuple[SheetSeen, ...] = ()
    open_sources: dict[str, list[str]] = field(default_factory=dict)

    def close(self, schema: TableSchema, statuses: Counter[Status]) -> None:
        """Enters one table's rows in the accounts."""
        counts = {status.value: statuses[status] for status in Status}
        self.accounts[schema.name] = Account(read=statuses.total(), **counts)


def judge(
    raws: Iterable[RawTable],
    context: Context,
    folds: Mapping[str, type[Fold]],
    memo: Memo,
    followed: Iterable[str] = (),
    jobs: int = 1,
    progress: Callable[[str], None] = lambda title: None,
) -> Judgement:
    """Judges all tables. Answers are folded into what `folds` names for their table, and are not kept.

    `context.registry` is filled on the way; `followed` are origins whose every row's outcome is wanted;
    many answers are parted among up to `jobs` processes (0: one a core).
    """
    by_table: dict[str, list[RawTable]] = {}
    for raw in raws:
        by_table.setdefault(raw.table, []).append(raw)
    log = FindingLog(followed={origin: [] for origin in followed})
    judgement = Judgement(context.registry, log=log, open_sources=_open_sources(by_table))
    for schema in table_order(load_schema(name) for name in by_table):
        progress(schema.title)
        tables = by_table[schema.name]
        if schema.is_answers:
            kind = folds.get(schema.name, NoFold)
            folded, statuses = fold_answers(tables, schema, context, log, kind, memo, jobs)
            judgement.folds[schema.name] = folded
        else:
            context.registry.shelves[schema.name], statuses = shelve(tables, schema, context, log, memo)
        judgement.close(schema, statuses)
    return judgement


def _open_sources(by_table: Mapping[str, Iterable[RawTable]]) -> dict[str, list[str]]:
    """A digest of private cells would let a guess at one of them be tried."""
    found = {
        table: [
            raw.digest for raw in raws if _is_open(form_schema(table) if raw.is_form else load_schema(table))
        ]
        for table, raws in sorted(by_table.items())
    }
    return {table: digests for table, digests in found.items() if digests}


def _is_open(schema: TableSchema) -> bool:
    return not schema.is_answers and all(field.public for field in schema.fields)
