"""A folder of this machine."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.disk import disk_reason
from generator.findings import Refused
from generator.publish.files import FILE_MODE, FOLDER_MODE, remove_file
from generator.publish.places.host import HALF, MARK, is_the_host_s


class FolderPlace:
    """Each file is replaced in one step."""

    def __init__(self, folder: Path, site: Path) -> None:
        self._folder, self._site = folder, site

    def names(self) -> Collection[str]:
        """The names in the folder."""
        with self._asking():
            return {each.name for each in self._folder.iterdir()} if self._folder.is_dir() else set()

    def read(self, name: str) -> bytes:
        """A file in the folder."""
        with self._asking():
            return (self._folder / name).read_bytes()

    def others(self, wanted: Collection[str]) -> list[str]:
        """Files and links below the folder that are not wanted."""
        return sorted(path for path in self._paths() if path not in wanted and not is_the_host_s(path))

    def mark(self, is_under_way: bool) -> None:
        """Leaves a file, or takes it away."""
        with self._asking():
            _make_folder(self._folder)
            if is_under_way:
                (self._folder / MARK).touch()
            else:
                (self._folder / MARK).unlink(missing_ok=True)

    def put(self, paths: Sequence[str], sent: Callable[[str], None]) -> None:
        """Copies beside what stands there, then over it."""
        with self._asking():
            for path in paths:
                source, target = self._site / path, self._folder / path
                if not (_is_file(target) and filecmp.cmp(source, target, shallow=False)):
                    _copy(source, target)
                sent(path)

    def remove(self, wanted: Collection[str]) -> None:
        """Removes files, and the folders that this leaves empty."""
        with self._asking():
            for path in self.others(wanted):
                remove_file(self._folder, path)

    def finish(self) -> None:
        """Nothing is left to do."""

    def _paths(self) -> Iterator[str]:
        for folder, inner, names in os.walk(self._folder):
            links = [name for name in inner if Path(folder, name).is_symlink()]
            for name in (*names, *links):
                yield Path(folder, name).relative_to(self._folder).as_posix()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Refused("target-unwritable", target=self._folder, reason=disk_reason(error)) from error


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _make_folder(folder: Path) -> None:
    """Makes it, and those above it, for a web server to read; what stands in their place is somebody's."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(FOLDER_MODE)


def _copy(source: Path, target: Path) -> None:
    _make_folder(target.parent)
    beside = target.with_name(f"{HALF}{target.name}")
    try:
        shutil.copyfile(source, beside)
        beside.chmod(FILE_MODE)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
