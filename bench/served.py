"""`python -m bench.served SIZE`: how long a saved cell takes until `karier serve` shows it, edit after edit.

The clock runs from the moment the file is replaced until the browser would be told to look again; the page is then
read, and has to say what was written.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench import texts
from bench.__main__ import memory, package
from bench.maker import SIZES
from generator.commands.serve import EVENTS

EDITS = 7


def main() -> None:
    """Measures one size and prints the median and the span."""
    parser = argparse.ArgumentParser(prog="python -m bench.served", description=main.__doc__)
    parser.add_argument("size", choices=SIZES, metavar="SIZE")
    parser.add_argument("--edits", type=int, default=EDITS)
    args = parser.parse_args()
    folder = memory() / "karier-bench" / "served"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package(folder.parent, args.size)[0] / "data", folder / "data")
    try:
        with _served(folder) as address:
            seconds = [_edit(folder / "data", address, number) for number in range(args.edits)]
    finally:
        shutil.rmtree(folder)
    told = ", ".join(f"{each:.2f}" for each in seconds)
    print(f"{args.size}: one row, from saved to told: median {statistics.median(seconds):.2f} s ({told})")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address where a package is served."""
    paths = [f"--{name}={folder / name}" for name in ("data", "site", "state")]
    command = [sys.executable, "-m", "generator", "serve", "--port", "0", *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        line = next(line for line in running.stdout if "http://" in line)
        try:
            yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        finally:
            running.terminate()


def _edit(data: Path, address: str, number: int) -> float:
    """Seconds from a changed summary until the page that has it is announced."""
    programs = data / "programs.csv"
    old, new = (texts.SUMMARIES[0] if number == 0 else _summary(number - 1)), _summary(number)
    text, anew = programs.read_text("utf-8"), data.with_name("programs.csv")
    row = next(row for row in csv.DictReader(text.splitlines(keepends=True)) if old in row["summary"])
    anew.write_text(text.replace(old, new, 1), "utf-8")
    with urlopen(address + EVENTS, timeout=120) as told:
        time.sleep(1)  # the stream is open and the watcher at rest
        started = time.perf_counter()
        anew.replace(programs)
        while told.readline() != b"data: 1\n":
            pass
        seconds = time.perf_counter() - started
    with urlopen(f"{address}/program/{row['id']}/") as page:
        if new not in page.read().decode():
            raise RuntimeError(f"{new!r} is not on the page")
    return seconds


def _summary(number: int) -> str:
    return f"Ringkasan yang diperbarui untuk kali ke-{number + 1}."


if __name__ == "__main__":
    main()
