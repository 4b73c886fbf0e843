"""One build at a time for a site: a lock that vanishes with the process that holds it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.findings import CannotRun


@contextmanager
def locked(lock: Path, site: Path) -> Iterator[None]:
    """Holds the site's lock file while the block runs; CannotRun when another process holds it."""
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun("site-locked", site=site) from error
        yield
