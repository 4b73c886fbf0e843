"""From form to page and back, through the real command: answer, verdict, approval, withdrawal, mishap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback.officer import MENTOR_HEADER, MENTORS, PRIVATE, PROGRAMS, Officer, at_the_desk, mentor, program
from toy_portal import Built

from generator.sync.snapshots import load_newest


@pytest.fixture
def officer(portal: Built) -> Iterator[Officer]:
    with at_the_desk(portal) as officer:
        yield officer


def test_an_answer_becomes_a_page_and_its_verdict_stands_beside_it(officer: Officer) -> None:
    officer.answer(PROGRAMS, program("usulan", "", "Setuju"))
    answers = officer.book.shown(PROGRAMS)
    looked = officer.karier("sync")
    assert (looked.code, officer.stand_in.writes) == (0, [])
    assert f"+ {PROGRAMS}, baris 3: perlu perbaikan" in looked.out
    assert "karier sync --apply" in looked.out
    assert officer.here("sync", "--apply").code == 0
    status, advice = officer.verdict(PROGRAMS, 3)
    assert status == "perlu perbaikan"
    assert "Nama program" in advice
    assert officer.book.shown(PROGRAMS) == answers, "the answers are never touched"

    officer.edit(PROGRAMS, 3, 3, "Usulan yang layak")
    assert "baris 3: perlu perbaikan → terbit" in officer.here("sync", "--apply").out
    writes = len(officer.stand_in.writes)
    assert "sudah sesuai" in officer.here("sync", "--apply").out
    assert len(officer.stand_in.writes) == writes, "a second apply writes nothing"
    assert officer.karier("build").code == 0
    assert officer.shows("program/usulan", "Usulan yang layak")

    officer.edit(PROGRAMS, 3, 3, "Usulan yang diubah diam-diam")
    synced = officer.here("sync", "--apply")
    assert officer.verdict(PROGRAMS, 3)[0] == "menunggu persetujuan"
    assert "1 jawaban menunggu persetujuan" in synced.out
    assert "1 jawaban menunggu persetujuan" in officer.here("build").out
    assert not officer.shows("program/usulan", "Usulan")


def test_whoever_withdraws_is_gone_from_site_and_snapshots(officer: Officer) -> None:
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    assert officer.here("sync").code == 0
    officer.here("build")
    assert officer.shows("mentor/m-beef", "Kenari Kuning")
    officer.answer(MENTORS, mentor("02/11/2026 08:00:00", "Tidak"))
    assert officer.here("sync", "--apply").code == 0
    assert {officer.verdict(MENTORS, row)[0] for row in (2, 3)} == {"ditahan"}
    kept = b"".join(path.read_bytes() for path in officer.portal.state.rglob("*") if path.is_file())
    assert b"Kenari Kuning" not in kept
    assert not [each for each in PRIVATE[1:] if each.encode() in kept]
    assert officer.here("build").code == 0
    site = b"".join(path.read_bytes() for path in officer.portal.site.rglob("*") if path.is_file())
    assert b"Kenari Kuning" not in site
    officer.edit(MENTORS, 3, 2, "")  # the withdrawing answer itself may be lost
    officer.here("sync")
    officer.here("build")
    assert not officer.shows("mentor/m-beef", "Kenari Kuning")


def test_a_renamed_column_stops_its_sheet_alone(officer: Officer) -> None:
    officer.here("sync")
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    officer.answer(PROGRAMS, program("usulan", "Usulan", "Setuju"))
    officer.edit(PROGRAMS, 1, 3, "Nama programnya")
    ran = officer.here("sync", "--apply")
    assert ran.code == 1
    assert f"Lembar “{PROGRAMS}”: Kolom “Nama program” tidak ada" in ran.err
    assert "“Nama programnya”" in ran.err
    assert officer.verdict(MENTORS, 2)[0] == "terbit"
    newest = load_newest(officer.portal.state, "programs-form")
    assert newest and newest.sheet.header[3] == "Nama program"
    officer.edit(PROGRAMS, 1, 3, "Nama program")
    officer.edit(PROGRAMS, 1, 14, "Catatan")  # the column of approvals: all answers would wait
    assert "Kolom “Persetujuan” tidak ada" in officer.here("sync").err
    assert officer.here("build").code == 0
    assert officer.shows("program/komunikasi", "Komunikasi di tempat kerja")
    assert officer.shows("mentor/m-beef", "Kenari Kuning")


def test_an_optional_column_that_is_gone_stops_its_sheet_too(officer: Officer) -> None:
    """Its values would leave the portal without a word."""
    officer.edit(MENTORS, 1, len(MENTOR_HEADER.split(",")), "Waktu tersedia")
    assert officer.here("sync").code == 0
    officer.edit(MENTORS, 1, len(MENTOR_HEADER.split(",")), "Waktu luang")
    ran = officer.here("sync")
    assert ran.code == 1
    assert f"Lembar “{MENTORS}”: Kolom “Waktu tersedia” tidak ada" in ran.err
    newest = load_newest(officer.portal.state, "case-mentors.form.csv")
    assert newest and newest.sheet.header[-1] == "Waktu tersedia"


def test_a_new_column_stops_its_sheet_alone_until_it_is_named_or_marked(officer: Officer) -> None:
    officer.here("sync")
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    officer.answer(PROGRAMS, program("usulan", "Usulan", "Setuju"))
    officer.edit(PROGRAMS, 1, 16, "Kuotta")
    officer.edit(PROGRAMS, 2, 16, "pengusul@contoh.go.id")
    ran = officer.here("sync", "--apply")
    assert ran.code == 1
    assert f"Lembar “{PROGRAMS}”: Kolom “Kuotta” baru dan tidak dikenal" in ran.err
    assert "paling dekat: “Kuota”" in ran.err
    assert officer.verdict(MENTORS, 2)[0] == "terbit"
    newest = load_newest(officer.portal.state, "programs-form")
    assert newest and len(newest.sheet.header) == 16
    assert officer.here("build").code == 0
    assert officer.shows("program/komunikasi", "Komunikasi di tempat kerja")
    assert not officer.shows("program/usulan", "Usulan")

    officer.edit(PROGRAMS, 1, 16, "_Kuotta")
    ran = officer.here("sync", "--apply")
    assert (ran.code, "Kuotta" in ran.out) == (0, False)
    assert officer.verdict(PROGRAMS, 3)[0] == "terbit"
    newest = load_newest(officer.portal.state, "programs-form")
    assert newest and len(newest.sheet.header) == 16, "an office's own notes are not even kept"
    officer.edit(PROGRAMS, 2, 16, "catatan lain")
    assert "sama seperti terakhir ditarik" in officer.here("sync").out


def test_columns_that_a_sheet_had_from_the_first_are_told_and_not_read(officer: Officer) -> None:
    """Such as a question's that was deleted: Forms leaves its column, and the answers below it."""
    officer.edit(PROGRAMS, 1, 16, "Pertanyaan yang dihapus")
    officer.edit(PROGRAMS, 2, 16, "Jawaban lama")
    for _ in range(2):
        ran = officer.here("sync", "--apply")
        assert ran.code == 0
        assert "Formulir Program: Kolom “Pertanyaan yang dihapus” tidak dikenal" in ran.out
    assert officer.verdict(PROGRAMS, 2)[0] == "terbit"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("403", "Portal tidak boleh membaca lembar ini."),
        ("404", "Lembar sebar tidak ditemukan"),
        ("429-late", "Batas pemakaian Google Sheets tercapai."),
        ("200-page", "Yang menjawab bukan Google Sheets"),
    ],
)
def test_when_google_is_away_one_sentence_says_so(officer: Officer, fault: str, sentence: str) -> None:
    officer.stand_in.misbehave(fault)
    ran = officer.here("sync", "--apply")
    told = [line for line in ran.err.splitlines() if "Data terakhir yang tersimpan tetap dipakai." in line]
    assert (ran.code, len(told), ran.out) == (1, 1, "")
    assert told[0].startswith(sentence)
    assert "Traceback" not in ran.err


def test_the_last_snapshot_builds_while_google_is_away(officer: Officer) -> None:
    officer.answer(PROGRAMS, program("usulan", "Usulan yang layak", "Setuju"))
    officer.here("sync")
    officer.stand_in.misbehave("ok", "403-disabled")
    assert officer.here("sync").code == 1
    assert officer.here("build").code == 0
    assert officer.shows("program/usulan", "Usulan yang layak")
