"""A host that rsync reaches, over ssh or as its own daemon."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from generator.findings import Refused
from generator.publish.places.host import CUSTOM_DOMAIN, MARK, is_the_host_s
from generator.publish.places.outside import Outside, passing

RSYNC = ("rsync", "--timeout=60")
LISTED = re.compile(r"\S+ +[\d,.]+ \S+ \S+ (.+)")
DELETED = "del."


class RsyncPlace:
    """A folder of the host; each file is replaced in one step."""

    def __init__(self, outside: Outside, site: Path, target: str) -> None:
        self._outside, self._site, self._scratch = outside, f"{site}/", outside.scratch
        self._target = target.rstrip("/") + "/"

    def names(self) -> Collection[str]:
        """The names in the folder; none when the folder is not there."""
        try:
            listed = self._outside.run([*RSYNC, "--list-only", "--", self._target])
        except Refused as refused:
            if refused.code != "target-folder-missing":
                raise
            return set()
        found = map(LISTED.fullmatch, listed.decode(errors="replace").splitlines())
        return {each[1] for each in found if each and each[1] != "."}

    @passing()
    def read(self, name: str) -> bytes:
        """A file of the folder."""
        self._outside.run([*RSYNC, "--", self._target + name, f"{self._scratch}/"])
        return (self._scratch / name).read_bytes()

    def others(self, wanted: Collection[str]) -> list[str]:
        """What a removal would remove."""
        told = self._outside.run(self._removal("--dry-run")).decode(errors="replace").splitlines()
        lines = (line.partition(" ") for line in told)
        found = (path for what, _, path in lines if what == DELETED and not path.endswith("/"))
        return sorted(path for path in found if not is_the_host_s(path))

    @passing()
    def mark(self, is_under_way: bool) -> None:
        """Leaves a file, or takes it away."""
        noted = self._scratch / "mark"
        noted.mkdir(exist_ok=True)
        if is_under_way:
            (noted / MARK).touch()
            self._outside.run(
                [*RSYNC, "--dirs", "--chmod=D755,F644", "--perms", "--", f"{noted}/", self._target]
            )
        else:
            (noted / MARK).unlink()
            only = ("--dirs", "--delete", f"--filter=R /{MARK}", "--filter=P *")
            self._outside.run([*RSYNC, *only, "--", f"{noted}/", self._target])

    def put(self, paths: Sequence[str], sent: Callable[[str], None]) -> None:
        """Sends those of the files whose content is another there."""
        how = ("--checksum", "--times", "--omit-dir-times", "--perms", "--chmod=D755,F644", "--out-format=%n")
        which = ("--from0", "--files-from=-")
        given = "\0".join(paths).encode()
        self._outside.run([*RSYNC, *how, *which, "--", self._site, self._target], given, told=sent)

    def remove(self, wanted: Collection[str]) -> None:
        """Lets rsync delete what the site does not hold."""
        self._outside.run(self._removal())

    def finish(self) -> None:
        """Nothing is left to do."""

    def _removal(self, *more: str) -> list[str]:
        only = ("--recursive", "--existing", "--ignore-existing", "--delete", "--out-format=%o %n")
        spared = (f"--filter=R /{MARK}.*", "--filter=P /.*", f"--filter=P /{CUSTOM_DOMAIN}")
        return [*RSYNC, *only, *spared, *more, "--", self._site, self._target]
