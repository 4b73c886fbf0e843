"""Lays the search index into the idle tree beside the pages: a bundle that did not change is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.copies import beside
from generator.findings import Finding, Place, finding
from generator.memo import digest
from generator.publish.manifest import Entry
from generator.publish.tree import Staging
from generator.render.search.bundles import Bundle, bundles
from generator.render.search.engine import PROGRAM, EngineFailed, bundle_files, engine_version
from generator.render.search.lean import ENTRY
from generator.render.search.scopes import LOADED_FIRST, SEARCH
from generator.render.search.synonyms import Synonyms
from generator.render.site import Press, Site

Laid = tuple[str, Entry]
"""A file of the index that stands in the new site, by its path."""


def begin_search(
    site: Site, press: Press, synonyms: Synonyms, staging: Staging, jobs: int
) -> Callable[[], list[Finding]]:
    """Begins to index what changed; the call that is returned waits for it and enters it in the new site.

    A bundle that Pagefind fails at is left out, with a finding: an older one could show who is gone since.
    """

    def work() -> tuple[list[Laid], list[Finding]]:
        laid, found = list[Laid](), list[Finding]()
        for bundle in bundles(site.built, site.pages, press.shells.prose, synonyms):
            key = digest(press.frame, engine_version(), bundle.shown)
            try:
                laid += _laid(bundle, key, staging)
            except EngineFailed as failure:
                reason = str(failure) or type(failure).__name__
                found.append(finding("search-failed", Place("", SEARCH), bundle=bundle.name, reason=reason))
        return laid, found

    wait = beside(work, jobs)

    def enter() -> list[Finding]:
        laid, found = wait()
        for each in laid:
            staging.record(*each)
        return found

    return enter


def _laid(bundle: Bundle, key: str, staging: Staging) -> Iterator[Laid]:
    folder = f"{SEARCH}{bundle.name}/"
    entry = staging.known(f"{folder}{ENTRY}")
    if entry is not None and entry.key == key:
        return iter(staging.known_below(folder).items())
    files = bundle_files(bundle.make())
    return iter([*_written(_needed(bundle.name, files), folder, key, staging)])


def _needed(name: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What a browser runs, it takes from the bundle that it loads first."""
    for path, content in files.items():
        if path not in PROGRAM or name in LOADED_FIRST:
            yield path, content


def _written(files: Iterable[tuple[str, bytes]], folder: str, key: str, staging: Staging) -> Iterator[Laid]:
    for path, content in files:
        yield folder + path, staging.lay(folder + path, content, key)
