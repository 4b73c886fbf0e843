"""Answers run to millions: each is judged as it passes, folded, and let go; the outcome is remembered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, NamedTuple, Self

from generator.copies import in_copies, shares_for
from generator.findings import Finding
from generator.memo import Memo
from generator.model.accounts import FindingLog
from generator.model.records import Answers, Fold, RawTable, Status, answers_of
from generator.model.schema import TableSchema
from generator.validate.candidates import Bench, passing_chunks
from generator.validate.repeats import Repeats
from generator.validate.rows import Candidate, Chunk, Share
from generator.validate.rules import Context
from generator.validate.told import told_by

WORTH_A_COPY = 4_000_000
"""Bytes of answers for which one more process pays."""


class NoFold:
    """For answers of which nothing is wanted yet but their account."""

    def take(self, answers: Answers) -> None:
        """Lets the answers go."""

    def __add__(self, other: Self) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class Folded:
    """What a table's answers were folded into; `key` is the digest of all that it was made from."""

    key: str
    memo: Memo
    made: Fold | None

    def load(self) -> Any:
        """The fold itself, from this build or from an earlier one."""
        return self.made if self.made is not None else self.memo.get(_fold_key(self.key))


class Outcome(NamedTuple):
    """What judging a table's answers (or a share of them) comes to, besides their fold."""

    statuses: Counter[Status]
    findings: list[Finding]
    hidden: int


def fold_answers(
    raws: list[RawTable],
    schema: TableSchema,
    context: Context,
    log: FindingLog,
    kind: type[Fold],
    memo: Memo,
    jobs: int,
) -> tuple[Folded, Counter[Status]]:
    """Judges and folds a table's answers, unless an earlier build did so with the very same."""
    key = told_by(raws, schema, context, kind.__name__, memo)
    is_followed = any(raw.origin in log.followed for raw in raws)
    outcome: Outcome | None = None if is_followed else memo.get(key)
    made: Fold | None = None
    if outcome is None:
        shares = 1 if is_followed else shares_for(jobs, sum(raw.size for raw in raws), WORTH_A_COPY)
        outcome, made = _merged(
            in_copies(shares, lambda which: _fold(raws, schema, context, log, kind, Share(which, shares)))
        )
        memo.put(_fold_key(key), made)
        memo.put(key, outcome)
    else:
        memo.keep(_fold_key(key))
    log.take(outcome.findings, outcome.hidden)
    return Folded(key, memo, made), outcome.statuses


def _fold(
    raws: list[RawTable],
    schema: TableSchema,
    context: Context,
    log: FindingLog,
    kind: type[Fold],
    share: Share,
) -> tuple[Outcome, Fold]:
    own, fold, statuses = FindingLog(followed=log.followed), kind(), Counter[Status]()
    repeats = Repeats(schema.once)
    for chunk, bench in passing_chunks(raws, schema, context, own, share):
        held = _held(chunk, bench, repeats, chunk.raw.origin in log.followed)
        shapeless = [*map(bench.hold, chunk.shapeless)]
        for each in sorted([*shapeless, *held.values()], key=lambda each: each.record.row):
            own.close(each.record, each.status, each.findings)
            statuses[each.status] += 1
        statuses[Status.ACCEPTED] += len(chunk.numbers) - len(held)
        fold.take(chunk.answers(held))
        fold.take(answers_of([each.record for each in held.values() if each.status == Status.ACCEPTED]))
    return Outcome(statuses, own.kept, own.hidden), fold


def _held(chunk: Chunk, bench: Bench, repeats: Repeats, is_followed: bool) -> dict[int, Candidate]:
    """The rows that do not pass at once, by index, and what became of each."""
    unclear = range(len(chunk.numbers)) if is_followed else sorted(bench.unclear(chunk))
    held = {index: bench.hold(chunk.candidate(index, chunk.record(index))) for index in unclear}
    rejected = {index for index, candidate in held.items() if candidate.is_rejected}
    for index in repeats.among(chunk.columns, rejected):
        candidate = held.setdefault(index, Candidate(chunk.record(index)))
        candidate.blame("answer-repeated")
    return held


def _merged(shares: list[tuple[Outcome, Fold]]) -> tuple[Outcome, Fold]:
    """All shares in one, with their findings by row, so that the same ones are kept however it was parted."""
    outcomes = [outcome for outcome, _ in shares]
    statuses = sum((outcome.statuses for outcome in outcomes), Counter[Status]())
    findings = sorted(
        (each for outcome in outcomes for each in outcome.findings),
        key=lambda each: (each.origin, each.row or 0),
    )
    fold = reduce(add, (fold for _, fold in shares))
    return Outcome(statuses, findings, sum(outcome.hidden for outcome in outcomes)), fold


def _fold_key(key: str) -> str:
    return f"{key}-fold"
