"""Builds again and again in one process that stays, so that all which stands is at hand when something changes.

It is a process beside the one that serves: builds fork, which no process with threads should.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from generator.commands.jobs import run
from generator.copies import die_with_parent
from generator.findings import CannotRun
from generator.pipeline import Job, memo_of
from generator.telling import ending


class Rebuilder:
    """Builds what `make_job` (a function that can be pickled) asks for at the time."""

    def __init__(self, make_job: Callable[[], Job]) -> None:
        self._make_job = make_job
        self._process: BaseProcess | None = None

    def build(self) -> bool:
        """Builds; whether a new site stands. What went wrong was printed."""
        if self._process is None or not self._process.is_alive():
            self._start()
        self._link.send(None)
        try:
            return bool(self._link.recv())
        except EOFError:
            self.close()
            print(CannotRun("build-killed"), file=sys.stderr)
            return False

    def close(self) -> None:
        """Lets the process go: the next build reads program, words and settings as they are by then."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        context = get_context("spawn")
        self._link, theirs = context.Pipe()
        self._process = context.Process(target=_build_on_demand, args=(theirs, os.getpid(), self._make_job))
        # Ctrl+C reaches every process of a terminal: this one alone answers it, and takes the other with it.
        answers = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, answers)
        theirs.close()


def _build_on_demand(link: Connection, parent: int, make_job: Callable[[], Job]) -> None:
    die_with_parent(parent)
    gc.disable()
    memo = None
    while True:
        try:
            link.recv()
        except EOFError:
            return
        try:
            job = make_job()
            memo = memo or memo_of(job.state, stays=True)
            run(job, memo)
            link.send(True)
        except Exception as error:
            print(ending(error)[0], file=sys.stderr)
            link.send(False)
        gc.collect()
