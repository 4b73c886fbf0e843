"""The fullest page of each kind in Chromium: on phones and a desk, light, dark and in forced colours."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from kinds import KINDS, PROSE
from playwright.sync_api import ViewportSize
from visits import DESK, PHONE, Tab, Visit
from web_server import Server

pytestmark = pytest.mark.browser

KIB = 1024
SMALLEST: ViewportSize = {"width": 320, "height": 640}
SMALL = """() => [...document.querySelectorAll("a[href], button, input, textarea, summary")]
  .filter(element => element.checkVisibility() && getComputedStyle(element).clipPath === "none")
  .filter(element => getComputedStyle(element).display !== "inline" || !element.closest("p, td, dd, li, th, div"))
  .map(element => [element.getBoundingClientRect(), element])
  .filter(([{width, height}]) => width && (width < 24 || height < 24))
  .map(([{width, height}, element]) => `${element.localName} ${element.textContent.trim()} ${width}x${height}`)"""
PAINTED = """new Promise(done => new PerformanceObserver(list => {
  if (list.getEntriesByName("first-contentful-paint").length) done();
}).observe({type: "paint", buffered: true}))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(element);
  return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
}).map(element => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_without_fault(tab: Tab, server: Server, fullest: Mapping[str, str], kind: str) -> None:
    """On a phone by day and night, as narrow as they come, in forced colours, and on a desk at night.

    axe looks at a phone alone; at every width in all colours it does in the slow tests.
    """
    seen = tab.open(server.root + fullest[kind], PHONE)
    assert kind in PROSE or (len(seen.requests) <= 6 and seen.bytes_sent <= 25 * KIB)
    assert seen.page.locator("h1").count() == 1
    look(seen, "light")
    assert seen.accessibility_faults() == []
    seen.show(color_scheme="dark", reduced_motion="reduce")  # in motion, colours would be on their way
    assert seen.contrast_faults() == []
    assert seen.page.evaluate(MOVING) == []
    seen.page.set_viewport_size(SMALLEST)
    seen.show(forced_colors="active")
    assert seen.page.evaluate(SMALL) == []
    assert seen.overflow <= 0
    look(tab.open(server.root + fullest[kind], DESK, color_scheme="dark"), "dark")


def test_the_head_is_seen_while_the_sheet_is_on_its_way(tab: Tab, server: Server) -> None:
    seen = tab.open("about:blank", PHONE)
    seen.page.route("**/portal.*.css", lambda route: None)
    try:
        seen.page.goto(f"{server.root}program/", wait_until="commit")
        seen.page.evaluate(PAINTED)
        assert seen.page.locator("h1").is_visible()
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 249)"
        assert not seen.page.locator(".foot").count()
    finally:
        seen.page.unroute_all()


def look(seen: Visit, theme: str) -> None:
    """What holds of every page as it was opened, in any window."""
    assert seen.hosts == {urlsplit(seen.page.url).netloc}
    assert seen.layout_shift == 0
    assert seen.complaints == []
    assert seen.overflow <= 0
    assert seen.theme == theme


def test_the_theme_switch_is_remembered(tab: Tab, server: Server) -> None:
    seen = tab.open(server.root)
    seen.page.get_by_role("button", name="Ganti tampilan").click()
    seen.page.goto(f"{server.root}program/")
    assert seen.theme == "dark"
