"""`karier publish` killed midway, or at a place that is full: what stands there is sound, and the next run ends it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from crashing import REFUSED, own_disk, run
from places import Host, Place, hosting, make_place
from test_publish_places import Versions, host, is_sound, send, versions
from toy_portal import Silent, digest

from generator.findings import Refused
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


@pytest.mark.parametrize("kind", ["folder", pytest.param("daemon", marks=pytest.mark.slow)])
def test_a_place_that_is_full_says_so_and_the_next_run_ends_it(
    kind: str, tmp_path: Path, versions: Versions
) -> None:
    """A real disk of memory that another file fills but for a few blocks."""
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
        filler.unlink()
        send(versions.two, place)
        assert place.files() == digest(versions.two)

    done = run(fill)
    if done == REFUSED:
        pytest.skip("this machine lets nobody mount a disk")
    assert done == 0
