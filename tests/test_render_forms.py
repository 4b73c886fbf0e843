"""Ways to the forms: filled in with the page's own row, as a link and as a QR code, or not there at all."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from portal_example import NAMES, by_id, example, mentor, settings

from generator.form_links import FormLink, load_form_links, option
from generator.model.public import Portal
from generator.render.environment import body, environment
from generator.render.pages import index, pages
from generator.render.qr import MASK, qr_svg

JINJA = environment(settings(), NAMES)
ADDRESS = "https://formulir.contoh.go.id"
LINKS = """
usulan-program:
  url: https://formulir.contoh.go.id/usulan-program
daftar-mentor:
  url: https://formulir.contoh.go.id/daftar-mentor
  entries: {id: entry.7}
ajukan-mentoring:
  url: https://formulir.contoh.go.id/ajukan-mentoring
  entries: {mentor: entry.12, agency: entry.13}
evaluasi-1:
  url: https://formulir.contoh.go.id/evaluasi-1
  entries: {program: entry.31, session: entry.32}
evaluasi-3:
  url: https://formulir.contoh.go.id/evaluasi-3
  entries: {program: entry.51}
"""


@pytest.fixture
def links(tmp_path: Path) -> dict[str, FormLink]:
    """The links of a toy formulir.yaml."""
    path = tmp_path / "formulir.yaml"
    path.write_text(LINKS)
    return load_form_links(path)


def drawn(portal: Portal, links: dict[str, FormLink]) -> dict[str, str]:
    """The bodies of all pages, by URL."""
    made = pages(index(portal, settings(), links))
    return {page.url: body(JINJA, page, page.view, "2026-11-21") for page in made}


def ways(html: str) -> dict[str, str]:
    """Each form that a page links to (the last part of its address), and the address."""
    found = [unescape(href) for href in re.findall(r'href="([^"]+)"', html)]
    return {urlsplit(href).path.strip("/"): href for href in found if href.startswith(ADDRESS)}


def filled(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def codes(html: str) -> list[str]:
    return re.findall(r'aria-label="Kode QR: ([^"]+)"', html)


def test_a_programme_is_evaluated_by_forms_that_know_it(links: dict[str, FormLink]) -> None:
    portal = example()
    html = drawn(portal, links)["program/dasar/"]
    found = ways(html)
    assert list(found) == ["evaluasi-1", "evaluasi-3"], "the level that has no form is left out"
    chosen = option("dasar", portal.programs["dasar"].title)
    assert filled(found["evaluasi-1"]) == {"usp": ["pp_url"], "entry.31": [chosen]}
    assert filled(found["evaluasi-3"])["entry.51"] == [chosen]
    assert codes(html) == ["Evaluasi program ini"]
    assert qr_svg(found["evaluasi-1"]) in html


def test_a_mentor_is_asked_by_a_form_that_names_them(links: dict[str, FormLink]) -> None:
    html = drawn(example(mentors=by_id([mentor("m-1", "Dr. Rimba [Raya], M.Si.")])), links)["mentor/m-1/"]
    found = ways(html)
    assert filled(found["ajukan-mentoring"])["entry.12"] == ["Dr. Rimba (Raya), M.Si. [m-1]"]
    assert "mailto:bkpsdm@contoh.go.id?subject=Permintaan" not in html
    assert "Telepon instansi" in html
    assert html.count("button-main") == 1
    assert codes(html) == ["Ajukan mentoring"]


@pytest.mark.parametrize("url", ["mentor/m-11aa/", "mentor/m-22bb/"])
def test_who_is_full_or_pauses_is_not_asked(links: dict[str, FormLink], url: str) -> None:
    html = drawn(example(), links)[url]
    assert not ways(html) and not codes(html)
    assert "Lihat mentor serupa" in html


def test_proposals_and_offers_start_at_home_and_in_the_lists(links: dict[str, FormLink]) -> None:
    bodies = drawn(example(), links)
    assert list(ways(bodies[""])) == codes_of(bodies[""]) == ["usulan-program", "daftar-mentor"]
    assert list(ways(bodies["program/"])) == codes_of(bodies["program/"]) == ["usulan-program"]
    assert list(ways(bodies["mentor/"])) == codes_of(bodies["mentor/"]) == ["daftar-mentor"]


def codes_of(html: str) -> list[str]:
    """The forms that the QR codes of a page are of."""
    called = {"Usulkan program": "usulan-program", "Daftarkan mentor": "daftar-mentor"}
    return [called[code] for code in codes(html)]


def test_without_links_pages_are_as_they_were() -> None:
    for url, html in drawn(example(), {}).items():
        assert "qr" not in html and "Formulir sudah terisi" not in html, url
    assert "mailto:bkpsdm@contoh.go.id" in drawn(example(), {})["mentor/m-7f3a/"]


def test_a_view_changes_with_its_links(links: dict[str, FormLink]) -> None:
    before = {page.url: repr(page.view) for page in pages(index(example(), settings(), {}))}
    after = {page.url: repr(page.view) for page in pages(index(example(), settings(), links))}
    changed = {url for url in before if before[url] != after[url]}
    assert {"", "program/", "mentor/", "program/dasar/", "mentor/m-7f3a/"} <= changed
    assert not changed & {"instansi/", "kompetensi/", "evaluasi/", "data/"}


def test_a_code_holds_the_address_and_no_style_of_its_own() -> None:
    address = f"{ADDRESS}/evaluasi-1?usp=pp_url&entry.31=Literasi+%5Bliterasi%5D"
    drawing = str(qr_svg(address))
    assert not re.search(r"style|class|<script|http", drawing)
    assert dark_modules(drawing) == [
        (x + 4, y + 4)
        for y, row in enumerate(segno.make_qr(address, error="m", mask=MASK).matrix)
        for x, module in enumerate(row)
        if module
    ]


def dark_modules(drawing: str) -> list[tuple[int, int]]:
    """The modules that the drawing's path strokes, row by row."""
    (path,) = re.findall(r' d="([^"]+)"', drawing)
    found, x, y = [], 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        first, *second = map(float, numbers.split())
        if command == "h":
            found += [(int(x) + step, int(y)) for step in range(int(first))]
            x += first
        else:
            x, y = (first, second[0]) if command == "M" else (x + first, y + second[0])
    return found
