"""A second language is a file: with one for every text of the catalogue, no word of the interface stays Indonesian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from portal_example import NAMES, TODAY, example, settings
from toy_portal import NOW, SETTINGS, Built, Silent

import generator.words
from generator.model.figures import Cell
from generator.pipeline import Job, build
from generator.render.catalogue import messages, write_catalogue
from generator.render.environment import body, environment
from generator.render.pages import pages
from generator.render.pages.index import index
from generator.render.script_words import script_words
from generator.words import speaking, words

INITIALS = re.compile("[A-Z]{2}")
HOLE = re.compile(r"(\{\w*\})")
SEEN = ("alt", "aria-label", "data-label", "placeholder", "title")
UNITS = {"JP", "Rp", "CSV", "JSON", "datapackage", "json"}


def spoken(text: str) -> str:
    """The text in a language of the test's own: each letter a `Ж`, holes as they are."""
    return "".join(
        part if HOLE.fullmatch(part) else re.sub(r"[^\W\d_]", "Ж", part) for part in HOLE.split(text)
    )


@pytest.fixture()
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that has every text of the catalogue; its dates are English."""
    made = Catalog()
    for text in messages():
        made.add(text, spoken(text))
    with (tmp_path / "en.po").open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(generator.words, "LANGUAGES", tmp_path)
    generator.words.catalogue.cache_clear()
    generator.words._words.cache_clear()
    with speaking("en"):
        yield
    generator.words.catalogue.cache_clear()
    generator.words._words.cache_clear()


class Texts(HTMLParser):
    """What a page says, aloud or in sight."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._is_data = False
        self.feed(source)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._is_data = tag == "script"
        self.said += [value or "" for name, value in attributes if name in SEEN]

    def handle_endtag(self, tag: str) -> None:
        self._is_data = False

    def handle_data(self, data: str) -> None:
        if not self._is_data:
            self.said.append(data)


def test_the_catalogue_can_be_written_and_read(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "portal.pot")
    write_catalogue(tmp_path / "again.pot")
    assert (tmp_path / "portal.pot").read_bytes() == (tmp_path / "again.pot").read_bytes()
    with (tmp_path / "portal.pot").open("rb") as file:
        assert {each.id for each in read_po(file) if each.id} == set(messages())


def test_indonesian_needs_no_file() -> None:
    assert words("search")["title"] == "Cari"


def test_a_language_without_a_file_is_none() -> None:
    with speaking("xx"), pytest.raises(FileNotFoundError):
        words("search")


@pytest.mark.usefixtures("foreign")
def test_pages_speak_a_second_language_throughout() -> None:
    jinja = environment(settings(), NAMES)
    data = repr(example()) + repr(settings())
    known = {*re.findall(r"[^\W\d_]+", data), *UNITS, *names(), *Cell._fields}
    left = {
        (page.kind, word)
        for page in pages(index(example(), settings(), {}))
        for text in Texts(body(jinja, page, page.view, TODAY.isoformat())).said
        for word in re.findall(r"[^\W\d_]{2,}", text)
        if word not in known and "ж" not in word.lower() and not INITIALS.fullmatch(word)
    }
    assert left == set()


@pytest.mark.usefixtures("foreign")
def test_scripts_speak_it_too() -> None:
    said = str(script_words(settings()))
    assert "ЖЖЖЖ" in said
    assert "Sedang mencari" not in said and "hari lagi" not in said


@pytest.mark.usefixtures("foreign")
def test_a_built_site_speaks_it_in_frame_and_prose_too(portal: Built) -> None:
    job = Job(
        data=portal.data, site=portal.site, state=portal.state, today=TODAY, now=NOW, jobs=1,
        settings=replace(SETTINGS, language="en"),
    )  # fmt: skip
    build(job, Silent())
    for path in ("index.html", "cari/index.html", "program/manajemen-waktu/index.html", "404.html"):
        page = (portal.site / path).read_text("utf-8")
        assert '<html lang="en"' in page
        said = {text.strip() for text in Texts(page).said}
        assert not said & {
            "Langsung ke isi",
            "Perencanaan",
            "Beranda",
            "Peta situs",
            "Cari",
            "Laporkan kekeliruan",
        }


def names() -> set[str]:
    """The names that dates are written with."""
    widths: tuple[Mapping[int, str], ...] = (
        get_month_names("wide", locale="en"),
        get_month_names("abbreviated", locale="en"),
        get_day_names("wide", locale="en"),
    )
    return {name for width in widths for name in width.values()}
