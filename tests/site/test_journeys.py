"""Three people on their phones: one wants to learn, one wants a mentor, one wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from playwright.sync_api import Browser, Route, expect
from toy_portal import NOW, SETTINGS, TODAY, Built, Silent
from visits import Visit, visit
from web_server import Server, serve

from generator.form_links import FormLink
from generator.pipeline import Job, build

pytestmark = pytest.mark.browser

PHONE = {
    **{"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    **{"timezone_id": "Asia/Jakarta", "accept_downloads": True},
}
FORM = "https://formulir.contoh.go.id/ajukan-mentoring"
FORMS = {"ajukan-mentoring": FormLink(FORM, {"mentor": "entry.12", "agency": "entry.13"})}


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Visit]:
    """The demonstration's home page on a phone, on the day that it was built for."""
    with visit(browser, server.root, **PHONE) as seen:
        seen.page.clock.set_fixed_time(NOW)
        seen.page.reload()
        yield seen


@pytest.fixture
def with_forms(portal: Built) -> Path:
    """The toy portal with a form to ask a mentor."""
    data, site, state = portal
    job = Job(data=data, site=site, state=state, today=TODAY, now=NOW, settings=SETTINGS, forms=FORMS, jobs=1)
    build(job, Silent())
    return site.resolve()


def test_an_asn_finds_an_open_free_online_programme_on_a_competency_and_saves_its_date(phone: Visit) -> None:
    page = phone.page
    page.get_by_role("link", name="Lihat kompetensi").tap()
    page.get_by_role("link", name="Keamanan Informasi").first.tap()
    fitting = (
        page.locator("#program .row")
        .filter(has_text="Gratis")
        .filter(has_text="Daring")
        .filter(has=page.locator(".badge", has_text="Dibuka").or_(page.locator(".badge", has_text="Segera")))
    )
    programme = fitting.first.locator(".row-title a").inner_text()
    fitting.first.locator(".row-title a").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(programme)
    held_on = page.locator(".action [data-first]").first.inner_text().removeprefix("Pelaksanaan ")
    page.get_by_role("button", name="Masukkan ke rencana").tap()
    page.get_by_role("link", name="Lihat rencana").tap()
    saved = page.locator("[data-kind=program] .row")
    expect(saved).to_have_count(1)
    expect(saved).to_contain_text(programme)
    expect(saved).to_contain_text(held_on.split()[0].split("–")[0])
    expect(page.get_by_text("dari 20 JP")).to_be_visible()
    page.reload()
    expect(saved).to_contain_text(programme)
    assert phone.complaints == []


def test_an_asn_aims_at_a_post_and_plans_the_steps_there(phone: Visit, site: Path, tmp_path: Path) -> None:
    page, plan = phone.page, phone.page.locator("[data-plan]")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".dock").get_by_role("link", name="Rencana").tap()
    page.get_by_label("Saya ingin menjadi").select_option("analis-sdma-muda")
    stair = page.get_by_role("radiogroup", name="Manajemen Kepegawaian")
    stair.get_by_role("radio", name="1").focus()
    page.keyboard.press("Space")
    expect(stair).to_contain_text("Kurang 2 jenjang")
    page.keyboard.press("ArrowRight")
    expect(stair).to_contain_text("Kurang 1 jenjang")
    page.keyboard.press("ArrowRight")
    expect(stair).to_contain_text("Sudah sesuai")
    page.get_by_role("radiogroup", name="Integritas").get_by_role("radio", name="1").check()
    step = page.locator("[data-suggested] .row").first
    expect(step).to_contain_text("Membangun Integritas sampai jenjang")
    expect(page.locator("[data-suggested] [data-told]")).to_contain_text(
        "langkah untuk 1 kompetensi yang kurang"
    )
    assert phone.accessibility_faults() == []
    step.get_by_role("button", name="Masukkan ke rencana").tap()
    title = step.locator(".row-title").inner_text()
    expect(plan.locator("[data-kind=program] .row")).to_contain_text(title)
    assert phone.overflow <= 0
    with page.expect_download() as saving:
        plan.get_by_role("button", name="Kalender").tap()
    saving.value.save_as(tmp_path / "rencana.ics")
    published = _runs(site / "kalender.ics")
    saved = _runs(tmp_path / "rencana.ics")
    assert saved and saved == {uid: published[uid] for uid in saved}
    assert {summary.removeprefix("Pendaftaran ditutup: ") for summary, *_ in saved.values()} == {title}
    page.emulate_media(media="print")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")
    with page.expect_download() as saving:
        plan.get_by_role("button", name="Simpan").tap()
    saving.value.save_as(tmp_path / "rencana.json")
    plan.get_by_role("button", name="Hapus").tap()
    expect(page.get_by_role("radiogroup")).to_have_count(0)
    page.locator("input[type=file]").set_input_files(tmp_path / "rencana.json")
    expect(stair).to_contain_text("Sudah sesuai")
    expect(plan).to_contain_text(title)
    assert phone.complaints == []


