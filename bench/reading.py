"""Should DuckDB read, screen and fold the answers? Times our way beside two with DuckDB, a process each.

`python -m bench.reading DATA [--repeat N]`, with DATA a made package. All ways end in the same figures:
answers and their sum, by margin, level and aspect.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.facts import TODAY
from bench.runs import measure

ANSWERS = "evaluations"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way cost from the first answer on, and what it found; memory in MB."""

    wall: float
    cpu: float
    before: float
    peak: float
    accepted: int
    figures: int


class Meter:
    """Starts when the answers' turn comes: ours has judged the other tables by then."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.wall, self.cpu, self.before = time.perf_counter(), time.process_time(), _peak()

    def read(self, accepted: int, figures: int) -> Reading:
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        return Reading(wall, cpu, self.before, _peak(), accepted, figures)


def main() -> None:
    """Times each way in turn and prints the medians."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=main.__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--result", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        args.result.write_text(json.dumps(asdict(WAYS[args.way](args.data))))
    else:
        _compare(args.data.resolve(), args.repeat)


def _compare(data: Path, repeat: int) -> None:
    runs: defaultdict[str, list[Reading]] = defaultdict(list)
    for _ in range(repeat):
        for way in WAYS:
            runs[way].append(_run(way, data))
    table = Table("way", "wall s", "cpu s", "ratio (cpu)", "MB before", "peak MB", "accepted", "figures")
    ours = statistics.median(run.cpu for run in runs[OURS])
    for way, each in runs.items():
        wall, cpu, before, peak = (
            statistics.median(getattr(run, name) for run in each)
            for name in ("wall", "cpu", "before", "peak")
        )
        costs = (f"{wall:.2f}", f"{cpu:.2f}", f"{ours / cpu:.1f}", f"{before:.0f}", f"{peak:.0f}")
        table.add_row(way, *costs, f"{each[-1].accepted:,}", f"{each[-1].figures:,}")
    Console().print(table)


def _run(way: str, data: Path) -> Reading:
    result = data / f"{way}.result"
    measure([sys.executable, "-m", "bench.reading", data, "--way", way, "--result", result])
    reading = Reading(**json.loads(result.read_bytes()))
    result.unlink()
    return reading


def _ours(data: Path) -> Reading:
    """Our reading, judging, folding and screening of the answers, after all that they refer to."""
    return _judged(data, lambda raw: raw)


def _duckdb_reads(data: Path) -> Reading:
    """DuckDB parses the file, and our judge takes its rows."""

    def rows() -> Iterator[tuple[int, list[str]]]:
        read = _connect().execute(f"SELECT COALESCE(COLUMNS(*), '') FROM {_csv(data, ANSWERS)}")
        chunks = iter(lambda: read.fetchmany(8192), [])
        yield from enumerate(map(list, chain.from_iterable(chunks)), start=2)

    return _judged(data, lambda raw: replace(raw, rows=rows, by_columns=None))


def _judged(data: Path, reread: Callable[[Any], Any]) -> Reading:
    from generator.derive.evaluation import Evaluations, evaluation_tables, whose
    from generator.derive.ledger import Ledger
    from generator.memo import Memo
    from generator.model.decisions import Decisions
    from generator.model.figures import EVALUATION
    from generator.model.records import Registry
    from generator.model.schema import load_schema
    from generator.settings import load_settings
    from generator.sources import load_package, open_source
    from generator.validate.judge import judge
    from generator.validate.rules import Context

    settings, meter, title = load_settings(), Meter(), load_schema(ANSWERS).title
    raws = [open_source(source) for source in load_package(data)]
    raws = [reread(raw) if raw.table == ANSWERS else raw for raw in raws]

    def progress(table: str) -> None:
        if table == title:
            meter.start()

    context = Context(Registry(), Decisions(), settings, TODAY)
    judgement = judge(raws, context, {ANSWERS: Evaluations}, Memo(), progress=progress)
    figures = evaluation_tables(
        judgement.folds[ANSWERS].load(), whose(judgement.registry), settings, Ledger()
    )
    return meter.read(judgement.accounts[ANSWERS].accepted, len(figures[EVALUATION].cells))


def _duckdb_does_all(data: Path) -> Reading:
    """DuckDB parses, screens by pattern, joins and folds; what it sets aside has no finding yet."""
    connection = _connect()
    meter = Meter()
    screens = " AND ".join(
        f"regexp_full_match(COALESCE(answer.{name}, ''), '{form}')" for name, form in FORMS.items()
    )
    files = {name: _csv(data, name) for name in (ANSWERS, "programs", "sessions", "agencies")}
    connection.execute(FIT.format(screens=screens, **files))
    (accepted,) = connection.execute("SELECT count(*) FROM fit").fetchone()
    figures = connection.execute(FOLD.format(aspects=", ".join(ASPECTS))).fetchall()
    return meter.read(accepted, len(figures))


def _connect() -> Any:
    import duckdb

    return duckdb.connect()


def _csv(data: Path, table: str) -> str:
    return f"read_csv('{data / table}.csv', all_varchar = true, header = true)"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


RATING, SCORE = "[1-5]?", "([0-9]{1,2}(,[0-9]{1,10})?|100)?"
ASPECTS = {
    **dict.fromkeys(("material", "trainer", "facility", "relevance", "applied", "impact"), RATING),
    **dict.fromkeys(("pre_score", "post_score"), SCORE),
}
FORMS = ASPECTS | {
    "submitted_at": "[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}",
    "level": "[1-4]",
    "respondent_kind": "(peserta|atasan|mentor)?",
    "comment": r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{0,1000}",
    "nip": "([0-9]{18})?",
}
"""What a clean cell of each column looks like."""

FIT = """
CREATE TABLE fit AS
SELECT answer.*, year(try_strptime(answer.submitted_at, '%d/%m/%Y %H:%M:%S')) AS period
FROM {evaluations} AS answer
WHERE {screens}
  AND try_strptime(answer.submitted_at, '%d/%m/%Y %H:%M:%S') IS NOT NULL
  AND answer.program IN (SELECT id FROM {programs})
  AND answer.agency IN (SELECT id FROM {agencies})
  AND (answer.session IS NULL OR (answer.session, answer.program) IN (SELECT (id, program) FROM {sessions}))
"""

FOLD = """
WITH ratings AS (
  UNPIVOT (SELECT program, agency, period, level, {aspects} FROM fit)
  ON {aspects} INTO NAME aspect VALUE score
)
SELECT program, agency, period, level, aspect, count(*), sum(replace(score, ',', '.')::DECIMAL(9, 3))
FROM ratings
GROUP BY GROUPING SETS (
  (level, aspect), (period, level, aspect), (program, level, aspect), (agency, level, aspect)
)
"""

OURS = "ours"
WAYS: dict[str, Callable[[Path], Reading]] = {
    OURS: _ours,
    "duckdb reads": _duckdb_reads,
    "duckdb does all": _duckdb_does_all,
}

if __name__ == "__main__":
    main()
