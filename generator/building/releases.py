"""The ledger of releases in the state folder, and what is done without it: the site keeps the figures that it has."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.copies import beside
from generator.derive.cube import Atom, Cube, Shape
from generator.derive.ledger import Ledger, Past
from generator.derive.margins import Group
from generator.findings import CannotRun
from generator.memo import Memo, digest
from generator.model.figures import (
    EVALUATION,
    AnyFigure,
    Counted,
    Estimate,
    FigureTable,
    Key,
    Published,
    Rate,
    Suppressed,
)
from generator.model.schema import Field, parse_schema
from generator.words import words

LEDGER_FILE = "releases.json.gz"
KINDS: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "mean": (Published, ("responses", "mean")),
    "spread": (Published, ("responses", "spread")),
    "percent": (Rate, ("part", "whole", "percent")),
    "value": (Estimate, ("responses", "value", "low", "high")),
}
"""What a table's figures are, by a column that it has, and what of them its columns show; others count."""

Tables = Mapping[str, FigureTable]


@dataclass(slots=True)
class Releases:
    """The ledger as the state folder has it, read when a figure has to be made anew.

    `raw` is None when there is none; with `kept`, figures were published under one that is gone. `made` are the
    tables of this build, by the key of what they were made from.
    """

    path: Path | None = None
    raw: bytes | None = None
    kept: Tables | None = None
    ledger: Ledger | None = None
    made: list[tuple[str, Tables]] = field(default_factory=list)

    def remembered(self, memo: Memo, key: str, make: Callable[[Ledger], Tables]) -> Tables:
        """Tables of an earlier build from the same under the same ledger, or made and entered into it."""
        tables: Tables | None = memo.get(digest(key, self.raw))
        if tables is None:
            if self.ledger is None:
                self.ledger = _read(self.path, self.raw)
            tables = make(self.ledger)
        self.made.append((key, tables))
        return tables

    def begin_packing(self, memo: Memo, jobs: int) -> Callable[[], bytes | None]:
        """Begins to pack the ledger of what is published now, and remembers the tables under it, in a copy.

        The call that is returned waits for it; None where no table was made anew.
        """
        if self.kept is not None or self.ledger is None:
            return lambda: None
        ledger = self.ledger

        def pack() -> bytes:
            raw = gzip.compress(json.dumps(_to_json(ledger)).encode(), 1, mtime=0)
            for key, tables in self.made:
                memo.put(digest(key, raw), tables)
            return raw

        wait = beside(pack, jobs)

        def packed() -> bytes:
            raw = wait()
            for key, tables in self.made:
                memo.keep(digest(key, raw), tables)
            return raw

        return packed


def open_releases(state: Path | None, site: Path) -> Releases:
    """The ledger of a site; CannotRun when it is broken."""
    path = state / LEDGER_FILE if state else None
    if path is not None and path.exists():
        return Releases(path, path.read_bytes())
    return Releases(kept=published_tables(site) or None if state else None)


def ledger_of(state: Path) -> Ledger | None:
    """What builds with a state folder have published so far; None where that is not known."""
    path = state / LEDGER_FILE
    return _read(path, path.read_bytes()) if path.exists() else None


def kept_ledger(state: Path) -> Ledger | None:
    """The ledger that a state folder has; None where there is none, CannotRun when it is broken."""
    path = state / LEDGER_FILE
    return _read(path, path.read_bytes()) if path.exists() else None


def published_tables(site: Path) -> dict[str, FigureTable]:
    """The figures that a site shows, by table; none where it shows no evaluation."""
    names = words("figures") if (site / "data" / f"{EVALUATION}.csv").exists() else ()
    return {name: table for name in names if (table := published_table(site, name))}


def published_table(site: Path, name: str) -> FigureTable | None:
    """One table of figures that a site shows; None where it does not."""
    file = site / "data" / f"{name}.csv"
    return _read_table(name, file) if file.exists() else None


def _read_table(name: str, file: Path) -> FigureTable:
    columns = parse_schema(words("figures")[name]).fields
    places = [column for column in columns[:-1] if column.required]
    measured = columns[len(places) : -1]
    told_as = next((column.name for column in measured if column.name in KINDS), "")
    kind, measures = KINDS.get(told_as, (Counted, ("count",)))
    names = tuple(each.name for each in fields(kind))
    cells: dict[Key, AnyFigure] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            values = [_value(column, text) for column, text in zip(columns, row, strict=True)]
            told = dict(zip(measures, values[len(places) : -1], strict=False))
            key = tuple(values[: len(places)])
            cells[key] = (
                Suppressed() if row[-1] == "suppressed" else kind(*(told.get(name) for name in names))
            )
    return FigureTable(name, tuple(place.name for place in places), measures[: len(measured)], cells)


def _value(column: Field, text: str) -> Any:
    if not text:
        return None
    return {"integer": int, "number": Decimal}.get(column.type, str)(text)


def _to_json(ledger: Ledger) -> Mapping[str, Any]:
    return {
        name: {
            "dimensions": past.dimensions,
            "least": past.least,
            "cuts": sorted(past.cuts),
            "atoms": list(_rows(past)),
            "shown": [sorted([list(cut), list(key)] for cut, key in groups) for groups in past.shown],
        }
        for name, past in sorted(ledger.pasts.items())
    }


def _rows(past: Past) -> Iterator[list[object]]:
    for (key, scores), count in past.answers.atoms.items():
        plain = [str(score) if isinstance(score, Decimal) else score for score in scores]
        yield [list(key), plain, count]


def _read(path: Path | None, raw: bytes | None) -> Ledger:
    if raw is None:
        return Ledger()
    try:
        kept = json.loads(gzip.decompress(raw))
        return Ledger({name: _past(past) for name, past in kept.items()})
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise CannotRun("releases-broken", path=path) from error


def _past(kept: Mapping[str, Any]) -> Past:
    atoms = Counter[Atom]()
    for key, scores, count in kept["atoms"]:
        atoms[tuple(key), tuple(Decimal(each) if isinstance(each, str) else each for each in scores)] = count
    return Past(
        Cube.of(Shape(tuple(kept["dimensions"])), atoms),
        kept["least"],
        frozenset(tuple(cut) for cut in kept["cuts"]),
        tuple(frozenset(Group(tuple(cut), tuple(key)) for cut, key in groups) for groups in kept["shown"]),
    )
