"""The site serves whoever comes: without script, from a disk, below a path, in three taps on a phone."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from documents import Document
from playwright.sync_api import Browser, Locator, Page, expect
from visits import PHONE, Tab, visit
from web_server import Server

pytestmark = pytest.mark.browser

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
def taps(phone: Tab, server: Server) -> Taps:
    return Taps(phone.open(server.root, PHONE).page)


def test_a_programme_is_three_taps_away_at_most(taps: Taps) -> None:
    taps.on(taps.page.locator("main").get_by_role("link", name="Cari pelatihan"))
    taps.on(taps.page.locator("main .row-title a"))
    expect(taps.page.get_by_role("heading", name="Pendaftaran", exact=True)).to_be_visible()
    assert taps.count <= 3


def test_a_mentor_with_a_free_place_is_three_taps_away_at_most(taps: Taps) -> None:
    taps.on(taps.page.locator("main").get_by_role("link", name="Cari mentor"))
    taps.on(taps.page.locator("main .row", has_text=ACCEPTING).locator(".row-title a"))
    expect(taps.page.locator(".page-head .badge")).to_have_text(ACCEPTING)
    assert taps.count <= 3


def test_a_resident_finds_the_figures_of_an_agency_in_three_taps(taps: Taps, site: Path) -> None:
    agency = _agency_with_figures(site)
    taps.on(taps.page.locator("main").get_by_role("link", name="Lihat instansi"))
    link = taps.page.locator(f"main a[href$='/{agency}/'], main a[href='{agency}/']")
    while not link.count():
        taps.on(taps.page.get_by_role("link", name="Berikutnya"))
    taps.on(link)
    expect(taps.page.locator("#evaluasi table").first).to_be_visible()
    assert taps.count <= 3


def test_lists_and_links_work_without_script(browser: Browser, server: Server) -> None:
    with visit(browser, f"{server.root}program/", java_script_enabled=False) as seen:
        page = seen.page
        assert page.locator("main .row-title a").count() == 50
        page.get_by_role("link", name="Berikutnya").click()
        page.locator("main .row-title a").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("heading", name="Jadwal", exact=True)).to_be_visible()
        assert seen.complaints == []


def test_the_site_reads_from_a_disk(tab: Tab, site: Path) -> None:
    seen = tab.open((site / "index.html").as_uri())
    page = seen.page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("navigation", name="Utama").get_by_role("link", name="Program").click()
    page.locator("main .row-title a").first.click()
    expect(page.get_by_role("heading", name="Jadwal", exact=True)).to_be_visible()
    page.locator(".crumbs a").first.click()
    assert page.url == (site / "index.html").as_uri()
    assert seen.complaints == []


@pytest.mark.parametrize("address", ["", "program/", "tentang/", "evaluasi/"])
def test_the_site_works_below_a_path(tab: Tab, server: Server, address: str) -> None:
    seen = tab.open(server.below + address)
    assert seen.complaints == []
    assert all(request.url.startswith(server.below) for request in seen.requests)
    seen.page.locator("a.brand").click()
    assert seen.page.url == server.below


@pytest.mark.parametrize("missing", ["salah-ketik", "program/salah-ketik/", "mentor/m-0000/lama/"])
@pytest.mark.parametrize("place", ["root", "below"])
def test_a_missing_page_is_dressed_and_leads_back(tab: Tab, server: Server, place: str, missing: str) -> None:
    start = getattr(server, place)
    seen = tab.open(start + missing)
    assert seen.requests[0].response().status == 404
    inside, *sheets = seen.page.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
    assert inside is None
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
