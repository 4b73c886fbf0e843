"""What a person sees while a build runs and when it has ended."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from generator.model.accounts import Report, RowOutcome
from generator.model.records import Status
from generator.report import summary
from generator.report.as_html import PAGE_FILE
from generator.report.as_json import judged, to_text
from generator.words import words

SHEET_STATUSES = (Status.ACCEPTED, Status.PENDING, Status.REJECTED, Status.WITHHELD)
MOST_DIFFERENCES = 50
TONES = {"bad": "bold red", "warn": "yellow", "info": "blue", "off": "dim"}


class Terminal:
    """Shows on stderr which stage runs: live lines in a terminal, one plain line a stage elsewhere."""

    def __init__(self) -> None:
        self._console = _console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.fields[what]}", style="dim", markup=False),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._end_stage()
        self._progress.stop()

    def stage(self, code: str) -> None:
        """A stage begins, and the one before it has ended."""
        self._end_stage()
        title = words("terminal")["stages"][code]
        self._task = self._progress.add_task(title, total=1, what="")
        if not self._console.is_terminal:
            self._console.print(title)

    def step(self, what: str) -> None:
        """Something of the stage begins, or is done."""
        if self._task is not None:
            self._progress.update(self._task, what=summary.printable(what))

    def summarise(self, report: Report, site: Path, state: Path) -> None:
        """The end of a build: rows read, used and set aside, where the reasons stand, pages, time."""
        said, shown_on = words("terminal"), _console()
        names = ("pages", "written", "unchanged", "removed")
        counts = {name: summary.number(getattr(report, name)) for name in names}
        shown_on.print()
        _print_tables(shown_on, report)
        shown_on.print()
        _line(shown_on, summary.balance(report))
        _line(shown_on, summary.set_aside(report))
        if found := len(report.findings) + report.hidden_findings:
            _line(shown_on, said["reasons"].format(found=summary.number(found), page=state / PAGE_FILE))
        _print_waiting(shown_on, report)
        _line(shown_on, said["pages"].format(**counts))
        _line(shown_on, said["took"].format(seconds=summary.number(sum(report.seconds.values()))))
        _line(shown_on, said["built"].format(site=site / "index.html"), "bold green")

    def _end_stage(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, completed=1, what="")


def print_nation(built: int, portals: Path, failed: int) -> None:
    """The end of a nation's build: the governments that were built, and how many were not."""
    said, shown_on = words("terminal")["nation"], _console()
    _line(shown_on, said["built"].format(built=summary.number(built), portals=portals), "bold green")
    if failed:
        _line(shown_on, said["failed"].format(count=summary.number(failed)), TONES["warn"])


def print_findings(report: Report, format: str) -> None:
    """The outcome of a check on stdout, as `json` or for people as `text`."""
    if format == "json":
        sys.stdout.write(to_text(judged(report)))
        return
    shown_on = _console()
    for source in summary.by_source(report):
        _print_source(shown_on, source)
    for line in (summary.hidden(report), None if report.findings else words("report")["no-findings"]):
        if line:
            _line(shown_on, line)
    _print_tables(shown_on, report)
    shown_on.print()
    _line(shown_on, summary.balance(report))


def print_synced(
    report: Report, outcomes: Mapping[str, Sequence[RowOutcome]], lines: Sequence[str], endings: Sequence[str]
) -> None:
    """The outcome of a sync on stdout: what is odd about columns, what `lines` change, each sheet's answers."""
    said, shown_on = words("terminal")["pulled"], _console()
    for source in summary.by_source(report):
        odd = [each for each in source.findings if source.origin in outcomes and each.row == 1]
        for finding in odd:
            _line(shown_on, said["odd"].format(title=source.title, finding=finding), TONES["warn"])
    for line in lines:
        _line(shown_on, summary.printable(line))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at, head in enumerate(said["heads"]):
        table.add_column(head, justify="right" if at else "left")
    for origin, rows in outcomes.items():
        counts = Counter(each.status for each in rows)
        shown = [summary.number(counts[status]) for status in SHEET_STATUSES]
        table.add_row(summary.printable(report.sources[origin]), *shown)
    shown_on.print(table)
    _print_waiting(shown_on, report)
    for ending in endings:
        _line(shown_on, words("terminal")["pulled"][ending])


def print_returned(written: int, removed: int) -> None:
    """The end of a rollback: files given back, and files taken away."""
    counts = {"written": summary.number(written), "removed": summary.number(removed)}
    _line(_console(), words("terminal")["returned"].format(**counts), "bold green")


