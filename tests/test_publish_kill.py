"""`kill -9` at any moment leaves the old or the new site, whole, and the next build mends the rest."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from crashing import calls_of, killed_at_call
from toy_portal import Built, digest, make

from generator.publish.tree import stage

ROOT = Path(__file__).parents[1]
PAGES = 200

# Builds version after version, in two workers, until it is killed; every version changes half of the pages,
# drops some and brings some.
BUILDER = """
import itertools, os, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from generator.publish.files import write_changed
from generator.copies import die_with_parent
from generator.publish.manifest import Entry
from generator.publish.tree import stage
from tests.test_publish_kill import pages

def write(job):
    tree, path, content, live = job
    return path, Entry(write_changed(tree, path, content, live), "", len(content))

if __name__ == "__main__":
    site = Path(sys.argv[1])
    pool = ProcessPoolExecutor(2, initializer=die_with_parent, initargs=(os.getpid(),))
    pool.submit(os.getpid).result()
    print("ready", flush=True)
    for version in itertools.count(int(sys.argv[2])):
        with stage(site) as staging:
            jobs = []
            for path, content in pages(version).items():
                known = staging.known(path)
                jobs.append((staging.tree, path, content, known.digest if known else None))
            for path, entry in pool.map(write, jobs, chunksize=50):
                staging.record(path, entry)
            staging.finish()
            staging.swap()
        print("built", flush=True)
"""


def pages(version: int) -> dict[str, bytes]:
    """A whole site of one version; `version.txt` and every second page say which."""
    body = f"version {version}".encode()
    made = {f"p-{number}/index.html": body if number % 2 else b"same" for number in range(PAGES)}
    gone = version % 7
    return {"version.txt": str(version).encode()} | {
        path: content for number, (path, content) in enumerate(made.items()) if number % 7 != gone
    }


def shown(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if not path.is_dir()
    }


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_anywhere_leaves_a_whole_site(tmp_path: Path, kills: int) -> None:
    site = tmp_path / "site"
    chance = random.Random(2026)
    version = 0
    for kill in range(kills):
        run_and_kill(site, version, builds=kill % 3, delay=chance.uniform(0, 0.12))
        if site.exists():
            content = shown(site)
            version = int(content["version.txt"]) + 1
            assert content == pages(version - 1)
    assert version >= kills // 3
    build(site, version)
    assert shown(site) == pages(version)


def build(site: Path, version: int) -> None:
    with stage(site) as staging:
        for path, body in pages(version).items():
            staging.put(path, body, "")
        staging.finish()
        staging.swap()


def run_and_kill(site: Path, version: int, *, builds: int, delay: float) -> None:
    """Kills a builder in mid-work, some builds and seconds after its start."""
    command = [sys.executable, "-c", BUILDER, str(site), str(version)]
    places = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=places) as builder:
        assert builder.stdout
        assert builder.stdout.readline() == b"ready\n"
        for _ in range(builds):
            assert builder.stdout.readline() == b"built\n"
        time.sleep(delay)
        builder.kill()
        # The output ends only when the workers, who share it, are dead too.
        builder.communicate(timeout=60)


def few_pages(site: Path, version: int) -> None:
    """A small site whose next version changes a page, brings one, drops one, and turns a file into a folder."""
    with stage(site) as staging:
        for path, body in few(version).items():
            staging.put(path, body, "")
        staging.keep_last("assets/")
        staging.finish()
        staging.swap()


def few(version: int) -> dict[str, bytes]:
    turned = "turned/index.html" if version % 2 else "turned"
    told = f"version {version}".encode()
    return {"same": b"same", "page/index.html": told, f"only-{version}": told, turned: b"same"}


def few_shown(site: Path) -> dict[str, bytes]:
    return shown(site) if site.exists() else {}


@pytest.mark.parametrize(
    ("builds_before", "every"),
    [(0, 11), (2, 11), *(pytest.param(before, 1, marks=pytest.mark.slow) for before in range(4))],
)
def test_killed_at_a_system_call_the_site_is_the_old_or_the_new_one(builds_before: int, every: int) -> None:
    """At every boundary between two calls of a build, traced by the kernel; `every` thins them out."""
    call, is_killed, seen = 1 + builds_before, True, set()
    while is_killed:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder, "site")
            for version in range(builds_before):
                few_pages(site, version)
            old, new = few_shown(site), few(builds_before)
            is_killed = killed_at_call(call, lambda site=site: few_pages(site, builds_before))  # type: ignore[misc]
            left = few_shown(site)
            assert left in (old, new), f"killed at call {call}"
            seen.add(left == new)
            few_pages(site, builds_before + 1)
            assert few_shown(site) == few(builds_before + 1), f"after a kill at call {call}"
        call += every
    assert call > 60
    assert seen == {False, True}


TITLE, NAME, CONSENT = b"Manajemen waktu", b"Contoh Dua", b"2026-10-15,,,,,,ya"
EDITS: list[Callable[[bytes, bytes], tuple[bytes, bytes]]] = [
    lambda programs, mentors: (programs.replace(TITLE, TITLE[::-1]), mentors),
    lambda programs, mentors: (programs, mentors.replace(CONSENT, CONSENT.replace(b"ya", b"tidak"))),
    lambda programs, mentors: (programs.replace(TITLE[::-1], TITLE), mentors),
    lambda programs, mentors: (programs, mentors.replace(CONSENT.replace(b"ya", b"tidak"), CONSENT)),
]


@pytest.mark.parametrize("kills", [2, pytest.param(100, marks=pytest.mark.slow)])
def test_a_whole_build_killed_at_random_ends_right_the_next_time(
    portal: Built, tmp_path: Path, kills: int
) -> None:
    """Judging, remembering, drawing, gates, swap, decisions and report: whatever it was at, the next one ends it.

    Whoever withdrew is then in no copy on the disk. Every edit is published twice: by builds of which the
    first was killed at some system call, and cleanly elsewhere. Run it where nobody edits the program: a copy
    would draw by other files than this process has read.
    """
    chance, clean = random.Random(6), Built(portal.data, tmp_path / "clean", tmp_path / "clean-state")
    shutil.copytree(portal.state / "shells", clean.state / "shells")
    make(*portal)
    make(*clean)
    edit(portal.data, 0)
    length, died = calls_of(lambda: make(*portal)), 0
    make(*clean)
    for kill in range(1, kills + 1):
        old = digest(portal.site)
        edit(portal.data, kill % len(EDITS))
        died += killed_at_call(chance.randint(1, length), lambda: make(*portal))
        make(*clean)
        new = digest(clean.site)
        assert digest(portal.site) in (old, new)
        make(*portal)
        assert digest(portal.site) == new
        if NAME not in new["data/mentors.csv"]:
            copies = portal.site.with_name("site.versions").rglob("*")
            assert not any(NAME in path.read_bytes() for path in copies if path.is_file())
    assert died >= kills // 2


def edit(data: Path, which: int) -> None:
    programs, mentors = data / "programs.csv", data / "mentors.csv"
    new = EDITS[which](programs.read_bytes(), mentors.read_bytes())
    assert new != (programs.read_bytes(), mentors.read_bytes())
    programs.write_bytes(new[0])
    mentors.write_bytes(new[1])
