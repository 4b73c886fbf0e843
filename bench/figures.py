"""Figures of a nation: `python -m bench.figures` judges, folds and releases the answers of many governments.

Each government's answers come from its own CSV, are held to the same rules as in a build, and are released by its
own ledger; what they come to along few dimensions is added up to the nation's, which is protected as any other.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console

from bench.facts import TODAY, Size
from bench.maker import make
from generator.building.judging import Clock, context_of, judge_sources, open_sources
from generator.derive.cube import Cube, Shape
from generator.derive.disclosure import protect
from generator.derive.evaluation import SHAPE, Evaluations, evaluation_tables, whose
from generator.derive.ledger import Ledger
from generator.derive.release import Plan, Release
from generator.memo import Memo
from generator.model.figures import Published
from generator.settings import load_settings

GOVERNMENT = Size(840, 3_000, 10, 150_000)
"""A thirty-third of `nasional`; mentors have no part in it."""
NATION = Shape(("period", "respondent"), SHAPE.variable_dimensions, SHAPE.variables)
RELEASE = Release("nation", NATION, (Plan("figures", ("period",), ((), ("period",))),), is_scored=True)


class Told(NamedTuple):
    """What one government comes to: its answers along few dimensions, and what that took."""

    cube: Cube
    shown: int
    cpu: float
    peak: float


class Unwatched:
    """Nobody looks on."""

    def stage(self, code: str) -> None:
        """A stage begins."""

    def step(self, what: str) -> None:
        """A step begins."""


def main() -> None:
    """Prints how many answers became how many figures, in what time and memory."""
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=main.__doc__)
    parser.add_argument("--governments", type=int, default=34, help="each with 150,000 answers")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="what the answers come in"
    )
    args = parser.parse_args()
    nation, shown, cpu, peaks = Cube(NATION), 0, 0.0, list[float]()
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        make(GOVERNMENT, data)
        if args.format == "parquet":
            as_parquet(data, "evaluations")
        started = time.perf_counter()
        with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
            for told in pool.map(government, [data] * args.governments):
                nation += told.cube
                shown, cpu, peaks = shown + told.shown, cpu + told.cpu, [*peaks, told.peak]
        figures = protect(nation, RELEASE, load_settings())["figures"].cells.values()
        wall = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(
        f"{nation.atoms.total():,} answers, {shown:,} figures of {args.governments} governments, "
        f"{sum(isinstance(each, Published) for each in figures)} of the nation: {wall:.0f} s, "
        f"CPU {cpu:.0f} s; peak {args.jobs * max(peaks) + own:.0f} MB"
    )


def as_parquet(data: Path, table: str) -> None:
    """Puts a table's rows into a Parquet file in place of their CSV, each cell as it was typed."""
    import duckdb  # only where it is asked for: it takes 90 MB

    descriptor, file = data / "datapackage.yaml", data / f"{table}.csv"
    rows = duckdb.read_csv(str(file), all_varchar=True)
    rows.write_parquet(str(file.with_suffix(".parquet")))
    file.unlink()
    descriptor.write_text(descriptor.read_text("utf-8").replace(file.name, f"{table}.parquet"), "utf-8")


def government(data: Path) -> Told:
    """One government's answers, from its CSV to its figures; as in a build, the collector of circles rests."""
    gc.disable()
    settings, clock = load_settings(), Clock(Unwatched())
    opened = open_sources(data, None, clock)
    began = time.process_time()
    judgement = judge_sources(opened, context_of(settings, TODAY, None), clock, Memo(), 1)
    answers: Evaluations = judgement.folds["evaluations"].load()
    tables = evaluation_tables(answers, whose(judgement.registry), settings, Ledger())
    few = Cube.of(NATION, answers.cube.narrowed(NATION.dimensions).atoms)
    shown = sum(isinstance(each, Published) for table in tables.values() for each in table.cells.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Told(few, shown, time.process_time() - began, peak)


if __name__ == "__main__":
    main()
