"""Draws the pages whose making changed into the idle tree: here, or in copies of this process where many are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.copies import in_copies, shares_for
from generator.memo import digest
from generator.model.history import History, Seen
from generator.model.sheets import SheetSeen
from generator.publish.files import write_changed
from generator.publish.tree import Staging
from generator.render.outdated import outdated
from generator.render.pages import Page
from generator.render.site import Press

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
    old_sheets: Collection[SheetSeen] = ()

    def put(self, jobs: int) -> None:
        """Draws every page in up to `jobs` processes (0: one a core) and enters it in the new site."""
        shares = shares_for(jobs, len(self.pages), WORTH_A_COPY)
        for drawings in in_copies(
            shares, lambda share: [self._draw(each) for each in self.pages[share::shares]]
        ):
            for drawn in drawings:
                self.history.now[drawn.url] = drawn.seen
                self.staging.record(drawn.path, drawn.digest, drawn.key)

    def _draw(self, page: Page) -> Drawn:
        view, path = page.view, f"{page.url}index.html"
        seen = self.history.seen(page.url, digest(page.kind, page.title, page.description, view), self.today)
        told = outdated(page.kind, view.get("source"), self.old_sheets)
        key, known = self.press.key(seen.digest, seen.as_of, told), self.staging.known(path)
        if known is not None and known.key == key:
            return Drawn(page.url, seen, path, known.digest, key)
        content = self.press.draw(page, view, seen.as_of, told)
        written = write_changed(self.staging.tree, path, content, known.digest if known else None)
        return Drawn(page.url, seen, path, written, key)
