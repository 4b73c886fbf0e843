"""Work shared out among copies of this process, which share its memory and send back results alone."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")
PR_SET_PDEATHSIG = 1


def shares_for(jobs: int, size: int, worth: int) -> int:
    """Into how many shares work of that size is parted: one for each `worth`, at most `jobs` (0: a core each)."""
    return min(jobs or os.cpu_count() or 1, size // worth + 1)


def in_copies(shares: int, work: Callable[[int], T]) -> list[T]:
    """What `work(0)` … `work(shares - 1)` return, each but the first done by a forked copy of this process.

    A copy shares this process' memory, so nothing is sent to it. What a copy failed at is done here again:
    an error is then raised where it can be told, and a copy that was killed costs time only.
    """
    context, copies = get_context("fork"), []
    for share in range(1, shares):
        ours, theirs = context.Pipe(duplex=False)
        copy = context.Process(target=_work, args=(work, share, theirs, os.getpid()))
        copy.start()
        theirs.close()
        copies.append((share, copy, ours))
    done = [work(0)]
    for share, copy, link in copies:
        try:
            done.append(link.recv())
        except EOFError:
            done.append(work(share))
        copy.join()
    return done


def beside(work: Callable[[], T], jobs: int) -> Callable[[], T]:
    """Begins `work` in a forked copy of this process; the call that is returned waits for what it came to.

    With one job alone, or where the copy failed, `work` is done by that call.
    """
    if jobs == 1:
        return work
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    copy = context.Process(target=_work, args=(lambda _: work(), 0, theirs, os.getpid()))
    copy.start()
    theirs.close()

    def wait() -> T:
        try:
            done: T = ours.recv()
        except EOFError:
            done = work()
        copy.join()
        return done

    return wait


def _work(work: Callable[[int], T], share: int, link: Connection, parent: int) -> None:
    die_with_parent(parent)
    try:
        link.send(work(share))
    except Exception:
        os._exit(1)


def die_with_parent(parent: int) -> None:
    """Ends this copy when process `parent` ends, however that comes about.

    A copy shares its parent's lock, and an orphan would keep it, and write, for ever (Linux only).
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
