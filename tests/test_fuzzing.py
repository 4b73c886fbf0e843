"""Fuzzing: whatever bytes come, no reader crashes. What is not told in one sentence is a crash."""

from __future__ import annotations

import string
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bombs import book
from toy_portal import DESCRIPTOR

from generator.findings import CannotRun
from generator.form_links import load_form_links
from generator.settings import load_settings
from generator.sources import open_source
from generator.sources.package import Source, load_package
from generator.sync.away import SheetAway
from generator.sync.pull import pull

few, many = settings(max_examples=40), settings(max_examples=3_000)
cells = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\t\r\n\0\ufeff='), max_size=12)
csv_bytes = st.binary(max_size=300) | st.lists(cells, max_size=40).map(lambda found: "".join(found).encode())
yaml_text = st.lists(
    st.sampled_from(
        [*"[]{}:,-?&*!|>'\"%@#\n ", "name", "resources", "path", "x-table", "<<", "~", "0x", "1e9"]
    )
    | st.text(string.printable, max_size=4),
    max_size=60,
).map("".join)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["values", "valueRanges", "sheets", "properties", "title", "locale", "timeZone"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BOOK = book({})
spots = st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8)


def opened(name: str, content: bytes) -> None:
    """Opens a source and walks it; a sentence is as good an end as any."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            list(open_source(Source("x", "programs", "x", name, path, None, False, None, None)).rows())
        except CannotRun as sentence:
            assert len(str(sentence)) < 500


def fuzz_csv(content: bytes) -> None:
    opened("x.csv", content)


def fuzz_workbook(changes: list[tuple[int, int]]) -> None:
    content = bytearray(BOOK)
    for at, byte in changes:
        content[at] = byte
    opened("x.xlsx", bytes(content))


def fuzz_yaml(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, DESCRIPTOR).write_text(text)
        for load in (
            load_package,
            lambda at: load_settings(at / DESCRIPTOR),
            lambda at: load_form_links(at / DESCRIPTOR),
        ):
            try:
                load(Path(folder))
            except CannotRun as sentence:
                assert len(str(sentence)) < 700


class Answering:
    """Google, answering anything; only what `pull` asks of a client."""

    def __init__(self, book: Any, values: Any) -> None:
        self.http_client = self
        self._book, self._values = book, values

    def fetch_sheet_metadata(self, *_: object) -> Any:
        return self._book

    def values_batch_get(self, *_: object) -> Any:
        return self._values


def fuzz_answers(book: Any, values: Any) -> None:
    try:
        pulled = pull(Answering(book, values), "x", ["a"])  # type: ignore[arg-type]
    except SheetAway:
        return
    assert all(isinstance(cell, str) for each in pulled.sheets.values() for row in each.rows for cell in row)


FUZZED: dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]] = {
    "csv": (fuzz_csv, (csv_bytes,)),
    "workbook": (fuzz_workbook, (spots,)),
    "yaml": (fuzz_yaml, (yaml_text,)),
    "answers": (fuzz_answers, (json_values, json_values)),
}


@pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.slow)], ids=["few", "many"])
@pytest.mark.parametrize("reader", FUZZED)
def test_no_reader_crashes(reader: str, examples: settings) -> None:
    fuzz, strategies = FUZZED[reader]
    examples(given(*strategies)(fuzz))()
