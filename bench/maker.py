"""Makes data packages of any size from a seed: every row but a known few is fit for the portal.

Whatever a row refers to follows from its number alone, so rows are written one by one and five million
answers take no more memory than fifty. Bad rows are copies of good ones with one cell spoilt; nothing
refers to them, so each costs itself and no other.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from bench.facts import Size
from bench.tables import TABLES, Row

MADE_FILE = "made.json"
SIZES = {
    "contoh": Size(3, 12, 6, 600),
    "kota": Size(50, 500, 300, 15_000),
    "provinsi": Size(1_200, 5_000, 3_000, 150_000),
    "besar": Size(3_000, 13_150, 8_000, 150_000),
    "nasional": Size(28_000, 100_000, 50_000, 5_000_000),
}

SPOILT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "agencies": (("name", ""), ("kind", "balai")),
    "programs": (
        ("agency", "tidak-ada"),
        ("hours", "dua puluh"),
        ("form", "webinar"),
        ("title", ""),
        ("", ""),
    ),
    "sessions": (("ends_on", "01/02/2023"), ("starts_on", "31/02/2026"), ("program", "tidak-ada"), ("", "")),
    "mentors": (("agency", "tidak-ada"), ("is_leader", "mungkin"), ("competencies", "XXX-99"), ("", "")),
    "evaluations": (
        ("level", "7"),
        ("program", "tidak-ada"),
        ("material", "sangat baik"),
        ("submitted_at", "31/02/2026 09.15"),
        ("agency", ""),
        ("trainer", "9"),
    ),
}
"""Common faults: the field that is spoilt and what stands in it; no field means a row entered twice."""


@dataclass(frozen=True, slots=True)
class Made:
    """Rows that were written, and those among them that the portal has to reject, by table."""

    rows: dict[str, int] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)


def make(size: Size, folder: Path, seed: int = 1, bad_share: float = 0.002) -> Made:
    """Writes a whole package; equal arguments give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Made()
    for table, rows in TABLES.items():
        rng = Random(f"{seed}/{table}")
        spoil = partial(_spoilt, SPOILT[table], bad_share) if table in SPOILT else None
        _write(folder / f"{table}.csv", table, rows(size, rng), spoil, made)
    resources = "".join(f"  - {{name: {table}, path: {table}.csv}}\n" for table in TABLES)
    (folder / "datapackage.yaml").write_text(f"name: karier-bench\nresources:\n{resources}", "utf-8")
    (folder / MADE_FILE).write_text(json.dumps(asdict(made)), "utf-8")
    return made


def read_made(folder: Path) -> Made:
    """What the maker said of a package when it made it."""
    return Made(**json.loads((folder / MADE_FILE).read_bytes()))


def _write(
    path: Path,
    table: str,
    rows: Iterator[Row],
    spoil: Callable[[Row, int, int], Row | None] | None,
    made: Made,
) -> None:
    count = bad = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, row in enumerate(rows, start=1):
            if number == 1:
                writer.writerow(row)
            writer.writerow(row.values())
            count += 1
            if spoil and (copy := spoil(row, number, bad)):
                writer.writerow(copy.values())
                bad += 1
    made.rows[table], made.bad[table] = count + bad, bad


def _spoilt(faults: tuple[tuple[str, str], ...], share: float, row: Row, number: int, bad: int) -> Row | None:
    """A spoilt copy of a row when one is due after so many; its fault is the next of the table's."""
    if number * share < bad + 1:
        return None
    name, cell = faults[bad % len(faults)]
    return {**row, name: cell} if name else dict(row)


def main() -> None:
    """`python -m bench.maker SIZE FOLDER`: makes one package."""
    parser = argparse.ArgumentParser(prog="python -m bench.maker", description=main.__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad-share", type=float, default=0.002)
    args = parser.parse_args()
    made = make(SIZES[args.size], args.folder, args.seed, args.bad_share)
    print(f"{sum(made.rows.values()):,} rows, {sum(made.bad.values()):,} of them bad: {args.folder}")


if __name__ == "__main__":
    main()
