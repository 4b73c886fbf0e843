"""Results of earlier builds, kept by the digest of all that they were made from, code included."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from generator.disk import write_private
from generator.model.schema import ROOT

JUDGING = tuple(ROOT / "generator" / room for room in ("model", "sources", "validate", "derive", "words"))
"""The code and words that a judgement or a figure hangs on; schemas come besides."""


class Memo:
    """A private folder of results. What a build did not ask for is forgotten at its end.

    Without a folder nothing is remembered. A file that cannot be read is a result that has to be made anew.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._asked: set[str] = set()

    def get(self, key: str) -> Any:
        """The result under a key; None when there is none."""
        self._asked.add(key)
        if self._folder is None:
            return None
        try:
            return pickle.loads((self._folder / key).read_bytes())
        except Exception:  # torn, or made by other code: as good as none
            return None

    def put(self, key: str, result: object) -> None:
        """Keeps a result for the next build."""
        self._asked.add(key)
        if self._folder is not None:
            write_private(self._folder / key, pickle.dumps(result, pickle.HIGHEST_PROTOCOL))

    def keep(self, key: str) -> None:
        """Keeps a result that this build may yet ask for."""
        self._asked.add(key)

    def forget_unasked(self) -> None:
        """Removes what this build had no use for."""
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            if path.name not in self._asked:
                path.unlink()


def digest(*parts: object) -> str:
    """32 hexadecimal digits of the parts' `repr`s."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def digest_files(paths: Iterable[Path]) -> str:
    """32 hexadecimal digits of the content of files, and of all files below folders."""
    found = hashlib.blake2b(digest_size=16)
    for path in paths:
        inside = (
            sorted(each for each in path.rglob("*") if each.suffix != ".pyc") if path.is_dir() else [path]
        )
        for file in inside:
            if file.is_file():
                content = file.read_bytes()
                found.update(f"{file.relative_to(path.parent)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


@cache
def judging_code() -> str:
    """The digest of the program's judging part, as it was when this process began."""
    return digest_files((*JUDGING, ROOT / "schemas"))
