"""The private state folder: what people decided must survive, or nobody may build."""

from __future__ import annotations

import json
from pathlib import Path

from generator.disk import write_private
from generator.findings import CannotRun
from generator.model.decisions import Decisions

DECISIONS_FILE = "decisions.json"
BUILD_FILE = "memory.json"
"""What every build leaves; where it stands and the decisions do not, they were lost."""


def preview_folder(state: Path) -> Path:
    """Where a preview with its own state stands, apart from all that is remembered and published."""
    return state / "preview"


def read_decisions(state: Path) -> Decisions:
    """What was decided so far; CannotRun when it is lost or broken: someone who withdrew could reappear."""
    path = state / DECISIONS_FILE
    if not path.exists():
        if (state / BUILD_FILE).exists():
            raise CannotRun("decisions-lost", path=path)
        return Decisions()
    try:
        return Decisions.from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRun("decisions-broken", path=path) from error


def write_decisions(state: Path, decisions: Decisions) -> None:
    """Keeps what was decided."""
    write_private(state / DECISIONS_FILE, json.dumps(decisions.to_json(), sort_keys=True).encode())
