"""`karier publish` killed midway, or at a place that is full: what stands there is sound, and the next run ends it."""

from __future__ import annotations

import os
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from crashing import REFUSED, own_disk, run
from places import Host, Place, hosting, make_place
from test_publish_places import Versions, host, is_sound, send, thinned, versions
from toy_portal import Silent, digest

from generator.findings import CannotRun, Refused
from generator.publish.mirror import publish

__all__ = ["host", "versions"]


class Killer(Silent):
    """A watcher that kills its own process, as `kill -9` does, after so many files."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.left = last

    def step(self, what: str) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("daemon", 9),
        *[pytest.param("daemon", last, marks=pytest.mark.slow) for last in (1, 30)],
        *[pytest.param("ssh", last, marks=pytest.mark.slow) for last in (1, 20)],
        *[pytest.param("git", last, marks=pytest.mark.slow) for last in (1, 30)],
    ],
)
def test_a_run_killed_midway_is_ended_by_the_next(
    kind: str, last: int, host: Host, versions: Versions
) -> None:
    """The very process, not an exception in it; its tool dies with it, so that two never send at once."""
    place = make_place(host, kind, f"mati-{kind}-{last}")
    send(versions.one, place)
    assert run(lambda: publish(versions.two, place.target, place.environ, Killer(last))) == -signal.SIGKILL
    assert place.is_git or is_sound(place.files()), "no page without what it needs"
    assert send(versions.two, place)
    assert place.files() == digest(versions.two)


SLOW = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("daemon", "ssh", "git", "git-ssh")]


@pytest.mark.parametrize("kind", ["folder", *SLOW])
def test_a_place_that_is_full_says_so_and_the_next_run_ends_it(
    kind: str, tmp_path: Path, versions: Versions
) -> None:
    """A real disk of memory that another file fills but for a few blocks; a branch is the old one then."""
    disk = tmp_path / "situs"
    disk.mkdir()

    def fill() -> None:
        own_disk(disk, kilobytes=20_000)
        if kind == "folder":
            end(Place(kind, str(disk / "a"), disk / "a", os.environ))
            return
        with hosting(tmp_path) as own:
            end(make_place(own, kind, "a"))

    def end(place: Place) -> None:
        send(versions.one, place)
        filler = disk / "penuh"
        free = os.statvfs(disk).f_bavail
        filler.write_bytes(b"x" * (free - 4) * 4096)
        with pytest.raises(Refused) as refused:
            send(versions.two, place)
        assert "habis" in str(refused.value), str(refused.value)
        assert is_sound(place.files())
        assert not place.is_git or place.files() == digest(versions.one)
        filler.unlink()
        send(versions.two, place)
        assert place.files() == digest(versions.two)

    done = run(fill)
    if done == REFUSED:
        pytest.skip("this machine lets nobody mount a disk")
    assert done == 0


@pytest.mark.parametrize("kind", ["git", pytest.param("daemon", marks=pytest.mark.slow)])
def test_a_full_folder_of_this_machine_is_not_laid_to_the_place(
    kind: str, tmp_path: Path, host: Host, versions: Versions
) -> None:
    """What is passed on is gathered in the folder for temporary files, on a disk of its own here."""
    place = make_place(host, kind, f"luang-{kind}")

    def fill() -> None:
        own_disk(tmp_path, kilobytes=600)
        tempfile.tempdir = str(tmp_path)
        if kind != "git":
            (tmp_path / "penuh").write_bytes(b"x" * os.statvfs(tmp_path).f_bavail * 4096)
        with pytest.raises(CannotRun) as refused:
            send(versions.one, place)
        assert refused.value.code == "scratch-unwritable"
        assert str(tmp_path) in str(refused.value) and "TMPDIR" in str(refused.value)

    done = run(fill)
    if done == REFUSED:
        pytest.skip("this machine lets nobody mount a disk")
    assert done == 0
    send(versions.one, place)
    assert place.files() == digest(versions.one)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ssh", "git-ssh"])
@pytest.mark.parametrize(("key", "code"), [("severed", "target-unreachable"), ("capped", "target-too-large")])
def test_a_host_that_takes_only_so_much(
    key: str, code: str, kind: str, tmp_path: Path, host: Host, versions: Versions
) -> None:
    """A line that breaks in the middle of a file, and a host that lets no file grow."""
    place, old = make_place(host, kind, f"{key}-{kind}"), thinned(versions.one, tmp_path)
    send(old, place)
    with pytest.raises(Refused) as refused:
        send(versions.two, replace(place, environ=host.shell(key=key)))
    assert refused.value.code == code, str(refused.value)
    assert is_sound(place.files())
    assert not place.is_git or place.files() == digest(old)
    send(versions.two, place)
    assert place.files() == digest(versions.two)
