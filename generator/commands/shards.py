"""Work cut by name, on any `concurrent.futures.Executor`: what a pool takes along when it breaks is done again.

Nothing is shared with whoever does the work but the name, and what comes back can be pickled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import TypeVar

T = TypeVar("T")
OpenPool = Callable[[], Executor]
TRIES = 2
"""How often something is tried by itself that was under way when a pool broke."""


def spread(
    names: Iterable[str], work: Callable[[str], T], open_pool: OpenPool, at_once: int
) -> Iterator[tuple[str, T | None]]:
    """What `work` comes to for each name, as it is done; None for one that broke every pool it was tried in.

    At most `at_once` are under way, so that few can be suspected of breaking a pool. Each of these is then tried in
    a pool of its own, where it harms nobody else.
    """
    left = deque(names)
    while left:
        with open_pool() as pool:
            suspects = yield from _until_broken(left, work, pool, at_once)
        for name in suspects:
            yield name, _alone(name, work, open_pool)


def _until_broken(
    left: deque[str], work: Callable[[str], T], pool: Executor, at_once: int
) -> Generator[tuple[str, T], None, list[str]]:
    """Yields what is done of what is left; returns what was under way when the pool broke, nothing if it did not."""
    flying: dict[Future[T], str] = {}
    try:
        while left or flying:
            while left and len(flying) < at_once:
                future = pool.submit(work, left[0])
                flying[future] = left.popleft()
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                result = future.result()
                yield flying.pop(future), result
    except BrokenExecutor:
        return [*flying.values()]
    return []


def _alone(name: str, work: Callable[[str], T], open_pool: OpenPool) -> T | None:
    for _ in range(TRIES):
        with open_pool() as pool:
            try:
                return pool.submit(work, name).result()
            except BrokenExecutor:
                continue
    return None
