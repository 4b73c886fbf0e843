"""Which sheets are pulled, what is said of one that cannot be, and of one that was not seen for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from loopback.officer import BOOK, MENTORS, PROGRAMS, Officer, at_the_desk, mentor, program
from toy_portal import NOW, SETTINGS, TODAY, Built, Silent, make

from generator.commands.pulling import books
from generator.commands.syncing import Synced, sync
from generator.findings import CannotRun
from generator.form_links import FormLink
from generator.model.decisions import Decisions
from generator.model.records import RawTable
from generator.model.schema import load_schema
from generator.pipeline import Job
from generator.state import preview_folder
from generator.sync.snapshots import load_newest
from generator.validate.headers import match_headers
from generator.validate.withdrawn import Withdrawn

FORMS = {"daftar-mentor": FormLink("https://contoh.go.id/formulir", {"id": "entry.7"})}


@pytest.fixture
def officer(portal: Built) -> Iterator[Officer]:
    with at_the_desk(portal) as officer:
        yield officer


def pulled(officer: Officer, *, write: bool = False, now: datetime = NOW) -> Synced:
    data, site, state = officer.portal
    job = Job(data=data, site=site, state=state, today=TODAY, now=now, settings=SETTINGS, forms=FORMS, jobs=1)
    return sync(job, officer.environ, Silent(), write=write)


def describe(data: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes the resource of the form for programmes in the data package."""
    path = data / "datapackage.yaml"
    told = yaml.safe_load(path.read_text())
    (resource,) = [each for each in told["resources"] if each["name"] == "programs-form"]
    change(resource)
    path.write_text(yaml.safe_dump(told))


def test_an_id_may_come_from_the_environment(officer: Officer) -> None:
    data = officer.portal.data
    describe(data, lambda resource: resource["x-sheet"].update(spreadsheet="${KARIER_LEMBAR}"))
    found = books(data, {"KARIER_LEMBAR": "lain"})
    assert {book.spreadsheet: len(book.sources) for book in found} == {"lain": 1, BOOK: 3}
    with pytest.raises(CannotRun, match="KARIER_LEMBAR belum diisi") as failure:
        books(data, {"KARIER_LEMBAR": " "})
    assert failure.value.code == "spreadsheet-unset"
    with pytest.raises(CannotRun) as failure:
        books(data, {"KARIER_LEMBAR": "https://docs.google.com/spreadsheets/d/x"})
    assert failure.value.code == "spreadsheet-unfit"


def test_a_package_without_sheets_has_none_to_pull(portal: Built) -> None:
    with pytest.raises(CannotRun) as failure:
        books(portal.data, {})
    assert failure.value.code == "sheets-none"


def test_a_sheet_has_at_most_one_file_to_stand_in_for_it(officer: Officer) -> None:
    describe(officer.portal.data, lambda resource: resource.update(path=["programs.csv", "programs.csv"]))
    with pytest.raises(CannotRun) as failure:
        books(officer.portal.data, {})
    assert failure.value.code == "sheet-files"


def test_a_worksheet_that_is_gone_stops_nothing_else(officer: Officer) -> None:
    officer.book.sheet(PROGRAMS).title = "Lain"
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    synced = pulled(officer, write=True)
    assert [each for each in synced.troubles if f"“{PROGRAMS}” tidak ada" in each]
    assert officer.verdict(MENTORS, 2) == ("terbit", "")


def test_a_sheet_without_a_header_is_not_read(officer: Officer) -> None:
    officer.book.sheet(PROGRAMS).rows.clear()
    (trouble,) = pulled(officer).troubles
    assert "tidak berisi judul kolom" in trouble
    assert "Belum ada data tersimpan dari lembar ini." in trouble


@pytest.mark.parametrize(
    ("added", "codes"),
    [
        (["Sandi"], ["header-new"]),
        (["Lama"], ["header-unknown"]),
        (["", "lama *", "_Sandi"], ["header-blank", "header-unknown"]),
        (["Lama", "Sandi", "Zona waktunya"], ["header-new", "header-new", "header-unknown"]),
        (["Zona waktu"], []),
    ],
)
def test_a_column_is_new_that_neither_schema_nor_the_last_good_sheet_knows(
    added: list[str], codes: list[str]
) -> None:
    known = ("Kode wilayah", "Nama wilayah", "Jenis wilayah")
    raw = RawTable("regions", "", "", False, "", 0, (*known, *added), lambda: iter(()))
    columns = match_headers(raw, load_schema("regions"), (*known, "Lama"))
    assert [each.code for each in columns.findings] == codes
    assert columns.is_usable is ("header-new" not in codes)


def test_one_spreadsheet_away_leaves_the_others(officer: Officer) -> None:
    describe(officer.portal.data, lambda resource: resource["x-sheet"].update(spreadsheet="tiada"))
    synced = pulled(officer, write=True)
    assert synced.is_away
    assert [each for each in synced.troubles if each.startswith("Lembar sebar tidak ditemukan")]
    assert officer.verdict("Formulir Evaluasi", 2)[0] == "terbit"


def test_verdicts_in_a_worksheet_of_someone_else_are_not_written(officer: Officer) -> None:
    officer.answer(PROGRAMS, program("usulan", "Usulan", "Setuju"))
    pulled(officer, write=True)
    officer.edit("Hasil Pemeriksaan", 1, 0, "Catatan kami")
    synced = pulled(officer, write=True)
    assert synced.is_away
    assert not any(synced.changes.values())


def test_two_sheets_of_one_name_are_told_apart(officer: Officer) -> None:
    """As Google names them: every form's answers stand in a worksheet of the same title."""
    rows = officer.book.sheet(PROGRAMS).rows
    officer.stand_in.books["kedua"] = type(officer.book)(
        "Kedua", [type(officer.book.sheets[0])(MENTORS, 0, rows)]
    )
    move = {"spreadsheet": "kedua", "worksheet": MENTORS}
    describe(officer.portal.data, lambda resource: resource.update({"x-sheet": move}))
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    synced = pulled(officer, write=True)
    assert {origin: len(rows) for origin, rows in synced.outcomes.items() if MENTORS in origin} == {
        f"programs-form#{MENTORS}": 1,
        f"{MENTORS}#{MENTORS}": 1,
    }


def test_a_mentor_who_is_to_confirm_anew_gets_a_link(officer: Officer) -> None:
    officer.answer(MENTORS, mentor("01/01/2026 08:00:00", "Ya", confirmed_on="01/01/2026"))
    pulled(officer, write=True)
    status, advice = officer.verdict(MENTORS, 2)
    assert status == "ditahan"
    assert "https://contoh.go.id/formulir?usp=pp_url&entry.7=m-beef" in advice


def test_a_sheet_that_was_not_seen_for_long_is_told(officer: Officer) -> None:
    data, site, state = officer.portal
    pulled(officer)
    fresh = make(data, site, state, TODAY + timedelta(days=2))
    assert "snapshot-old" not in {each.code for each in fresh.findings}
    old = make(data, site, state, TODAY + timedelta(days=3))
    told = [each for each in old.findings if each.code == "snapshot-old"]
    assert len(told) == 4
    assert "3 hari yang lalu (21/11/2026)" in told[0].message


def test_pages_fed_by_a_sheet_that_is_away_say_data_per_its_day(officer: Officer) -> None:
    """By the day, not by an age: as long as nothing changes, so do the bytes."""
    data, site, state = officer.portal
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    pulled(officer)
    officer.stand_in.misbehave(*["503"] * 20)
    make(data, site, state, TODAY + timedelta(days=2))
    assert not officer.shows("program/komunikasi", "belum dapat diperbarui")

    make(data, site, state, TODAY + timedelta(days=3))
    said = "Sebagian isi halaman ini adalah data per 21 November 2026, sebab"
    assert officer.shows("program", f"{said} {PROGRAMS} belum")
    assert officer.shows("program/komunikasi", f"{said} Formulir Evaluasi, {PROGRAMS}, dan")
    assert officer.shows("mentor", f"data per 21 November 2026, sebab Formulir Mentoring dan {MENTORS}")
    assert officer.shows("mentor/m-beef", MENTORS) and not officer.shows("mentor/m-7f3a", MENTORS)
    assert not officer.shows("program/literasi-digital", PROGRAMS), "it stands in a file"
    assert not officer.shows("kompetensi", "belum dapat diperbarui")
    before = (site / "program/komunikasi/index.html").read_bytes()
    make(data, site, state, TODAY + timedelta(days=4))
    assert (site / "program/komunikasi/index.html").read_bytes() == before

    officer.stand_in.faults.clear()
    pulled(officer, now=NOW + timedelta(days=4))
    make(data, site, state, TODAY + timedelta(days=4))
    assert not officer.shows("program/komunikasi", "belum dapat diperbarui")


def test_a_consent_column_takes_the_person_off_every_snapshot(officer: Officer) -> None:
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    pulled(officer)
    preview = preview_folder(officer.portal.state) / "site"
    preview.mkdir(parents=True)
    officer.edit(MENTORS, 2, 13, "Tidak")
    pulled(officer, now=NOW + timedelta(hours=1))
    newest = load_newest(officer.portal.state, MENTORS)
    assert newest and not any(any(row) for row in newest.sheet.rows)
    assert not preview.exists()
    assert not [path for path in officer.portal.state.rglob("*.json") if b"Kenari" in path.read_bytes()]


def test_a_list_that_hr_keeps_says_who_consents_as_of_now() -> None:
    header, row = ("Kode mentor", "Nama mentor", "Setuju ditampilkan"), ("m-beef", "Kenari", "Ya")
    withdrawn = Withdrawn(Decisions())
    assert not withdrawn.holds(row, header)
    withdrawn.hear([("m-beef", "Kenari", "Tidak")], header)
    assert withdrawn.holds(row, header)
    assert not withdrawn.holds(("m-cafe", "Lain", "Ya"), header)
    assert withdrawn.holds(("", "Tanpa kode", "Tidak"), header), "nobody who never consented is kept"
    assert not withdrawn.holds(("m-beef", "3"), ("mentor", "Daya tampung"))
