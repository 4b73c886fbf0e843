"""The same input gives the same bytes: one thing about the machine is changed at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from toy_portal import TODAY, digest, write_package

ROOT = Path(__file__).parents[1]
USUAL = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "jobs": "1", "folder": "a", "umask": "022"}
OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "TZ": ("Asia/Jakarta", "Asia/Jayapura", "Pacific/Kiritimati", "America/Los_Angeles"),
    "LC_ALL": ("C", "POSIX", "tr_TR.UTF-8"),
    "PYTHONHASHSEED": ("1", "4294967295", "random"),
    "jobs": ("2", "3", "0"),
    "folder": ("b/c d/é", "x" * 120),
    "umask": ("077", "000"),
}
"""tr_TR takes effect where it is installed; elsewhere it is a locale that is lacking, which is as good a test."""


def built(home: Path, told: Mapping[str, str]) -> dict[str, bytes]:
    """The site of the toy portal as the command makes it there."""
    folder = home / told["folder"]
    folder.mkdir(parents=True)
    write_package(folder / "data")
    options = [f"--{name}={folder / name}" for name in ("data", "site", "state")]
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", *options, f"--today={TODAY}", f"--jobs={told['jobs']}"],
        env={**os.environ, **{name: told[name] for name in ("TZ", "LC_ALL", "PYTHONHASHSEED")}},
        umask=int(told["umask"], 8),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return digest(folder / "site")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("usual"), USUAL)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "value"), [(what, value) for what in OTHERWISE for value in OTHERWISE[what]]
)
def test_nothing_about_the_machine_shows(
    usual: dict[str, bytes], tmp_path: Path, what: str, value: str
) -> None:
    """`make test` changes all of them at once, once (test_pipeline_builds.py)."""
    assert built(tmp_path, {**USUAL, what: value}) == usual
