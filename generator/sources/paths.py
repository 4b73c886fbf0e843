"""Where a data package may point: a regular, non-empty file below its own folder, by no detour."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from generator.findings import CannotRun

REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def safe_file(folder: Path, path: object, name: str) -> Path:
    """The file at `path` below `folder`; CannotRun when it climbs out, is remote, linked, gone or empty."""
    if not isinstance(path, str) or not path:
        raise CannotRun("path-missing", name=name)
    parts = PurePosixPath(path).parts
    if REMOTE.match(path) or path.startswith(("/", "\\")) or "\\" in path or "\0" in path or ".." in parts:
        raise CannotRun("path-unsafe", name=name, path=path)
    file = folder.joinpath(*parts)
    steps = [folder.joinpath(*parts[: depth + 1]) for depth in range(len(parts))]
    if any(step.is_symlink() for step in steps):
        raise CannotRun("path-linked", name=name, path=path)
    try:
        found = file.stat()
    except OSError as error:
        raise CannotRun("file-missing", name=name, path=path) from error
    if not stat.S_ISREG(found.st_mode) or not os.access(file, os.R_OK):
        raise CannotRun("file-unreadable", name=name, path=path)
    if found.st_size == 0:
        raise CannotRun("file-empty", name=name, path=path)
    return file
