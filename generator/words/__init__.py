"""What people read, in Bahasa Indonesia: one YAML file a subject, so that logic holds no sentence."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent


@functools.cache
def words(subject: str) -> dict[str, Any]:
    """The words of one subject, by code: `findings`, `failures`, `terminal` …"""
    loaded: dict[str, Any] = yaml.load(
        (WORDS / f"{subject}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded
