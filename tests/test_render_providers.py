"""The page of a partner: its programmes, what was rated of them, and an agreement that reads true on any day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from portal_example import TODAY, by_id, day, example, program
from test_render_raters import HIDDEN, MEAN, drawn, tables

from generator.model.figures import Published, Suppressed
from generator.model.public import Provider
from generator.render.pages.providers import LINKED, SHOWN, agreement

PAGE = "penyelenggara/lpk-contoh/"


def partner(**changes: object) -> Provider:
    return Provider(id="lpk-contoh", name="LPK Contoh", kind="lembaga-pelatihan", **changes)  # type: ignore[arg-type]


def test_a_partner_has_its_programmes_and_what_was_rated_of_them() -> None:
    told = {
        ("lpk-contoh", 1, "material"): MEAN,
        ("lpk-contoh", 1, "trainer"): Suppressed(),
        ("lain", 1, "facility"): Published("20-49", Decimal("2.0")),
    }
    text = drawn(example(figure_tables=tables(figures_by_provider=told)), PAGE)
    assert "Lembaga pelatihan, menyelenggarakan 1 program untuk 1 instansi." in text
    assert "Tingkat lanjut" in text and "Program dasar" not in text
    assert "Semua program dan tahun digabung." in text and "Bagaimana angka ini dihitung" in text
    assert f"Materi 4,0 Pengajar {HIDDEN} Dari 20–49 jawaban." in text
    assert "Sarana" not in text, "another's figure"


def test_without_programmes_and_answers_the_page_says_so() -> None:
    text = drawn(example(programs={}, sessions={}, program_competencies=()), PAGE)
    assert "Belum ada programnya di portal ini." in text
    assert "Belum ada program dari mitra ini." in text and "Belum ada evaluasi." in text


def test_of_many_programmes_some_are_told_some_linked_and_the_rest_can_be_searched() -> None:
    many = by_id([program(f"p-{number}", provider="lpk-contoh") for number in range(LINKED + 1)])
    portal = example(programs=many, sessions={}, program_competencies=())
    text = drawn(portal, PAGE)
    assert text.count("Program p-") == LINKED
    assert text.partition("Program lainnya")[0].count("Program p-") == SHOWN
    assert f"Cari program lainnya (seluruhnya {LINKED + 1})" in text


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, None),
        (-10, 10, "11 November 2026 sampai 1 Desember 2026"),
        (10, 20, "1 Desember 2026 sampai 11 Desember 2026"),
        (-10, None, "Sejak 11 November 2026"),
        (10, None, "Mulai 1 Desember 2026"),
        (None, 10, "Sampai 1 Desember 2026"),
        (-20, -10, "Berakhir 11 November 2026"),
        (None, 0, "Sampai 21 November 2026"),
    ],
)
def test_an_agreement_is_told_by_its_days(start: int | None, end: int | None, said: str | None) -> None:
    term = {
        name: day(offset) for name, offset in (("mou_start", start), ("mou_end", end)) if offset is not None
    }
    assert agreement(partner(**term), TODAY) == said
