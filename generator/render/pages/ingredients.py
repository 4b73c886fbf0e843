"""What a page is made of: which entries of the index its view asked for, and how each of them reads now.

A view that asked for nothing that changed would come out as it did: it need not be made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, overload

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
D = TypeVar("D")
Ask = tuple[str, Hashable]
"""A lookup of the index by name, and the key that was looked up there."""
Lookup = Mapping[Any, object] | Sequence[object]
Kept = Mapping[int, tuple[object, bytes]]
"""Things by their identity, and how each of them reads."""
WHOLE = None
"""The key of an ask for all that a lookup holds."""


class Notes:
    """What was asked for since `asked` was last set apart."""

    __slots__ = ("asked",)

    def __init__(self) -> None:
        self.asked: set[Ask] = set()

    @contextmanager
    def apart(self) -> Iterator[set[Ask]]:
        """What is asked for within goes into a set of its own."""
        outer, self.asked = self.asked, set()
        try:
            yield self.asked
        finally:
            self.asked = outer


class Traced(Mapping[K, V]):
    """A lookup that notes each key that it is asked for, there or not; whoever walks it asks for the whole."""

    __slots__ = ("_items", "_name", "_notes")

    def __init__(self, name: str, items: Mapping[K, V], notes: Notes) -> None:
        self._name = name
        self._items = items
        self._notes = notes

    def __getitem__(self, key: K) -> V:
        self._notes.asked.add((self._name, key))
        return self._items[key]

    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, /, default: D) -> V | D: ...
    def get(self, key: K, /, default: D | None = None) -> V | D | None:
        """The entry of a key; the default when there is none."""
        self._notes.asked.add((self._name, key))
        return self._items.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._notes.asked.add((self._name, key))
        return key in self._items

    def __iter__(self) -> Iterator[K]:
        self._notes.asked.add((self._name, WHOLE))
        return iter(self._items)

    def __len__(self) -> int:
        self._notes.asked.add((self._name, WHOLE))
        return len(self._items)

    def values(self) -> ValuesView[V]:
        """All entries."""
        self._notes.asked.add((self._name, WHOLE))
        return self._items.values()

    def items(self) -> ItemsView[K, V]:
        """All entries with their keys."""
        self._notes.asked.add((self._name, WHOLE))
        return self._items.items()


class TracedAll(Sequence[V]):
    """A row of things that notes whenever it is asked for any of them."""

    __slots__ = ("_items", "_name", "_notes")

    def __init__(self, name: str, items: Sequence[V], notes: Notes) -> None:
        self._name = name
        self._items = items
        self._notes = notes

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[V]: ...
    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        self._notes.asked.add((self._name, WHOLE))
        return self._items[index]

    def __iter__(self) -> Iterator[V]:
        self._notes.asked.add((self._name, WHOLE))
        return iter(self._items)

    def __len__(self) -> int:
        self._notes.asked.add((self._name, WHOLE))
        return len(self._items)


@dataclass(frozen=True, slots=True)
class Tracing:
    """Everything of an index that is traced, by name, and the notes that it all writes to."""

    notes: Notes = field(default_factory=Notes)
    lookups: dict[str, Lookup] = field(default_factory=dict)
    made_of: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def lookup(self, name: str, items: Mapping[K, V], of: tuple[str, ...] = ()) -> Mapping[K, V]:
        """A mapping, traced from now on; `of` names the open tables where it is made of nothing but those."""
        self.lookups[name] = items
        if of:
            self.made_of[name] = of
        return Traced(name, items, self.notes)

    def row(self, name: str, items: Sequence[V]) -> Sequence[V]:
        """A row of things, traced from now on."""
        self.lookups[name] = items
        return TracedAll(name, items, self.notes)


def differing(before: Lookup, now: Lookup) -> set[Hashable]:
    """The keys of a lookup that read otherwise than before; WHOLE among them where anything does, be it the order."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        if before == now and [*before] == [*now]:
            return set()
        old, new = before.get, now.get
        return {
            WHOLE,
            *(key for key in {**before, **now} if old(key) is not new(key) and old(key) != new(key)),
        }
    return set() if before == now else {WHOLE}


class Ingredients:
    """How the entries of the index read now: 16 bytes for each, made when asked for and kept.

    `tables` tells how the open tables read that a lookup is made of, by its name: as they stood, so does all of it.
    `kept` has what was looked at, by its identity, with itself, so that nothing else can come to be there.
    """

    def __init__(self, tracing: Tracing, tables: Mapping[str, str]) -> None:
        """`tables` tells how each open table reads."""
        self.lookups = tracing.lookups
        self.tables = {name: [tables.get(table) for table in of] for name, of in tracing.made_of.items()}
        self.kept: dict[int, tuple[object, bytes]] = {}
        self._before: Kept = {}
        self._entries: dict[str, Callable[[Any], object]] = {
            name: lookup.get for name, lookup in self.lookups.items() if isinstance(lookup, Mapping)
        }

    def recall(self, kept: Kept) -> None:
        """Takes over what the build before had looked at; what is the very same thing still reads the same."""
        self._before = kept

    def digest(self, ask: Ask) -> bytes:
        """How what was asked for reads now, also that there is no such thing."""
        name, key = ask
        if key is not WHOLE and name in self._entries:
            return self.of(self._entries[name](key))
        lookup = self.lookups.get(name, ())  # a table of figures that nobody fills any more
        return self._once(
            lookup, lambda: self.of(tuple(lookup.items() if isinstance(lookup, Mapping) else lookup))
        )

    def of(self, value: object) -> bytes:
        """How a value reads; a record among many lists of records is looked at once."""
        told = self._told(value)
        return told if isinstance(told, bytes) else _digest(told)

    def _told(self, value: object) -> object:
        """The value, with how a record reads in place of each record."""
        if type(value) is str:
            return value
        if isinstance(value, tuple):
            return tuple(map(self._told, value))
        fields_of = _fields_of(cast("Hashable", type(value)))
        return self._once(value, lambda: _digest(fields_of(value))) if fields_of else value

    def _once(self, thing: object, read: Callable[[], bytes]) -> bytes:
        place = id(thing)
        known = self.kept.get(place) or self._before.get(place) or (thing, read())
        self.kept[place] = known
        return known[1]


@cache
def _fields_of(kind: type) -> Callable[[Any], object] | None:
    """What takes the fields of a record of that kind; None of what is no record."""
    return attrgetter(*(each.name for each in fields(kind)), "__class__") if is_dataclass(kind) else None


def _digest(told: object) -> bytes:
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()
