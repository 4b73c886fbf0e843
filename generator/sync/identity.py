"""Who an answer is, whatever row it stands in: its response id, or else a keyed digest of all it says."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.disk import write_private
from generator.model.schema import ENVELOPE, load_schema

KEY_FILE, KEY_BYTES = "key", 32


def load_key(state: Path) -> bytes:
    """The portal's own key, made at random on first use; CannotRun when it cannot be kept.

    Without a key, whoever sees a digest could try names and numbers until one fits. A lost key costs nothing
    but new digests: every verdict is written anew once.
    """
    path = state / KEY_FILE
    if path.is_file() and len(key := path.read_bytes()) == KEY_BYTES:
        return key
    key = secrets.token_bytes(KEY_BYTES)
    write_private(path, key)
    return key


def fingerprint(key: bytes, cells: Mapping[str, str]) -> str:
    """20 hexadecimal digits of all that was answered, in any order; HR's decision is no part of it."""
    aside = _headers("approval") | _headers("response_id")
    told = sorted((_folded(header), cell) for header, cell in cells.items() if cell.strip())
    said = json.dumps([pair for pair in told if pair[0] not in aside])
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:20]


def identities(key: bytes, answers: Iterable[Mapping[str, str]]) -> list[str]:
    """The identity of each answer (header → cell) of one worksheet; no two are the same.

    Where a person sent the very same twice in one second, an ordinal tells them apart.
    """
    seen: Counter[str] = Counter()
    found = []
    for cells in answers:
        identity = _response_id(cells) or f"j-{fingerprint(key, cells)}"
        seen[identity] += 1
        found.append(identity if seen[identity] == 1 else f"{identity} ({seen[identity]})")
    return found


def _response_id(cells: Mapping[str, str]) -> str:
    headers = _headers("response_id")
    return next((cell.strip() for header, cell in cells.items() if _folded(header) in headers), "")


@cache
def _headers(field_name: str) -> frozenset[str]:
    """Every header that may stand over a field of the form's envelope, folded."""
    field = load_schema(ENVELOPE).field(field_name)
    return frozenset(map(_folded, (field.name, field.title, *field.aliases)))


def _folded(header: str) -> str:
    return " ".join(header.casefold().split()).rstrip(" *:")
