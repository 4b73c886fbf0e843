"""The sites before the live one, cheaply: of each its manifest, and links to what the site after it changed.

`site.versions/past/<number>` holds `site.json` and files named by their digest; what is not there stands, the
same, in the site after it. The newest number is the site right before the live one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.disk import PRIVATE_FOLDER_MODE
from generator.publish import manifest
from generator.publish.files import digest, link_file, write_file
from generator.publish.manifest import Entry
from generator.publish.without import without

KEPT = 5
"""How many sites before the live one one can go back."""
MANIFEST = "site.json"

Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Former:
    """A kept site: what it held, and where those of its files are that the site after it has otherwise."""

    folder: Path
    entries: Entries

    def read(self, path: str, live: Path) -> bytes | None:
        """The content of a file, from here or from the live tree; None when it stands in neither (any more)."""
        wanted = self.entries[path].digest
        for file in (self.folder / wanted, live / path):
            if file.is_file() and digest(content := file.read_bytes()) == wanted:
                return content
        return None


@dataclass(frozen=True, slots=True)
class Past:
    """The folder of kept sites; who uses it holds the site's lock."""

    folder: Path

    def keep(self, tree: Path, told: Path, site: Entries, after: Entries) -> None:
        """Keeps the live site before the one `after` it takes its place; nothing when they are the same.

        The live one stands in `tree`, and `told` is its manifest's file.
        """
        changed = {
            entry.digest: path
            for path, entry in site.items()
            if (now := after.get(path)) is not entry and (now is None or now.digest != entry.digest)
        }
        if not changed and len(site) == len(after):
            return
        made, number = self.folder / "next", max(self._numbers(), default=0)
        # A build that was killed between this and its swap has kept the same site already.
        if not (number and (self.folder / str(number) / MANIFEST).samefile(told)):
            number += 1
        self._remove(made)
        made.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True)
        for found, path in changed.items():
            with suppress(FileNotFoundError):  # taken out of the live tree by hand: there is nothing to keep
                link_file(tree / path, made / found)
        link_file(told, made / MANIFEST)
        self._remove(self.folder / str(number))
        made.rename(self.folder / str(number))
        self._tidy()

    def newest(self) -> Former | None:
        """The site right before the live one; None when none is kept."""
        return next(map(self._former, reversed(self._numbers())), None)

    def drop(self, former: Former) -> None:
        """Forgets a kept site: it is the live one again."""
        self._remove(former.folder)

    def purge(self, mention: re.Pattern[str]) -> None:
        """Takes people out of all kept sites for good; a file that is about them is left to the site after."""
        self._tidy()
        numbers = self._numbers()
        unclean, wanted = set[str](), set[str]()
        for number in numbers:
            files = {
                file.name: file
                for later in numbers[numbers.index(number) :]
                for file in (self.folder / str(later)).iterdir()
            }
            former = self._former(number)
            entries = dict(former.entries)
            for path, entry in former.entries.items():
                if file := files.get(entry.digest):
                    content = file.read_bytes()
                    left = without(path, content, mention)
                    if left != content:
                        unclean.add(entry.digest)
                    if left is not None and left != content:
                        entries[path] = Entry(digest(left), "", len(left))
                        write_file(former.folder, entries[path].digest, left)
            if entries != former.entries:
                manifest.save(former.folder / MANIFEST, entries)
            wanted |= {entry.digest for entry in entries.values()}
        # Also what no manifest names any more: a purge that was killed between these lines has left it.
        for file in (file for number in numbers for file in (self.folder / str(number)).iterdir()):
            if file.name != MANIFEST and (file.name in unclean or file.name not in wanted):
                file.unlink()

    def _former(self, number: int) -> Former:
        folder = self.folder / str(number)
        return Former(folder, manifest.load(folder / MANIFEST) or {})

    def _numbers(self) -> list[int]:
        """The kept sites, oldest first; a folder without its manifest is none."""
        whole = [each for each in self._folders() if each.name.isdecimal() and (each / MANIFEST).exists()]
        return sorted(int(each.name) for each in whole)

    def _tidy(self) -> None:
        """Removes what is too old, and what a killed build left."""
        kept = {str(number) for number in self._numbers()[-KEPT:]}
        for folder in self._folders():
            if folder.name not in kept:
                self._remove(folder)

    def _folders(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.is_dir() else []

    def _remove(self, folder: Path) -> None:
        (folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
