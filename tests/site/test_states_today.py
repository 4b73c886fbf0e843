"""The state of a registration on the reader's day: what the script says is what a build of that day would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page
from visits import Tab, tab
from web_server import Server

from generator.render.format import near_day
from generator.words import words

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 21)
CASES: list[tuple[str, int, int | None, int | None, str, int]] = yaml.safe_load(
    (Path(__file__).parents[1] / "registration_states.yaml").read_text()
)
SAID = words("pages")
ROW = """<li class="row" data-runs="{runs}"><span class="badge badge-x"><svg><path d=""/></svg>Lama</span>
<p><time datetime="2000-01-01" data-relative>Lama</time></p><b data-first></b><i data-open></i></li>"""
AHEAD = {"WIB": 420, "WITA": 480, "WIT": 540}


def run(starts: int, opens: int | None, closes: int | None) -> str:
    """One run as `live_runs` writes it."""
    days = (starts, starts + 1, opens, closes)
    return "/".join("" if day is None else str(TODAY + timedelta(days=day)) for day in days)


@pytest.fixture(scope="module")
def far_away(browser: Browser) -> Iterator[Page]:
    """A page whose reader is in another part of the world."""
    with browser.new_context(locale="id-ID", timezone_id="Pacific/Honolulu") as profile:
        yield profile.new_page()


def told(page: Page, site: Path, rows: list[str], now: str) -> list[Mapping[str, Any]]:
    """What the script makes of rows at an instant."""
    page.goto("about:blank")
    page.clock.set_fixed_time(now)
    page.set_content(f"<ul class=rows>{''.join(ROW.format(runs=row) for row in rows)}</ul>")
    page.add_script_tag(path=next(site.glob("assets/portal.*.js")))
    # As when a page was read to its end.
    page.evaluate("document.dispatchEvent(new Event('readystatechange'))")
    found: list[Mapping[str, Any]] = page.evaluate(
        """[...document.querySelectorAll("[data-runs]")].map(row => ({
             badge: row.querySelector(".badge").className, text: row.querySelector(".badge").textContent,
             when: row.querySelector("time").firstChild.data, day: row.querySelector("time").dateTime,
             first: !row.querySelector("b").hidden, open: !row.querySelector("i").hidden}))"""
    )
    return found


def test_the_browser_and_the_build_follow_one_rule(far_away: Page, site: Path) -> None:
    rows = [f"420 {run(starts, opens, closes)}" for _, starts, opens, closes, _, _ in CASES]
    for case, row in zip(CASES, told(far_away, site, rows, "2026-11-21T05:00:00Z"), strict=True):
        state, _, _, _, event, on = case
        day = TODAY + timedelta(days=on)
        badge = SAID["registration"][state]
        assert (row["badge"], row["text"]) == (f"badge badge-{badge['tone']}", badge["text"]), case
        assert row["day"] == str(day), case
        assert row["when"] == SAID["events"][event].format(day=near_day(day, TODAY)), case
        assert row["open"] == (state in ("open", "closing")), case


@pytest.mark.parametrize(
    ("now", "open_in"),
    [
        ("2026-11-21T14:59:00Z", {"WIB", "WITA", "WIT"}),  # 23.59 WIT
        ("2026-11-21T15:00:00Z", {"WIB", "WITA"}),
        ("2026-11-21T16:00:00Z", {"WIB"}),
        ("2026-11-21T17:00:00Z", set()),
    ],
)
def test_a_day_ends_when_it_ends_at_the_agency(
    far_away: Page, site: Path, now: str, open_in: set[str]
) -> None:
    rows = [f"{minutes} {run(10, -5, 0)}" for minutes in AHEAD.values()]
    found = told(far_away, site, rows, now)
    assert {zone for zone, row in zip(AHEAD, found, strict=True) if row["open"]} == open_in


def test_the_next_chance_to_join_takes_over(far_away: Page, site: Path) -> None:
    runs = f"420 {run(10, -5, 5)} {run(50, 30, 40)}"
    before, after = (
        told(far_away, site, [runs], now)[0] for now in ("2026-11-21T05:00Z", "2026-11-27T05:00Z")
    )
    assert (before["text"], before["first"], before["open"]) == ("Segera ditutup", True, True)
    assert (after["text"], after["first"], after["open"]) == ("Akan dibuka", False, False)


@pytest.fixture(scope="module")
def ten_years_on(browser: Browser) -> Iterator[Tab]:
    with tab(browser) as opened:
        opened.page.clock.set_fixed_time("2036-11-21T05:00:00Z")
        yield opened


@pytest.mark.parametrize("address", ["", "program/", "program/halaman/2/", "instansi/bandung-bkpsdm/"])
def test_what_is_over_never_looks_upcoming(ten_years_on: Tab, server: Server, address: str) -> None:
    """A portal that nobody built for ten years."""
    seen = ten_years_on.open(server.root + address)
    page = seen.page
    assert states(page) <= {"Selesai", SAID["registration"]["none"]["text"], "Dibatalkan"}
    headings = {heading.strip() for heading in page.locator("h2:visible").all_inner_texts()}
    assert headings.isdisjoint({"Pendaftaran dibuka", "Akan dibuka", "Berlangsung atau sudah ditutup"})
    assert seen.complaints == []


def states(page: Page) -> set[str]:
    """The words of all badges of programmes."""
    rows = page.locator("main .row:has(.row-title a[href*='program/']) .badge, main .row:has(time) .badge")
    return set(rows.all_inner_texts())
