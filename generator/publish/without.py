"""A published file without the rows of people who are to be shown no more: what a kept site has to lose."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

from generator.publish.build_info import INFO_FILE

ROWS = ("article", "li", "tr")
"""The elements that one row of a list, a table or a set of cards stands in."""
NEVER_ABOUT_PEOPLE = ("assets/", INFO_FILE)
"""Styles and scripts; and the list of addresses, which stay when their people go."""
INDEX = "cari/"


def is_sealed(path: str) -> bool:
    """Whether a file is a part of the search index, which is of one piece and lets go of no row."""
    return path.startswith(INDEX) and path.count("/") > 1


def mentions(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds a mention of the rows of these names (`table:key`) in a file or a path; None for no names.

    Whatever shows a person leads to their page or carries their key: a test holds every kind of file to it.
    """
    keys = sorted({name.partition(":")[2] for name in names})
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, keys))})(?![\w-])") if keys else None


def without(path: str, content: bytes, mention: re.Pattern[str]) -> bytes | None:
    """The file without the rows that are mentioned; None where it is about them, or nobody can tell."""
    if path.startswith(NEVER_ABOUT_PEOPLE):
        return content
    if is_sealed(path):
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if mention.search(path):
        return None
    if not mention.search(text):
        return content
    cut = {"html": _html, "csv": _csv, "json": _json}.get(path.rpartition(".")[2])
    left = cut(text, mention) if cut else text
    return None if mention.search(left) else left.encode()


def _csv(text: str, mention: re.Pattern[str]) -> str:
    left = io.StringIO()
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    kept = [row for row in rows if not mention.search("\n".join(row))]
    csv.writer(left, lineterminator="\r\n").writerows([header, *kept])
    return left.getvalue()


def _json(text: str, mention: re.Pattern[str]) -> str:
    told = json.loads(text)
    if not isinstance(told, list):
        return text
    rows = [row for row in (json.dumps(row, ensure_ascii=False) for row in told) if not mention.search(row)]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _html(text: str, mention: re.Pattern[str]) -> str:
    page = _Page(text, mention)
    kept, at = [], 0
    for start, end in sorted(page.spans):
        if end > at:
            kept.append(text[at : max(at, start)])
            at = end
    return "".join([*kept, text[at:]])


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    is_mentioned: bool = False


class _Page(HTMLParser):
    """Finds, by place in the text, every row element in which some tag's attributes mention one of the rows."""

    def __init__(self, text: str, mention: re.Pattern[str]) -> None:
        super().__init__()
        self.spans: list[tuple[int, int]] = []
        self._text, self._mention = text, mention
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._open: list[_Open] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row begins, or something in it mentions somebody."""
        if tag in ROWS:
            self._open.append(_Open(tag, self._place()))
        if self._open and any(self._mention.search(value or "") for _, value in attrs):
            self._open[-1].is_mentioned = True

    def handle_endtag(self, tag: str) -> None:
        """A row ends."""
        if self._open and self._open[-1].tag == tag:
            row = self._open.pop()
            if row.is_mentioned:
                self.spans.append((row.start, self._text.index(">", self._place()) + 1))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
