"""`make bench`: builds made packages as whole processes, in turn and repeatedly, and prints the medians."""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import texts
from bench.maker import MADE_FILE, SIZES, Made, make, read_made
from bench.runs import Run, build, median

MEMORY = Path("/dev/shm")
RECIPE = ("maker.py", "tables.py", "facts.py", "texts.py")
COLD, UNCHANGED, FIRST, CHANGED = "cold", "unchanged", "one row, other tree laid", "one row"
SEARCHED, SEARCHED_ROW = "cold, with search", "one row, with search"
STAGES = ("read", "judge", "derive", "shells", "pages", "publish")


def main() -> None:
    """Measures the sizes asked for, one round after the other."""
    args = _arguments()
    console = Console()
    base = (args.disk or memory()).resolve() / "karier-bench"
    packages = {size: package(base, size) for size in args.sizes}
    runs: defaultdict[tuple[str, str], list[Run]] = defaultdict(list)
    for number in range(1, args.repeat + 1):
        for size, (folder, made) in packages.items():
            console.print(f"round {number} of {args.repeat}: {size}", style="dim")
            for case, run in _round(folder, made):
                runs[size, case].append(run)
    console.print(machine(base), style="dim")
    medians = {key: median(each) for key, each in runs.items()}
    console.print(_costs(medians), _stages(medians), sep="\n")
    shutil.rmtree(base / "out", ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("sizes", nargs="*", choices=SIZES, default=["kota", "provinsi"], metavar="SIZE")
    parser.add_argument("--disk", type=Path, metavar="DIR", help="work in DIR instead of memory")
    parser.add_argument("--repeat", type=int, default=3)
    return parser.parse_args()


def memory() -> Path:
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def package(base: Path, size: str) -> tuple[Path, Made]:
    """The folder of a package, made once for each recipe, with `data` and, one row apart, `changed`."""
    recipe = b"".join((Path(__file__).parent / name).read_bytes() for name in RECIPE)
    folder = base / f"{size}-{hashlib.sha256(recipe).hexdigest()[:8]}"
    data, changed = folder / "data", folder / "changed"
    if not (changed / MADE_FILE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        make(SIZES[size], data)
        shutil.copytree(data, changed, copy_function=os.link)
        programs = (data / "programs.csv").read_text("utf-8")
        (changed / "programs.csv").unlink()
        programs = programs.replace(texts.SUMMARIES[0], "Ringkasan yang baru saja diperbarui.", 1)
        (changed / "programs.csv").write_text(programs, "utf-8")
    return folder, read_made(data)


def _round(folder: Path, made: Made) -> list[tuple[str, Run]]:
    """One of each case; the first change after a cold build lays the other tree, so it stands apart."""
    out, data, changed = folder.parent / "out", folder / "data", folder / "changed"
    results = []
    for program, cases in (
        ("bench.unsearched", [(COLD, data), (UNCHANGED, data), (FIRST, changed), (CHANGED, data)]),
        ("generator", [(SEARCHED, data), ("", changed), (SEARCHED_ROW, data)]),
    ):
        shutil.rmtree(out, ignore_errors=True)
        results += [(case, build(source, out, program)) for case, source in cases]
    results = [(case, run) for case, run in results if case]
    for case, run in results:
        if run.rejected != sum(made.bad.values()):
            raise RuntimeError(f"{case}: {run.rejected} rows rejected, {sum(made.bad.values())} are bad")
    return results


def machine(base: Path) -> str:
    """What was measured on, and how busy it is."""
    place = "memory file system" if MEMORY in base.parents else str(base)
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {place}, load {os.getloadavg()[0]:.1f}"
    )


def _costs(runs: Mapping[tuple[str, str], Run]) -> Table:
    table = _framed("what a build costs", "pages", "written", "wall s", "cpu s", "pages/s", "peak MB")
    for (size, case), run in runs.items():
        cost = run.cost
        files = (f"{run.pages:,}", f"{run.written:,}")
        speed = f"{run.pages / cost.wall:,.0f}"
        table.add_row(size, case, *files, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", speed, f"{cost.peak:.0f}")
    return table


def _stages(runs: Mapping[tuple[str, str], Run]) -> Table:
    table = _framed("seconds of each stage", *STAGES)
    for (size, case), run in runs.items():
        if run.stages:
            table.add_row(size, case, *(f"{run.stages[name]:.2f}" for name in STAGES))
    return table


def _framed(title: str, *figures: str) -> Table:
    table = Table("size", "case", title=title)
    for name in figures:
        table.add_column(name, justify="right")
    return table


if __name__ == "__main__":
    main()
