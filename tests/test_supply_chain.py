"""What is installed is what was looked at: every package of every lock is one version with its digests."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted(path for pattern in ("*.lock", "*/*.lock", "*/*/*.lock") for path in ROOT.glob(pattern))
NPM_LOCKS = [ROOT / "package-lock.json", ROOT / "bench/package-lock.json"]
PINNED = re.compile(r"(?P<name>[\w.-]+)==\S+( ; .+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")


def pinned(lock: Path) -> set[str]:
    """The packages of a lock; a line that pins nothing, or names where to get it, fails."""
    entries = re.split(r"\n(?! )", lock.read_text("utf-8").strip())
    matches = [PINNED.fullmatch(entry) for entry in entries]
    assert all(matches), [entry for entry, match in zip(entries, matches, strict=True) if not match]
    return {match["name"].lower() for match in matches if match}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_package_is_one_version_with_its_digests(lock: Path) -> None:
    assert pinned(lock)


def test_the_locks_hold_all_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    run, check = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
    for lock, requirements in ((run, asked), (check, project["dependency-groups"]["dev"])):
        names = {re.split(r"[\[<>=~ ]", requirement)[0].lower() for requirement in requirements}
        assert names <= pinned(lock)


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_every_npm_package_has_its_digest_and_may_come_from_anywhere(lock: Path) -> None:
    packages = json.loads(lock.read_bytes())["packages"]
    assert all(entry["integrity"].startswith("sha512-") for path, entry in packages.items() if path)
    assert not any("resolved" in entry for entry in packages.values())


def test_nothing_is_installed_but_by_its_digest() -> None:
    """Node's packages run no script of theirs as they come."""
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    installs = [line for line in lines if line.startswith("\t") and ("$(PIP) " in line or "$(NPM) " in line)]
    assert len(installs) >= 6
    for line in installs:
        is_itself = "--no-deps --no-build-isolation -e ." in line
        assert is_itself or "--require-hashes" in line or "--ignore-scripts" in line, line
