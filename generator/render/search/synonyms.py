"""Words that mean the same: whoever searches for one finds the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from generator.findings import CannotRun
from generator.model.schema import ROOT
from generator.settings import portal_home
from generator.yaml_text import YamlFault, read_yaml

SYNONYMS_FILE = Path("content", "sinonim.yaml")
_WORD = re.compile(r"\w+")


class Synonyms:
    """Groups of words or phrases; a text that holds one of a group gains the rest of it."""

    def __init__(self, groups: Sequence[Sequence[str]] = ()) -> None:
        self.groups = [tuple(phrase.casefold() for phrase in group) for group in groups]
        self.expand = lru_cache(maxsize=16384)(self._expand)

    def _expand(self, text: str) -> str:
        """The words that a text lacks to be found by any of its synonyms, in order; empty for none."""
        words = _WORD.findall(text.casefold())
        found = {phrase for size in self._sizes for phrase in _phrases(words, size)} & self._groups_of.keys()
        groups = sorted({group for phrase in found for group in self._groups_of[phrase]})
        return " ".join(dict.fromkeys(p for group in groups for p in self.groups[group] if p not in found))

    @cached_property
    def _groups_of(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, group in enumerate(self.groups):
            for phrase in group:
                places.setdefault(phrase, []).append(number)
        return places

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted({phrase.count(" ") + 1 for phrase in self._groups_of})


def _phrases(words: Sequence[str], size: int) -> set[str]:
    if size == 1:
        return set(words)
    return {" ".join(words[place : place + size]) for place in range(len(words) - size + 1)}


def load_synonyms(path: Path | None = None) -> Synonyms:
    """The portal's own list, else the program's; a `path` without a file has none.

    CannotRun when it is no list of lists of words.
    """
    if path is None:
        own = portal_home() / SYNONYMS_FILE
        path = own if own.exists() else ROOT / SYNONYMS_FILE
    if not path.exists():
        return Synonyms()
    try:
        loaded = read_yaml(path.read_text("utf-8")) or []
    except (OSError, UnicodeDecodeError, YamlFault) as error:
        raise CannotRun("synonyms-unreadable", path=path) from error
    if not isinstance(loaded, list):
        raise CannotRun("synonyms-unreadable", path=path)
    for number, group in enumerate(loaded, 1):
        if not isinstance(group, list) or len(group) < 2 or not all(isinstance(word, str) for word in group):
            raise CannotRun("synonyms-group", path=path, number=number)
    return Synonyms(loaded)
