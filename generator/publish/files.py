"""Files of one tree: created anew or linked, never written in place, for the other tree shares the inode."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

FILE_MODE = 0o644
FOLDER_MODE = 0o755


def digest(content: bytes) -> str:
    """The content's fingerprint: 32 hexadecimal digits."""
    return sha256(content).hexdigest()[:32]


def write_changed(tree: Path, path: str, content: bytes, live: str | None) -> str:
    """Writes a file unless the live site's digest is the same; returns the content's digest.

    Plain enough for a worker process: it needs the tree's root and raises OSError that names the file.
    """
    found = digest(content)
    if found != live:
        write_file(tree, path, content)
    return found


def write_file(tree: Path, path: str, content: bytes) -> None:
    """Creates `tree/path`, readable by a web server; what stood there is unlinked first."""
    # No `Path` for each of 10,000 pages: making it costs as much as writing the file.
    target = f"{tree}/{checked(path)}"
    with naming(target):
        _in_room(target, lambda: _create(target, content))


def link_file(source: Path, target: Path) -> None:
    """Makes `target` the same inode as `source`; FileNotFoundError when there is no source."""
    _in_room(str(target), lambda: target.hardlink_to(source))


def remove_file(tree: Path, path: str) -> None:
    """Removes `tree/path`, and the folders that this leaves empty."""
    target = tree / path
    # A file may have become a folder of the new tree, or its folder a file: then it is gone already.
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    for folder in target.parents:
        if folder == tree:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def checked(path: str) -> str:
    """The path itself; ValueError unless it is a plain relative one that stays inside its tree."""
    if posixpath.normpath(path) != path or path.startswith(("/", "..")) or path == "." or "\0" in path:
        raise ValueError(f"not a path inside the site: {path!r}")
    return path


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Gives an OSError that knows no file name (a full disk's) this one."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _create(target: str, content: bytes) -> None:
    # Bare calls: with a file object each, a portal of 10,000 pages takes half as long again.
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        os.fchmod(descriptor, FILE_MODE)
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _in_room(target: str, create: Callable[[], None]) -> None:
    """Creates what is to stand at `target`, in a folder made for it or in place of what stands there, if need be."""
    try:
        create()
        return
    except FileExistsError:
        _clear(Path(target))
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(Path(target).parent)
    create()


def _clear(target: Path) -> None:
    try:
        target.unlink()
    except IsADirectoryError:
        shutil.rmtree(target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_dir():
            return
        # Two workers may meet here: whoever comes second finds the work done.
        with suppress(FileNotFoundError, IsADirectoryError):
            folder.unlink()
        with suppress(FileExistsError):
            folder.mkdir()
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(folder.parent)
        _make_folder(folder)
        return
    folder.chmod(FOLDER_MODE)
