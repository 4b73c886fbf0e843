"""Two trees and a link: the idle tree is patched by manifest, then the link flips to it in one step.

`site` is a relative symbolic link to `site.versions/a` or `…/b`. Each tree's manifest stands beside it; it is
removed before the tree is touched and written when the tree is whole, so a build that was killed leaves an
idle tree that is known to be of no use. Whoever edits these trees by hand must remove both.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.disk import disk_reason
from generator.findings import CannotRun
from generator.publish import manifest
from generator.publish.files import checked, link_file, naming, remove_file, write_changed
from generator.publish.lock import locked
from generator.publish.manifest import Entry
from generator.publish.past import Former, Past
from generator.publish.without import mentions
from generator.words import words

TREES = ("a", "b")
LAST = "last"
"""The key of a file that only the pages of the site before still ask for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Files of the new site as a reader of the old one finds them."""

    written: int
    unchanged: int
    removed: int


class Staging:
    """A new site in the making. Until `swap` nothing that a reader sees has changed."""

    def __init__(self, site: Path, live: str | None) -> None:
        idle = TREES[1] if live == TREES[0] else TREES[0]
        self._site = site
        self._versions = _versions(site)
        self.tree = self._versions / idle
        self.live_tree = self._versions / (live or "none")
        self._live = (manifest.load(_manifest(self.live_tree)) or {}) if live else {}
        self._idle = self._take_idle() if live else self._forget_all()
        self._wanted: dict[str, Entry] = {}
        self.past = Past(self._versions / "past")

    def known(self, path: str) -> Entry | None:
        """What the live site holds at `path`; None when nothing is known."""
        return self._live.get(path)

    def known_below(self, folder: str) -> dict[str, Entry]:
        """What the live site holds below a folder, by path."""
        return {path: entry for path, entry in self._live.items() if path.startswith(folder)}

    @property
    def live(self) -> Mapping[str, Entry]:
        """What the live site holds, by path; nothing when that is not known."""
        return self._live

    @property
    def files(self) -> Mapping[str, Entry]:
        """What the new site holds so far, by path."""
        return self._wanted

    def put(self, path: str, content: bytes, key: str) -> None:
        """Adds a file; `key` says what it was made from."""
        self.record(path, self.lay(path, content, key))

    def keep(self, path: str) -> None:
        """Takes over the live site's file as it is; KeyError when it is not `known`."""
        self.record(path, self._live[path])

    def lay(self, path: str, content: bytes, key: str) -> Entry:
        """Writes a file, in this process or a copy of it, unless the live site has the same; `record` enters it."""
        live = self.known(path)
        found = write_changed(self.tree, path, content, live.digest if live else None)
        return Entry(found, key, len(content))

    def standing(self, path: str, key: str) -> Entry | None:
        """The live site's file, where it was made from the same; None where it has to be made."""
        live = self.known(path)
        return live if key and live and live.key == key else None

    def keep_last(self, folder: str) -> None:
        """Keeps the files below `folder` that the new site has no use for, one generation of them.

        A page that was opened before the swap may ask for them after it; those that were kept so already
        stay until the others change.
        """
        live = self.known_below(folder)
        old = {path for path, entry in live.items() if entry.key == LAST}
        for path in sorted((live.keys() - old - self._wanted.keys()) or (old - self._wanted.keys())):
            self.record(path, live[path]._replace(key=LAST))

    def record(self, path: str, entry: Entry) -> None:
        """Enters a file that was laid, or stands in the live site; ValueError for a path that was given twice."""
        if checked(path) in self._wanted:
            raise ValueError(f"two files for one path: {path!r}")
        self._wanted[path] = entry
        live = self._live.get(path)
        if live and live.digest == entry.digest and not _same(self._idle.get(path), entry.digest):
            self._link(path)

    def finish(self) -> Outcome:
        """Removes what the new site does not hold and completes its tree; what is left is `swap`."""
        self._check_folders()
        for path in self._idle.keys() - self._wanted.keys():
            remove_file(self.tree, path)
        self.tree.mkdir(exist_ok=True)
        _settle(self._versions)
        manifest.save(_manifest(self.tree), self._wanted)
        unchanged = sum(_same(self._live.get(path), entry.digest) for path, entry in self._wanted.items())
        return Outcome(
            written=len(self._wanted) - unchanged,
            unchanged=unchanged,
            removed=len(self._live.keys() - self._wanted.keys()),
        )

    def swap(self, back_to: Former | None = None) -> None:
        """Shows the finished tree in place of the live one, which is kept unless one goes back."""
        if self._live and not back_to:
            self.past.keep(self.live_tree, _manifest(self.live_tree), self._live, self._wanted)
        link = self._versions / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self._versions.name, self.tree.name))
        if self._site.is_dir() and not self._site.is_symlink():
            self._site.rmdir()
        link.replace(self._site)
        _settle(self._site.parent)
        if back_to:
            self.past.drop(back_to)

    def forget(self, people: Collection[str]) -> None:
        """Takes people (`table:key` each) out of all that was live before `swap`: the tree, and kept sites."""
        _manifest(self.live_tree).unlink(missing_ok=True)
        shutil.rmtree(self.live_tree, ignore_errors=True)
        if mention := mentions(people):
            self.past.purge(mention)

    def _take_idle(self) -> dict[str, Entry]:
        """The idle tree's entries; a tree without a manifest is emptied."""
        entries = manifest.load(_manifest(self.tree))
        _manifest(self.tree).unlink(missing_ok=True)
        if entries is not None and self.tree.is_dir():
            return entries
        if self.tree.exists():
            shutil.rmtree(self.tree)
        return {}

    def _forget_all(self) -> dict[str, Entry]:
        """With no live tree neither is of use: one is emptied now, the other by the next build."""
        for name in TREES:
            _manifest(self._versions / name).unlink(missing_ok=True)
        return self._take_idle()

    def _link(self, path: str) -> None:
        try:
            link_file(self.live_tree / path, self.tree / path)
        except FileNotFoundError as error:
            # Someone took files out of the live tree: without its manifest the next build writes all anew.
            _manifest(self.live_tree).unlink()
            reason = words("disk")["damaged"]
            raise CannotRun("site-unwritable", site=self._site, reason=reason) from error

    def _check_folders(self) -> None:
        folders = {parent for path in self._wanted for parent in _parents(path)}
        if both := folders & self._wanted.keys():
            raise ValueError(f"a file and a folder at once: {min(both)!r}")


