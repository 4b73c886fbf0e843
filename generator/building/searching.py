"""Lays the search index into the idle tree beside the pages: a bundle that did not change is taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

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
    live, standing, changed = _by_bundle(staging), list[Laid](), list[tuple[Bundle, str]]()
    for bundle in bundles(site.built, site.pages, press.shells.prose, synonyms):
        key, known = digest(press.frame, engine_version(), bundle.shown), live.get(bundle.name, {})
        entry = known.get(_folder(bundle) + ENTRY)
        if entry and entry.key == key:
            standing += known.items()
        else:
            changed.append((bundle, key))

    def work() -> tuple[list[Laid], list[Finding]]:
        laid, found = list[Laid](), list[Finding]()
        for bundle, key in changed:
            try:
                laid += _laid(bundle, key, staging)
            except EngineFailed as failure:
                reason = str(failure) or type(failure).__name__
                found.append(finding("search-failed", Place("", SEARCH), bundle=bundle.name, reason=reason))
        return laid, found

    wait = beside(work, jobs) if changed else work

    def enter() -> list[Finding]:
        laid, found = wait()
        for each in (*standing, *laid):
            staging.record(*each)
        return found

    return enter


def _by_bundle(staging: Staging) -> Mapping[str, dict[str, Entry]]:
    """The files of each bundle in the live site."""
    found: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for path, entry in staging.known_below(SEARCH).items():
        found[path.removeprefix(SEARCH).partition("/")[0]][path] = entry
    return found


def _folder(bundle: Bundle) -> str:
    return f"{SEARCH}{bundle.name}/"


def _laid(bundle: Bundle, key: str, staging: Staging) -> Iterator[Laid]:
    for path, content in _needed(bundle.name, bundle_files(bundle.make())):
        path = _folder(bundle) + path
        yield path, staging.lay(path, content, key)


def _needed(name: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What a browser runs, it takes from the bundle that it loads first."""
    for path, content in files.items():
        if path not in PROGRAM or name in LOADED_FIRST:
            yield path, content
