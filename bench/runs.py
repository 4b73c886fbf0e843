"""Runs a command as a process of its own and says what it cost."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from bench.facts import TODAY

ROOT = Path(__file__).resolve().parents[1]
STATE, SITE = "state", "site"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its workers cost: seconds on the clock, seconds of the processors, peak memory in MB.

    Memory that workers share counts once (the kernel's "proportional set size", ten times a second).
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


def measure(command: Sequence[str | Path], folder: Path = ROOT) -> Cost:
    """Runs a command in the folder to its end; RuntimeError with what it said when it fails."""
    with TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        with ThreadPoolExecutor(1) as watcher:
            shared = watcher.submit(_watch, process.pid)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{process.returncode}: {said.read().decode(errors='replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, max(used.ru_maxrss, shared.result()) / 1024)


def _watch(pid: int) -> int:
    """The most memory, in KB, that a process and its descendants were seen to hold together."""
    most = 0
    while Path(f"/proc/{pid}").exists():
        most = max(most, sum(map(_memory, _family(pid))))
        time.sleep(0.1)
    return most


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def build(data: Path, out: Path, program: str = "generator") -> Run:
    """Builds the portal of a package into `out`, over whatever the build before left there."""
    paths = ("--data", data, "--site", out / SITE, "--state", out / STATE)
    cost = measure([sys.executable, "-m", program, "build", *paths, "--today", TODAY.isoformat()])
    report = json.loads((out / STATE / "report.json").read_bytes())
    rejected = sum(table["rejected"] for table in report["tables"].values())
    return Run(cost, report["pages"], report["written"], rejected, report["seconds"])


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
