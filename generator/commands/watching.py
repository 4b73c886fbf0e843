"""`karier watch`: follows the sheets; whatever changes there is judged, published, and told beside the answers."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.commands.jobs import run
from generator.commands.pulling import books, versions
from generator.commands.syncing import Synced, sync
from generator.findings import CannotRun, Refused
from generator.memo import Memo
from generator.pipeline import Job, memo_of
from generator.publish.mirror import publish
from generator.report.terminal import Terminal, print_synced

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
    target: str = ""
    seen: Seen | None = None
    memo: Memo | None = None
    is_owed: bool = True
    is_unpublished: bool = False
    is_started: bool = False
    odd_sheets: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    def run(self) -> None:
        """Looks and publishes again and again until interrupted; CannotRun when that never worked yet."""
        pause = self.every
        while True:
            failures = [*self._failures(self.look), *self._failures(self.publish)]
            self._say((*self.odd_sheets, *failures))
            self.is_started |= not failures
            pause = min(2 * pause, LONGEST_PAUSE) if failures else self.every
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
        self.odd_sheets = synced.troubles
        if not synced.is_away:
            self.seen = seen

    def publish(self) -> None:
        """Sends the site to the target, where there is one, unless it was sent since it was built."""
        if not (self.target and self.is_unpublished):
            return
        with Terminal() as terminal:
            publish(self.make_job().site, self.target, self.environ, terminal)
        self.is_unpublished = False

    def _failures(self, step: Callable[[], None]) -> Iterator[str]:
        try:
            step()
        except (Refused, CannotRun) as trouble:
            if isinstance(trouble, CannotRun) and not self.is_started:
                raise
            yield str(trouble)

    def _sync(self, job: Job) -> Synced:
        with Terminal() as terminal:
            synced = sync(job, self.environ, terminal, write=self.write)
        if any(synced.changes.values()):
            print_synced(synced.report, synced.outcomes, synced.lines(), ())
        return synced

    def _build(self, job: Job) -> None:
        self.memo = self.memo or memo_of(job.state, stays=True)
        run(job, self.memo)
        self.is_owed, self.is_unpublished = False, True

    def _say(self, troubles: tuple[str, ...]) -> None:
        """Tells what is wrong, once."""
        for trouble in troubles:
            if trouble not in self.troubles:
                print(trouble, file=sys.stderr, flush=True)
        self.troubles = troubles
