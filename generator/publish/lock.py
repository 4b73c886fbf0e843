"""One build at a time for a site: a lock that vanishes with the process that holds it."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.findings import CannotRun

PR_SET_PDEATHSIG = 1


@contextmanager
def locked(lock: Path, site: Path) -> Iterator[None]:
    """Holds the site's lock file while the block runs; CannotRun when another process holds it."""
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun("site-locked", site=site) from error
        yield


def die_with_parent(parent: int) -> None:
    """For a worker pool's `initializer`: the worker ends when process `parent` does, however that ends.

    A forked worker shares its parent's lock, and an orphan would keep it, and write, for ever (Linux only).
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
