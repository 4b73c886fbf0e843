"""Work cut by name: the same whatever pool does it, and whatever happens to a process of that pool."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from generator.commands.shards import OpenPool, spread

NAMES = [f"{number}" for number in range(12)]


class Here(Executor):
    """A pool of nobody: work is done where it is asked for."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*arguments, **named))
        return future


def processes() -> Executor:
    return ProcessPoolExecutor(3, get_context("fork"))


def doubled(name: str) -> str:
    return name * 2


def killed(marks: Path, culprit: str, times: int, name: str) -> str:
    """Doubles a name; at the culprit its process dies, so many times."""
    (marks / f"{name}-{len(list(marks.glob(f'{name}-*')))}").touch()
    if name == culprit and len(list(marks.glob(f"{name}-*"))) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(name)


@pytest.mark.parametrize("open_pool", [Here, processes, partial(ThreadPoolExecutor, 2)])
def test_any_executor_comes_to_the_same(open_pool: OpenPool) -> None:
    assert dict(spread(NAMES, doubled, open_pool, 3)) == {name: name * 2 for name in NAMES}


def test_what_a_killed_process_was_at_is_done_again(tmp_path: Path) -> None:
    done = list(spread(NAMES, partial(killed, tmp_path, "4", 1), processes, 3))
    assert sorted(done) == sorted((name, name * 2) for name in NAMES), "each once, the killed one too"
    repeated = [name for name in NAMES if len(list(tmp_path.glob(f"{name}-*"))) > 1]
    assert "4" in repeated and len(repeated) <= 3, "nobody did again what was done"


def test_who_kills_every_process_is_given_up_alone(tmp_path: Path) -> None:
    done = dict(spread(NAMES, partial(killed, tmp_path, "4", 99), processes, 3))
    assert done.pop("4") is None
    assert done == {name: name * 2 for name in NAMES if name != "4"}
    assert len(list(tmp_path.glob("4-*"))) == 3, "once among others, twice by itself"
