"""Pages: every id is listed, every link leads somewhere, hostile text stays text, hidden stays hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from portal_example import HOSTILE, NAMES, TODAY, agency, by_id, example, mentor, program, session, settings

from generator.memo import Memo
from generator.model.figures import ALL, Cell, Figures, Published, Suppressed
from generator.model.public import Portal
from generator.render.data_files import data_files
from generator.render.environment import TEMPLATES, body, environment
from generator.render.feeds.atom import FEED
from generator.render.feeds.calendars import CALENDAR
from generator.render.feeds.scope import scopes
from generator.render.open_tables import open_tables
from generator.render.pages import Page, gone, index, pages
from generator.render.shells import SECTIONS

PROSE = {"tentang/", "metode/"}
JINJA = environment(settings(), NAMES)


class Reader(HTMLParser):
    """Gathers links, ids and the text of a body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.links += [href for href in [given.get("href")] if href is not None]
        self.ids |= {key for key in [given.get("id")] if key}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def drawn(portal: Portal, **changes: object) -> dict[str, str]:
    """The bodies of all pages, by URL."""
    return {
        page.url: body(JINJA, page, page.view, "2026-11-21")
        for page in pages(index(portal, settings(**changes), {}))
    }


def read(html: str) -> str:
    """The words that a reader meets, one space between them."""
    return " ".join(" ".join(Reader(html).text).split())


def test_every_page_of_data_can_say_that_it_is_outdated() -> None:
    for template in (TEMPLATES / "pages").glob("[a-z]*.html"):
        assert template.stem == "gone" or "report_href, outdated" in template.read_text("utf-8"), template


def many_programs(count: int) -> Portal:
    made = [program(f"p-{number}") for number in range(count)]
    return example(
        programs=by_id(made),
        sessions=by_id([session(f"s-{item.id}", item.id, number) for number, item in enumerate(made)]),
        program_competencies=(),
        figures=Figures(),
    )


def test_every_row_has_a_page_and_stands_in_its_list() -> None:
    portal = example()
    bodies = drawn(portal, list_page_size=2)
    rows = {
        "program": list(portal.programs),
        "mentor": list(portal.mentors),
        "instansi": list(portal.agencies),
        "kompetensi": [code.lower() for code in portal.competencies],
        "penyelenggara": list(portal.providers),
    }
    for section, ids in rows.items():
        lists = [url for url in bodies if re.fullmatch(rf"{section}/(halaman/[0-9]+/)?", url)]
        listed = {urljoin(f"/{url}", link) for url in lists for link in Reader(bodies[url]).links}
        for key in ids:
            assert f"{section}/{key}/" in bodies
            assert f"/{section}/{key}/" in listed


@pytest.mark.parametrize("size", [1, 2, 50])
def test_every_link_leads_to_a_page_a_file_or_a_person(size: int) -> None:
    portal = example()
    bodies = drawn(portal, list_page_size=size)
    files = {file.path for file in data_files(open_tables(portal, Memo()), portal, settings())}
    files |= {f"{scope.url}{feed}" for scope in scopes(portal, settings()) for feed in (CALENDAR, FEED)}
    there = {f"/{path}" for path in {*bodies, *files, *PROSE, *NAMES.values()}}
    for url, html in bodies.items():
        reader = Reader(html)
        for link in reader.links:
            if re.match(r"(https?://|mailto:|tel:)", link):
                continue
            assert not link.startswith(("/", "javascript:")), link
            target, _, anchor = re.sub(r"\?[^#]*", "", urljoin(f"/{url}", link)).partition("#")
            assert target in there, (url, link)
            if anchor:
                assert anchor in Reader(bodies[target[1:]]).ids, (url, link)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_that_is_gone_says_nothing_about_whose_it_was(section: str) -> None:
    page = gone(f"{section}/m-7f3a/")
    html = body(JINJA, page, page.view, "2026-11-21")
    assert "m-7f3a" not in repr(page.view) + html
    assert set(Reader(html).links) == {"../../", f"../../{section}/"}
    assert page.section == section


