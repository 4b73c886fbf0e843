"""MkDocs Material over generated Markdown, as most people would; its nav names the sections only."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.peers.pages import SECTIONS


def main(folder: Path) -> None:
    """`python -m bench.peers.mkdocs FOLDER`: FOLDER/data/pages.json becomes FOLDER/docs, and that FOLDER/site."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    for page in json.loads((folder / "data/pages.json").read_bytes()):
        file = folder / "docs" / _source(page["path"])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_markdown(page), "utf-8")
    settings = {
        "site_name": "Portal Karier ASN",
        "theme": {"name": "material", "language": "id", "font": False},
        "plugins": [],
        "markdown_extensions": ["tables"],
        "nav": [f"{section}/index.md" for section in SECTIONS],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    build(load_config(config_file=str(folder / "mkdocs.yml")))


def _source(path: str) -> str:
    return f"{path}.md" if "/" in path else f"{path}/index.md"


def _markdown(page: Mapping[str, Any]) -> str:
    facts = "\n".join(("| | |\n|---|---|", *(f"| {name} | {value} |" for name, value in page["facts"])))
    parts = (f"## {part['heading']}\n\n{_below(part)}" for part in page["parts"])
    return "\n\n".join((f"# {page['title']}", page["lead"], facts if page["facts"] else "", *parts))


def _below(part: Mapping[str, Any]) -> str:
    items = [*part["lines"], *(f"[{text}](../{_source(path)})" for text, path in part["links"])]
    if not part["rows"]:
        return "\n".join(f"- {item}" for item in items)
    head, *rows = (f"| {' | '.join(row)} |" for row in part["rows"])
    return "\n".join((head, "|---" * len(part["rows"][0]) + "|", *rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
