"""Draws the pages whose making changed into the idle tree: here, or in copies of this process where many are."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar

from generator.memo import digest
from generator.model.history import History, Seen
from generator.publish.files import write_changed
from generator.publish.lock import die_with_parent
from generator.publish.tree import Staging
from generator.render.pages import Page
from generator.render.site import Press

T = TypeVar("T")
WORTH_A_COPY = 1000
"""Pages for which one more process pays."""


class Drawn(NamedTuple):
    """A page that stands in the new site, drawn or taken over: what it shows since when, and its file."""

    url: str
    seen: Seen
    path: str
    digest: str
    key: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pages of a build, and all that it takes to draw them."""

    pages: Sequence[Page]
    press: Press
    history: History
    today: date
    staging: Staging

    def put(self, jobs: int) -> None:
        """Draws every page in up to `jobs` processes (0: one a core) and enters it in the new site."""
        shares = min(jobs or os.cpu_count() or 1, len(self.pages) // WORTH_A_COPY + 1)
        for drawn in in_copies(
            shares, lambda share: [self._draw(page) for page in self.pages[share::shares]]
        ):
            self.history.now[drawn.url] = drawn.seen
            self.staging.record(drawn.path, drawn.digest, drawn.key)

    def _draw(self, page: Page) -> Drawn:
        view, path = page.view, f"{page.url}index.html"
        seen = self.history.seen(page.url, digest(page.kind, page.title, page.description, view), self.today)
        key, known = self.press.key(seen.digest, seen.as_of), self.staging.known(path)
        if known is not None and known.key == key:
            return Drawn(page.url, seen, path, known.digest, key)
        content = self.press.draw(page, view, seen.as_of)
        written = write_changed(self.staging.tree, path, content, known.digest if known else None)
        return Drawn(page.url, seen, path, written, key)


def in_copies(shares: int, work: Callable[[int], list[T]]) -> list[T]:
    """What `work(0)` … `work(shares - 1)` return, each but the first done by a forked copy of this process.

    A copy shares the portal's memory, so nothing is sent to it. What a copy failed at is done here again:
    an error is then raised where it can be told, and a copy that was killed costs time only.
    """
    context, copies = get_context("fork"), []
    for share in range(1, shares):
        ours, theirs = context.Pipe(duplex=False)
        copy = context.Process(target=_work, args=(work, share, theirs, os.getpid()))
        copy.start()
        theirs.close()
        copies.append((share, copy, ours))
    done = work(0)
    for share, copy, link in copies:
        try:
            done += link.recv()
        except EOFError:
            done += work(share)
        copy.join()
    return done


def _work(work: Callable[[int], list[T]], share: int, link: Connection, parent: int) -> None:
    die_with_parent(parent)
    try:
        link.send(work(share))
    except Exception:
        os._exit(1)
