"""Where the public reads a site: a folder, a host that rsync reaches, or a branch of a git repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from generator.findings import CannotRun
from generator.publish.places.folder import FolderPlace
from generator.publish.places.git_branch import GitPlace
from generator.publish.places.outside import Outside, passing
from generator.publish.places.rsync import RsyncPlace

BRANCH = "gh-pages"
REPOSITORY = re.compile(r"(?P<address>[^#]+)#(?P<branch>[\w./-]+)|(?P<plain>[^#]+\.git)/?")
DAEMON = "rsync://"
HOST = re.compile(r"[^/:]+::?.+")
ADDRESS = re.compile(r"\w[\w+.-]*://")


class Place(Protocol):
    """A place that a site is published at. Refused when the world says no; CannotRun when a tool is missing."""

    def names(self) -> Collection[str]:
        """The names at its top; none when there is nothing yet."""

    def read(self, name: str) -> bytes:
        """What the file of that name at its top holds."""

    def others(self, wanted: Collection[str]) -> list[str]:
        """Files that are not wanted there, sorted; those that are the host's are not told."""

    def mark(self, is_under_way: bool) -> None:
        """Notes for the next run that this one has begun, or has ended."""

    def put(self, paths: Sequence[str], sent: Callable[[str], None]) -> None:
        """Puts files of the site there; one that holds the same already is not written again."""

    def remove(self, wanted: Collection[str]) -> None:
        """Removes what `others` tells."""

    def finish(self) -> None:
        """Shows what was put, where that is a step of its own."""


@contextmanager
def place_of(target: str, site: Path, environ: Mapping[str, str]) -> Iterator[Place]:
    """The place that `target` names, for the site in the folder `site`; CannotRun when it names none.

    `repository#branch`, or one that ends in `.git` (branch gh-pages), is git's; `host:folder`,
    `host::module/folder` and `rsync://…` are rsync's; everything else is a folder on this machine.
    """
    with passing():
        made = TemporaryDirectory(prefix="karier-")
    with made as folder:
        scratch = Path(folder)
        outside = Outside(target, environ, scratch)
        if repository := REPOSITORY.fullmatch(target):
            address = repository["address"] or repository["plain"]
            yield GitPlace(outside, site, address, repository["branch"] or BRANCH)
        elif target.startswith(DAEMON) or (HOST.fullmatch(target) and not ADDRESS.match(target)):
            yield RsyncPlace(outside, site, target)
        elif target and not ADDRESS.match(target):
            yield FolderPlace(Path(target).absolute(), site)
        else:
            raise CannotRun("target-unread", target=target)
