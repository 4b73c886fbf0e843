"""Pagefind, spoken to as a service: records in, the files of one bundle out, as a browser is to load them."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from threading import Thread, Timer
from typing import Any, NamedTuple

from generator.render.search.lean import ENTRY, FACETS, KIND, LANGUAGE, PARTS, lean

PROGRAM = ("pagefind.js", f"wasm.{LANGUAGE}.pagefind")
"""What a browser runs; the same in each bundle, so that one alone has to hold it."""
SECONDS = 120
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
    return lean({path: base64.b64decode(packed) for path, packed in files.items() if _is_needed(path)})


def _message(record: Record) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": record.url,
        "content": record.text,
        "language": LANGUAGE,
        "meta": {"title": record.title, "also": record.also, "facts": record.facts},
        "filters": {FACETS: [f"{KIND}:{record.kind}", *record.facets]},
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
    return path.partition("/")[0] in PARTS or path in (ENTRY, *PROGRAM) or path.endswith(".pf_meta")
