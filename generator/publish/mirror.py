"""Brings a place to what the site holds: changed files only, pages after what they need, removals last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.findings import CannotRun
from generator.publish.build_info import INFO_FILE, files_in
from generator.publish.files import digest
from generator.publish.lock import locked
from generator.publish.places import Place, place_of
from generator.publish.places.host import MARK, is_the_host_s
from generator.words import words


class Watcher(Protocol):
    """Whoever shows how far a run is."""

    def stage(self, code: str) -> None:
        """A stage begins."""

    def step(self, what: str) -> None:
        """Something of the stage is done."""


@dataclass(frozen=True, slots=True)
class Diff:
    """How a place differs from the site: paths that it lacks, holds otherwise, and holds too much, sorted.

    `is_in_doubt`: a run before was interrupted, so that nobody knows what the place holds of it all.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    is_in_doubt: bool

    @property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """The paths by what is to be done with them."""
        return {"new": self.new, "changed": self.changed, "removed": self.removed}

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.is_in_doubt)


def publish(
    site: Path, target: str, environ: Mapping[str, str], watcher: Watcher, *, dry_run: bool = False
) -> Diff:
    """Mirrors the built site at the target and says what that changed; with `dry_run` it only says.

    Refused when the target says no: what was sent stays, and the next run goes on from there.
    """
    with _held_still(site) as tree, place_of(target, tree, environ) as place:
        watcher.stage("compare")
        try:
            wanted = _held_by((tree / INFO_FILE).read_bytes())
        except ValueError as error:
            raise CannotRun("publish-unbuilt", site=site) from error
        diff = _compare(place, wanted, target)
        if diff and not dry_run:
            _mirror(place, wanted, diff, watcher)
    return diff


@contextmanager
def _held_still(site: Path) -> Iterator[Path]:
    """The folder that the site stands in, which no build touches meanwhile; CannotRun when there is none."""
    if not (site / INFO_FILE).is_file():
        raise CannotRun("publish-unbuilt", site=site)
    lock = site.resolve().parent / "lock"
    with locked(lock, site) if site.is_symlink() and lock.exists() else nullcontext():
        yield site.resolve()


def _held_by(info: bytes) -> dict[str, str]:
    """Path → digest of all that a `build-info.json` names, and of itself; ValueError when it is none."""
    return {**files_in(info), INFO_FILE: digest(info)}


def _compare(place: Place, wanted: Mapping[str, str], target: str) -> Diff:
    names = place.names()
    if INFO_FILE not in names and MARK not in names and not all(map(is_the_host_s, names)):
        raise CannotRun("target-foreign", target=target)
    try:
        held = _held_by(place.read(INFO_FILE)) if INFO_FILE in names else {}
    except ValueError:
        held = {}
    return Diff(
        new=tuple(sorted(wanted.keys() - held.keys())),
        changed=tuple(sorted(path for path in wanted.keys() & held.keys() if wanted[path] != held[path])),
        removed=tuple(place.others(wanted.keys())) if names else (),
        unchanged=len(wanted.items() & held.items()),
        is_in_doubt=MARK in names,
    )


def _mirror(place: Place, wanted: Mapping[str, str], diff: Diff, watcher: Watcher) -> None:
    """`build-info.json` comes last: it says that the place holds all that it names."""
    sending = wanted if diff.is_in_doubt else {*diff.new, *diff.changed}
    paths = sorted(path for path in sending if path != INFO_FILE)
    place.mark(is_under_way=True)
    for stage, are_pages in (("send", False), ("send-pages", True)):
        watcher.stage(stage)
        some = [path for path in paths if path.endswith(".html") is are_pages]
        if some:
            place.put(some, _counting(watcher, len(some)))
    watcher.stage("remove")
    if diff.removed:
        place.remove(wanted.keys())
    place.put([INFO_FILE], lambda path: None)
    place.mark(is_under_way=False)
    place.finish()


def _counting(watcher: Watcher, total: int) -> Callable[[str], None]:
    """Tells the watcher how many of the files are there, whatever their names."""
    done = 0

    def sent(path: str) -> None:
        nonlocal done
        done += 1
        watcher.step(words("terminal")["sent"].format(done=done, total=total))

    return sent
