"""The transparency page says what the tables of figures say, in words; what is hidden never reads as nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from portal_example import NAMES, example, settings

from generator.derive.participation import REACH
from generator.model.figures import (
    ALL,
    AnyFigure,
    Counted,
    Estimate,
    FigureTable,
    Published,
    Rate,
    Suppressed,
)
from generator.model.public import OpenTable
from generator.model.schema import load_schema
from generator.render.environment import body, environment
from generator.render.pages import pages
from generator.render.pages.groups import extremes
from generator.render.pages.index import index

HIDDEN = "Disembunyikan demi kerahasiaan."
ASSOCIATIONS = ("responses", "value", "low", "high")


def table(name: str, dimensions: tuple[str, ...], cells: dict[tuple[str, ...], AnyFigure]) -> FigureTable:
    return FigureTable(name, dimensions, (), {**cells})


def reach(**groups: dict[str, AnyFigure]) -> FigureTable:
    """Figures of 2026: `reach(gender={"perempuan": …})`; those of all staff under `period`."""
    cells = {
        tuple({"period": "2026", name: code}.get(each, ALL) for each in REACH): figure
        for name, figures in groups.items()
        for code, figure in figures.items()
    }
    return table("reach", REACH, cells)


def drawn(**tables: FigureTable) -> str:
    """The page's text, its white space made single."""
    portal = example(figure_tables=tables)
    page = next(page for page in pages(index(portal, settings(), {})) if page.kind == "transparency")
    html = body(environment(settings(), NAMES), page, page.view, "2026-11-21")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("&#39;", "'")))


def test_without_figures_it_says_so() -> None:
    assert "Belum ada data kepesertaan" in drawn()


def test_seats_stages_and_reasons_of_the_newest_year() -> None:
    cells: dict[tuple[str, ...], AnyFigure] = {
        ("2026", ALL, ALL, "registered"): Counted(1985),
        ("2026", ALL, ALL, "attended"): Counted(1690),
        ("2026", ALL, ALL, "completed"): Suppressed(),
        ("2025", ALL, ALL, "registered"): Counted(50),
    }
    reasons: dict[tuple[str, ...], AnyFigure] = {
        ("2026", "jarak"): Counted(10),
        ("2026", "biaya"): Suppressed(),
    }
    text = drawn(
        funnel=table("funnel", ("period", "agency", "program", "stage"), cells),
        reasons=table("reasons", ("period", "reason_kind"), reasons),
    )
    assert "Terdaftar 1.985 Hadir 1.690 Selesai" in text
    assert f"Selesai {HIDDEN}" in text
    assert f"Tempatnya jauh 10 Biaya atau perjalanan dinas {HIDDEN}" in text
    assert "Tahap 2025 2026 Terdaftar 50 1.985" in text


def test_reach_names_the_best_and_the_worst_reached_group() -> None:
    text = drawn(
        reach=reach(
            period={"2026": Rate(100, 1000)},
            employment={"pns": Rate(90, 600), "pppk": Rate(20, 400)},
            gender={"perempuan": Rate(100, 1000), "laki-laki": Suppressed()},
        )
    )
    assert "rata-rata semua pegawai (10,0)" in text
    assert "PNS 15,0 PPPK 5,0 ▾ (rendah)" in text
    assert "Paling terjangkau: PNS. Paling jarang: PPPK. Perbandingannya 3,0 banding 1." in text
    assert f"Laki-laki {HIDDEN}" in text
    assert "Tidak ada: setiap kelompok" in text


def test_groups_that_nobody_reached_are_named() -> None:
    text = drawn(
        reach=reach(
            period={"2026": Rate(100, 1000)},
            agency={"bkpsdm": Rate(0, 40), "upt-diklat": Suppressed()},
        )
    )
    assert "tanpa satu pun kehadiran pada 2026. BKPSDM" in text
    assert "Dinas upt-diklat" not in text


def test_hours_a_head_stand_beside_the_yearly_right() -> None:
    hours: dict[tuple[str, ...], AnyFigure] = {("2026", ALL): Published("100-199", Decimal("12.5"))}
    text = drawn(
        reach=reach(period={"2026": Rate(1, 2)}),
        hours_per_head=table("hours_per_head", ("period", "agency"), hours),
    )
    assert "2026 12,5 Garis tegak: hak 20 JP setahun" in text


