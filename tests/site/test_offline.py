"""The portal without a network: what was seen, one's own agency and the plan; renewed by a build, or switched off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from toy_portal import NOW, SETTINGS, TODAY, Built, Silent
from visits import Visit, visit
from web_server import Server, serve

from generator.pipeline import Job, build
from generator.settings import Settings

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
STORED = """async () => {
  const urls = [];
  for (const name of await caches.keys()) {
    const held = await (await caches.open(name)).keys();
    urls.push(...held.map(({url}) => url));
  }
  return urls;
}"""


@contextmanager
def reader(browser: Browser, address: str) -> Iterator[Visit]:
    """A phone whose browser keeps pages, once it is ready to."""
    with visit(browser, address, **PHONE, service_workers="allow") as seen:
        seen.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        yield seen


def wait_for(page: Page, condition: str) -> None:
    """Until the JavaScript condition, which may have to await, holds; half a minute at most."""
    page.evaluate(
        f"""async () => {{
          for (let tries = 0; !({condition}); tries++) {{
            if (tries > 600) throw new Error("in vain");
            await new Promise(done => setTimeout(done, 50));
          }}
        }}"""
    )


def wait_for_stored(page: Page, path: str) -> None:
    wait_for(page, f"(await ({STORED})()).some(url => url.endsWith('{path}'))")


def test_pages_seen_ones_agency_and_the_plan_are_read_without_a_network(
    browser: Browser, server: Server
) -> None:
    with reader(browser, server.below) as seen:
        page = seen.page
        page.goto(f"{server.below}program/")
        page.locator("main .row-title a").first.click()
        programme = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("button", name="Masukkan ke rencana").tap()
        page.goto(f"{server.below}instansi/tanjung-pinang-dinkes/")
        page.get_by_role("button", name="Jadikan instansi saya").tap()
        unseen = page.locator("#mentor .row-title a").first
        mentor, address = unseen.inner_text(), unseen.evaluate("link => link.href")
        wait_for_stored(page, address.removeprefix(server.origin))
        page.goto(f"{server.below}rencana/")
        page.get_by_label("Saya ingin menjadi").select_option("analis-sdma-muda")
        wait_for_stored(page, "/kompetensi/tek-01/")

        seen.page.context.set_offline(True)
        page.goto(f"{server.below}rencana/")
        expect(page.get_by_role("link", name=programme)).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="luring")).to_contain_text("per 21 November 2026")
        page.get_by_role("radiogroup", name="Manajemen Kepegawaian").get_by_role("radio", name="1").check()
        expect(page.locator("[data-suggested]")).to_contain_text("Dapat membimbing Manajemen Kepegawaian.")
        assert seen.accessibility_faults() == []
        page.get_by_role("link", name=programme).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(programme)
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(mentor)
        page.goto(f"{server.below}metode/")
        expect(page.get_by_text("belum pernah dibuka di perangkat ini")).to_be_visible()
        expect(page.locator("[data-held]").get_by_role("link", name=mentor)).to_have_count(1)


def test_a_new_build_replaces_what_a_phone_keeps_and_can_take_it_all_away(
    browser: Browser, portal: Built, tmp_path: Path
) -> None:
    served = tmp_path / "served"
    publish(portal, served, SETTINGS)
    with serve(served) as server, reader(browser, f"{server.root}program/manajemen-waktu/") as seen:
        page, address = seen.page, seen.page.url
        wait_for_stored(page, "/program/manajemen-waktu/")
        [old] = [url for url in page.evaluate(STORED) if "/portal." in url and url.endswith(".js")]

        programs = portal.data / "programs.csv"
        programs.write_text(programs.read_text().replace("Manajemen waktu", "Menata waktu"))
        publish(portal, served, replace(SETTINGS, closing_soon_days=3))  # a script with other words in it
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Menata waktu")
        wait_for(page, f"!(await ({STORED})()).includes('{old}')")
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Menata waktu")
        expect(page.get_by_role("button", name="Ganti tampilan")).to_be_visible()
        page.context.set_offline(False)

        publish(portal, served, replace(SETTINGS, offline=False))
        page.goto(address)
        wait_for(page, "(await navigator.serviceWorker.getRegistrations()).length === 0")
        assert page.evaluate(STORED) == []
        page.reload()
        assert page.evaluate("navigator.serviceWorker.controller") is None


def publish(portal: Built, served: Path, settings: Settings) -> None:
    """Builds by these settings, and puts the site where a web server of this test reads it."""
    data, site, state = portal
    build(Job(data=data, site=site, state=state, today=TODAY, now=NOW, settings=settings, jobs=1), Silent())
    shutil.rmtree(served, ignore_errors=True)
    shutil.copytree(site.resolve(), served)
