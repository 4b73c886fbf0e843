"""Draws the pages whose making changed into the idle tree: here, or in copies of this process where many are."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.building.views import Asked, Shown, Views
from generator.copies import in_copies, shares_for
from generator.memo import digest
from generator.model.history import History, Seen
from generator.model.sheets import SheetSeen
from generator.publish.manifest import Entry
from generator.publish.tree import Staging
from generator.render.outdated import outdated
from generator.render.pages import Ask, Notes, Page
from generator.render.site import Press

WORTH_A_COPY = 1000
"""Pages for which one more process pays."""


class Drawn(NamedTuple):
    """A page that stands in the new site, drawn or taken over: what it shows since when, and its file."""

    url: str
    shown: Shown
    seen: Seen
    entry: Entry


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pages of a build, and all that it takes to draw them."""

    pages: Sequence[Page]
    notes: Notes
    press: Press
    views: Views
    history: History
    today: date
    staging: Staging
    old_sheets: Collection[SheetSeen] = ()

    def put(self, jobs: int) -> None:
        """Enters every page in the new site: as it was, or drawn in up to `jobs` processes (0: one a core)."""
        changed = [page for page in self.pages if not self._take_over(page)]
        shares = shares_for(jobs, len(changed), WORTH_A_COPY)
        for asks, drawings in in_copies(shares, lambda share: self._draw_all(changed[share::shares])):
            places = self.views.places(*asks)
            for drawn in drawings:
                asked = array("I", [places[at] for at in drawn.shown.asked])
                self._enter(drawn._replace(shown=drawn.shown._replace(asked=asked)))

    def _take_over(self, page: Page) -> bool:
        """Enters a page as it stands in the live site, if it would be drawn the same."""
        shown = self.views.unchanged(page)
        if shown is None:
            return False
        seen = self.history.seen(page.url, shown.digest, self.today)
        standing = self.staging.standing(page.path, self.press.key(seen.digest, seen.as_of, shown.told))
        if standing:
            self._enter(Drawn(page.url, shown, seen, standing))
        return standing is not None

    def _enter(self, drawn: Drawn) -> None:
        self.views.keep(drawn.url, drawn.shown)
        self.history.now[drawn.url] = drawn.seen
        self.staging.record(f"{drawn.url}index.html", drawn.entry)

    def _draw_all(self, pages: Sequence[Page]) -> tuple[Asked, list[Drawn]]:
        """The pages drawn, what they asked for by its place in the list of all their asks, and that list."""
        places: dict[Ask, int] = {}
        drawings = [self._draw(page, places) for page in pages]
        return self.views.asked(places), drawings

    def _draw(self, page: Page, places: dict[Ask, int]) -> Drawn:
        with self.notes.apart() as asked:
            view = page.view
        told = outdated(page.kind, view.get("source"), self.old_sheets)
        shown = Shown(
            digest(page.kind, page.title, page.description, view),
            told,
            self.views.about(page),
            array("I", [places.setdefault(ask, len(places)) for ask in asked]),
        )
        seen = self.history.seen(page.url, shown.digest, self.today)
        key = self.press.key(seen.digest, seen.as_of, told)
        entry = self.staging.standing(page.path, key) or self.staging.lay(
            page.path, self.press.draw(page, view, seen.as_of, told), key
        )
        return Drawn(page.url, shown, seen, entry)
