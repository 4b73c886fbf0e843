"""The screen in front of the rules, and the short way through a moment: never a verdict of their own."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_validate_accounts import HOSTILE
from test_validate_cells import DATES
from toy_portal import SETTINGS, TODAY, TOY, write_package

from generator.building.judging import FOLDS
from generator.derive.evaluation import Evaluations
from generator.memo import Memo
from generator.model.accounts import FindingLog
from generator.model.decisions import Decisions
from generator.model.public import Value
from generator.model.records import RawTable, Record, Registry
from generator.model.schema import form_schema, load_schema
from generator.sources import Source, load_package, open_source
from generator.validate import answers as answers_module
from generator.validate import rows as rows_module
from generator.validate.answers import fold_answers
from generator.validate.candidates import Bench
from generator.validate.canonical import Fault
from generator.validate.cells import CellJudge, MomentJudge, cell_judges
from generator.validate.judge import Judgement, judge
from generator.validate.references import References
from generator.validate.rows import Chunk
from generator.validate.rules import HANGS_ON, Blame, Context, Rule

ANSWERS = {
    "evaluations": {
        "submitted_at": ["21/11/2026 09:15", "2026-01-05", "besok", ""],
        "program": ["literasi-digital", "manajemen-rs", "tidak-ada", ""],
        "session": ["literasi-1", "", "tidak-ada"],
        "agency": ["disdik", "bkpsdm", "tidak-ada"],
        "level": ["1", "3", "9"],
        "material": ["4", "4,5", "6", ""],
        "applied": ["3", ""],
        "respondent_kind": ["Peserta", "atasan", "siapa", ""],
        "nip": ["000000000000000000", ""],
    },
    "mentoring_requests": {
        "submitted_at": ["21/11/2026 09:15"],
        "mentor": ["m-7f3a", "m-0000", ""],
        "agency": ["disdik", "bkpsdm"],
        "goal": ["Belajar menulis kebijakan."],
        "status": ["baru", "diterima", "entah"],
        "rank": ["III/a", "IV/c", ""],
        "conflict": ["", "Kerabat", "Tidak ada"],
        "nip": ["000000000000000000"],
        "email": ["x@contoh.go.id"],
    },
}
"""What people may type of a few fields, fit and unfit; the others stay empty."""


def rows(table: str) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.lists(st.tuples(*map(st.sampled_from, ANSWERS[table].values())), max_size=12)


@given(st.sampled_from(sorted(ANSWERS)).flatmap(lambda table: st.tuples(st.just(table), rows(table))))
def test_what_is_screened_ends_as_what_is_held_row_by_row(
    case: tuple[str, list[tuple[str, ...]]],
) -> None:
    """A followed source is held row by row: the same accounts, the same findings, the same fold."""
    table, typed = case
    text = io.StringIO()
    csv.writer(text).writerows([tuple(ANSWERS[table]), *typed])
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(Path(folder) / "data", {f"{table}.csv": text.getvalue().encode()})
        screened, held = judged(package, follow=False), judged(package, follow=True)
    assert screened.accounts == held.accounts
    assert screened.log.sorted() == held.log.sorted()
    assert screened.folds[table].load() == held.folds[table].load()


HABITS = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
ODD = ["", ",", ",,,", "besok", 'rusak,"tak ditutup', '"a"b,c', "\0,x", '"dua\nbaris",x', " ,\t,", "=1+1,2"]


@given(rows("evaluations"), st.lists(st.sampled_from(ODD), max_size=4), HABITS, st.randoms())
def test_a_hostile_file_ends_alike_by_columns_and_row_by_row(
    typed: list[tuple[str, ...]], odd: list[str], quoting: int, random: Random
) -> None:
    """Also where a person answers twice, in another chunk or share: the same row is the first."""
    lines = [written([row], quoting) for row in typed * 2] + [f"{line}\n" for line in odd]
    random.shuffle(lines)
    text = written([tuple(ANSWERS["evaluations"])], quoting) + "".join(lines)
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(text.encode())
        file.flush()
        source = Source("uji", "evaluations", "Uji", "uji.csv", Path(file.name), None, False, ",", None)
        told = [
            answered(open_source(source), *way) for way in ((8192, True, 1), (8192, False, 1), (2, False, 2))
        ]
    assert told[0] == told[1] == told[2]


def answered(raw: RawTable, size: int, follow: bool, jobs: int) -> tuple[object, ...]:
    """What a source of answers comes to, read so many rows at a time."""
    log = FindingLog(followed={raw.origin: []} if follow else {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_module, "CHUNK", size)
        patch.setattr(answers_module, "WORTH_A_COPY", 1)
        schema, context = load_schema("evaluations"), toy_context()
        folded, statuses = fold_answers([raw], schema, context, log, Evaluations, Memo(), jobs)
    return folded.load(), statuses, log.sorted(), log.hidden


@cache
def toy_context() -> Context:
    context = Context(Registry(), Decisions(), SETTINGS, TODAY)
    judge([open_source(source) for source in load_package(TOY)], context, {}, Memo())
    return context


def written(typed: list[tuple[str, ...]], quoting: int) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="\n").writerows(typed)  # type: ignore[arg-type]
    return text.getvalue()


@given(st.text(st.characters(codec="utf-8"), max_size=9) | st.sampled_from([*HOSTILE, "x" * 6000, "0" * 18]))
def test_a_text_that_is_plain_is_what_it_says(text: str) -> None:
    judges = cell_judges(form_schema("evaluations"))
    for name in ("comment", "nip"):
        judge = judges[name]
        assert judge.plain
        if judge.plain.fullmatch(text):
            assert judge._judge(text) == text


@given(st.lists(DATES | st.sampled_from(HOSTILE) | st.datetimes().map(str), max_size=8))
def test_a_column_of_moments_reads_as_each_of_them(texts: list[str]) -> None:
    schema = form_schema("evaluations")
    column = cell_judges(schema)["submitted_at"]
    whole = CellJudge(schema.name, column.field, column.read)
    assert column.judge(texts * 2) == [whole[text] for text in texts * 2]


def judged(package: Path, *, follow: bool) -> Judgement:
    raws = [open_source(source) for source in load_package(package)]
    context = Context(Registry(), Decisions(), SETTINGS, TODAY)
    followed = [raw.origin for raw in raws] if follow else []
    return judge(raws, context, FOLDS, Memo(), followed)


@given(st.lists(DATES | st.sampled_from(HOSTILE) | st.datetimes().map(str), max_size=8))
def test_a_day_that_is_known_changes_no_verdict(texts: list[str]) -> None:
    schema = form_schema("evaluations")
    short = cell_judges(schema)["submitted_at"]
    assert isinstance(short, MomentJudge)
    for text in texts:
        whole = CellJudge(schema.name, load_schema("evaluations").field("submitted_at"), short.read)
        assert short[text] == whole[text]


def test_no_rule_is_told_of_a_row_with_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule may rely on what the schema asks for: a required year is there."""
    told: list[Value] = []

    def listens(record: Record, context: Context) -> Iterator[Blame]:
        told.append(record["period"])
        yield from ()

    monkeypatch.setitem(cast("dict[Rule, tuple[str, ...]]", HANGS_ON), listens, ("period",))
    schema = load_schema("decisions")
    raw = RawTable("decisions", "Uji", "uji.csv", False, "", 0, (), lambda: iter(()))
    columns: dict[str, list[Value]] = {"period": ["2025", None]}
    chunk = Chunk(raw, schema, True, [2, 3], columns, {1: {"period": Fault("required")}})
    context = Context(Registry(), Decisions(), SETTINGS, TODAY)
    assert Bench(schema, (listens,), References(()), context).unclear(chunk) == {1}
    assert told == ["2025"]
