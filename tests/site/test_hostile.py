"""Hostile text in every public field runs nothing: pages, lists, search, feeds, calendars, downloads and print.

The browser is told to overlook the pages' own policy, so that only escaping stands between text and script.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from documents import Document
from hostile_portal import STRIDE, TEXTS, hostile_files, hostile_tables
from playwright.sync_api import Browser
from toy_portal import Built, make, write_package
from visits import visit
from web_server import serve

pytestmark = pytest.mark.browser

ROWS = 6
PAGES = {
    "program": "programs",
    "mentor": "mentors",
    "instansi": "agencies",
    "kompetensi": "competencies",
    "penyelenggara": "providers",
}
SEARCHES = ("cari/?q=ran&wilayah=semua", "cari/?q=penyerang&jenis=mentor&wilayah=semua")
ICALENDAR = {
    *(
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "TZID",
    ),
    *(
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "DTSTART",
        "DTEND",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "TZNAME",
        "UID",
    ),
    *("DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "RRULE", "CATEGORIES"),
    *("LAST-MODIFIED", "TRANSP", "CREATED", "ORGANIZER", "CLASS"),
}
RUN = "window.ran = window.alert = () => { window.executed = true; }"
COMPONENTS = {f"BEGIN:{name}" for name in ("VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT")}
NAMESPACES = {"{http://www.w3.org/2005/Atom", "{http://www.sitemaps.org/schemas/sitemap/0.9"}
LINKED = """() => document.querySelectorAll("script[type='application/ld+json']")
  .forEach(script => JSON.parse(script.textContent))"""
FAULTS = """() => [...document.querySelectorAll("*")].flatMap(element => [...element.attributes]
  .filter(({name, value}) => /^on/i.test(name) || name === "style" ||
    (/^(href|src|srcset|srcdoc|action|formaction|data|poster|xlink:href)$/i.test(name) &&
      !/^(https?:|mailto:|tel:|webcal:|[^:]*$|[^:]*[/?#])/i.test(value.trim())))
  .map(({name, value}) => `${element.localName} ${name}=${value}`))"""
NAMES = '() => [...new Set([...document.querySelectorAll("*")].map(element => element.localName))]'


ASKED = {
    "position_competencies.csv": b"position,competency,level\nh-0,H.0,3\nh-0,MAN-01,4\n",
    "program_competencies.csv": b"program,competency,level\nh-0,H.0,4\n",
}
"""What ties hostile rows to each other on the page of a plan."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toy portal with hostile rows in every table that the public sees."""
    home = tmp_path_factory.mktemp("hostile")
    return build_hostile(home, ROWS)


def build_hostile(home: Path, rows: int) -> Built:
    files = {**hostile_files(rows), **ASKED}
    built = Built(write_package(home / "data", files), home / "site", home / "state")
    accounts = make(*built).accounts
    for schema in hostile_tables():
        assert accounts[schema.name].read - accounts[schema.name].accepted == 0, schema.name
    return built._replace(site=built.site.resolve())


@pytest.fixture(scope="module")
def known(documents: Mapping[str, Document]) -> set[str]:
    """Every kind of element that the pages of the demonstration have, and those that more regions bring."""
    return {"template", "noscript", "select", "option"}.union(
        *(document.tags for document in documents.values())
    )


def addresses(site: Path, rows: int) -> Iterator[str]:
    yield ""
    yield from sorted(f"{path.parent.name}/" for path in site.glob("*/index.html"))
    for folder in PAGES:
        yield from sorted(
            f"{path.parent.relative_to(site).as_posix()}/"
            for path in (site / folder).glob("h*/index.html")
            if path.parent.name != "halaman"
        )


def look(browser: Browser, site: Path, known: set[str], rows: int) -> None:
    """Opens every page of the hostile rows and every list, and looks for what text has become."""
    with serve(site) as server, visit(browser, server.root, bypass_csp=True) as seen:
        page = seen.page
        page.add_init_script(RUN)
        page.on("dialog", lambda dialog: seen.complaints.append(f"dialog: {dialog.message}"))
        opened = list(addresses(site, rows))
        assert len(opened) > rows * len(PAGES) + 8
        for address in (*opened, *SEARCHES):
            page.goto(server.root + address)
            if address in SEARCHES:
                page.wait_for_selector("[data-rows] > .row")
            if address == "rencana/":
                page.select_option("#target", "h-0")
                page.locator(".stair input").first.check()
                page.wait_for_selector("[data-suggested] .chip")
            page.evaluate(LINKED)
            faults, names, executed = page.evaluate(f"[({FAULTS})(), ({NAMES})(), window.executed]")
            assert (faults, executed) == ([], None), address
            assert set(names) <= known, address
        page.emulate_media(media="print")
        assert page.pdf()
        assert not page.evaluate("window.executed")
        assert [each for each in seen.complaints if not each.startswith("failed: ")] == []
        assert seen.hosts == {server.origin.partition("//")[2]}


def test_nothing_runs_and_no_text_becomes_markup(browser: Browser, hostile: Built, known: set[str]) -> None:
    look(browser, hostile.site, known, ROWS)


def test_what_is_typed_is_what_is_read(browser: Browser, hostile: Built) -> None:
    [told] = [row for row in _rows(hostile.site, "programs") if row["id"] == "h-3"]
    with serve(hostile.site) as server, visit(browser, f"{server.root}program/h-3/") as seen:
        assert seen.page.locator("h1").text_content() == told["title"]
        assert seen.complaints == []


def test_downloads_stay_data(hostile: Built) -> None:
    for path in (hostile.site / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == [], path.name
    for path in (hostile.site / "data").glob("*.json"):
        assert isinstance(json.loads(path.read_text("utf-8")), dict | list), path.name


def test_feeds_and_calendars_hold_text_alone(hostile: Built) -> None:
    feeds, calendars = list(hostile.site.rglob("*.xml")), list(hostile.site.rglob("*.ics"))
    assert feeds
    assert calendars
    for feed in feeds:
        for element in ElementTree.parse(feed).iter():
            assert element.tag.partition("}")[0] in NAMESPACES, (feed, element.tag)
            scheme = urlsplit(element.get("href", "")).scheme
            assert scheme in {"", "http", "https"}, feed
    for path in calendars:
        lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
        assert {re.split("[:;]", line)[0] for line in lines if line} <= ICALENDAR, path
        assert not {line for line in lines if line.startswith("BEGIN:")} - COMPONENTS, path


def test_every_text_comes_first_in_some_row() -> None:
    assert {number * STRIDE % len(TEXTS) for number in range(len(TEXTS))} == set(range(len(TEXTS)))


@pytest.mark.slow
def test_every_field_meets_every_text(browser: Browser, tmp_path: Path, known: set[str]) -> None:
    look(browser, build_hostile(tmp_path, len(TEXTS)).site, known, len(TEXTS))


def _rows(site: Path, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((site / "data" / f"{table}.json").read_text("utf-8"))
    return rows
