"""The only module that knows Pagefind: records in, the files of one bundle out, the same bytes each time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Thread, Timer
from typing import Any, NamedTuple

LANGUAGE = "id"
KIND, FACETS = "jenis", "f"
"""The filters: what kind of thing a record is, and all its facets as `key:value`, two files in place of fifteen."""
SIGNATURE = b"pagefind_dcd"
FILTERS = 3
"""Where the filters stand in a bundle's list of files."""
ENTRY = "pagefind-entry.json"
PROGRAM = ("pagefind.js", f"wasm.{LANGUAGE}.pagefind")
"""What a browser runs; the same in each bundle, so that one alone has to hold it."""
PARTS = ("fragment/", "index/", "filter/")
SECONDS = 120
_TEXT = re.compile(rb'"content":"(?:[^"\\]|\\.)*"')
"""The words of a record in its fragment, in JSON."""
_PLACE = re.compile(rb"(?:(?<=\x82\x38\x18)|(?<=\x82[\x20-\x22]))(?:[\x00-\x17]|\x18.|\x19..)", re.S)
"""A word's one place on a page, in CBOR: a pair of its weight or its field (negative) and the place."""
CHUNK = 1 << 20


class Record(NamedTuple):
    """One thing that can be found: what and where, under which title and facts, by which words and facets.

    `also` weighs nearly as the title does: its synonyms, and what people call it for short.
    """

    kind: str
    url: str
    title: str
    also: str
    facts: str
    text: str
    facets: tuple[str, ...]


class EngineFailed(Exception):
    """Pagefind is missing or gave up; the text says why."""


def engine_version() -> str:
    """The version of Pagefind that is installed; empty for none."""
    try:
        return version("pagefind_bin")
    except PackageNotFoundError:
        return ""


def bundle_files(records: Sequence[Record]) -> dict[str, bytes]:
    """The files of a bundle by their path within it; EngineFailed when there is no Pagefind or it fails."""
    messages: list[dict[str, Any]] = [
        {"type": "NewIndex", "config": {"force_language": LANGUAGE}},
        *map(_message, records),
        {"type": "GetFiles", "index_id": 0},
    ]
    replies = _talk(messages)
    for reply in replies:
        if reply["type"] == "Error":
            raise EngineFailed(reply["message"])
    files = {file["path"]: file["content"] for file in replies[-1]["files"]}
    return _lean({path: base64.b64decode(packed) for path, packed in files.items() if _is_needed(path)})


def _message(record: Record) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": record.url,
        "content": record.text,
        "language": LANGUAGE,
        "meta": {"title": record.title, "also": record.also, "facts": record.facts},
        "filters": {KIND: [record.kind], FACETS: record.facets},
        "sort": None,
        "file_path": None,
    }


def _talk(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Pagefind's replies, one a message. Its own Python client sleeps before each, ten records a second."""
    try:
        from pagefind_bin import get_executable

        command = [get_executable(), "--service"]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except (ImportError, OSError) as error:
        raise EngineFailed(str(error)) from error
    limit = Timer(SECONDS, process.kill)
    limit.start()
    try:
        with process:
            replies = _replies(process, messages)
    except BrokenPipeError:
        replies = []
    finally:
        limit.cancel()
    if len(replies) < len(messages):
        raise EngineFailed(f"pagefind: {process.returncode}")
    return replies


def _replies(process: subprocess.Popen[bytes], messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if process.stdin is None or process.stdout is None:
        raise EngineFailed("pagefind: no pipe")
    writer = Thread(target=_write, args=(process, messages), daemon=True)
    writer.start()
    heard, ends = [], 0
    # It stops at the end of its input without another word, so that stays open until all is answered.
    while ends < len(messages) and (chunk := process.stdout.read1(CHUNK)):  # type: ignore[attr-defined]
        ends += chunk.count(b",")
        heard.append(chunk)
    writer.join(1)
    replies = [json.loads(base64.b64decode(piece)) for piece in b"".join(heard).split(b",")[:ends]]
    return [reply["payload"] for reply in replies]


def _write(process: subprocess.Popen[bytes], messages: Iterable[Mapping[str, Any]]) -> None:
    if process.stdin is None:
        return
    try:
        for number, payload in enumerate(messages, 1):
            packed = json.dumps({"message_id": number, "payload": payload}).encode()
            process.stdin.write(base64.b64encode(packed) + b",")
        process.stdin.flush()
    except (BrokenPipeError, ValueError):
        return  # it went away: whoever waits for its replies says so


def _is_needed(path: str) -> bool:
    return path.startswith(PARTS) or path in (ENTRY, *PROGRAM) or path.endswith(".pf_meta")


def _lean(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files, a third as heavy and the same each time.

    Pagefind keeps each record's words and where in it they stand, for excerpts that nobody is shown; and it lists
    a filter's values as its hash table fell out.
    """
    from cbor2 import dumps, loads

    renamed: dict[str, str] = {}
    for path in sorted(files):
        if path.startswith("index/"):
            files[path] = _packed(_PLACE.sub(b"\0", _unpacked(files[path])))
        elif path.startswith("fragment/"):
            files[path] = _packed(_TEXT.sub(b'"content":""', _unpacked(files[path]), count=1))
        elif path.startswith("filter/"):
            name, values = loads(_unpacked(files.pop(path)))
            content, old = dumps([name, sorted(values)]), Path(path).stem
            renamed[old] = stem = f"id_{hashlib.sha256(content).hexdigest()}"[: len(old)]
            files[f"filter/{stem}.pf_filter"] = _packed(content)
    return _renamed(files, renamed)


def _renamed(files: dict[str, bytes], renamed: Mapping[str, str]) -> dict[str, bytes]:
    """The files with the filters in order, under their new names, where the list of files has the old."""
    from cbor2 import dumps, loads

    [path] = [path for path in files if path.endswith(".pf_meta")]
    listed = loads(_unpacked(files.pop(path)))
    listed[FILTERS] = sorted([name, renamed[old]] for name, old in listed[FILTERS])
    content = dumps(listed)
    digest = f"{LANGUAGE}_{hashlib.sha256(content).hexdigest()[:10]}"
    files[f"pagefind.{digest}.pf_meta"] = _packed(content)
    entry = json.loads(files[ENTRY])
    entry["languages"][LANGUAGE]["hash"] = digest
    files[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    return files


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(SIGNATURE)


def _packed(content: bytes) -> bytes:
    return gzip.compress(SIGNATURE + content, 9, mtime=0)
