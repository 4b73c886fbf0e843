"""`karier watch`: follows the sheets; whatever changes there is judged, published, and told beside the answers."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.findings import CannotRun, Refused
from generator.pipeline import Job, build
from generator.pulling import books, versions
from generator.report.terminal import Terminal, print_synced
from generator.syncing import Synced, sync

LONGEST_PAUSE = 600.0
"""Seconds between two looks while something is wrong."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a site is made for: the day, and the version of each spreadsheet."""

    day: date
    versions: Mapping[str, str]


@dataclass(slots=True)
class Follower:
    """Follows the sheets of a data package."""

    make_job: Callable[[], Job]
    environ: Mapping[str, str]
    every: float
    write: bool
    seen: Seen | None = None
    is_owed: bool = True
    troubles: tuple[str, ...] = ()

    def run(self) -> None:
        """Looks again and again until interrupted; CannotRun when not even the first look is possible."""
        pause = self.every
        while True:
            try:
                self.look()
                pause = self.every
            except (Refused, CannotRun) as trouble:
                if self.seen is None and isinstance(trouble, CannotRun):
                    raise
                self._say((str(trouble),))
                pause = min(2 * pause, LONGEST_PAUSE)
            time.sleep(pause)

    def look(self) -> None:
        """One look: a version each, and all the rest only where one of them, or the day, is another."""
        job = self.make_job()
        seen = Seen(job.today, versions(books(job.data, self.environ), self.environ))
        if seen == self.seen:
            return
        synced = self._sync(job)
        self.is_owed |= synced.is_new or self.seen is None or seen.day != self.seen.day
        if self.is_owed:
            self._build(job)
        self._say(synced.troubles)
        if not synced.is_away:
            self.seen = seen

    def _sync(self, job: Job) -> Synced:
        with Terminal() as terminal:
            synced = sync(job, self.environ, terminal, write=self.write)
        if any(synced.changes.values()):
            print_synced(synced.report, synced.outcomes, synced.lines(), ())
        return synced

    def _build(self, job: Job) -> None:
        with Terminal() as terminal:
            report = build(job, terminal)
        terminal.summarise(report, job.site, job.state)
        self.is_owed = False

    def _say(self, troubles: tuple[str, ...]) -> None:
        """Tells what is wrong, once."""
        for trouble in troubles:
            if trouble not in self.troubles:
                print(trouble, file=sys.stderr, flush=True)
        self.troubles = troubles