def print_differences(files: int, found: Sequence[tuple[str, str]]) -> None:
    """How a site differs from what its build left: (what is wrong, path) each, the first of many."""
    said, shown_on = words("terminal")["verified"], _console()
    for fault, path in found[:MOST_DIFFERENCES]:
        _line(shown_on, f"{said[fault]}: {summary.printable(path)}")
    if (more := len(found) - MOST_DIFFERENCES) > 0:
        _line(shown_on, said["more"].format(more=summary.number(more)))
    ending = said["broken"].format(found=summary.number(len(found)))
    _line(shown_on, ending if found else said["whole"].format(files=summary.number(files)))


def print_audit(
    tried: tuple[int, int, int],
    unfit: Sequence[tuple[str, Sequence[object]]],
    pinned: Sequence[tuple[str, Sequence[object], float, float]],
) -> None:
    """What an audit tried (figures shown, hidden, totals), and what it could work out, the first of many."""
    said, shown_on = words("terminal")["audited"], _console()
    shown, hidden, lines = map(summary.number, tried)
    for each in said["tried"]:
        _line(shown_on, each.format(shown=shown, hidden=hidden, lines=lines))
    found = [said["unfit"].format(table=table, key=_key(key)) for table, key in unfit]
    found += [
        said["pinned"].format(table=table, key=_key(key), low=max(0, round(low)), high=round(high))
        for table, key, low, high in pinned
    ]
    for each in found[:MOST_DIFFERENCES]:
        _line(shown_on, each)
    if (more := len(found) - MOST_DIFFERENCES) > 0:
        _line(shown_on, said["more"].format(more=summary.number(more)))
    _line(shown_on, said["broken"].format(found=summary.number(len(found))) if found else said["whole"])


def print_cost(margins: Sequence[tuple[Sequence[str], float, float]]) -> None:
    """How much of what was answered the published figures tell of, margin by margin, beside a simple method's share."""
    said, shown_on = words("terminal")["audited"], _console()
    _line(shown_on, said["cost"] if margins else said["no_ledger"])
    for names, *shares in margins:
        margin = said["joined"].join(said["margins"][name] for name in names) or said["all"]
        told, simply = (summary.number(round(100 * share, 1)) for share in shares)
        _line(shown_on, said["represented"].format(margin=margin, told=told, simply=simply))


def _key(key: Sequence[object]) -> str:
    return ", ".join(summary.printable(str(each)) for each in key if each != "*") or "*"


def print_published(
    target: str,
    paths: Mapping[str, Sequence[str]],
    unchanged: int,
    endings: Sequence[str],
    *,
    is_dry: bool = False,
) -> None:
    """What changes at the target: how many files of each kind, and which where nothing was sent yet."""
    said, shown_on = words("terminal")["published"], _console()
    if is_dry:
        for kind, some in paths.items():
            for path in some:
                _line(shown_on, said[kind].format(path=summary.printable(path)))
    counts = {kind: summary.number(len(some)) for kind, some in paths.items()}
    _line(shown_on, said["counts"].format(**counts, unchanged=summary.number(unchanged)))
    for ending in endings:
        _line(shown_on, said[ending].format(target=summary.printable(target)))


def _print_waiting(shown_on: Console, report: Report) -> None:
    if said := summary.waiting(report):
        _line(shown_on, said)


def _print_source(shown_on: Console, source: summary.Source) -> None:
    said = words("terminal")
    _line(shown_on, said["source"].format(title=source.title, origin=source.origin), "bold")
    _line(shown_on, source.found, "dim")
    for finding in source.findings:
        look = summary.severity(finding)
        _line(shown_on, f"  {summary.where(finding)}: {look['text']}", TONES[look["tone"]])
        _line(shown_on, f"    {finding.message}")
        _line(shown_on, f"    {said['remedy'].format(remedy=finding.remedy)}")
    shown_on.print()


def _print_tables(shown_on: Console, report: Report) -> None:
    first, *heads = words("report")["tables"]["heads"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first)
    for head in heads:
        table.add_column(head, justify="right")
    *rows, total = summary.table_rows(report)
    for row in rows:
        table.add_row(*row)
    table.add_row(*total, style="bold")
    shown_on.print(table)


def _console(*, stderr: bool = False) -> Console:
    """A console that takes no text for markup, emoji or numbers to colour."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def _line(shown_on: Console, text: str, style: str = "") -> None:
    shown_on.print(Text(text, style=style), soft_wrap=True)