@pytest.mark.parametrize(
    ("value", "word"), [("-0.2", "berlawanan"), ("0.2", "lemah"), ("0.3", "sedang"), ("0.6", "kuat")]
)
def test_an_association_is_told_in_a_word_with_its_interval(value: str, word: str) -> None:
    figure = Estimate("200-499", Decimal(value), Decimal("-0.4"), Decimal("0.9"))
    cells: dict[tuple[str, ...], AnyFigure] = {
        (ALL, "performance_band"): figure,
        ("2026", "performance_band"): figure,
        (ALL, "tenure_band"): Suppressed(),
    }
    text = drawn(associations=FigureTable("associations", ("period", "factor"), ASSOCIATIONS, {**cells}))
    said = value.replace(".", ",")
    assert f"Predikat kinerja {said} {word}" in text
    assert f"Masa kerja {HIDDEN}" in text
    assert f"{said} (-0,4 sampai 0,9)" in text
    assert "bukan membuktikan sebab akibat" in text


def test_the_flow_from_predicate_to_decision_and_what_follows_a_low_one() -> None:
    dimensions = ("period", "agency", "kind", "performance_band", "competency_fit", "tenure_band")
    kinds = {"promosi": Counted(30), "mutasi": Suppressed(), "pelatihan": Counted(15), ALL: Counted(60)}
    cells = {(ALL, ALL, kind, "baik", ALL, ALL): figure for kind, figure in kinds.items()}
    steps: dict[tuple[str, ...], AnyFigure] = {(ALL, "decided"): Rate(30, 40), (ALL, "done"): Rate(15, 30)}
    text = drawn(
        decision_figures=table("decision_figures", dimensions, {**cells}),
        follow_up=table("follow_up", ("period", "step"), steps),
    )
    assert f"Baik 30 {HIDDEN} 15 – 60" in text
    assert "diputuskan mengikuti pelatihan 75,0 dari yang diputuskan, sudah dilatih 50,0" in text


def test_the_eight_merit_aspects_are_an_average_of_the_newest_year() -> None:
    schema = load_schema("merit_aspects").public()
    rows: list[tuple[Any, ...]] = [
        ("bkpsdm", 2025, "pengadaan", Decimal(80)),
        ("upt-diklat", 2025, "pengadaan", Decimal(61)),
        ("bkpsdm", 2024, "pengadaan", Decimal(10)),
    ]
    portal = replace(example(), tables={"merit_aspects": OpenTable(schema, tuple(rows))})
    page = next(page for page in pages(index(portal, settings(), {})) if page.kind == "transparency")
    html = body(environment(settings(), NAMES), page, page.view, "2026-11-21")
    assert "70,5" in html and "2 instansi yang dinilai pada 2025" in html


def test_extremes_need_two_groups_that_are_told() -> None:
    assert extremes([("a", Rate(5, 10)), ("b", Suppressed()), ("c", Rate(0, 10))]) is None
    assert extremes([("a", Rate(5, 10)), ("b", Rate(5, 20))]) == (("a", Rate(5, 10)), ("b", Rate(5, 20)))


def test_days_until_decided_by_what_the_form_is_for() -> None:
    cells: dict[tuple[str, ...], AnyFigure] = {
        ("programs", "decided"): Published("20-49", Decimal("3.3")),
        ("mentors", "decided"): Suppressed(),
    }
    text = drawn(processing_days=table("processing_days", ("table", "step"), cells))
    assert f"Hari sejak jawaban dikirim sampai diputuskan, semua tahun Program 3,3 Mentor {HIDDEN}" in text
    assert "Dari 20–49 jawaban. Yang tanggal" in text
    assert "sampai tampil di portal Program" not in text


def test_a_round_of_appraisals_names_the_last_day_that_anybody_had() -> None:
    rows: list[tuple[Any, ...]] = [
        ("bkpsdm", "2025", date(2026, 1, 31)),
        ("upt-diklat", "2025", date(2026, 2, 28)),
        ("bkpsdm", "2019", date(2020, 1, 31)),
    ]
    rounds = table("review_figures", ("period", "agency"), {("2025", ALL): Rate(80, 90)})
    portal = replace(
        example(figure_tables={"review_figures": rounds}),
        tables={"reviews": OpenTable(load_schema("reviews").public(), tuple(rows))},
    )
    page = next(page for page in pages(index(portal, settings(), {})) if page.kind == "transparency")
    html = body(environment(settings(), NAMES), page, page.view, "2026-11-21")
    assert "Batas waktunya: 2025 pada 28 Februari 2026." in html
