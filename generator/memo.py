"""Results of earlier builds, kept by the digest of all that they were made from, code included."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from functools import cache
from operator import is_
from pathlib import Path
from typing import Any, TypeVar

from generator.disk import write_private
from generator.model.schema import ROOT

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")
JUDGING = tuple(ROOT / "generator" / room for room in ("model", "sources", "validate", "derive", "words"))
"""The code and words that a judgement or a figure hangs on; schemas come besides."""


class Memo:
    """A private folder of results. What a build did not ask for is forgotten at its end.

    Without a folder nothing is remembered. A file that cannot be read is a result that has to be made anew.
    With `stays`, for a process that builds again and again, results stay at hand besides: whoever asks is given
    the very same object, and must not change it.
    """

    def __init__(self, folder: Path | None = None, *, stays: bool = False) -> None:
        self._folder = folder
        self._asked: set[str] = set()
        self._stays = stays
        self._held: dict[str, Any] = {}
        self._made: dict[str, tuple[object, Any]] = {}

    @property
    def is_to_fill(self) -> bool:
        """Whether the process that stays has nothing at hand yet."""
        return self._stays and not self._made

    def get(self, key: str) -> Any:
        """The result under a key; None when there is none."""
        self._asked.add(key)
        if key in self._held:
            return self._held[key]
        if self._folder is None:
            return None
        try:
            result = pickle.loads((self._folder / key).read_bytes())
        except Exception:  # torn, or made by other code: as good as none
            return None
        self.hold(key, result)
        return result

    def put(self, key: str, result: object) -> None:
        """Keeps a result for the next build."""
        self.hold(key, result)
        if self._folder is not None:
            write_private(self._folder / key, pickle.dumps(result, pickle.HIGHEST_PROTOCOL))

    def made_of(self, thing: object, name: str, make: Callable[[R | None], R]) -> R:
        """What is made of a thing under that name: of the very same thing as in the build before, the very same.

        `make` is given what was made under that name before, so that it can take over what is equal.
        """
        of, made = self._made.get(name, (None, None))
        if made is None or of is not thing:
            made = make(made)
            self.keep_made(thing, name, made)
        result: R = made
        return result

    def keep_made(self, thing: object, name: str, made: object) -> None:
        """Keeps at hand what was made of a thing under that name."""
        if self._stays:
            self._made[name] = thing, made

    def hold(self, key: str, result: object) -> None:
        """Keeps a result at hand alone, never on the disk: what is told of people."""
        self._asked.add(key)
        if self._stays:
            self._held[key] = result

    def keep(self, key: str, result: object = None) -> None:
        """Keeps what is under a key for a build to come; the `result` itself where it is at hand."""
        self._asked.add(key)
        if result is not None:
            self.hold(key, result)

    def forget_unasked(self) -> None:
        """Removes what this build had no use for."""
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            if path.name not in self._asked:
                path.unlink()
        self._held = {key: result for key, result in self._held.items() if key in self._asked}
        self._asked = set()


def settled(now: dict[K, V], before: dict[K, V] | None) -> dict[K, V]:
    """The mapping with each value that is equal to the one before being that very one; as a whole, if all are."""
    if not before:
        return now
    kept = {key: old if (old := before.get(key)) == value else value for key, value in now.items()}
    is_same = [*kept] == [*before] and all(map(is_, kept.values(), before.values()))
    return before if is_same else kept


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
