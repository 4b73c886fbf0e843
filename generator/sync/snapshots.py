"""Snapshots: what was pulled, kept privately and unchangeably, so that a build never needs the sheet.

Each source has a folder `STATE/snapshots/<slug>/` of files named by the SHA-256 of their own bytes, and an
index `newest.json` that says which of them are kept, oldest first. Pruning: the newest stays; of the others
at most nine, and none that was pulled over 90 days ago.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from generator.disk import disk_reason, private_folder, write_private
from generator.findings import CannotRun

FOLDER, INDEX = "snapshots", "newest.json"
KEPT, OLDEST = 10, timedelta(days=90)

Match = Callable[[Sequence[str], Sequence[str]], bool]
"""Told a row and the header, says whether the row is to be forgotten."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's cells as they were shown; row `n` of the spreadsheet is `rows[n - 2]`."""

    worksheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    locale: str
    timezone: str

    def dump(self) -> bytes:
        """The bytes that a snapshot file holds."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """64 hexadecimal digits of all that the sheet holds."""
        return hashlib.sha256(self.dump()).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A kept sheet: since when it reads so (`pulled_at`), and when that was last seen (`checked_at`)."""

    sheet: Sheet
    digest: str
    pulled_at: datetime
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class _Index:
    """Digests with the time each was pulled, oldest first; `checked_at` is the time of the last good pull."""

    checked_at: datetime
    kept: tuple[tuple[str, datetime], ...]


def store(state: Path, source: str, sheet: Sheet, now: datetime) -> Snapshot:
    """Makes a good pull the newest snapshot of its source, and prunes; `now` has a time zone."""
    folder, content = _make_folder(state, source), sheet.dump()
    digest = hashlib.sha256(content).hexdigest()
    kept = _kept(folder)
    if not kept or kept[-1][0] != digest:
        kept = (*(each for each in kept if each[0] != digest), (digest, now))
    if not _is_whole(folder, digest):
        write_private(folder / f"{digest}.json", content)
    _write_index(folder, _Index(now, _pruned(kept, now)))
    return Snapshot(sheet, digest, kept[-1][1], now)


def load_newest(state: Path, source: str) -> Snapshot | None:
    """The newest good snapshot, None before the first; CannotRun when the kept one is damaged."""
    folder = state / FOLDER / _slug(source)
    if not (folder / INDEX).exists():
        return None
    try:
        index = _read_index(folder)
        digest, pulled_at = index.kept[-1]
        return Snapshot(_load(folder, digest), digest, pulled_at, index.checked_at)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        pass
    raise CannotRun("snapshot-broken", source=source)


def purge(state: Path, match: Match, spare: Collection[str] = ()) -> int:
    """Blanks every matching row in every snapshot of every source but `spare`, for good; returns how many it found.

    A blank row stays in place of each, so that the others keep their numbers. A damaged snapshot is deleted,
    for nobody can say whom it holds.
    """
    spared = set(map(_slug, spare))
    folders = sorted((state / FOLDER).glob("*/"))
    return sum(_purge(folder, match) for folder in folders if folder.name not in spared)


def _purge(folder: Path, match: Match) -> int:
    found = 0
    kept: dict[str, datetime] = {}
    for digest, pulled_at in _kept(folder):
        if not _is_whole(folder, digest):
            continue
        sheet = _load(folder, digest)
        hits = {at for at, row in enumerate(sheet.rows) if any(row) and match(row, sheet.header)}
        if hits:
            found += len(hits)
            rows = tuple(("",) * len(row) if at in hits else row for at, row in enumerate(sheet.rows))
            content = replace(sheet, rows=rows).dump()
            digest = hashlib.sha256(content).hexdigest()
            write_private(folder / f"{digest}.json", content)
        kept.pop(digest, None)  # two that were told apart by this row alone are one now
        kept[digest] = pulled_at
    if kept:
        _write_index(folder, replace(_read_index(folder), kept=tuple(kept.items())))
    else:
        (folder / INDEX).unlink(missing_ok=True)
        _sweep(folder, ())
    return found


def _slug(source: str) -> str:
    """A file name that no source shares with another, whatever it is called."""
    plain = re.sub("[^a-z0-9]+", "-", source.casefold()).strip("-")[:60]
    return f"{plain}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"


def _make_folder(state: Path, source: str) -> Path:
    """The source's folder; each level is made private, one by one."""
    folder = private_folder(state)
    for name in (FOLDER, _slug(source)):
        folder = private_folder(folder / name)
    return folder


def _pruned(kept: tuple[tuple[str, datetime], ...], now: datetime) -> tuple[tuple[str, datetime], ...]:
    older = [each for each in kept[:-1] if now - each[1] <= OLDEST]
    return (*older[-(KEPT - 1) :], kept[-1])


def _is_whole(folder: Path, digest: str) -> bool:
    try:
        return hashlib.sha256((folder / f"{digest}.json").read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _load(folder: Path, digest: str) -> Sheet:
    """A snapshot's sheet; ValueError when its bytes are not those it was named by."""
    content = (folder / f"{digest}.json").read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(digest)
    kept = json.loads(content)
    rows = tuple(tuple(row) for row in kept.pop("rows"))
    return Sheet(header=tuple(kept.pop("header")), rows=rows, **kept)


def _kept(folder: Path) -> tuple[tuple[str, datetime], ...]:
    """What the index keeps; nothing when there is none to read, for then nobody knows what is good."""
    try:
        return _read_index(folder).kept
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _read_index(folder: Path) -> _Index:
    told = json.loads((folder / INDEX).read_bytes())
    kept = tuple((str(digest), datetime.fromisoformat(at)) for digest, at in told["kept"])
    return _Index(datetime.fromisoformat(told["checked_at"]), kept)


def _write_index(folder: Path, index: _Index) -> None:
    """Replaces the index in one step, then removes what it no longer names."""
    told = {"checked_at": index.checked_at.isoformat(), "kept": [(d, at.isoformat()) for d, at in index.kept]}
    write_private(folder / INDEX, json.dumps(told).encode())
    _sweep(folder, tuple(digest for digest, _ in index.kept))


def _sweep(folder: Path, digests: Sequence[str]) -> None:
    """Removes every other file, one that a killed write left behind among them."""
    stays = {INDEX, *(f"{digest}.json" for digest in digests)}
    try:
        for file in folder.iterdir():
            if file.name not in stays:
                file.unlink()
    except OSError as error:
        raise CannotRun("state-unwritable", path=folder, reason=disk_reason(error)) from error
