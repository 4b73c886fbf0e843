"""For everyone: by keyboard alone, at any width in any colours, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from kinds import KINDS
from playwright.sync_api import Page, ViewportSize, expect
from visits import Tab
from web_server import Server

pytestmark = pytest.mark.browser

STILL = {"reduced_motion": "reduce"}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
A4: ViewportSize = {"width": 794, "height": 1123}
LIGHT: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
COLOURS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "more contrast": {"color_scheme": "light", "contrast": "more"},
    "forced": {"color_scheme": "dark", "contrast": "no-preference", "forced_colors": "active"},
}
SHOWN = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const rings = [[element], [element, "::after"], [element.parentElement]].map(each => getComputedStyle(...each));
  return {
    ring: Math.max(...rings.map(ring => ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineWidth))),
    hidden: box.bottom > innerHeight || box.top < 0,
    at: `${element.localName} ${element.textContent.trim().slice(0, 40)}`,
  };
}"""


@pytest.mark.parametrize("address", ["", "program/"])
def test_every_stop_of_the_keyboard_is_seen(tab: Tab, server: Server, address: str) -> None:
    seen = tab.open(server.root + address, **STILL)
    for _ in range(25):
        seen.page.keyboard.press("Tab")
        shown = seen.page.evaluate(SHOWN)
        assert shown["ring"] >= 2, shown
        assert not shown["hidden"], shown


def test_the_first_stop_leads_past_the_menu(tab: Tab, server: Server) -> None:
    seen = tab.open(f"{server.root}program/", **STILL)
    page = seen.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_plan_is_made_and_unmade_by_keyboard(tab: Tab, server: Server) -> None:
    seen = tab.open(f"{server.root}program/", **STILL)
    page = seen.page
    _tab_to(page, "main .row-title a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/program/*/")
    _tab_to(page, "[data-save] button")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rencana/")
    _tab_to(page, ".rows button")
    page.keyboard.press("Space")
    expect(page.locator("[role=status]", has_text="dikeluarkan")).to_have_count(1)
    assert page.evaluate("document.activeElement.localName") == "input", "the focus stays on the page"


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_at_any_width_in_any_colours(
    tab: Tab, server: Server, fullest: Mapping[str, str], kind: str
) -> None:
    seen = tab.open(server.root + fullest[kind], NARROWEST, color_scheme="dark", **STILL)
    assert (seen.theme, seen.layout_shift, seen.complaints) == ("dark", 0, [])
    for width in (320, 390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.show(**LIGHT)
        assert seen.accessibility_faults() == [], width
        assert seen.overflow <= 0, width
        for name, colours in COLOURS.items():
            seen.show(**colours)
            assert seen.contrast_faults() == [], (width, name)


def test_a_programme_on_paper_is_one_page_without_what_only_a_screen_can_do(
    tab: Tab, server: Server, fullest: Mapping[str, str]
) -> None:
    seen = tab.open(server.root + fullest["program"], A4)
    page = seen.page
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".top nav", ".dock", ".foot", ".crumbs", ".buttons", ".skip"):
        assert page.locator(f"{gone} >> visible=true").count() == 0, gone
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".qr").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 33, 45)"
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")
