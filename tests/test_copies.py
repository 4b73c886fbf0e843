"""Work in copies of a process: the same result however it is parted, and whatever happens to a copy."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from toy_portal import SETTINGS, TODAY, TOY, write_package

from generator.copies import in_copies, shares_for
from generator.derive.evaluation import Evaluations
from generator.memo import Memo
from generator.model.decisions import Decisions
from generator.model.records import Registry
from generator.sources import load_package, open_source
from generator.validate import answers, rows
from generator.validate.judge import Judgement, judge
from generator.validate.rules import Context


def judged(data: Path, jobs: int) -> Judgement:
    context = Context(Registry(), Decisions(), SETTINGS, TODAY)
    raws = [open_source(source) for source in load_package(data)]
    return judge(raws, context, {"evaluations": Evaluations}, Memo(), jobs=jobs)


@pytest.mark.parametrize("jobs", [2, 3])
def test_answers_judged_in_shares_are_judged_alike(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "CHUNK", 3)
    whole = judged(TOY, 1)
    monkeypatch.setattr(answers, "WORTH_A_COPY", 1)
    parted = judged(TOY, jobs)
    assert parted.accounts == whole.accounts
    assert parted.log.sorted() == whole.log.sorted()
    assert parted.folds["evaluations"].load() == whole.folds["evaluations"].load()


def test_a_long_file_is_read_whole_by_every_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a process share the place that an open file is read at: each has to open its own."""
    package = write_package(tmp_path / "data")
    answers_file = package / "evaluations.csv"
    header, *lines = answers_file.read_text().splitlines(keepends=True)
    answers_file.write_text(header + "".join(lines) * 4000)
    monkeypatch.setattr(rows, "CHUNK", 100)
    monkeypatch.setattr(answers, "WORTH_A_COPY", 1)
    whole, parted = judged(package, 1), judged(package, 2)
    assert whole.accounts["evaluations"].read == 4000 * len(lines)
    assert parted.accounts == whole.accounts
    assert parted.folds["evaluations"].load() == whole.folds["evaluations"].load()


def test_each_share_is_done_once_and_in_order() -> None:
    assert in_copies(4, lambda share: share * 10) == [0, 10, 20, 30]


def test_a_copy_that_is_killed_costs_time_only() -> None:
    here = os.getpid()

    def work(share: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return share

    assert in_copies(3, work) == [0, 1, 2]


def test_what_a_copy_fails_at_is_raised_here() -> None:
    def work(share: int) -> int:
        if share == 1:
            raise ValueError("told here")
        return share

    with pytest.raises(ValueError, match="told here"):
        in_copies(2, work)


def test_small_work_is_not_parted() -> None:
    assert shares_for(8, 10, 1000) == 1
    assert shares_for(2, 100_000, 1000) == 2
    assert shares_for(1, 100_000, 1000) == 1
