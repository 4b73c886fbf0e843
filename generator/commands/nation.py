"""`karier nation`: every government's portal in a folder, and above them the nation's own.

A government's is a portal as `karier init` makes one, built where it stands as its own office builds it. The nation's
is one more portal, built of its own data and of what the governments told.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import time
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from generator.building.judging import Watcher
from generator.building.releases import ledger_of, published_table
from generator.building.standing import grounds
from generator.commands.hearing import Heard, read_told, write_told
from generator.commands.jobs import job_of
from generator.commands.shards import OpenPool, spread
from generator.copies import die_with_parent
from generator.derive.evaluation import RELEASE
from generator.derive.nation import counts, nation, tallies
from generator.disk import disk_reason, private_folder
from generator.findings import CannotRun
from generator.memo import digest_files
from generator.model.accounts import Report
from generator.model.figures import EVALUATION
from generator.model.ids import is_reserved
from generator.model.nation import Place, Told
from generator.model.public import Government
from generator.model.schema import ROOT
from generator.pipeline import Job, build
from generator.render.routes import web_link
from generator.render.search.synonyms import SYNONYMS_FILE
from generator.render.shells import stands_at
from generator.settings import CONTENT, PORTAL_FILE
from generator.telling import STATE, ending
from generator.words import words

NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
SITE = Path("site")


class Failed(NamedTuple):
    """A government that could not be built, and why, in a sentence."""

    name: str
    reason: str


class Unwatched:
    """Nobody looks on while a government is built: its process has no terminal."""

    def stage(self, code: str) -> None:
        """A stage begins."""

    def step(self, what: str) -> None:
        """A step begins."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Builds governments by name, where their portals stand on this machine; templates' code is in one folder for all.

    A cluster puts something else in its place that takes a name and returns the same.
    """

    portals: Path
    compiled: Path
    today: str

    def __call__(self, name: str) -> Told | Failed:
        """Builds one government, unless all is as it was; whatever goes wrong, its former site stands."""
        home = self.portals / name
        try:
            heard = read_told(home / STATE)
            if heard is None or heard.grounds != self._grounds(home):
                heard = Heard(self._built(home), self._grounds(home))
                write_told(home / STATE, heard)
            return heard.told
        except Exception as error:
            return Failed(name, ending(error)[0])

    def last(self, name: str) -> Told | None:
        """What a government told when it was last built."""
        heard = read_told(self.portals / name / STATE)
        return heard.told if heard else None

    def _grounds(self, home: Path) -> str:
        return grounds(home, home / SITE, home / STATE, (self.today, digest_files([ROOT / SYNONYMS_FILE])))

    def _built(self, home: Path) -> Told:
        """Builds as `karier build` does in the government's own folder: with one ledger, and one record of consent."""
        job = job_of(home / CONTENT / "data", home / SITE, home / STATE, self.today, 1, home)
        try:
            return told(job, build(replace(job, compiled=self.compiled), Unwatched()), home.name)
        finally:
            gc.collect()


def told(job: Job, report: Report, name: str) -> Told:
    """What a government that was built tells the nation."""
    used = {table: account.accepted for table, account in report.accounts.items()}
    shown, ledger = published_table(job.site, EVALUATION), ledger_of(job.state)
    government = Government(
        id=name,
        name=job.settings.government,
        address=web_link(stands_at(job.state / "shells")) or "",
        agencies=used.get("agencies", 0),
        programs=used.get("programs", 0),
        mentors=used.get("mentors", 0),
        offers=report.offers,
    )
    told_of: Mapping[Place, int] = {}
    if shown and ledger and RELEASE.name in ledger.pasts:
        told_of = tallies(shown, ledger.answers(RELEASE.name))
    people = counts(published_table(job.site, "funnel"), published_table(job.site, "reach"))
    return Told(government, job.today, told_of, people)


class Outcome(NamedTuple):
    """The report of the nation's own build, how many governments were built, and those that were not."""

    report: Report
    built: int
    failed: list[Failed]


def build_nation(job: Job, portals: Path, watcher: Watcher, open_pool: OpenPool | None = None) -> Outcome:
    """Builds each government of a folder in the processes of a pool, the largest first, then the nation above them.

    Of one that failed, the former site stands, and the nation has what it told last.
    """
    weights = {name: _bytes(portals / name / CONTENT) for name in names_in(portals)}
    names = sorted(weights, key=lambda name: -weights[name])
    work = Workshop(portals, private_folder(job.state) / "templates", job.today.isoformat())
    at_once = job.jobs or os.cpu_count() or 1
    now, failed = list[Told](), list[Failed]()
    watcher.stage("governments")
    began, made = time.monotonic(), 0
    results = spread(names, work, open_pool or _processes(at_once), at_once)
    for done, (name, result) in enumerate(results, 1):
        if isinstance(result, Told):
            now.append(result)
        else:
            failed.append(result or Failed(name, str(CannotRun("shard-lost", name=name))))
            if before := work.last(name):
                now.append(_kept(before))
        made += weights[name]
        left = (time.monotonic() - began) / made * (sum(weights.values()) - made)
        watcher.step(_so_far(done, len(names), left))
    report = build(replace(job, nation=nation(now)), watcher)
    return Outcome(report, len(names) - len(failed), sorted(failed))


def _so_far(done: int, total: int, left: float) -> str:
    """How many are built, and how many seconds the others take at that pace, where that is a matter of minutes."""
    said, minutes = words("terminal")["nation"], round(left / 60)
    return str(said["left" if minutes else "step"]).format(done=done, total=total, minutes=minutes)


def _bytes(folder: Path) -> int:
    """How much there is to read, never nothing: the pace at which governments are built goes by that."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) or 1


def _kept(before: Told) -> Told:
    return replace(before, government=replace(before.government, since=before.day))


def names_in(portals: Path) -> list[str]:
    """The governments in a folder, by name; CannotRun when there are none, or one's name is no address."""
    try:
        names = sorted(path.name for path in portals.iterdir() if (path / PORTAL_FILE).is_file())
    except OSError as error:
        raise CannotRun("nation-unreadable", folder=portals, reason=disk_reason(error)) from error
    if not names:
        raise CannotRun("nation-empty", folder=portals)
    for name in names:
        if not NAME.fullmatch(name) or len(name) > 80 or is_reserved(name):
            raise CannotRun("nation-name", name=name)
    return names


def _processes(count: int) -> OpenPool:
    def open_pool() -> Executor:
        pool = ProcessPoolExecutor(
            count, get_context("spawn"), initializer=die_with_parent, initargs=(os.getpid(),)
        )
        # Ctrl+C reaches every process of a terminal: this one alone answers it.
        answers = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(count):
                pool.submit(int)  # a process begins when something is asked for
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, answers)
        return pool

    return open_pool
