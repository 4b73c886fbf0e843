"""The gates and the memory they lean on."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.history import Seen
from generator.publish.gates import Limits, Link, Shrunk, dangling, gates, heavy, numbered, shrunk
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


LIMITS = Limits(shrink_percent=30, page_kb=500, site_mb=1000)


def test_every_gate_says_where_and_what_to_do() -> None:
    sizes = {**dict.fromkeys(FILES, 10), "program/index.html": 600_000, "data/besar.csv": 999_500_000}
    links, private = [Link("tentang/index.html", "x/")], ["privasi/index.html"]
    said = list(gates({"programs": 50}, {}, links, private, sizes, LIMITS))
    told = [
        ("Program", "50", "karier build --accept-shrink"),
        ("privasi/index.html", "NIP", "Hapus"),
        ("tentang/index.html", "x/", "Perbaiki"),
        ("program/index.html", "600 KB", "500 KB", "page_size_limit_kb"),
        ("1000 MB", "site_size_limit_mb"),
    ]
    assert len(said) == len(told)
    for sentence, parts in zip(said, told, strict=True):
        assert all(part in sentence for part in parts), sentence
    assert list(gates({}, {"programs": 1}, [], [], dict.fromkeys(FILES, 10), LIMITS)) == []


def test_a_file_to_download_may_be_as_large_as_it_must() -> None:
    sizes = {"data/programs.csv": 9_000_000, "evaluasi/index.html": 20_001, "index.html": 20_000}
    assert list(heavy(sizes, 20)) == ["evaluasi/index.html"]


def test_prose_may_name_a_telephone_but_no_person_by_number() -> None:
    numbers = {"a": "1987" + "0101 201001 1 001", "b": "Telepon (021) 555-0100", "c": "3171" + "0" * 12}
    assert list(numbered(numbers)) == ["a", "c"]


@pytest.mark.parametrize(
    "href", ["JavaScript:alert(1)", " \x01java\tscript:alert(1)", "data:text/html,x", "file:///etc"]
)
def test_links_in_prose_that_a_browser_would_run_are_refused(href: str) -> None:
    link = Link("tentang/index.html", href)
    [said] = gates({}, {}, [link], [], dict.fromkeys(FILES, 10), LIMITS)
    assert "bukan alamat web" in said


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
