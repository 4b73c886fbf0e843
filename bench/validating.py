"""How much faster than Frictionless' own `validate` are answers judged? `python -m bench.validating [--rows N]`.

The same file, schema and references for both, and the same rows have to be unfit. Cells are written in the one form
that Frictionless reads as well; it gets the tables that answers refer to as our judge left them.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.facts import TODAY, Size
from bench.maker import make
from generator.memo import Memo
from generator.model.accounts import FindingLog
from generator.model.decisions import Decisions
from generator.model.records import RawTable, Registry, Status
from generator.model.schema import SCHEMAS, load_schema
from generator.settings import load_settings
from generator.sources import load_package, open_source
from generator.validate.answers import NoFold, fold_answers
from generator.validate.judge import judge
from generator.validate.rules import Context

ANSWERS = "evaluations"
REFERRED = ("programs", "sessions", "agencies")


class Cost(NamedTuple):
    """Seconds, and how many rows were found unfit."""

    wall: float
    cpu: float
    unfit: int


def main() -> None:
    """Prints what each way costs and the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench.validating", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        make(Size(840, 3_000, 10, args.rows), data)
        _rewrite(data / f"{ANSWERS}.csv")
        context, raw = _judged(data)
        ours = _timed(lambda: _ours(raw, context, args.jobs))
        theirs = _timed(lambda: _frictionless(data, context))
    table = Table("way", "wall s", "cpu s", "unfit rows")
    for way, cost in (("ours", ours), ("Frictionless validate", theirs)):
        table.add_row(way, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.unfit:,}")
    Console().print(table)
    Console().print(f"{args.rows:,} rows: {theirs.wall / ours.wall:.1f} times on the clock", end=", ")
    Console().print(f"{theirs.cpu / ours.cpu:.1f} times in CPU seconds, {args.jobs} jobs")


def _rewrite(path: Path) -> None:
    """Puts moments and decimals into the form that Frictionless knows."""
    kept = path.rename(path.with_suffix(".made"))
    with kept.open(newline="") as made, path.open("w", newline="") as file:
        rows = csv.DictReader(made)
        writer = csv.DictWriter(file, rows.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(_plain, rows))


def _plain(row: dict[str, str]) -> dict[str, str]:
    with suppress(ValueError):  # of one that was spoilt
        row["submitted_at"] = str(datetime.strptime(row["submitted_at"], "%d/%m/%Y %H:%M:%S"))
    scores = {name: row[name].replace(",", ".") for name in ("pre_score", "post_score")}
    return row | scores


def _judged(data: Path) -> tuple[Context, RawTable]:
    """All tables but the answers, judged, and those."""
    raws = {source.table: open_source(source) for source in load_package(data)}
    answers = raws.pop(ANSWERS)
    context = Context(Registry(), Decisions(), load_settings(), TODAY)
    judge(raws.values(), context, {}, Memo())
    return context, answers


def _ours(raw: RawTable, context: Context, jobs: int) -> int:
    _, statuses = fold_answers([raw], load_schema(ANSWERS), context, FindingLog(), NoFold, Memo(), jobs)
    return statuses[Status.REJECTED]


def _frictionless(data: Path, context: Context) -> int:
    from frictionless import Package, Resource, Schema, system

    known = [
        Resource(name=name, data=[["id"], *([key] for key in context.registry.shelves[name].accepted)])
        for name in REFERRED
    ]
    with system.use_context(trusted=True):
        schema = Schema.from_descriptor(str(SCHEMAS / f"{ANSWERS}.yaml"))
        answers = Resource(name=ANSWERS, path=str(data / f"{ANSWERS}.csv"), schema=schema)
        report = Package(resources=[*known, answers]).validate(limit_errors=10**9)
    return len(
        {row for task in report.tasks if task.name == ANSWERS for (row,) in task.flatten(["rowNumber"])}
    )


def _timed(work: Callable[[], int]) -> Cost:
    wall, cpu = time.perf_counter(), _cpu()
    unfit = work()
    return Cost(time.perf_counter() - wall, _cpu() - cpu, unfit)


def _cpu() -> float:
    """Of this process and of its copies that have ended."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in each)


if __name__ == "__main__":
    main()
