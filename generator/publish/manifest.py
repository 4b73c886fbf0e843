"""A tree's manifest: what each of its files holds. A tree without one is in unknown shape."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.publish.files import naming


class Entry(NamedTuple):
    """One file: the digest of its content, the key of what it was made from, and its bytes counted."""

    digest: str
    key: str
    size: int


def load(path: Path) -> dict[str, Entry] | None:
    """Path in the tree → entry; None when the manifest is missing or is no manifest."""
    try:
        pairs = json.loads(path.read_bytes()).items()
        return {name: Entry(digest, key, size) for name, (digest, key, size) in pairs}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return None


def save(path: Path, entries: Mapping[str, Entry]) -> None:
    """Replaces the manifest in one step, by a new file: a kept site may share the old one."""
    new = path.with_name(f"{path.name}.new")
    with naming(path), new.open("w", encoding="utf-8") as file:
        file.write(
            json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
        )  # not `dump`: six times slower
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
