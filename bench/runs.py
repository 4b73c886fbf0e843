"""Runs a command as a process of its own and says what it cost."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from bench.facts import TODAY

ROOT = Path(__file__).resolve().parents[1]
STATE, SITE = "state", "site"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds on the clock and of the processors, and its peak memory in MB.

    Where it had workers, the peak is that of the largest process, not their sum.
    """

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Run:
    """One build: its cost, its pages, the files that it had to write, and each stage's seconds."""

    cost: Cost
    pages: int
    written: int
    rejected: int
    stages: dict[str, float]


def measure(command: Sequence[str | Path]) -> Cost:
    """Runs a command in the repository to its end; RuntimeError with what it said when it fails."""
    with TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{process.returncode}: {said.read().decode(errors='replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(data: Path, out: Path) -> Run:
    """Builds the portal of a package into `out`, over whatever the build before left there."""
    paths = ("--data", data, "--site", out / SITE, "--state", out / STATE)
    cost = measure([sys.executable, "-m", "generator", "build", *paths, "--today", TODAY.isoformat()])
    report = json.loads((out / STATE / "report.json").read_bytes())
    rejected = sum(table["rejected"] for table in report["tables"].values())
    return Run(cost, report["pages"], report["written"], rejected, report["seconds"])


def build_with_mkdocs(data: Path, out: Path) -> Run:
    """Builds the peer: the same data as one Markdown page a row, through MkDocs Material."""
    shutil.rmtree(out, ignore_errors=True)
    cost = measure([sys.executable, "-m", "bench.peer", data, out])
    pages = int((out / "pages").read_text())
    return Run(cost, pages, pages, 0, {})


def median(runs: Sequence[Run]) -> Run:
    """The run that the middle of each figure makes up."""

    def middle(of: Callable[[Run], float]) -> float:
        return statistics.median(map(of, runs))

    last = runs[-1]
    cost = Cost(
        middle(lambda run: run.cost.wall), middle(lambda run: run.cost.cpu), middle(lambda run: run.cost.peak)
    )
    stages = {name: statistics.median(run.stages[name] for run in runs) for name in last.stages}
    return Run(cost, last.pages, last.written, last.rejected, stages)
