"""A bundle's files made light and the same each time: Pagefind's own format, rewritten where a reader gains by it.

A phone loads what a search asks for and little more: a chunk of the index holds few words, a fragment what a row of
results shows, and what kind of thing was found stands in its name.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

LANGUAGE = "id"
KIND, FACETS = "jenis", "f"
"""The facet of what kind of thing a record is; the one filter, which has all facets as `key:value`, in one file."""
SHOWN = (f"{KIND}:", "masa:", "tempat:")
"""The facets that a row of results is drawn from."""
ENTRY = "pagefind-entry.json"
PARTS = ("fragment", "index", "filter")
SIGNATURE = b"pagefind_dcd"
PAGES, CHUNKS, FILTERS = 1, 2, 3
"""Where a bundle's list of files has its pages, the chunks of its index and its filters."""
CHUNK = 4000
"""A chunk is full with so many bytes, before it is packed: half a KB after."""
TOGETHER = 4
"""Words with as many first letters in common stay in one chunk, where whoever writes no more finds all of them."""
_PLACE = re.compile(rb"(?:(?<=\x82\x38\x18)|(?<=\x82[\x20-\x22]))(?:[\x00-\x17]|\x18.|\x19..)", re.S)
"""A word's one place on a page, in CBOR: a pair of its weight or its field (negative) and the place."""
_WORD = re.compile(rb"\x83(?:[\x61-\x77]|\x78.)", re.S)
"""The beginning of a word in a chunk, in CBOR: a list of three, the first of them a text of so many bytes."""

Word = tuple[str, bytes]
"""A word, and in CBOR all that a chunk knows of it."""


def lean(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, a fraction as heavy for a search, and the same for the same records.

    Pagefind keeps each record's words and where in it they stand, for excerpts that nobody is shown, cuts its index
    by what that weighed, and lists a filter's values as its hash table fell out.
    """
    from cbor2 import dumps, loads

    made = {path: content for path, content in files.items() if path.partition("/")[0] not in PARTS}
    [path] = [path for path in made if path.endswith(".pf_meta")]
    listed = loads(_unpacked(made.pop(path)))
    names = {}
    for stem, content in _part(files, "fragment"):
        fragment = json.loads(content)
        kind = next(f.partition(":")[2] for f in fragment["filters"][FACETS] if f.startswith(f"{KIND}:"))
        names[stem] = f"{kind}{stem.removeprefix(LANGUAGE)}"
        made[f"fragment/{names[stem]}.pf_fragment"] = _packed(_row(fragment))
    listed[PAGES] = [[names[stem], words] for stem, words in listed[PAGES]]
    chunks = dict(_part(files, "index"))
    words = (word for *_, stem in listed[CHUNKS] for word in _words(_PLACE.sub(b"\0", chunks[stem])))
    listed[CHUNKS] = []
    for first, last, chunk in _cut(words):
        listed[CHUNKS].append([first, last, _add(made, "index", chunk)])
    listed[FILTERS] = []
    for _, content in _part(files, "filter"):
        name, values = loads(content)
        listed[FILTERS].append([name, _add(made, "filter", dumps([name, sorted(values)]))])
    return _listed(made, dumps(listed))


def _listed(made: dict[str, bytes], content: bytes) -> dict[str, bytes]:
    """The files with their list, under a name of its content, which the entry tells."""
    name = f"{LANGUAGE}_{_digest(content)}"
    entry = json.loads(made[ENTRY])
    entry["languages"][LANGUAGE]["hash"] = name
    made[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    made[f"pagefind.{name}.pf_meta"] = _packed(content)
    return made


def _row(fragment: dict[str, Any]) -> bytes:
    """What a row of results shows of a record, in the form that Pagefind reads."""
    facets = [facet for facet in fragment["filters"][FACETS] if facet.startswith(SHOWN)]
    meta = {name: fragment["meta"][name] for name in ("title", "facts")}
    row = {"url": fragment["url"], "content": "", "filters": {FACETS: facets}, "meta": meta, "anchors": []}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _words(chunk: bytes) -> list[Word]:
    """The words of a chunk, in their order.

    They are told apart by their beginning: to parse every place of every word takes sixty times as long. Where the
    beginnings are more than the words (some number looked like one), the chunk is parsed after all.
    """
    from cbor2 import dumps, loads

    starts = [found.start() for found in _WORD.finditer(chunk)]
    head = chunk[: starts[0]] if starts else b""
    if head != b"\x81" + _head(len(starts)):
        return [(word[0], dumps(word)) for word in loads(chunk)[0]]
    ends = [*starts[1:], len(chunk)]
    return [(_text(chunk, start), chunk[start:end]) for start, end in zip(starts, ends, strict=True)]


def _text(chunk: bytes, start: int) -> str:
    size, begins = chunk[start + 1] - 0x60, start + 2
    if chunk[start + 1] == 0x78:
        size, begins = chunk[start + 2], start + 3
    return chunk[begins : begins + size].decode()


def _cut(words: Iterable[Word]) -> Iterator[tuple[str, str, bytes]]:
    """Chunks of words in order: the first word, the last and the chunk.

    One for no word comes first: without it a search by facets alone, which asks for no word, loads every chunk.
    """
    yield "", "", _chunk([])
    held, size = list[Word](), 0
    for _, group in groupby(sorted(words), key=lambda word: word[0][:TOGETHER]):
        alike = list(group)
        held += alike
        size += sum(len(told) for _, told in alike)
        if size >= CHUNK:
            yield held[0][0], held[-1][0], _chunk(held)
            held, size = [], 0
    if held:
        yield held[0][0], held[-1][0], _chunk(held)


def _chunk(words: Sequence[Word]) -> bytes:
    return b"".join((b"\x81", _head(len(words)), *(told for _, told in words)))


def _head(size: int) -> bytes:
    """How CBOR begins a list of so many."""
    from cbor2 import dumps

    return dumps([0] * size)[: -size or None]


def _part(files: Mapping[str, bytes], folder: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder: the stem of each, and its content unpacked."""
    for path in sorted(files):
        if path.startswith(f"{folder}/"):
            yield Path(path).stem, _unpacked(files[path])


def _add(made: dict[str, bytes], folder: str, content: bytes) -> str:
    """Adds a file named after its content; the stem of its name."""
    stem = f"{LANGUAGE}_{_digest(content)}"
    made[f"{folder}/{stem}.pf_{folder}"] = _packed(content)
    return stem


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:7]


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(SIGNATURE)


def _packed(content: bytes) -> bytes:
    return gzip.compress(SIGNATURE + content, 9, mtime=0)
