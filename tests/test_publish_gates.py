"""The gates and the memory they lean on."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.history import Seen
from generator.publish.gates import Link, Shrunk, dangling, gates, shrunk
from generator.publish.memory import Memory, read_memory, write_memory

FILES = {
    "index.html",
    "program/index.html",
    "program/a b/index.html",
    "data/programs.csv",
    "tentang/index.html",
}


@pytest.mark.parametrize(
    ("before", "now", "refused"),
    [
        (100, 70, False),
        (100, 69, True),
        (100, 130, False),
        (2, 1, False),
        (1, 0, False),
        (3, 1, True),
        (0, 0, False),
    ],
)
def test_shrink_limit_of_thirty_percent(before: int, now: int, refused: bool) -> None:
    found = list(shrunk({"programs": before}, {"programs": now}, 30))
    assert found == ([Shrunk("programs", before, now)] if refused else [])


def test_a_table_that_vanished_has_shrunk() -> None:
    assert list(shrunk({"programs": 50}, {"mentors": 50}, 30)) == [Shrunk("programs", 50, 0)]


def test_a_limit_of_one_hundred_lets_all_pass() -> None:
    assert list(shrunk({"programs": 50}, {}, 100)) == []


@pytest.mark.parametrize(
    "href",
    [
        "../program/",
        "../program",
        "../program/index.html",
        "../data/programs.csv?x=1#y",
        "../program/a%20b/",
        "../",
        "..",
        ".",
        "#isi",
        "?q=1",
        "",
        "https://contoh.go.id/x",
        "//contoh.go.id/x",
        "mailto:portal@contoh.go.id",
    ],
)
def test_links_that_lead_somewhere(href: str) -> None:
    assert list(dangling([Link("tentang/index.html", href)], FILES)) == []


@pytest.mark.parametrize(
    "href", ["program/", "../program/c/", "../../program/", "/program/", "../data/x.csv", "http://["]
)
def test_links_that_dangle(href: str) -> None:
    link = Link("tentang/index.html", href)
    assert list(dangling([link], FILES)) == [link]


def test_sentences_name_the_table_as_people_do() -> None:
    said = list(gates({"programs": 50}, {}, 30, [Link("index.html", "x/")], FILES))
    assert len(said) == 2
    assert "Program" in said[0]
    assert "50" in said[0]
    assert "x/" in said[1]
    assert list(gates({}, {"programs": 1}, 30, [], FILES)) == []


def test_memory_is_private_and_survives(tmp_path: Path) -> None:
    state, memory = (
        tmp_path / "state",
        Memory({"programs": 3}, {"program/a/": Seen("d1", "2026-11-21")}, ("mentors:m-1",)),
    )
    assert read_memory(state) == Memory()
    write_memory(state, memory)
    assert read_memory(state) == memory
    assert (state / "memory.json").stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in state.iterdir()] == ["memory.json"]


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"accepted": null}', '{"accepted": {}, "pages": {"a": 1}}'])
def test_lost_memory_is_a_first_build(tmp_path: Path, torn: str) -> None:
    (tmp_path / "memory.json").write_text(torn, encoding="utf-8")
    assert read_memory(tmp_path) == Memory()
