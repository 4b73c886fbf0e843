"""`kill -9` at any moment leaves the old or the new site, whole, and the next build mends the rest."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from generator.publish.tree import stage

PAGES = 200
KILLS = 12

# Builds version after version, in two workers, until it is killed; every version changes half of the pages,
# drops some and brings some.
BUILDER = """
import itertools, os, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from generator.publish.files import write_changed
from generator.copies import die_with_parent
from generator.publish.tree import stage
from tests.test_publish_kill import pages

def write(job):
    tree, path, content, live = job
    return path, write_changed(tree, path, content, live)

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
            for path, found in pool.map(write, jobs, chunksize=50):
                staging.record(path, found, "")
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


def test_kill_anywhere_leaves_a_whole_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    chance = random.Random(2026)
    version = 0
    for kill in range(KILLS):
        run_and_kill(site, version, builds=kill % 3, delay=chance.uniform(0, 0.12))
        if site.exists():
            content = shown(site)
            version = int(content["version.txt"]) + 1
            assert content == pages(version - 1)
    assert version >= KILLS
    with stage(site) as staging:
        for path, body in pages(version).items():
            staging.put(path, body, "")
        staging.finish()
        staging.swap()
    assert shown(site) == pages(version)


def run_and_kill(site: Path, version: int, *, builds: int, delay: float) -> None:
    """Kills a builder in mid-work, some builds and seconds after its start."""
    command = [sys.executable, "-c", BUILDER, str(site), str(version)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as builder:
        assert builder.stdout
        assert builder.stdout.readline() == b"ready\n"
        for _ in range(builds):
            assert builder.stdout.readline() == b"built\n"
        time.sleep(delay)
        builder.kill()
        # The output ends only when the workers, who share it, are dead too.
        builder.communicate(timeout=10)
