"""What the last build published, kept in the state folder: rows, pages, and how they changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.disk import write_private
from generator.model.chronicle import Chronicle, DayChanges, Edition, TableStory
from generator.model.history import Seen

MEMORY_FILE = "memory.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """`accepted`: rows in use of each table, for the shrink guard; `pages`: what a URL showed since when.

    `withdrawn`: the rows of people (`table:key`) who were not to be shown by then, and were not since.
    """

    accepted: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, Seen] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    chronicle: Chronicle = field(default_factory=Chronicle)


def read_memory(state: Path) -> Memory:
    """The memory of the last build; an empty one when there was none or it is lost."""
    try:
        kept = json.loads((state / MEMORY_FILE).read_bytes())
        return Memory(
            accepted={str(table): int(rows) for table, rows in kept["accepted"].items()},
            pages={str(url): Seen(str(digest), str(day)) for url, (digest, day) in kept["pages"].items()},
            withdrawn=tuple(map(str, kept["withdrawn"])),
            chronicle=_chronicle(kept.get("tables", {}), kept.get("log", {})),
        )
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        return Memory()


def write_memory(state: Path, memory: Memory) -> None:
    """Remembers what was published; to be called once the site was swapped."""
    chronicle = memory.chronicle
    kept = {
        "accepted": memory.accepted,
        "pages": memory.pages,
        "withdrawn": memory.withdrawn,
        "tables": {
            name: (told.digest, told.began, told.changed, told.read, told.editions)
            for name, told in chronicle.tables.items()
        },
        "log": {
            day: {name: (told.came, told.changed, told.gone) for name, told in tables.items()}
            for day, tables in chronicle.log.items()
        },
    }
    write_private(state / MEMORY_FILE, json.dumps(kept, sort_keys=True).encode())


def _chronicle(tables: Mapping[str, Any], log: Mapping[str, Any]) -> Chronicle:
    stories = {
        name: TableStory(
            digest, began, changed, read, {key: Edition(*edition) for key, edition in editions.items()}
        )
        for name, (digest, began, changed, read, editions) in tables.items()
    }
    days = {
        day: {
            name: DayChanges(tuple(came), tuple(changed), gone)
            for name, (came, changed, gone) in told.items()
        }
        for day, told in sorted(log.items(), reverse=True)
    }
    return Chronicle(stories, days)
