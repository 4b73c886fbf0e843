"""What people read, in Bahasa Indonesia: one YAML file a subject, so that logic holds no sentence.

A second language is one file beside them, `<language>.po`: what each text reads in it. While that language is
spoken (`speaking`), whoever asks for words gets them in it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

WORDS = Path(__file__).parent
SOURCE = "id"
LANGUAGES = WORDS
CODES = frozenset(
    [
        "anchor",
        "enum",
        "example",
        "icon",
        "key",
        "kinds",
        "name",
        "severity",
        "states",
        "tone",
        "type",
        "unsearched",
    ]
)
"""Keys whose values are codes of this program, not words."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=SOURCE)


def words(subject: str) -> dict[str, Any]:
    """The words of one subject, by code: `findings`, `failures`, `terminal` …"""
    return _words(subject, _SPOKEN.get())


def say(text: str) -> str:
    """A text of the interface in the language that is spoken; as it is where that has nothing for it."""
    return catalogue(_SPOKEN.get()).get(text, text)


def language() -> str:
    """The code of the language that is spoken."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speaks a language until the block ends."""
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@functools.cache
def catalogue(code: str) -> Mapping[str, str]:
    """Indonesian text → the same in another language, as its file has it; FileNotFoundError when there is none."""
    if code == SOURCE:
        return MappingProxyType({})
    from babel.messages.pofile import read_po

    with (LANGUAGES / f"{code}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id and each.string}


@functools.cache
def _words(subject: str, code: str) -> dict[str, Any]:
    text = (WORDS / f"{subject}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded if code == SOURCE else _said(loaded, catalogue(code))


def is_code(key: object, value: object) -> bool:
    """Whether what stands under a key is a code of this program, or a list of them."""
    return key in CODES and not isinstance(value, dict)


def _said(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: each if is_code(key, each) else _said(each, known) for key, each in value.items()}
    if isinstance(value, list):
        return [_said(each, known) for each in value]
    return known.get(value, value) if isinstance(value, str) else value
