"""Assets: our own styles, scripts, icon and font, under names that change with their content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

PLAIN_SUFFIXES = {".txt"}
OPENING = "head.css"
"""The sheet of what a page shows first, which stands in the page itself."""
WAYS_UP = (".", "..", "../..", "../../..")
"""How pages name the root of the site; one that lies deeper links to its sheet."""
_UNSAID = re.compile(rb"(?m)^[ \t]*(?://.*\n)?")
_SPARE = re.compile(rb'("[^"]*")|/\*.*?\*/\s*|\s*;?\s*(\})\s*|\s*([{;,])\s*|(:)\s+|(\s)\s+', re.S)
"""In a stylesheet: a string, which stays as it is, a comment, and marks that need no space around them."""
_WORDS = re.compile(rb'"%%([a-z_]+)%%"')


@dataclass(frozen=True, slots=True)
class Assets:
    """`files` maps a path in the site to its bytes; `names` maps a source name (`portal.css`) to its path."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]


def load_assets(folder: Path, said: Mapping[str, Any] = MappingProxyType({})) -> Assets:
    """Reads every asset of a flat folder; stylesheets come last, since they name the other files.

    Scripts and styles are sent without comments and indentation, a tenth of their weight. In a script, `"%%name%%"`
    becomes what is `said` under that name, so that no script holds a word.
    """
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in sorted(folder.iterdir(), key=lambda path: (path.suffix == ".css", path.name)):
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _named(_SPARE.sub(lambda found: b"".join(found.groups(b"")), content), names)
        if path.suffix == ".js":
            content = _UNSAID.sub(b"", content)
        if path.suffix == ".js" and said:
            content = _WORDS.sub(lambda found: _json(said[found[1].decode()]), content)
        names[path.name] = f"assets/{_hashed(path, content)}"
        files[names[path.name]] = content
    return Assets(files, names)


def framed_styles(assets: Assets) -> dict[str, str]:
    """The sheet of what a page shows first as it stands in pages, by the name that the frame gives it there."""
    sheet = assets.files[assets.names[OPENING]].decode()
    return {f"{OPENING} in {way}": sheet.replace('url("', f'url("{way}/assets/') for way in WAYS_UP}


def is_named_by_content(path: str) -> bool:
    """Whether a file's name changes with its content, ours or the theme's, so that it may be kept for good."""
    return re.search(r"\.[0-9a-f]{8}\.", path) is not None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _hashed(path: Path, content: bytes) -> str:
    if path.suffix in PLAIN_SUFFIXES:  # a licence has to be found under the name that it is known by
        return path.name
    return f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}"


def _named(css: bytes, names: Mapping[str, str]) -> bytes:
    for source, path in names.items():
        css = css.replace(f'url("{source}")'.encode(), f'url("{Path(path).name}")'.encode())
    return css
