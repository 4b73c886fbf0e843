"""What a disk may refuse, and how a private file of the state folder is written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.findings import CannotRun
from generator.words import words

PRIVATE_FOLDER_MODE = 0o700


def disk_reason(error: OSError) -> str:
    """Why the disk refused, in a few Indonesian words."""
    reasons = words("disk")
    code = errno.errorcode.get(error.errno or 0, "")
    message = error.strerror or str(error)
    return str(reasons.get(code) or reasons["lainnya"].format(message=message))


def private_folder(path: Path) -> Path:
    """The state folder as an absolute path, made for its owner alone; CannotRun when refused."""
    try:
        path.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun("state-unwritable", path=path, reason=disk_reason(error)) from error
    return path.absolute()


def write_private(path: Path, content: bytes) -> None:
    """Replaces a file of the state folder in one step, for its owner's eyes only; CannotRun when refused."""
    try:
        private_folder(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        raise CannotRun("state-unwritable", path=path, reason=disk_reason(error)) from error
