"""The fullest page of each kind in Chromium: on a phone and a desk, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from kinds import KINDS, PROSE
from playwright.sync_api import Browser, expect
from visits import visit
from web_server import Server

pytestmark = pytest.mark.browser

KIB = 1024
WINDOWS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
SMALLEST = {"width": 320, "height": 640}


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_without_fault(
    browser: Browser, server: Server, fullest: Mapping[str, str], kind: str, window: str
) -> None:
    with visit(browser, server.root + fullest[kind], viewport=WINDOWS[window]) as seen:
        assert seen.layout_shift == 0
        assert seen.complaints == []
        assert seen.hosts == {urlsplit(server.root).netloc}
        assert seen.overflow <= 0
        assert seen.page.locator("h1").count() == 1
        assert seen.theme == "light"
        assert seen.accessibility_faults() == []
        seen.page.emulate_media(color_scheme="dark")
        expect(seen.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert seen.contrast_faults() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_the_smallest_phone_at_night_and_a_slow_line(
    browser: Browser, server: Server, fullest: Mapping[str, str], kind: str
) -> None:
    with visit(browser, server.root + fullest[kind], viewport=SMALLEST, color_scheme="dark") as seen:
        assert seen.layout_shift == 0
        assert seen.complaints == []
        assert seen.theme == "dark"
        assert seen.overflow <= 0
        if kind not in PROSE:
            assert len(seen.requests) <= 6
            assert seen.bytes_sent <= 25 * KIB


def test_the_theme_switch_is_remembered(browser: Browser, server: Server) -> None:
    with visit(browser, server.root, color_scheme="light") as seen:
        seen.page.get_by_role("button", name="Ganti tampilan").click()
        seen.page.goto(f"{server.root}program/")
        assert seen.theme == "dark"
