"""Fills a new site: its pages here, and in copies beside them what is no page and the search index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.building.drawing import Drawing
from generator.building.searching import begin_search
from generator.building.views import Views
from generator.copies import beside
from generator.findings import Finding
from generator.memo import Memo, digest
from generator.model.chronicle import Chronicle, continued
from generator.model.history import History
from generator.model.public import Portal
from generator.publish.manifest import Entry
from generator.publish.memory import Memory
from generator.publish.tree import Staging
from generator.render.open_tables import open_tables
from generator.render.search.synonyms import Synonyms
from generator.render.site import PlainFile, Press, Site, open_site, plain_files, site_maps

ASSETS = "assets/"
"""Where the site keeps what its pages name by content: styles, script, font."""


class Filled(NamedTuple):
    """What a new site shows, what is to be remembered of it, and what was wrong with its search index."""

    site: Site
    history: History
    chronicle: Chronicle
    views: Views
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Filling:
    """All that a site is filled with, the tree that it is laid into, and what is known of the sites before."""

    portal: Portal
    press: Press
    synonyms: Synonyms
    staging: Staging
    before: Memory
    memo: Memo
    today: date

    def fill(self, jobs: int) -> Filled:
        """Lays every file but the one that lists them, in up to `jobs` processes (0: one a core)."""
        portal, press, staging = self.portal, self.press, self.staging
        history = History(self.before.pages)
        tables = open_tables(portal, self.memo)
        chronicle = continued(self.before.chronicle, tables, self.today)
        enter_plain_files = _begin_plain_files(
            lambda: plain_files(portal, tables, press, chronicle), staging, jobs
        )
        site = open_site(portal, tables, press, history, chronicle)
        old_sheets = [sheet for sheet in portal.sheets if sheet.is_old(self.today)]
        views = Views(self.memo, digest(site.common, old_sheets), site.built.ingredients)
        enter_index = begin_search(site, press, self.synonyms, staging, jobs)
        Drawing(site.pages, site.built.notes, press, views, history, self.today, staging, old_sheets).put(
            jobs
        )
        enter_plain_files()
        findings = enter_index()
        lasting = {page.url: history.now[page.url].as_of for page in site.pages if not page.is_gone}
        for path, content in site_maps(press, lasting, portal.governments.values()):
            staging.put(path, content, "")
        staging.keep_last(ASSETS)
        return Filled(site, history, chronicle, views, findings)


def _begin_plain_files(
    files: Callable[[], Iterable[PlainFile]], staging: Staging, jobs: int
) -> Callable[[], None]:
    """Begins to make what is no page; the call that is returned waits for it and enters it in the new site."""

    def work() -> dict[str, Entry]:
        return {
            file.path: staging.standing(file.path, file.key) or staging.lay(file.path, file.make(), file.key)
            for file in files()
        }

    wait = beside(work, jobs)

    def enter() -> None:
        for path, entry in wait().items():
            staging.record(path, entry)

    return enter
