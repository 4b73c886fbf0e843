"""What governments told last, in the nation's private state folder: it stands in for one whose build fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from generator.disk import write_private
from generator.model.nation import Told
from generator.model.public import Government

TOLD_FILE = "governments.json"


def read_told(state: Path) -> dict[str, Told]:
    """What was told last, by name; nothing where that was lost, for it can be told again."""
    try:
        return {name: _told(each) for name, each in json.loads((state / TOLD_FILE).read_bytes()).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_told(state: Path, told: Mapping[str, Told]) -> None:
    """Keeps what was told."""
    kept = {name: _to_json(told[name]) for name in sorted(told)}
    write_private(state / TOLD_FILE, json.dumps(kept).encode())


def _to_json(told: Told) -> Mapping[str, Any]:
    facts = {**asdict(told.government), "since": _day(told.government.since)}
    return {
        "government": facts,
        "day": _day(told.day),
        "tallies": [[*place, moments] for place, moments in told.tallies.items()],
    }


def _told(kept: Mapping[str, Any]) -> Told:
    since = kept["government"]["since"]
    facts = {**kept["government"], "since": date.fromisoformat(since) if since else None}
    tallies = {(period, level, aspect): moments for period, level, aspect, moments in kept["tallies"]}
    return Told(Government(**facts), date.fromisoformat(kept["day"]), tallies)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
