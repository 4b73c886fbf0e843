"""The site serves whoever comes: without script, from a disk, below a path, in three taps on a phone."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from documents import Document
from playwright.sync_api import Browser, Locator, Page, expect
from visits import visit
from web_server import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ACCEPTING = "Menerima"


class Taps:
    """A phone that counts how often it was tapped."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def on(self, target: Locator) -> None:
        self.count += 1
        with self.page.expect_navigation():
            target.first.tap()


@pytest.fixture()
def phone(browser: Browser, server: Server) -> Iterator[Taps]:
    with visit(browser, server.root, **PHONE) as seen:
        yield Taps(seen.page)


def test_a_programme_is_three_taps_away_at_most(phone: Taps) -> None:
    phone.on(phone.page.locator("main").get_by_role("link", name="Cari pelatihan"))
    phone.on(phone.page.locator("main .row-title a"))
    expect(phone.page.get_by_role("heading", name="Pendaftaran", exact=True)).to_be_visible()
    assert phone.count <= 3


def test_a_mentor_with_a_free_place_is_three_taps_away_at_most(phone: Taps) -> None:
    phone.on(phone.page.locator("main").get_by_role("link", name="Cari mentor"))
    phone.on(phone.page.locator("main .row", has_text=ACCEPTING).locator(".row-title a"))
    expect(phone.page.locator(".page-head .badge")).to_have_text(ACCEPTING)
    assert phone.count <= 3


def test_a_resident_finds_the_figures_of_an_agency_in_three_taps(phone: Taps, site: Path) -> None:
    agency = _agency_with_figures(site)
    phone.on(phone.page.locator("main").get_by_role("link", name="Lihat instansi"))
    link = phone.page.locator(f"main a[href$='/{agency}/'], main a[href='{agency}/']")
    while not link.count():
        phone.on(phone.page.get_by_role("link", name="Berikutnya"))
    phone.on(link)
    expect(phone.page.locator("#evaluasi table").first).to_be_visible()
    assert phone.count <= 3


def test_lists_and_links_work_without_script(browser: Browser, server: Server) -> None:
    with visit(browser, f"{server.root}program/", java_script_enabled=False) as seen:
        page = seen.page
        assert page.locator("main .row-title a").count() == 50
        page.get_by_role("link", name="Berikutnya").click()
        page.locator("main .row-title a").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("heading", name="Jadwal", exact=True)).to_be_visible()
        assert seen.complaints == []


def test_the_site_reads_from_a_disk(browser: Browser, site: Path) -> None:
    with visit(browser, (site / "index.html").as_uri()) as seen:
        page = seen.page
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("navigation", name="Utama").get_by_role("link", name="Program").click()
        page.locator("main .row-title a").first.click()
        expect(page.get_by_role("heading", name="Jadwal", exact=True)).to_be_visible()
        page.locator(".crumbs a").first.click()
        assert page.url == (site / "index.html").as_uri()
        assert seen.complaints == []


@pytest.mark.parametrize("address", ["", "program/", "tentang/", "evaluasi/"])
def test_the_site_works_below_a_path(browser: Browser, server: Server, address: str) -> None:
    with visit(browser, server.below + address) as seen:
        assert seen.complaints == []
        assert all(request.url.startswith(server.below) for request in seen.requests)
        seen.page.locator("a.brand").click()
        assert seen.page.url == server.below


@pytest.mark.parametrize("missing", ["salah-ketik", "program/salah-ketik/", "mentor/m-0000/lama/"])
@pytest.mark.parametrize("place", ["root", "below"])
def test_a_missing_page_is_dressed_and_leads_back(
    browser: Browser, server: Server, place: str, missing: str
) -> None:
    start = getattr(server, place)
    with visit(browser, start + missing) as seen:
        assert seen.requests[0].response().status == 404
        sheets = seen.page.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
        assert sheets
        assert all(sheet.startswith(f"{start}assets/") for sheet in sheets)
        seen.page.locator("main").get_by_role("link", name="Cari program").click()
        assert seen.page.url == f"{start}program/"


def test_a_withdrawn_page_says_so_and_names_nobody(documents: Mapping[str, Document]) -> None:
    gone = documents["instansi/dinas-ditarik/"]
    assert "sudah tidak ada" in gone.text
    assert not [url for url, document in documents.items() if "Dinas yang Ditarik" in document.text]
    assert not [url for url, document in documents.items() if gone.url in document.leads_to() - {url}]


def _agency_with_figures(site: Path) -> str:
    with (site / "data/evaluation_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return next(
            row["agency"]
            for row in rows
            if row["program"] == "*" and row["agency"] != "*" and row["period"] == "*" and row["mean"]
        )
