"""What became of each published row over the builds: since when it reads so, how often it changed, and a log by day.

Of a row that is gone nothing is kept but that one went, on which day and of which table: whoever withdrew leaves no
trace here. Building the same tables again adds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator.model.public import OpenTable, row_digest

DAYS_KEPT = 30
"""Days with a change that the log goes back."""


class Edition(NamedTuple):
    """A row's present wording: the ISO day since when it reads so, and how often it was changed before."""

    since: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class TableStory:
    """A table's rows by key. `read` digests their fields; `editions` has those that came or changed since `began`.

    `changed` is the day since when the table as a whole reads so; one without a key has no more of a story.
    """

    digest: str
    began: str
    changed: str
    read: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)

    def edition(self, key: str) -> Edition:
        """The edition of a row that the table has."""
        return self.editions.get(key) or Edition(self.began)


@dataclass(frozen=True, slots=True)
class DayChanges:
    """What one day's builds changed in one table: keys of rows that came or changed, and how many went."""

    came: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.came or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The story of every open table, and the log: ISO day → table → changes, newest day first."""

    tables: Mapping[str, TableStory] = field(default_factory=dict)
    log: Mapping[str, Mapping[str, DayChanges]] = field(default_factory=dict)

    def edition(self, table: str, key: str) -> Edition:
        """The edition of a published row; KeyError for a table that is not open."""
        return self.tables[table].edition(key)


def continued(before: Chronicle, tables: Mapping[str, OpenTable], today: date) -> Chronicle:
    """The chronicle with today's tables; a table that was not there before begins without a word in the log."""
    day = today.isoformat()
    stories: dict[str, TableStory] = {}
    told: dict[str, DayChanges] = dict(before.log.get(day, {}))
    for name, table in tables.items():
        stories[name], changes = _story(before.tables.get(name), table, day)
        if changes:
            told[name] = _merged(told.get(name, DayChanges()), changes)
    log = {each: _still_there(changes, stories) for each, changes in {**before.log, day: told}.items()}
    days = sorted((each for each in log if log[each]), reverse=True)[:DAYS_KEPT]
    return Chronicle(stories, {each: log[each] for each in days})


def _story(old: TableStory | None, table: OpenTable, day: str) -> tuple[TableStory, DayChanges]:
    whole = table.digest
    if old is not None and old.digest == whole:
        return old, DayChanges()
    read = _read(table)
    if old is None:
        return TableStory(whole, day, day, read), DayChanges()
    came = tuple(key for key in read if key not in old.read)
    changed = tuple(key for key, found in read.items() if old.read.get(key, found) != found)
    editions = {key: edition for key, edition in old.editions.items() if key in read}
    editions |= dict.fromkeys(came, Edition(day))
    editions |= {key: Edition(day, old.edition(key).number + 1) for key in changed}
    gone = len(old.read.keys() - read.keys())
    return TableStory(whole, old.began, day, read, editions), DayChanges(came, changed, gone)


def _read(table: OpenTable) -> dict[str, str]:
    """The digest of each row by its key; empty for a table without one, or with one of several fields."""
    names, key = [field.name for field in table.schema.fields], table.schema.key
    if len(key) != 1 or key[0] not in names:
        return {}
    place = names.index(key[0])
    return {str(row[place]): row_digest(row) for row in table.rows}


def _merged(earlier: DayChanges, now: DayChanges) -> DayChanges:
    """Two builds of one day: what came that day and changed again is still new."""
    came = tuple(dict.fromkeys((*earlier.came, *now.came)))
    changed = dict.fromkeys((*earlier.changed, *now.changed))
    return DayChanges(came, tuple(key for key in changed if key not in came), earlier.gone + now.gone)


def _still_there(
    told: Mapping[str, DayChanges], stories: Mapping[str, TableStory]
) -> Mapping[str, DayChanges]:
    def kept(name: str, keys: Collection[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if name in stories and key in stories[name].read)

    left = {
        name: DayChanges(kept(name, changes.came), kept(name, changes.changed), changes.gone)
        for name, changes in told.items()
    }
    return {name: changes for name, changes in left.items() if changes}
