"""What a person sees while a build runs and when it has ended."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from generator.model.accounts import Report
from generator.report import summary
from generator.words import words

TONES = {"bad": "bold red", "warn": "yellow", "info": "blue", "off": "dim"}

Advance = Callable[[int], None]


def console(*, stderr: bool = False) -> Console:
    """A console that takes no text for markup, emoji or numbers to colour."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


class Stages:
    """Times each stage and shows it: a live line in a terminal, one plain line at its end elsewhere."""

    def __init__(self, shown_on: Console) -> None:
        self.seconds: dict[str, float] = {}
        self._console = shown_on

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Runs one stage, named as in the words; what it yields counts what is done (of `total`, if known)."""
        begun = time.perf_counter()
        title = words("terminal")["stages"][name]
        with Progress(
            *_columns(total), console=self._console, transient=True, disable=self._is_plain
        ) as progress:
            task = progress.add_task(title, total=total)
            yield lambda count: progress.advance(task, count)
        self.seconds[name] = time.perf_counter() - begun
        self._tell(title, int(progress.tasks[task].completed), self.seconds[name])

    @property
    def _is_plain(self) -> bool:
        return not self._console.is_terminal

    def _tell(self, title: str, count: int, seconds: float) -> None:
        said = words("terminal")["done" if count else "done-uncounted"]
        self._console.print(
            said.format(stage=title, count=summary.number(count), seconds=summary.number(seconds))
        )


def print_summary(shown_on: Console, report: Report, site: Path, reasons: Path) -> None:
    """The end of a build: rows read, used and set aside, where the reasons stand, pages, time."""
    said = words("terminal")
    _print_tables(shown_on, report)
    _line(shown_on, summary.balance(report))
    _line(shown_on, f"{summary.set_aside(report)} {said['reasons'].format(page=reasons)}")
    counts = {
        name: summary.number(getattr(report, name)) for name in ("pages", "written", "unchanged", "removed")
    }
    _line(shown_on, said["pages"].format(**counts))
    _line(shown_on, said["took"].format(seconds=summary.number(sum(report.seconds.values()))))
    _line(shown_on, said["built"].format(site=site / "index.html"), "bold green")


def print_findings(shown_on: Console, report: Report) -> None:
    """The outcome of a check: every finding by source and row, with how to mend it, then the figures."""
    said = words("terminal")
    for source in summary.by_source(report):
        _line(shown_on, said["source"].format(title=source.title, origin=source.origin), "bold")
        _line(shown_on, source.found, "dim")
        for finding in source.findings:
            look = summary.severity(finding)
            _line(shown_on, f"  {summary.where(finding)}: {look['text']}", TONES[look["tone"]])
            _line(shown_on, f"    {finding.message}")
            _line(shown_on, f"    {said['remedy'].format(remedy=finding.remedy)}")
        shown_on.print()
    if not report.findings:
        _line(shown_on, words("report")["no-findings"])
    if hidden := summary.hidden(report):
        _line(shown_on, hidden)
    _print_tables(shown_on, report)
    _line(shown_on, summary.balance(report))


def printable(text: str) -> str:
    """The text on one line, without what could steer a terminal or reorder what it shows."""
    kept = (" " if char.isspace() else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char)[0] != "C")


def _columns(total: int | None) -> tuple[ProgressColumn, ...]:
    name = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    return (*name, BarColumn(), MofNCompleteColumn()) if total else (*name, TimeElapsedColumn())


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


def _line(shown_on: Console, text: str, style: str = "") -> None:
    shown_on.print(Text(printable(text), style=style), soft_wrap=True)
