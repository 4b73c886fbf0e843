"""Disks that are full, small or read-only: one sentence, a whole site, and the next build works."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from crashing import REFUSED, own_disk, run

from generator.findings import CannotRun
from generator.publish.tree import stage
from generator.words import words

NOBODY = 65534
PAGE = 6_000
"""Bytes of a page: two blocks of a disk in memory."""


def content(version: int) -> dict[str, bytes]:
    """A site of twelve pages; every second one is new in each version, one comes and one goes."""
    bodies = {f"p-{number}/index.html": (version if number % 2 else 0) for number in range(12)}
    return {path: f"{body}".encode() * PAGE for path, body in {**bodies, f"only-{version}": version}.items()}


def build(site: Path, pages: Mapping[str, bytes]) -> None:
    with stage(site) as staging:
        for path, body in pages.items():
            staging.put(path, body, "")
        staging.finish()
        staging.swap()


def shown(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def refused(site: Path, version: int, reason: str) -> bool:
    """Whether the disk refused a build; then it said why, and the old site is whole."""
    old = shown(site)
    try:
        build(site, content(version))
    except CannotRun as sentence:
        assert sentence.code == "site-unwritable"
        assert words("disk")[reason] in str(sentence), str(sentence)
        assert shown(site) == old
        return True
    assert shown(site) == content(version)
    return False


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that anybody may enter, as a web server's is."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_a_disk_that_is_full_at_any_moment(folder: Path) -> None:
    """A real disk of memory, filled up but for so many blocks: the build stops at another write each time."""

    def fill() -> None:
        own_disk(folder, kilobytes=900)
        site, filler, refusals = folder / "site", folder / "filler", 0
        build(site, content(0))
        build(site, content(1))
        version = 2
        for blocks in range(16):
            free = os.statvfs(folder).f_bavail
            if free > blocks:
                filler.write_bytes(b"x" * (free - blocks) * 4096)
            refusals += refused(site, version, "ENOSPC")
            filler.unlink(missing_ok=True)
            build(site, content(version + 1))
            assert shown(site) == content(version + 1)
            version += 2
        assert 3 < refusals < 16, refusals

    done = run(fill)
    if done == REFUSED:
        pytest.skip("this machine lets nobody mount a disk")
    assert done == 0


def test_a_file_larger_than_the_system_takes(folder: Path) -> None:
    def limited() -> None:
        site = folder / "site"
        build(site, content(0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE - 1, resource.RLIM_INFINITY))
        assert refused(site, 1, "EFBIG")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert not refused(site, 1, "EFBIG")

    assert run(limited) == 0


@pytest.mark.parametrize("closed", ["the trees", "the folder of the site"])
def test_a_folder_that_may_only_be_read(folder: Path, closed: str) -> None:
    """As another user than the owner: root may write anywhere."""
    site = folder / "site"
    build(site, content(0))
    places = [site.with_name("site.versions"), site.with_name("site.versions") / "b"]
    if closed == "the trees" and os.getuid() == 0:
        for path in (folder, places[0] / "lock"):
            os.chown(path, NOBODY, NOBODY)
    words("failures"), words("disk")

    def forbidden() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        else:
            for path in (*places, folder):
                path.chmod(0o555) if path.exists() else None
        assert refused(site, 1, "EACCES")

    assert run(forbidden) == 0
    for path in (folder, *places):
        path.chmod(0o755) if path.exists() else None
    build(site, content(1))
    assert shown(site) == content(1)
