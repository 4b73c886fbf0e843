"""Draws the pages that changed into the idle tree: here, or in a pool of processes where there are many."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from generator.publish.files import write_changed
from generator.publish.lock import die_with_parent
from generator.render.site import Draft, Press

WORTH_A_POOL = 1000
"""Pages below which starting processes costs more than they save."""
BATCH = 250
"""Pages a process draws at a time: enough to outweigh sending them, few enough to share out evenly."""


@dataclass(frozen=True, slots=True)
class Order:
    """A page to draw, and the digest of what the live site shows at its address."""

    draft: Draft
    live: str | None


class Drawn(NamedTuple):
    """A page that was drawn: written to the idle tree unless the live site has the very bytes."""

    path: str
    digest: str
    key: str


def draw(orders: Sequence[Order], press: Press, tree: Path, jobs: int) -> Iterator[Drawn]:
    """Draws every page ordered, in up to `jobs` processes (0: one a core)."""
    jobs = min(jobs or os.cpu_count() or 1, len(orders) // WORTH_A_POOL + 1)
    batches = [orders[start : start + BATCH] for start in range(0, len(orders), BATCH)]
    draw_one = partial(_draw_batch, press, tree)
    if jobs == 1:
        yield from chain.from_iterable(map(draw_one, batches))
        return
    with _pool(jobs) as pool:
        yield from chain.from_iterable(pool.map(draw_one, batches))


def _pool(jobs: int) -> Executor:
    """Processes that start as copies of this one, and that end with it: an orphan would hold its lock."""
    return ProcessPoolExecutor(
        jobs, mp_context=get_context("fork"), initializer=die_with_parent, initargs=(os.getpid(),)
    )


def _draw_batch(press: Press, tree: Path, orders: Sequence[Order]) -> list[Drawn]:
    return [
        Drawn(
            order.draft.path,
            write_changed(tree, order.draft.path, press.draw(order.draft), order.live),
            order.draft.key,
        )
        for order in orders
    ]
