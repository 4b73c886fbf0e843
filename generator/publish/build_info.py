"""`build-info.json` in the site: what it was made from and what it holds; and a site held to it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from generator.findings import CannotRun
from generator.publish.files import digest
from generator.publish.manifest import Entry

INFO_FILE = "build-info.json"
MAKERS = (
    "babel",
    "cbor2",
    "jinja2",
    "karier-asn",
    "markdown",
    "mkdocs",
    "mkdocs-material",
    "pagefind-bin",
    "segno",
)
"""The packages that bytes of a site hang on, this one among them."""


class Fault(StrEnum):
    """How a file differs from what the build left; the words are in `words/terminal.yaml`."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"


class Difference(NamedTuple):
    """One file that is not as the build left it."""

    fault: Fault
    path: str


def build_info(inputs: Mapping[str, Any], files: Mapping[str, Entry]) -> bytes:
    """The content of `build-info.json`; no name of a machine, folder or hour in it, nothing private."""
    return _told({"versions": dict(_versions()), "inputs": inputs}, files)


def _versions() -> Iterator[tuple[str, str]]:
    """Each maker that is installed: a portal without an index of the search lacks its maker."""
    for name in MAKERS:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def renewed(info: bytes, files: Mapping[str, Entry]) -> bytes:
    """The same of a site that was made then, and holds these files now."""
    return _told(json.loads(info), files)


def _told(made: Mapping[str, Any], files: Mapping[str, Entry]) -> bytes:
    told = {**made, "files": {path: files[path].digest for path in sorted(files)}}
    return (json.dumps(told, ensure_ascii=False, separators=(",\n", ": ")) + "\n").encode()


def differences(site: Path) -> tuple[int, list[Difference]]:
    """How many files a site should hold, and each that is missing, changed or one too many, by path.

    CannotRun when the site does not say what it holds. Names that begin with a dot are the host's.
    """
    wanted = _wanted(site / INFO_FILE)
    found = dict.fromkeys(_paths(site))
    faults = [Difference(Fault.MISSING, path) for path in wanted.keys() - found.keys()]
    faults += [Difference(Fault.EXTRA, path) for path in found.keys() - wanted.keys() - {INFO_FILE}]
    for path in found.keys() & wanted.keys():
        file = site / path
        if file.is_symlink() or digest(file.read_bytes()) != wanted[path]:
            faults.append(Difference(Fault.CHANGED, path))
    return len(wanted), sorted(faults, key=lambda each: each.path)


def files_in(info: bytes) -> dict[str, str]:
    """Path → digest of all that a `build-info.json` names but itself; ValueError when it is none."""
    try:
        return {str(path): str(digest) for path, digest in json.loads(info)["files"].items()}
    except (RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("no build-info.json") from error


def _wanted(info: Path) -> dict[str, str]:
    try:
        return files_in(info.read_bytes())
    except (OSError, ValueError) as error:
        raise CannotRun("build-info-unreadable", path=info) from error


def _paths(site: Path) -> Iterator[str]:
    """Every file of the site, and every link, which is none of ours."""
    for folder, inner, names in os.walk(site):
        inner[:] = [name for name in inner if not name.startswith(".")]
        links = [name for name in inner if Path(folder, name).is_symlink()]
        for name in (*names, *links):
            if not name.startswith("."):
                yield Path(folder, name).relative_to(site).as_posix()
