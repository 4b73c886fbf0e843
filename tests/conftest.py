"""What all tests share: one site of the toy portal, built once, and shells that MkDocs drew once."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from toy_portal import Built, make, write_package

settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=25)
settings.register_profile("thorough", settings.get_profile("suite"), max_examples=300)
settings.register_profile("hunt", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

MEMORY = "/dev/shm"
ROOM = 4_000_000_000
"""Bytes free that a run may want of it."""


def pytest_configure() -> None:
    """Whatever is temporary is kept in memory where there is room: hundreds of builds each wait for their disk."""
    if "TMPDIR" not in os.environ and Path(MEMORY).is_dir() and os.access(MEMORY, os.W_OK):
        disk = os.statvfs(MEMORY)
        if disk.f_bavail * disk.f_frsize > ROOM and not disk.f_flag & os.ST_NOEXEC:
            os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toy portal, published. Many tests look at it: none may change it."""
    home = tmp_path_factory.mktemp("published")
    built = Built(write_package(home / "data"), home / "site", home / "state")
    make(*built)
    return built


@pytest.fixture
def standing(published: Built, tmp_path: Path) -> Built:
    """A portal of one's own that was built once: what `portal` is after `make(*portal)`."""
    shutil.copytree(published.data.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Built(tmp_path / "data", tmp_path / "site", tmp_path / "state")


@pytest.fixture
def portal(published: Built, tmp_path: Path) -> Built:
    """Room for a portal of one's own: the toy's data, no site yet, and shells that need no drawing."""
    shutil.copytree(published.state / "shells", tmp_path / "state" / "shells")
    return Built(write_package(tmp_path / "data"), tmp_path / "site", tmp_path / "state")
