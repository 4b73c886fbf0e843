"""Hostile text in every public field runs nothing: in pages, lists, downloads and print, in a real browser.

The browser is told to overlook the pages' own policy, so that only escaping stands between text and script.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from documents import Document
from hostile_portal import STRIDE, TEXTS, hostile_files, hostile_tables
from playwright.sync_api import Browser
from toy_portal import Built, make, write_package
from visits import visit
from web_server import serve

pytestmark = pytest.mark.browser

ROWS = 6
PAGES = {"program": "programs", "mentor": "mentors", "instansi": "agencies", "kompetensi": "competencies"}
LISTS = ("", "program/", "mentor/", "instansi/", "kompetensi/", "evaluasi/", "data/", "rencana/")
RUN = "window.ran = window.alert = () => { window.executed = true; }"
FAULTS = """() => [...document.querySelectorAll("*")].flatMap(element => [...element.attributes]
  .filter(({name, value}) => /^on/i.test(name) || name === "style" ||
    (/^(href|src|srcset|srcdoc|action|formaction|data|poster|xlink:href)$/i.test(name) &&
      !/^(https?:|mailto:|tel:|webcal:|[^:]*$|[^:]*[/?#])/i.test(value.trim())))
  .map(({name, value}) => `${element.localName} ${name}=${value}`))"""
NAMES = '() => [...new Set([...document.querySelectorAll("*")].map(element => element.localName))]'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toy portal with hostile rows in every table that the public sees."""
    home = tmp_path_factory.mktemp("hostile")
    return build_hostile(home, ROWS)


def build_hostile(home: Path, rows: int) -> Built:
    built = Built(write_package(home / "data", hostile_files(rows)), home / "site", home / "state")
    accounts = make(*built).accounts
    for schema in hostile_tables():
        assert accounts[schema.name].read - accounts[schema.name].accepted == 0, schema.name
    return built._replace(site=built.site.resolve())


@pytest.fixture(scope="module")
def known(documents: Mapping[str, Document]) -> set[str]:
    """Every kind of element that the pages of the demonstration have."""
    return {"template", "noscript"}.union(*(document.tags for document in documents.values()))


def addresses(site: Path, rows: int) -> Iterator[str]:
    yield from LISTS
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
        assert len(opened) == len(LISTS) + rows * len(PAGES)
        for address in opened:
            page.goto(server.root + address)
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
        assert json.loads(path.read_text("utf-8")), path.name


def test_every_text_comes_first_in_some_row() -> None:
    assert {number * STRIDE % len(TEXTS) for number in range(len(TEXTS))} == set(range(len(TEXTS)))


@pytest.mark.slow
def test_every_field_meets_every_text(browser: Browser, tmp_path: Path, known: set[str]) -> None:
    look(browser, build_hostile(tmp_path, len(TEXTS)).site, known, len(TEXTS))


def _rows(site: Path, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((site / "data" / f"{table}.json").read_text("utf-8"))
    return rows
