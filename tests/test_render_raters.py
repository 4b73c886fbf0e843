"""Parts of pages that evaluations make: who rated and how far they agree, what is due, what to improve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from portal_example import NAMES, by_id, example, program, session, settings

from generator.model.figures import (
    ALL,
    AnyFigure,
    Cell,
    Counted,
    Figures,
    FigureTable,
    Key,
    Published,
    Rate,
    Suppressed,
)
from generator.model.public import Competency, Portal
from generator.render.environment import body, environment
from generator.render.pages import pages
from generator.render.pages.index import index

JINJA = environment(settings(), NAMES)
HIDDEN = "Disembunyikan demi kerahasiaan."
MEAN = Published("20-49", Decimal("4.0"), Decimal("0.8"))


def drawn(portal: Portal, url: str) -> str:
    """The text of one page, its white space made single."""
    page = next(page for page in pages(index(portal, settings(), {})) if page.url == url)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body(JINJA, page, page.view, "2026-11-21")))


def tables(**cells: Mapping[Key, AnyFigure]) -> dict[str, FigureTable]:
    return {name: FigureTable(name, ("period",), (), {**figures}) for name, figures in cells.items()}


def standing(end: int, figures: Figures | None = None) -> dict[int, str]:
    """Where the evaluations of a programme stand whose run ends so many days from today."""
    portal = example(
        programs=by_id([program("satu")]),
        sessions=by_id([session("s", "satu", end - 1)]),
        figures=figures or Figures(),
    )
    return {each.level: each.state for each in index(portal, settings(), {}).due["satu"]}


@pytest.mark.parametrize(
    ("end", "states"),
    [
        (10, ("ahead", "ahead", "ahead")),
        (-1, ("due", "ahead", "ahead")),
        (-100, ("overdue", "due", "ahead")),
        (-300, ("overdue", "overdue", "overdue")),
    ],
)
def test_an_evaluation_is_asked_months_after_the_end_and_late_some_months_later(
    end: int, states: tuple[str, ...]
) -> None:
    assert tuple(standing(end).values()) == states


def test_what_has_a_figure_to_show_is_no_longer_due_and_a_hidden_one_is() -> None:
    cells = {
        Cell("satu", ALL, ALL, 1, "material"): MEAN,
        Cell("satu", ALL, ALL, 3, "applied"): Suppressed(),
    }
    assert standing(-300, Figures.of_cells(cells)) == {1: "answered", 3: "overdue", 4: "overdue"}


def test_without_a_run_nothing_is_due() -> None:
    portal = example(programs=by_id([program("satu")]), sessions={})
    assert index(portal, settings(), {}).due["satu"] == ()


def test_a_cancelled_run_is_none_and_a_recurring_one_counts_from_its_first_day() -> None:
    runs = [
        replace(session("batal", "satu", -400), status="dibatalkan"),
        replace(session("rutin", "satu", -10), ends_on=date(2027, 6, 1), recurrence="FREQ=WEEKLY"),
    ]
    portal = example(programs=by_id([program("satu")]), sessions=by_id(runs), figures=Figures())
    first = index(portal, settings(), {}).due["satu"][0]
    assert (first.since, first.state) == (date(2026, 11, 11), "due")


def test_participants_and_superiors_are_told_apart() -> None:
    told = {("peserta", 3, "applied"): MEAN, ("atasan", 3, "applied"): Suppressed()}
    text = drawn(example(figure_tables=tables(figures_by_respondent=told)), "evaluasi/")
    assert f"Peserta 4,0 Atasan {HIDDEN}" in text


def test_spread_and_agreement_of_ratings_but_of_no_test_score() -> None:
    told = {
        (ALL, 1, "material"): Published("20-49", Decimal("4.0"), Decimal("0.8")),
        (ALL, 1, "trainer"): Published("20-49", Decimal("3.0"), Decimal("1.9")),
        (ALL, 2, "post_score"): Published("20-49", Decimal("80"), Decimal("12.5")),
        (ALL, 4, "impact"): Suppressed(),
    }
    text = drawn(example(figure_tables=tables(spread=told)), "evaluasi/")
    assert "Materi 0,8 0,7 20–49" in text  # 1 - 0.64 / 2 = 0.68
    assert "Pengajar 1,9 0,0 20–49" in text  # 1 - 3.61 / 2 is below nothing
    assert "Nilai tes akhir 12,5 – 20–49" in text
    assert f"Dampak pada kinerja unit {HIDDEN} {HIDDEN} {HIDDEN}" in text


def test_answers_are_set_beside_attendance() -> None:
    text = drawn(
        example(figure_tables=tables(response_rates={(1,): Rate(635, 1000), (3,): Suppressed()})), "evaluasi/"
    )
    assert f"Kepuasan 63,5 Penerapan {HIDDEN}" in text


@pytest.mark.parametrize(("after", "said"), [("75.4", "naik 17,1 poin"), ("50.0", "turun 8,3 poin")])
def test_scores_before_and_after(after: str, said: str) -> None:
    cells = {
        Cell(ALL, ALL, ALL, 2, "pre_score"): Published("20-49", Decimal("58.3")),
        Cell(ALL, ALL, ALL, 2, "post_score"): Published("20-49", Decimal(after)),
    }
    assert said in drawn(example(figures=Figures.of_cells(cells)), "evaluasi/")
    hidden = cells | {Cell(ALL, ALL, ALL, 2, "pre_score"): Suppressed()}
    assert "poin" not in drawn(example(figures=Figures.of_cells(hidden)), "evaluasi/")


def test_providers_and_owners_have_their_figures() -> None:
    told = tables(
        figures_by_provider={("lpk-contoh", 1, "material"): MEAN},
        figures_by_organizer={("bkpsdm", 1, "trainer"): Suppressed(), ("bkpsdm", 1, "material"): MEAN},
    )
    text = drawn(example(figure_tables=told), "evaluasi/")
    assert "LPK Contoh 4,0 – –" in text
    assert f"BKPSDM 4,0 {HIDDEN} –" in text


def test_the_programme_s_page_has_its_funnel() -> None:
    told = {(ALL, ALL, "dasar", "registered"): Counted(30), (ALL, ALL, "dasar", "attended"): Suppressed()}
    text = drawn(example(figure_tables=tables(funnel=told)), "program/dasar/")
    assert f"Terdaftar 30 Hadir {HIDDEN}" in text
    assert "Jadwal evaluasi" in text


def test_the_agency_s_page_tells_what_to_improve_of_what_is_told() -> None:
    ratings = {"material": "4.2", "trainer": "4.4", "facility": "3.4"}
    cells: dict[Cell, Published | Suppressed] = {
        Cell(ALL, "bkpsdm", ALL, 1, aspect): Published("20-49", Decimal(mean))
        for aspect, mean in ratings.items()
    }
    cells[Cell(ALL, "bkpsdm", ALL, 1, "relevance")] = Suppressed()
    told = tables(reach={("2026", ALL, "bkpsdm", *[ALL] * 5): Rate(40, 86)})
    text = drawn(example(figures=Figures.of_cells(cells), figure_tables=told), "instansi/bkpsdm/")
    assert "46,5 per 100 pegawai kehadiran di program pada 2026" in text
    assert "Kompetensi yang perlu ditingkatkan" not in text
    improve = text.partition("Yang perlu ditingkatkan")[2].partition("Tanda ▾")[0]
    assert "Sarana 3,4 ▾ (rendah) Materi 4,2 Pengajar 4,4" in improve
    assert HIDDEN not in improve


def test_the_lowest_competencies_that_are_told_stand_on_the_agency_s_page() -> None:
    told = {
        "MAN-01": ("3.1", "2.9"),
        "MAN-02": ("2.4", "2.6"),
        "TEK-01": ("2.0", "1.9"),
        "TEK-02": ("3.5", "3"),
    }
    cells: dict[Key, AnyFigure] = {("SOS-01", "bkpsdm"): Suppressed(), ("SOS-01", ALL): Suppressed()}
    for code, (own, of_all) in told.items():
        cells[code, "bkpsdm"] = Published("20-49", Decimal(own))
        cells[code, ALL] = Published("1000+", Decimal(of_all))
    named = {
        code: Competency(code=code, name=f"Kompetensi {code}", kind="teknis", description="Rekaan.")
        for code in (*told, "SOS-01")
    }
    portal = example(
        competencies=named,
        mentors={},
        position_competencies=(),
        program_competencies=(),
        figure_tables=tables(competency_figures=cells),
    )
    text = drawn(portal, "instansi/bkpsdm/").partition("Kompetensi yang perlu ditingkatkan")[2]
    lowest = text.partition("Dari 20–49 orang. Hasil uji")[0]
    assert "Kompetensi TEK-01 2,0 Kompetensi MAN-02 2,4 ▾ (rendah) Kompetensi MAN-01 3,1 " in lowest
    assert "TEK-02" not in lowest and "SOS-01" not in lowest
    assert "jenjang 2,6 dari 5 (1.000 lebih orang, semua tahun)" in drawn(portal, "kompetensi/man-02/")
    assert "Pegawai yang sudah diuji" not in drawn(portal, "kompetensi/sos-01/")
