"""A page is passed on: one run into a calendar, the page into a chat and onto paper with its QR code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
from documents import Document
from playwright.sync_api import Page
from visits import Tab
from web_server import Server

pytestmark = pytest.mark.browser

PROGRAM = "program/bdg-manajemen-rs-1/"
AGENCY = "instansi/bandung-bkpsdm/"
SITE_URL = "https://karier.contoh.go.id/"
FACTS = ("SUMMARY", "LOCATION", "SEQUENCE", "STATUS", "URL")


def test_one_run_is_saved_as_the_calendars_have_it(
    tab: Tab, server: Server, site: Path, tmp_path: Path
) -> None:
    published = {str(event["UID"]): event for event in events(site / "kalender.ics")}
    seen = tab.open(server.root + PROGRAM)
    with seen.page.expect_download() as download:
        seen.page.locator(".keep[data-uid]").first.click()
    download.value.save_as(tmp_path / "satu.ics")
    assert seen.complaints == []
    raw = (tmp_path / "satu.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    saved = events(tmp_path / "satu.ics")
    assert len(saved) == 2
    for event in saved:
        told = published[str(event["UID"])]
        assert event.start == told.start and event.end == told.end
        assert event.DTSTAMP == told.DTSTAMP
        here = {name: str(event.get(name, "")) for name in FACTS} | {"URL": f"{SITE_URL}{PROGRAM}"}
        assert here == {name: str(told.get(name, "")) for name in FACTS}


def test_before_registration_opens_that_day_can_be_kept(
    tab: Tab, server: Server, documents: Mapping[str, Document], tmp_path: Path
) -> None:
    url = next(url for url, page in documents.items() if "data-remind" in page.attributes)
    page = tab.open(server.root + url).page
    with page.expect_download() as download:
        page.locator("[data-remind]").dispatch_event("click")  # hidden, should it have opened since
    download.value.save_as(tmp_path / "buka.ics")
    [opening] = events(tmp_path / "buka.ics")
    assert str(opening["SUMMARY"]) == f"Pendaftaran dibuka: {page.locator('h1').inner_text()}"
    run = (page.locator(".action").get_attribute("data-runs") or "").split()[1]
    assert str(opening.start) == run.split("/")[2]
    assert (opening.end - opening.start).days == 1


def test_without_script_the_date_leads_to_the_agencys_calendar(documents: Mapping[str, Document]) -> None:
    assert "instansi/bandung-rsud/kalender.ics" in documents[PROGRAM].leads_to()


def test_a_chat_is_begun_with_the_days_and_the_address(documents: Mapping[str, Document]) -> None:
    for url, words in ((PROGRAM, ("Pendaftaran sampai", "Gratis")), (AGENCY, ("Program pelatihan",))):
        links = [each.target for each in documents[url].references if "wa.me" in each.target]
        (text,) = parse_qs(urlsplit(links[0]).query)["text"]
        assert all(word in text for word in words)
        assert text.endswith(f"{SITE_URL}{url}")
        assert len(unquote(links[0])) < 600


def test_an_agency_can_be_followed(site: Path, documents: Mapping[str, Document]) -> None:
    targets = {each.target for each in documents[AGENCY].references}
    assert f"webcal://karier.contoh.go.id/{AGENCY}kalender.ics" in targets
    assert documents[AGENCY].leads_to() >= {f"{AGENCY}kalender.ics", f"{AGENCY}feed.xml"}
    regions = {path.relative_to(site).as_posix() for path in site.glob("wilayah/*/kalender.ics")}
    offered = {url for url in documents["data/"].leads_to() if url.startswith("wilayah/")}
    assert {"kalender.ics", "feed.xml"} <= documents["data/"].leads_to()
    assert offered and {url for url in offered if url.endswith(".ics")} <= regions


@pytest.mark.parametrize("kind", ["edaran", "poster"])
@pytest.mark.parametrize("address", [PROGRAM, AGENCY])
def test_paper_holds_one_page_with_the_code(
    tab: Tab, server: Server, tmp_path: Path, address: str, kind: str
) -> None:
    seen = tab.open(server.root + address)
    page = seen.page
    page.evaluate("window.print = () => {}")
    page.locator(f"[data-print={kind}]").click()
    page.locator(f"[data-print={kind}] [data-qr] svg path").wait_for(state="attached")
    page.emulate_media(media="print")
    assert page.locator("[data-qr] svg path").get_attribute("d")
    assert page.locator("[data-qr] figcaption").inner_text() == f"{SITE_URL}{address}"
    assert page.locator("#evaluasi").is_hidden()
    assert pages_of(page, tmp_path) == 1
    assert seen.complaints == []


def pages_of(page: Page, folder: Path) -> int:
    """How many sheets of A4 the page takes."""
    page.pdf(path=folder / "lembar.pdf", prefer_css_page_size=True)
    return (folder / "lembar.pdf").read_bytes().count(b"/Type /Page\n")


def events(path: Path) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]
