"""The service worker, which keeps pages readable without a network; or, switched off, takes itself away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.render.routes import DATA, PLAN

WORKER = "pekerja.js"
"""At the root, since a worker serves what lies below it; its name stays, since browsers look for news of it there."""
FIRST_FILES = ("portal.css", "portal.js", "rencana.js", "icon.svg", "plus-jakarta-sans-bold.woff2")


def worker_file(folder: Path, assets: Mapping[str, str], is_on: bool) -> bytes:
    """The worker's script; `assets` are the paths of ours by their source names."""
    if not is_on:
        return (folder / "off.js").read_bytes()
    first = {"files": [assets[name] for name in FIRST_FILES], "pages": [PLAN, f"{DATA}status.json"]}
    return f"const FIRST = {json.dumps(first)};\n".encode() + (folder / "on.js").read_bytes()