def test_lists_are_cut_into_pages_that_know_each_other() -> None:
    bodies = drawn(many_programs(120), list_page_size=25)
    urls = ["program/", *(f"program/halaman/{number}/" for number in range(2, 6))]
    assert [url for url in bodies if re.match(r"program/(halaman/|$)", url)] == urls
    for url, following in pairwise(urls):
        assert f"/{following}" in {urljoin(f"/{url}", link) for link in Reader(bodies[url]).links}


def test_an_empty_portal_still_has_its_sections() -> None:
    empty = example(
        agencies={}, programs={}, sessions={}, mentors={}, competencies={}, positions={}, providers={},
        position_competencies=(), program_competencies=(), figures=Figures(),
    )  # fmt: skip
    bodies = drawn(empty)
    assert set(bodies) == {
        "",
        "program/",
        "mentor/",
        "instansi/",
        "kompetensi/",
        "penyelenggara/",
        "evaluasi/",
        "transparansi/",
        "data/",
        "data/angka/",
        "perubahan/",
        "rencana/",
        "cari/",
    }
    assert "Belum ada program." in read(bodies["program/"])
    assert "Belum ada evaluasi." in read(bodies["evaluasi/"])


def test_hostile_text_is_shown_as_text() -> None:
    bodies = drawn(example())
    for url, html in bodies.items():
        ours = {"script"} if url == "cari/" else set()
        assert not Reader(html).tags & {"script", "img", "iframe"} - ours
    assert HOSTILE in read(bodies["program/lanjut/"])
    assert HOSTILE in read(bodies["mentor/m-7f3a/"])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//contoh.id", "https://", "http://["]
)
def test_only_web_addresses_become_links(url: str) -> None:
    hostile = example(agencies=by_id([agency("bkpsdm", website=url, email="bukan surel", phone="12")]))
    links = Reader(drawn(hostile)["instansi/bkpsdm/"]).links
    assert url not in links
    assert not [link for link in links if link.startswith(("mailto:bukan", "tel:"))]


def test_a_view_tells_whether_its_page_changed() -> None:
    def views(portal: Portal) -> dict[str, str]:
        return {page.url: repr(page.view) for page in pages(index(portal, settings(), {}))}

    before, again = views(example()), views(example())
    assert before == again
    assert not [view for view in before.values() if re.search(r"0x[0-9a-f]{6}|set\(|Portal\(", view)]

    portal = example()
    changed = portal.programs["dasar"]
    after = views(
        replace(portal, programs={**portal.programs, "dasar": replace(changed, title="Judul baru")})
    )
    urls = {url for url in before if before[url] != after[url]}
    assert {"program/", "program/dasar/", "instansi/bkpsdm/", "kompetensi/tek.05/", "program/lanjut/"} <= urls
    assert not urls & {"mentor/m-11aa/", "instansi/upt-diklat/", "kompetensi/man-01/", "evaluasi/", "data/"}


def test_a_hidden_figure_shows_no_number_and_a_missing_one_is_no_zero() -> None:
    hidden = Figures.of_cells({Cell("dasar", ALL, ALL, 1, "material"): Suppressed()})
    bodies = drawn(example(figures=hidden))
    shown = read(bodies["program/dasar/"])
    evaluation = shown[shown.index("Hasil evaluasi") :]
    assert "Disembunyikan demi kerahasiaan." in evaluation
    assert not re.search(r"[0-9],[0-9]|jawaban", evaluation)
    assert "Belum ada evaluasi." in read(bodies["program/lanjut/"])


def test_figures_are_told_in_bands_with_one_decimal() -> None:
    figures = Figures.of_cells({Cell("dasar", ALL, ALL, 1, "material"): Published("1000+", Decimal(4))})
    shown = read(drawn(example(figures=figures))["program/dasar/"])
    assert "4,0" in shown
    assert "Dari 1.000 lebih jawaban." in shown


