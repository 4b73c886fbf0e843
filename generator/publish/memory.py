"""What the last build published, kept in the state folder: accepted rows per table, for the shrink guard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.disk import write_private

ACCOUNTS_FILE = "accounts.json"


def read_accepted(state: Path) -> dict[str, int]:
    """Table → rows accepted by the last build; empty when there was none or its memory is lost."""
    try:
        counts = json.loads((state / ACCOUNTS_FILE).read_bytes())
        return {str(table): int(rows) for table, rows in counts.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_accepted(state: Path, accepted: Mapping[str, int]) -> None:
    """Remembers what was published; to be called once the site was swapped."""
    write_private(state / ACCOUNTS_FILE, json.dumps(accepted, sort_keys=True).encode())
