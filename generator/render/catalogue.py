"""The one catalogue of all that the interface says: `make words` writes it, a translator fills a copy in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment

from generator.model.schema import ROOT, SCHEMAS
from generator.render.translation import WORD, HtmlTexts, is_phrase
from generator.words import WORDS, is_code

TEMPLATE = Path("portal.pot")
FOLDERS = ("pages", "components", "overrides")


def write_catalogue(path: Path = TEMPLATE) -> None:
    """Writes every text of the interface, with where it stands; the same bytes for the same texts."""
    made = Catalog(project="portal-karier-asn", charset="utf-8")
    for text, places in sorted(messages().items()):
        made.add(text, locations=[(place, 0) for place in sorted(places)])
    with path.open("wb") as file:
        write_po(file, made, omit_header=True, include_lineno=False, width=0)


def messages() -> dict[str, set[str]]:
    """Every text that the interface says → the files that it stands in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, text in (*_words(), *_templates(), *_labels()):
        found[text].add(path.relative_to(ROOT).as_posix())
    return found


def _words() -> Iterator[tuple[Path, str]]:
    for path in sorted(WORDS.glob("*.yaml")):
        loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        yield from ((path, text) for text in _leaves(loaded))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if not is_code(key, each):
                yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str) and WORD.search(value):
        yield value


def _templates() -> Iterator[tuple[Path, str]]:
    lexer = Environment(trim_blocks=True, lstrip_blocks=True)
    for path in sorted(each for name in FOLDERS for each in (ROOT / "site_templates" / name).rglob("*.html")):
        yield from ((path, text) for text in _spoken(lexer, path.read_text("utf-8")))


def _spoken(lexer: Environment, source: str) -> list[str]:
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    texts = HtmlTexts(hear)
    for _, kind, value in lexer.lex(source):
        if kind == "data":
            texts.replaced(value)
        elif kind == "string" and is_phrase(value[1:-1]):
            heard.append(value[1:-1])
    return heard


def _labels() -> Iterator[tuple[Path, str]]:
    """What a schema calls its table, its fields and their codes."""
    for path in sorted(SCHEMAS.glob("[a-z]*.yaml")):
        schema = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        yield from ((path, schema[key]) for key in ("title", "description"))
        for field in schema["fields"]:
            yield from ((path, field[key]) for key in ("title", "description"))
            yield from ((path, text) for text in field.get("x-labels", {}).values())


if __name__ == "__main__":
    write_catalogue()
