"""Work in a forked copy of the test, killed where one says: at a system call, or after a while (Linux)."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

TRACE_ME, NEXT_CALL, SET_OPTIONS = 0, 24, 0x4200
TELL_CALLS_APART, DIE_WITH_TRACER = 1, 0x100000
OWN_MOUNTS, OWN_USERS, PRIVATE = 0x20000, 0x10000000, 0x4000 | 0x40000
REFUSED = 77
AT_CALL = signal.SIGTRAP | 0x80

Work = Callable[[], object]


def killed_at_call(number: int, work: Work) -> bool:
    """Kills the copy as it enters its n-th system call (from 1); False when it was done before.

    Traced by the kernel itself, so nothing that the work does escapes: an open, a write, a rename, a sync.
    """
    return _calls(work, number) == number


def calls_of(work: Work) -> int:
    """How many system calls the work makes; done in a copy too."""
    return _calls(work, sys.maxsize)


def _calls(work: Work, last: int) -> int:
    """The calls that the copy entered until it was done, or was killed at the last."""
    trace = ctypes.CDLL(None, use_errno=True).ptrace
    copy = _fork(lambda: (trace(TRACE_ME, 0, 0, 0), os.kill(os.getpid(), signal.SIGSTOP), work()))
    os.waitpid(copy, 0)
    if trace(SET_OPTIONS, copy, 0, TELL_CALLS_APART | DIE_WITH_TRACER) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    stops = passed_on = 0
    while True:
        trace(NEXT_CALL, copy, 0, passed_on)
        _, status = os.waitpid(copy, 0)
        if not os.WIFSTOPPED(status):
            assert status == 0, status
            return (stops + 1) // 2
        passed_on = 0 if os.WSTOPSIG(status) == AT_CALL else os.WSTOPSIG(status)
        stops += not passed_on
        if stops == 2 * last - 1:  # every call stops twice: as it begins, and as it returns
            _kill(copy)
            return last


def killed_after(seconds: float, work: Work) -> bool:
    """Kills the copy after that time; False when it was done before."""
    copy = _fork(work)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(copy, os.WNOHANG)[0]:
            return False
        time.sleep(0.001)
    _kill(copy)
    return True


def run(work: Work, *, megabytes: int | None = None, seconds: int | None = None) -> int:
    """Does the work in a copy, with no more memory and processor time than told; returns its exit code."""

    def within() -> None:
        if megabytes is not None:
            room = _size() + megabytes * 1_000_000
            resource.setrlimit(resource.RLIMIT_AS, (room, room))
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        work()

    return os.waitstatus_to_exitcode(os.waitpid(_fork(within), 0)[1])


def own_disk(folder: Path, kilobytes: int) -> None:
    """Mounts a small disk at `folder` for this copy alone; SystemExit(REFUSED) where the kernel lets nobody."""
    kernel = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if kernel.unshare(OWN_MOUNTS | (OWN_USERS if user else 0)) != 0:
        raise SystemExit(REFUSED)
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    told = f"size={kilobytes}k".encode()
    if kernel.mount(b"none", b"/", None, PRIVATE, None) or kernel.mount(
        b"tmpfs", bytes(folder), b"tmpfs", 0, told
    ):
        raise SystemExit(REFUSED)


def _size() -> int:
    """Bytes of address space that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _fork(work: Work) -> int:
    copy = os.fork()
    if copy:
        return copy
    try:
        work()
        os._exit(0)
    except SystemExit as end:
        os._exit(int(end.code or 0))
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(99)


def _kill(copy: int) -> None:
    os.kill(copy, signal.SIGKILL)
    os.waitpid(copy, 0)
