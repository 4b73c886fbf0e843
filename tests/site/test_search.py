"""Searching in a real browser: what is found, how it is filtered, and what a reader loads for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect
from visits import PHONE, Tab, Visit, visit
from web_server import Server

KIB = 1024
pytestmark = pytest.mark.browser

PAIRS: Mapping[str, str] = yaml.safe_load((Path(__file__).parent / "recall.yaml").read_text("utf-8"))
LEAST_RECALL = 0.95
FINDS = """async queries => {
  const { createInstance } = await import("./umum/pagefind.js");
  const folder = name => new URL(`${name}/`, document.baseURI).pathname;
  const { scopes } = JSON.parse(document.getElementById("kata").textContent);
  const [first, ...others] = scopes[""][""];
  const ranking = { metaWeights: { title: 5, also: 4, facts: 1 } };
  const engine = createInstance({ basePath: folder(first), noWorker: true, ranking });
  for (const name of others) await engine.mergeIndex(folder(name), { ranking });
  const found = {};
  for (const query of queries) {
    const { results } = await engine.search(query);
    const ten = await Promise.all(results.slice(0, 10).map(result => result.data()));
    found[query] = ten.map(({ raw_url }) => raw_url);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def searching(browser: Browser, server: Server) -> Iterator[Visit]:
    """One visit to the search page for tests that change its address alone."""
    with visit(browser, f"{server.root}cari/?q=rsud", viewport=PHONE) as seen:
        expect(rows(seen.page)).not_to_have_count(0)
        yield seen


def rows(page: Page) -> Any:
    return page.locator("[data-rows] > .row")


def test_what_people_ask_for_is_among_the_first_ten(searching: Visit) -> None:
    assert len(PAIRS) >= 60
    found = searching.page.evaluate(FINDS, list(PAIRS))
    missed = {query: url for query, url in PAIRS.items() if url not in found[query]}
    assert 1 - len(missed) / len(PAIRS) >= LEAST_RECALL, missed


def test_nothing_is_loaded_before_the_reader_searches(tab: Tab, server: Server) -> None:
    seen = tab.open(f"{server.root}cari/", PHONE)
    seen.page.evaluate("new Promise(done => requestIdleCallback(done))")
    assert not [request.url for request in seen.requests if "/cari/umum/" in request.url]
    assert not [
        request.url for request in seen.requests if "/pencarian." in request.url and ".js" in request.url
    ]
    before = seen.bytes_sent
    seen.page.get_by_role("searchbox").fill("kepemimpinan")
    seen.page.keyboard.press("Enter")
    expect(rows(seen.page)).to_have_count(10)
    expect(seen.page.get_by_role("status")).to_contain_text("hasil untuk “kepemimpinan”")
    assert 80 * KIB < seen.bytes_sent - before < 120 * KIB
    seen.page.get_by_role("button", name="Tampilkan 10 lagi").click()
    expect(rows(seen.page)).to_have_count(20)
    assert seen.page.evaluate("document.activeElement.closest('.row') !== null")
    assert seen.complaints == []


def test_what_a_reader_writes_and_chooses_while_the_search_is_on_its_way_stays(
    browser: Browser, server: Server
) -> None:
    with visit(browser, f"{server.root}cari/", viewport=PHONE) as seen:
        held = list[Route]()
        seen.page.route("**/pencarian.*.js", lambda route: held.append(route))
        seen.page.get_by_role("searchbox").fill("kepemimpinan")
        seen.page.locator("#cari").get_by_text("Mentor").click()
        held[0].continue_()
        expect(seen.page).to_have_url(f"{server.root}cari/?jenis=mentor")
        expect(seen.page.get_by_role("searchbox")).to_have_value("kepemimpinan")
        seen.page.get_by_role("searchbox").press("Enter")
        expect(seen.page.get_by_role("status")).to_contain_text("hasil untuk “kepemimpinan”")
        expect(seen.page.get_by_role("radio", name="Mentor")).to_be_checked()


def test_the_home_page_and_the_bar_lead_to_the_search(tab: Tab, server: Server) -> None:
    seen = tab.open(server.root, PHONE)
    seen.page.get_by_role("searchbox").fill("guru")
    seen.page.get_by_role("search").get_by_role("button", name="Cari").click()
    expect(rows(seen.page).first).to_be_visible()
    assert seen.page.url == f"{server.root}cari/?q=guru"
    seen.page.goto(f"{server.root}mentor/")
    seen.page.get_by_role("banner").get_by_role("link", name="Cari").click()
    assert seen.page.url == f"{server.root}cari/"


def test_facets_are_counted_combined_and_stand_in_the_address(searching: Visit, server: Server) -> None:
    page = searching.page
    page.goto(f"{server.root}cari/?q=pelatihan&jenis=program")
    expect(rows(page)).to_have_count(10)
    page.get_by_role("button", name="Saring", exact=True).press("Enter")
    for name in ("Daring", "Gratis"):
        box = page.get_by_role("checkbox", name=name)
        counted = int(box.locator("xpath=..").locator("small").inner_text())
        box.press("Space")
        expect(page.locator("[data-show]")).to_have_text(f"Tampilkan {counted} hasil")
        expect(page.get_by_role("checkbox", name=name)).to_be_focused()
    page.get_by_role("checkbox", name="Hibrida").check()
    expect(page.locator("[data-show]")).not_to_have_text(f"Tampilkan {counted} hasil")
    assert page.url.endswith("?q=pelatihan&jenis=program&moda=daring&moda=hibrida&biaya=gratis")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Saring", exact=True)).to_be_focused()
    assert all("Gratis" in text for text in rows(page).all_inner_texts())
    with visit(page.context.browser, page.url) as shared:  # type: ignore[arg-type]
        expect(rows(shared.page)).to_have_count(rows(page).count())
        assert rows(shared.page).all_inner_texts() == rows(page).all_inner_texts()
    page.get_by_role("button", name="Hapus saringan Gratis").click()
    page.wait_for_url("**?q=pelatihan&jenis=program&moda=daring&moda=hibrida")
    page.go_back()
    page.wait_for_url("**&biaya=gratis")


def test_states_are_those_of_the_readers_day(browser: Browser, server: Server) -> None:
    def open_programs(day: str) -> int:
        with visit(browser, "about:blank") as seen:
            seen.page.clock.set_fixed_time(f"{day}T05:00:00Z")
            seen.page.goto(f"{server.root}cari/?jenis=program&keadaan=open")
            expect(seen.page.get_by_role("status")).not_to_have_text("Sedang mencari …")
            states = set(seen.page.locator("[data-rows] .badge").all_inner_texts())
            assert states <= {"Dibuka", "Segera ditutup"}
            loaded = [request.url.rpartition(".")[2] for request in seen.requests]
            assert loaded.count("pf_index") == loaded.count("pf_meta"), "filters alone ask for no words"
            return int(seen.page.get_by_role("status").inner_text().split()[0].replace("Tidak", "0"))

    assert open_programs("2026-11-21") > open_programs("2029-01-01") == 0


def test_programmes_stand_as_in_the_catalogue_on_the_readers_day(browser: Browser, server: Server) -> None:
    state = ".row .row-state"
    with visit(browser, "about:blank") as seen:
        page = seen.page
        page.clock.set_fixed_time(
            "2026-11-29T05:00:00Z"
        )  # a week after the build: what closed meanwhile is last
        page.goto(f"{server.root}program/")
        catalogue = page.locator(state).all_inner_texts()
        page.goto(f"{server.root}cari/?jenis=program")
        expect(rows(page)).to_have_count(10)
        page.get_by_role("button", name="Tampilkan 10 lagi").click()
        expect(rows(page)).to_have_count(20)
        assert page.locator(state).all_inner_texts() == catalogue[:20]
        page.get_by_role("combobox", name="Urutkan").select_option("Paling sesuai")
        page.wait_for_url("**?jenis=program&urut=sesuai")
        page.goto(f"{server.root}cari/?q=data&jenis=program")
        expect(page.get_by_role("combobox", name="Urutkan")).to_have_value("sesuai")
        assert seen.complaints == []


def test_mentors_are_filtered_by_free_places_and_leaders(searching: Visit, server: Server) -> None:
    page = searching.page
    page.goto(f"{server.root}cari/?jenis=mentor&tempat=accepting&pimpinan=ya")
    expect(rows(page).first).to_be_visible()
    for text in rows(page).all_inner_texts():
        assert "Menerima" in text and "Pimpinan unit" in text


def test_an_empty_result_says_which_filter_to_drop(searching: Visit, server: Server) -> None:
    page = searching.page
    page.goto(f"{server.root}cari/?q=kepemimpinan&jenis=program&bulan=2030-01")
    expect(page.get_by_role("status")).to_contain_text(
        "Tidak ada hasil yang cocok. Tanpa saringan “Januari 2030” ada"
    )
    way_out = page.get_by_role("link", name="Usulkan kebutuhan pelatihan")
    assert (way_out.get_attribute("href") or "").startswith("mailto:")
    page.get_by_role("button", name="Hapus semua saringan").click()
    expect(rows(page).first).to_be_visible()
    expect(way_out).to_be_hidden()


def test_the_filters_and_results_are_accessible(tab: Tab, server: Server) -> None:
    address = f"{server.root}cari/?q=pelatihan&jenis=program&moda=daring"
    seen = tab.open(address, {"width": 320, "height": 640}, color_scheme="dark", reduced_motion="reduce")
    expect(rows(seen.page).first).to_be_visible()
    assert seen.accessibility_faults() == []
    assert seen.overflow <= 0
    seen.page.get_by_role("button", name="Saring", exact=True).click()
    expect(seen.page.get_by_role("checkbox", name="Luring")).to_be_visible()
    assert seen.accessibility_faults() == []
    seen.page.emulate_media(color_scheme="light")
    assert seen.contrast_faults() == []


def test_a_part_of_the_index_that_cannot_be_had_is_told(browser: Browser, server: Server) -> None:
    with visit(browser, "about:blank") as seen:
        seen.page.route("**/cari/21.72/**", lambda route: route.abort())
        seen.page.goto(f"{server.root}cari/?q=kepemimpinan")
        expect(seen.page.get_by_role("status")).to_contain_text("Sebagian wilayah sedang tidak dapat dicari.")
        seen.page.route("**/cari/umum/**", lambda route: route.abort())
        seen.page.goto(f"{server.root}cari/?q=guru")
        expect(seen.page.get_by_role("status")).to_contain_text("Pencarian sedang tidak tersedia.")
        expect(seen.page.locator("main").get_by_role("link", name="Mentor", exact=True)).to_be_visible()


def test_of_many_regions_a_few_are_searched_at_a_time(browser: Browser, server: Server) -> None:
    """The demonstration is no portal of many regions: its search page is told that it is one."""

    def cut(route: Route) -> None:
        page = route.fetch().text()
        told = re.search(r'(<script[^>]* id="kata">)(.*?)</script>', page, re.S)
        assert told
        kata = json.loads(told[2])
        everything = kata["scopes"][""][""]
        scopes = {"": {"": ["umum"], "mentor": ["umum", "21.72"]}, "semua": {"": everything}}
        choice = (
            '<select name="wilayah"><option value=""></option><option value="semua"></option></select></form>'
        )
        page = page.replace(told[2], json.dumps({**kata, "scopes": scopes, "step": 2}))
        route.fulfill(body=page.replace("</form>", choice, 1), content_type="text/html")

    with visit(browser, "about:blank") as seen:
        seen.page.route("**/cari/?*", cut)
        seen.page.goto(f"{server.root}cari/?q=bendahara&jenis=program")
        status = seen.page.get_by_role("status")
        expect(status).to_have_text(
            "Tidak ada hasil yang cocok. Yang tidak sedang dibuka dapat dicari lewat “Cari di”."
        )
        expect(seen.page.locator("[data-jenis=mentor]")).to_have_text("")
        seen.page.locator("#cari").get_by_text("Mentor").click()
        seen.page.locator("[name=wilayah]").select_option("semua")
        expect(status).to_contain_text("Baru 2 dari 4 daerah yang dicari.")
        seen.page.get_by_role("button", name="Cari di 2 daerah lagi").click()
        expect(status).to_have_text(re.compile(r"^\d+ hasil untuk “bendahara”$"))
        expect(seen.page.locator("[data-rows] a").first).to_be_focused()
        asked = {
            request.url.split("/cari/")[1].split("/")[0]
            for request in seen.requests
            if ".pf_meta" in request.url
        }
        assert len(asked) == 5


def test_without_script_the_lists_are_named(browser: Browser, server: Server) -> None:
    with visit(browser, f"{server.root}cari/?q=guru", java_script_enabled=False) as seen:
        expect(seen.page.get_by_role("status")).to_contain_text(
            "Tanpa JavaScript, pakailah daftar di bawah ini."
        )
        seen.page.locator("main").get_by_role("link", name="Program", exact=True).click()
        assert seen.page.url == f"{server.root}program/"
