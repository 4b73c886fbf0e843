"""What a government told last, in its private state folder: told again where all is as it was, or its build fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from generator.disk import write_private
from generator.model.nation import Told
from generator.model.public import Government, Offers

TOLD_FILE = "told.json"


class Heard(NamedTuple):
    """What was told last, and the digest of all that it hung on."""

    told: Told
    grounds: str


def read_told(state: Path) -> Heard | None:
    """What a government told last; None where that was lost, for it can be told again."""
    try:
        kept = json.loads((state / TOLD_FILE).read_bytes())
        return Heard(_told(kept), kept["grounds"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_told(state: Path, heard: Heard) -> None:
    """Keeps what was told."""
    kept = {"grounds": heard.grounds, **_to_json(heard.told)}
    write_private(state / TOLD_FILE, json.dumps(kept).encode())


def _to_json(told: Told) -> Mapping[str, Any]:
    facts = {**asdict(told.government), "since": _day(told.government.since)}
    return {
        "government": facts,
        "day": _day(told.day),
        "tallies": [[*place, moments] for place, moments in told.tallies.items()],
        "counts": [[*place, count] for place, count in told.counts.items()],
    }


def _told(kept: Mapping[str, Any]) -> Told:
    since = kept["government"]["since"]
    facts = {
        **kept["government"],
        "offers": Offers(*kept["government"]["offers"]),
        "since": date.fromisoformat(since) if since else None,
    }
    tallies = {(period, level, aspect): moments for period, level, aspect, moments in kept["tallies"]}
    counts = {(period, what): count for period, what, count in kept["counts"]}
    return Told(Government(**facts), date.fromisoformat(kept["day"]), tallies, counts)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
