"""A nation, government by government: `python -m bench.nation` builds parts of one, each part once, as whole processes.

A part is so many governments of equal size; all of them together have the rows of `nasional`. A line through the
logarithms of governments and seconds tells how time grows: an exponent of 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench import texts
from bench.__main__ import memory
from bench.facts import TODAY, Size, place_name, region_code
from bench.maker import SIZES, make
from bench.runs import Cost, measure
from generator.commands.new_portal import make_portal

UNITS = len(texts.UNITS)
ALL = SIZES["nasional"].agencies // UNITS
"""Governments of a nation: each has one of every unit, and an equal share of all else."""
SHARE = Size(
    UNITS,
    *(
        whole // ALL
        for whole in (SIZES["nasional"].programs, SIZES["nasional"].mentors, SIZES["nasional"].answers)
    ),
)
CASES = ("cold", "unchanged", "one row")


class Line(NamedTuple):
    """What one case cost, for how many governments and pages; `largest` is the peak of the largest process, in MB."""

    governments: int
    case: str
    pages: int
    cost: Cost
    largest: float


def main() -> None:
    """Prints what each part costs: nothing built, nothing changed, one row of one government changed."""
    args = _arguments()
    base, console, lines = (
        (args.disk or memory()).resolve() / "karier-bench" / "nation",
        Console(),
        list[Line](),
    )
    for governments in sorted(ALL // part for part in args.parts):
        shutil.rmtree(base, ignore_errors=True)
        _make(base, governments)
        for case in CASES:
            if case == "one row":
                _change(base / "portals" / region_code(0))
            cost = _build(base, args.jobs)
            lines.append(Line(governments, case, _pages(base), cost, _largest()))
            console.print(f"{governments} governments, {case}: {cost.wall:.1f} s", style="dim")
    shutil.rmtree(base, ignore_errors=True)
    console.print(
        _table(lines), f"load {os.getloadavg()[0]:.1f}, {args.jobs} jobs; exponent {_exponents(lines)}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.nation", description=main.__doc__)
    parser.add_argument(
        "parts", nargs="*", type=int, default=[64, 16], help="1 is all of the nation, 64 a 64th"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--disk", type=Path, metavar="DIR", help="work in DIR instead of memory")
    return parser.parse_args()


def _make(base: Path, governments: int) -> None:
    for number in range(governments):
        home = base / "portals" / region_code(number)
        make_portal(home)
        shutil.rmtree(home / "content" / "data")
        make(SHARE, home / "content" / "data", seed=number)
        settings = home / "content" / "portal.yaml"
        told = settings.read_text("utf-8").replace("Nama pemerintah daerah Anda", place_name(number))
        settings.write_text(told, "utf-8")
    _make_above(base / "data", governments)


def _make_above(data: Path, governments: int) -> None:
    """The nation's own package: the regions alone."""
    make(Size(governments * UNITS, 0, 0, 0), data)
    (data / "datapackage.yaml").write_text("resources: [{name: regions, path: regions.csv}]\n", "utf-8")


def _change(portal: Path) -> None:
    programs = portal / "content" / "data" / "programs.csv"
    text = programs.read_text("utf-8")
    programs.write_text(text.replace(texts.SUMMARIES[0], "Ringkasan yang baru saja diperbarui.", 1), "utf-8")


def _build(base: Path, jobs: int) -> Cost:
    paths = ("--data", base / "data", "--site", base / "site", "--state", base / "state", "--jobs", str(jobs))
    command = (
        sys.executable,
        "-m",
        "generator",
        "nation",
        base / "portals",
        *paths,
        "--today",
        TODAY.isoformat(),
    )
    return measure(command)


def _pages(base: Path) -> int:
    reports = [base / "state" / "report.json", *base.glob("portals/*/.karier/report.json")]
    return sum(json.loads(report.read_bytes())["pages"] for report in reports)


def _largest() -> float:
    """The most that any process held so far: parts are built from the smallest on."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _exponents(lines: Sequence[Line]) -> str:
    cold = [line for line in lines if line.case == CASES[0]]
    if len(cold) < 2:
        return "-"
    sizes = [log(line.governments) for line in cold]
    wall = statistics.linear_regression(sizes, [log(line.cost.wall) for line in cold]).slope
    cpu = statistics.linear_regression(sizes, [log(line.cost.cpu) for line in cold]).slope
    return f"{wall:.2f} of wall seconds, {cpu:.2f} of processor seconds"


def _table(lines: Sequence[Line]) -> Table:
    table = Table("governments", "case", title=f"each with {SHARE}")
    for name in ("pages", "wall s", "cpu s", "largest process MB", "all MB"):
        table.add_column(name, justify="right")
    for line in lines:
        cost = (
            f"{line.cost.wall:.1f}",
            f"{line.cost.cpu:.1f}",
            f"{line.largest:.0f}",
            f"{line.cost.peak:.0f}",
        )
        table.add_row(str(line.governments), line.case, f"{line.pages:,}", *cost)
    return table


if __name__ == "__main__":
    main()
