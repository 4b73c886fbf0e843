"""Every figure of people says of which year it is, from how many it comes, and where to read how it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from documents import Document

PAGES = ("evaluasi/", "transparansi/", "program/", "instansi/", "penyelenggara/")
NOT_OF_PEOPLE = (
    "Jadwal pelaksanaan",
    "Mulai kapan setiap tingkat",
    "Banyaknya program menurut",
    "evaluasi yang terlambat dikumpulkan",
)
"""Tables of days and programmes."""
YEAR = re.compile(r"\b20[0-9]{2}\b|semua (tahun|angkatan)|menurut (tahun|periode)", re.IGNORECASE)
MANY = re.compile(
    r"Dari (sekitar )?[0-9]|Dihitung dari [0-9]|Banyaknya (jawaban|orang|pegawai|kehadiran|keputusan)"
    r"|dibulatkan ke kelipatan lima|bukan dari jawaban orang|[0-9] instansi yang dinilai"
)
PANEL = re.compile(r'<section class="panel".*?</section>', re.DOTALL)
TABLE = re.compile(r'<table class="(?:bars|table)".*?</table>(?:<p class="quiet">.*?</p>)?', re.DOTALL)


@pytest.fixture(scope="module")
def figures(site: Path, documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """Every table of figures that tells a number, with the note under it, by its page."""
    urls = [url for url in documents if url.startswith(PAGES) and url.endswith("/")]
    return [(url, table) for url in urls for table in _tables((site / url / "index.html").read_text("utf-8"))]


def _tables(html: str) -> Iterator[str]:
    for panel in PANEL.findall(html):
        for table in TABLE.findall(panel):
            is_told = "<rect" in table or 'class="table"' in table
            if is_told and not any(caption in table for caption in NOT_OF_PEOPLE):
                yield re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table))


def test_every_figure_says_its_year_and_from_how_many_it_comes(figures: list[tuple[str, str]]) -> None:
    assert len(figures) > 500
    assert [(url, text) for url, text in figures if not YEAR.search(text)][:3] == []
    assert [(url, text) for url, text in figures if not MANY.search(text)][:3] == []


def test_every_page_with_a_figure_leads_to_how_it_was_made(
    figures: list[tuple[str, str]], documents: Mapping[str, Document]
) -> None:
    urls = {url for url, _ in figures}
    article = {url: documents[url].text.partition("Peta situs")[0] for url in urls}
    assert [url for url, text in article.items() if "Bagaimana angka ini dihitung" not in text] == []
    assert [url for url in urls if "metode/" not in documents[url].leads_to()] == []