def test_a_junior_finds_a_free_mentor_outside_her_agency_and_reaches_the_form_that_names_him(
    browser: Browser, with_forms: Path
) -> None:
    with serve(with_forms) as server, visit(browser, server.root, **PHONE) as seen:
        page, asked = seen.page, list[str]()
        page.clock.set_fixed_time(NOW)
        page.context.route(f"{FORM}**", lambda route: _answer(route, asked))
        page.get_by_role("link", name="Lihat instansi").first.tap()
        page.get_by_role("link", name="SMP Negeri 1 Kota Contoh").tap()
        page.locator("#mentor .row-title a").tap()
        expect(page.locator(".page-head .badge")).to_have_text("Penuh")
        page.get_by_role("link", name="Lihat mentor serupa").tap()
        page.locator("#serupa .row", has_text="Menerima").first.locator(".row-title a").tap()
        mentor = page.get_by_role("heading", level=1).inner_text()
        key = urlsplit(page.url).path.split("/")[-2]
        page.get_by_role("link", name="Ajukan mentoring").tap()
        expect(page.get_by_role("heading")).to_have_text("Formulir")
        assert parse_qs(urlsplit(asked[0]).query)["entry.12"] == [f"{mentor} [{key}]"]
        assert seen.complaints == []


def test_a_resident_reads_how_an_agency_fares(phone: Visit, site: Path) -> None:
    page = phone.page
    page.get_by_role("link", name="Baca hasil evaluasi").tap()
    table = page.locator("#instansi table")
    agency = table.locator("tbody tr", has=page.locator("a")).filter(has_text="4,").first
    said = agency.locator("td").first.inner_text()
    name = agency.get_by_role("link").inner_text()
    agency.get_by_role("link").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(",")[0])
    figures = page.locator("#evaluasi")
    expect(figures.get_by_text(said, exact=True).first).to_be_visible()
    expect(figures.get_by_text("jawaban").first).to_be_visible()
    figures.get_by_role("link", name="Bagaimana angka ini dihitung").tap()
    expect(page.get_by_role("heading", name="Jangan dibaca berlebihan")).to_be_visible()
    assert phone.complaints == []


def _runs(path: Path) -> dict[str, tuple[object, ...]]:
    """What each event of a calendar says that others have to say alike, by its UID."""
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    told, days = ("SUMMARY", "LOCATION", "SEQUENCE", "STATUS"), ("DTSTART", "DTEND", "DTSTAMP")
    return {
        str(event["UID"]): (*(str(event.get(name, "")) for name in told), *map(event.decoded, days))
        for event in events
    }


def _answer(route: Route, asked: list[str]) -> None:
    asked.append(route.request.url)
    route.fulfill(content_type="text/html", body="<!doctype html><title>Formulir</title><h1>Formulir</h1>")