@contextmanager
def stage(site: Path) -> Iterator[Staging]:
    """Opens a staging beside `site`; one that is left before `swap` leaves the site as it was.

    CannotRun when `site` is not ours, when another build holds it, or when the disk refuses.
    """
    site = site.absolute()
    try:
        # Asked before anything is made beside a foreign folder, and again once nobody else can move it.
        _live_name(site)
        _versions(site).mkdir(parents=True, exist_ok=True)
        with locked(_versions(site) / "lock", site):
            yield Staging(site, _live_name(site))
    except OSError as error:
        if not str(error.filename).startswith(str(site)):
            raise
        raise CannotRun("site-unwritable", site=site, reason=disk_reason(error)) from error


def live_manifest(site: Path) -> Path:
    """Where the manifest of the tree that the site shows stands; of a site that shows none there is no such file."""
    return _manifest(site.resolve())


def _live_name(site: Path) -> str | None:
    """Which tree the site shows; None before the first build; CannotRun for what is not ours."""
    versions = _versions(site)
    if versions.exists() and not (versions / "lock").exists() and any(versions.iterdir()):
        raise CannotRun("site-foreign", site=versions)
    if site.is_symlink():
        for name in TREES:
            if site.readlink() == Path(versions.name, name):
                return name if site.is_dir() else None
        raise CannotRun("site-foreign", site=site)
    if site.exists() and not (site.is_dir() and not any(site.iterdir())):
        raise CannotRun("site-foreign", site=site)
    return None


def _versions(site: Path) -> Path:
    return site.parent / f"{site.name}.versions"


def _manifest(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}.json")


def _same(entry: Entry | None, digest: str) -> bool:
    return entry is not None and entry.digest == digest


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _settle(folder: Path) -> None:
    """Waits until all that was written to the folder's file system is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with naming(folder):
            if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(descriptor)