def test_registration_is_offered_only_while_it_is_open() -> None:
    bodies = drawn(example())
    assert "Daftar program ini" in read(bodies["program/lanjut/"])
    assert "https://daftar.contoh.go.id/lanjut?a=1&b=2" in Reader(bodies["program/lanjut/"]).links
    assert "Daftar program ini" not in read(bodies["program/lama/"])
    assert "mailto:bkpsdm@contoh.go.id?subject=Program%20lama" in Reader(bodies["program/lama/"]).links


def test_a_mentor_is_asked_through_the_agency_and_not_when_full() -> None:
    bodies = drawn(example())
    accepting = Reader(bodies["mentor/m-7f3a/"])
    assert any(link.startswith("mailto:bkpsdm@contoh.go.id") for link in accepting.links)
    assert "Ajukan mentoring" not in read(bodies["mentor/m-11aa/"])
    assert "Lihat mentor serupa" in read(bodies["mentor/m-11aa/"])
    assert "Jeda sampai 31 Desember 2026" in read(bodies["mentor/m-22bb/"])


def test_dates_that_matter_can_be_told_relative_to_today() -> None:
    html = drawn(example())["program/dasar/"]
    assert '<time datetime="2026-11-24" data-relative>Tutup Selasa, 24 Nov</time>' in html


def test_a_reference_to_a_row_that_is_not_shown_is_left_out() -> None:
    bodies = drawn(example())
    assert "ditarik" not in bodies["program/nanti/"]
    assert "../../program/dasar/" in Reader(bodies["program/lanjut/"]).links


def test_where_codes_differ_in_case_alone_the_first_has_the_page() -> None:
    portal = example()
    twin = replace(portal.competencies["TEK.05"], code="tek.05", name="Kembar")
    bodies = drawn(replace(portal, competencies={**portal.competencies, "tek.05": twin}))
    assert "Manajemen data" in read(bodies["kompetensi/tek.05/"])
    assert "Kembar" not in read(bodies["kompetensi/"])


def test_several_regions_are_told_apart() -> None:
    portal = example()
    region = replace(portal.regions["21.72"], code="32.73", name="Kota Lain")
    other = agency("lain", name="Dinas Lain", region="32.73")
    bodies = drawn(
        replace(
            portal, regions={**portal.regions, "32.73": region}, agencies={**portal.agencies, "lain": other}
        )
    )
    assert "BKPSDM, Kota Contoh" in read(bodies["program/"])
    assert "#wilayah-32-73" in " ".join(Reader(bodies["instansi/"]).links)


def test_every_page_has_a_title_a_description_and_one_heading() -> None:
    chosen = settings()
    every: list[Page] = [*pages(index(example(), chosen, {})), gone("program/x/")]
    for page in every:
        assert page.title and page.description
        assert body(JINJA, page, page.view, "2026-11-21").count("<h1>") == 1


def test_mentors_who_take_mentees_come_first() -> None:
    shown = read(
        drawn(example(mentors=by_id([mentor("m-2", "Zed"), mentor("m-1", "Abu", free=0)])))["mentor/"]
    )
    assert shown.index("Zed") < shown.index("Abu")


def test_the_day_is_the_one_that_history_gives() -> None:
    page = next(iter(pages(index(example(), settings(), {}))))
    assert "Data per 3 Maret 2025." in read(body(JINJA, page, page.view, "2025-03-03"))
    assert TODAY.isoformat() not in repr(page.view).replace("2026-11-24", "")


def test_a_mistake_is_reported_with_the_page_and_the_row_that_it_stands_in() -> None:
    html = drawn(example())
    subject, text = _mail(html["program/dasar/"])
    program = example().programs["dasar"]
    assert subject == f"Kekeliruan: {program.title}"
    assert f"Halaman: {program.title} (/program/dasar/)" in text
    assert f"Baris: dasar, dari {program.source}" in text
    assert "Baris:" not in _mail(html["program/"])[1]


def _mail(html: str) -> tuple[str, str]:
    """Subject and text of the mail that a page's report begins."""
    link = re.findall(r'href="(mailto:[^"]*)"[^>]*>[^<]*Laporkan kekeliruan', html)[-1]
    asked = parse_qs(urlsplit(unescape(link)).query)
    return asked["subject"][0], asked["body"][0]
