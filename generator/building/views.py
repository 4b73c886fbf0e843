"""What every page showed in the build before, and of which ingredients: a view is made anew only when one changed."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from generator.memo import Memo, digest
from generator.render.pages import Ask, Ingredients, Kept, Lookup, Page, differing

VIEWS = "views"
"""What a process that stays keeps a build's lookups and pages under."""


class Shown(NamedTuple):
    """What a page showed: the digest of its view, and what it said of old sheets.

    `about` is the digest of what the page is about; `asked` are places in the list of asks of its build.
    """

    digest: str
    told: str
    about: bytes
    asked: array[int]


class Asked(NamedTuple):
    """What some views asked for, and how each of it reads."""

    asks: list[Ask]
    reads: list[bytes]


class Build(NamedTuple):
    """The asks of a build's views, how each of them read, and what each page showed, by URL.

    `tables` tells how the tables read that the lookups asked are made of.
    """

    asks: list[Ask]
    read: list[bytes]
    shown: dict[str, Shown]
    tables: Mapping[str, Sequence[str | None]]


class Before(NamedTuple):
    """The lookups and pages of a build, and what it looked at, for as long as the process stays that made it."""

    lookups: Mapping[str, Lookup] = MappingProxyType({})
    pages: Mapping[str, Page] = MappingProxyType({})
    kept: Kept = MappingProxyType({})


@dataclass(slots=True)
class Views:
    """The pages of the build before (`before`), and of this one (`now`); `key` tells all that any view hangs on."""

    memo: Memo
    key: str
    ingredients: Ingredients
    before: Build = field(init=False)
    now: Build = field(init=False)
    _at_hand: Before = field(init=False)
    _pages: dict[str, Page] = field(init=False, default_factory=dict)
    _changed: set[int] = field(init=False)
    _places: dict[Ask, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        before: Build = self.memo.get(self.key) or Build([], [], {}, {})
        self._at_hand = self.memo.made_of(before, VIEWS, lambda _: Before())
        self.ingredients.recall(self._at_hand.kept)
        moved = self._moved(before)
        read = [
            old if (name := ask[0]) in moved and ask[1] not in moved[name] else self.ingredients.digest(ask)
            for ask, old in zip(before.asks, before.read, strict=True)
        ]
        self.before, self.now = before, Build(list(before.asks), read, {}, self.ingredients.tables)
        self._changed = {
            at for at, pair in enumerate(zip(before.read, read, strict=True)) if pair[0] != pair[1]
        }

    def _moved(self, before: Build) -> dict[str, Collection[Hashable]]:
        """The keys of each lookup that may read otherwise than before, where that is known."""
        tables, lookups = self.ingredients.tables, self.ingredients.lookups
        moved: dict[str, Collection[Hashable]] = {
            name: () for name, read in tables.items() if before.tables.get(name) == read
        }
        for name, old in self._at_hand.lookups.items():
            if name in lookups and name not in moved:
                moved[name] = differing(old, lookups[name])
        return moved

    def unchanged(self, page: Page) -> Shown | None:
        """What the page showed, if it would show the same today."""
        self._pages[page.url] = page
        shown = self.before.shown.get(page.url)
        if shown is None or not self._changed.isdisjoint(shown.asked):
            return None
        old = self._at_hand.pages.get(page.url)
        is_same = (old is not None and page.is_like(old)) or shown.about == self.about(page)
        return shown if is_same else None

    def about(self, page: Page) -> bytes:
        """The digest of what a page is about, apart from what its view asks for; of a view at hand, all of it."""
        at_hand = () if callable(page.made) else (digest(page.made),)
        return self.ingredients.of((page.kind, page.title, page.description, *page.about, *at_hand))

    def keep(self, url: str, shown: Shown) -> None:
        """Enters a page of this build."""
        self.now.shown[url] = shown

    def asked(self, asks: Iterable[Ask]) -> Asked:
        """The asks with how each reads, where this build's list does not have it."""
        self._index()
        return Asked([*asks], [b"" if ask in self._places else self.ingredients.digest(ask) for ask in asks])

    def places(self, asks: Iterable[Ask], reads: Iterable[bytes]) -> array[int]:
        """Where these asks stand in this build's list; new ones are added to it, with how they read."""
        self._index()
        known = self._places
        for ask, read in zip(asks, reads, strict=True):
            if ask not in known:
                known[ask] = len(self.now.asks)
                self.now.asks.append(ask)
                self.now.read.append(read)
        return array("I", [known[ask] for ask in asks])

    def _index(self) -> None:
        if not self._places:
            self._places = {ask: place for place, ask in enumerate(self.now.asks)}

    def save(self) -> None:
        """Remembers this build's pages; nothing when all is as it was. New asks oust those that nobody has."""
        if self.now == self.before:
            self.memo.keep(self.key)
            self._stay(self.before)
            return
        if len(self.now.asks) == len(self.before.asks) or not self.before.asks:
            self._put(self.now)
            return
        used = sorted(set().union(*(shown.asked for shown in self.now.shown.values())))
        moved = dict(zip(used, range(len(used)), strict=True))
        shown = {
            url: each._replace(asked=array("I", map(moved.__getitem__, each.asked)))
            for url, each in self.now.shown.items()
        }
        asks, read = self.now.asks, self.now.read
        kept = Build([asks[at] for at in used], [read[at] for at in used], shown, self.now.tables)
        self._put(kept)

    def _put(self, build: Build) -> None:
        self.memo.put(self.key, build)
        self._stay(build)

    def _stay(self, build: Build) -> None:
        self.memo.keep_made(
            build, VIEWS, Before(self.ingredients.lookups, self._pages, self.ingredients.kept)
        )
