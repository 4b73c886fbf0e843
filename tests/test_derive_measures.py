"""What is measured besides evaluations: attendance, staff, decisions and appraisals, and what of them is told."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive.association import gamma
from generator.derive.competence import Assessed
from generator.derive.decisions import Decided
from generator.derive.estimates import associations, concentration
from generator.derive.ledger import Ledger
from generator.derive.participation import GROUPS, Participation, Workforce
from generator.derive.processing import Handled
from generator.derive.tables import figure_tables
from generator.model.figures import ALL, Counted, Estimate, FigureTable, Published, Rate, Suppressed
from generator.model.records import Fold, Record, Registry, Shelf, answers_of
from generator.model.schema import load_schema
from generator.settings import Settings

SETTINGS = Settings(name="Uji", government="Uji", tagline="Uji.", contact_email="uji@contoh.go.id")
SESSIONS = {"s-1": ("p", date(2026, 3, 2)), "s-2": ("p", date(2025, 3, 2)), "s-3": ("q", date(2026, 5, 2))}
EVERYBODY = {"position_kind": "fungsional", "rank_group": "iii", "employment": "pns", "age_band": "30-39"}
REGISTRATION = st.fixed_dictionaries(
    {
        "session": st.sampled_from(sorted(SESSIONS)),
        "agency": st.sampled_from(["a", "b"]),
        "status": st.sampled_from(["terdaftar", "hadir", "selesai", "batal"]),
        "hours": st.none() | st.integers(0, 40),
        "gender": st.sampled_from(["perempuan", "laki-laki"]),
        "reason_kind": st.none() | st.just("jadwal"),
        **{name: st.just(value) for name, value in EVERYBODY.items()},
    }
)


def record(table: str, **values: object) -> Record:
    return Record(table, "Uji", "uji.csv", 2, values)  # type: ignore[arg-type]


def registry(**rows: list[Record]) -> Registry:
    sessions = {
        key: record("sessions", id=key, program=program, starts_on=day)
        for key, (program, day) in SESSIONS.items()
    }
    agencies = {key: record("agencies", id=key, region="98.71") for key in ("a", "b")}
    shelves = {"sessions": Shelf(load_schema("sessions"), {**sessions})}
    shelves["agencies"] = Shelf(load_schema("agencies"), {**agencies})
    for table, records in rows.items():
        shelves[table] = Shelf(load_schema(table), {str(at): each for at, each in enumerate(records)})
    return Registry(shelves)


def folded(fold: Fold, table: str, rows: list[dict[str, object]]) -> Fold:
    for row in rows:
        fold.take(answers_of([record(table, **row)]))
    return fold


def registrations(*groups: tuple[int, dict[str, object]]) -> Fold:
    usual = {"session": "s-1", "agency": "a", "status": "selesai", "gender": "perempuan", **EVERYBODY}
    return folded(
        Participation(), "registrations", [usual | group for count, group in groups for _ in range(count)]
    )


def staff(*groups: tuple[int, dict[str, object]]) -> Fold:
    usual = {"agency": "a", "year": 2026, "gender": "perempuan", **EVERYBODY}
    return folded(Workforce(), "workforce", [usual | group | {"count": count} for count, group in groups])


def tables(**folds: Fold) -> dict[str, FigureTable]:
    return figure_tables(folds, registry(), SETTINGS, Ledger())


@settings(max_examples=15)
@given(*[st.lists(REGISTRATION, max_size=20)] * 3)
def test_attendance_merges_in_any_order(a: list, b: list, c: list) -> None:  # type: ignore[type-arg]
    one, two, three = (folded(Participation(), "registrations", rows) for rows in (a, b, c))
    assert one + two == two + one
    assert (one + two) + three == folded(Participation(), "registrations", [*c, *a, *b])


@settings(max_examples=15)
@given(st.lists(REGISTRATION, max_size=60))
def test_a_funnel_counts_each_stage_to_fives_and_hides_fewer(rows: list) -> None:  # type: ignore[type-arg]
    funnel = tables(registrations=folded(Participation(), "registrations", rows))["funnel"].cells
    past = {"registered": rows, "attended": [row for row in rows if row["status"] in ("hadir", "selesai")]}
    for stage, there in past.items():
        for program, count in Counter(SESSIONS[row["session"]][0] for row in there).items():
            figure = funnel[ALL, ALL, program, stage]
            if count < 5:
                assert figure == Suppressed()
            elif isinstance(figure, Counted):
                assert figure.count % 5 == 0 and abs(figure.count - count) < 3


def reach_of(part: int, whole: int) -> object:
    one = registrations((40, {"gender": "laki-laki"}), (part, {}))
    made = tables(registrations=one, workforce=staff((100, {"gender": "laki-laki"}), (whole, {})))["reach"]
    return made.of(period="2026", gender="perempuan").popitem()[1]


def test_reach_sets_attendance_beside_staff_of_the_same_group() -> None:
    assert reach_of(32, 60) == Rate(30, 60)
    assert reach_of(3, 60) == Suppressed()
    assert reach_of(30, 4) == Suppressed()


def test_nobody_is_told_of_groups_of_ten_and_more_alone() -> None:
    assert reach_of(0, 60) == Rate(0, 60)
    assert reach_of(0, 7) == Suppressed()


@pytest.mark.parametrize(("part", "whole", "percent"), [(30, 60, "50.0"), (5, 35, "14.3"), (70, 20, "350.0")])
def test_a_rate_is_of_a_hundred(part: int, whole: int, percent: str) -> None:
    assert str(Rate(part, whole).percent) == percent


def test_hours_a_head_are_of_all_staff() -> None:
    rows = registrations((20, {"hours": 10}), (20, {"hours": 30}), (3, {"status": "hadir"}))
    made = tables(registrations=rows, workforce=staff((100, {})))
    assert made["hours_per_head"].cells["2026", "a"] == Published("20-49", Decimal("8.0"))


def test_what_nobody_told_has_no_table() -> None:
    assert tables() == {}
    assert set(tables(workforce=staff((9, {})))) == set()


def assessed(*groups: tuple[str, str, int, int]) -> Fold:
    names = ("competency", "agency", "level", "count")
    return folded(
        Assessed(), "competency_assessments", [dict(zip(names, group, strict=True)) for group in groups]
    )


def levels_told(*groups: tuple[str, str, int, int]) -> dict[tuple[str | int, ...], str | None]:
    cells = tables(competency_assessments=assessed(*groups))["competency_figures"].cells
    return {key: str(each.mean) if isinstance(each, Published) else None for key, each in cells.items()}


def test_an_agency_s_level_is_told_from_ten_people_on_and_gives_no_other_away() -> None:
    """Of the six of `c` nothing is told, nor could it be had from all less `a` and `b`."""
    told = levels_told(
        ("m", "a", 2, 12), ("m", "a", 3, 12), ("m", "b", 4, 15), ("m", "b", 1, 15), ("m", "c", 2, 6)
    )
    assert told == {("m", ALL): "2.5", ("m", "a"): None, ("m", "b"): "2.5", ("m", "c"): None}


def test_nobody_assessed_is_no_level_nought() -> None:
    assert levels_told(("m", "a", 0, 0), ("m", "b", 0, 9), ("m", "b", 2, 9)) == {
        ("m", ALL): "1.0",
        ("m", "b"): "1.0",
    }


def test_processing_is_told_in_mean_days_of_ten_answers_and_more() -> None:
    sent = date(2026, 3, 2)

    def handled(table: str, *decided: int, shown: int | None = None) -> list[Handled]:
        seen = None if shown is None else sent + timedelta(shown)
        return [Handled(table, sent, sent + timedelta(days), seen) for days in decided]

    answers = [
        *handled("programs", *(2, 3, 4) * 4, -5),
        *handled("programs", 2, 8, shown=9),
        *handled("mentors", *(1, 9) * 4),
        *handled("stories", *(4,) * 20),
    ]
    told = figure_tables({}, registry(), SETTINGS, Ledger(), answers)["processing_days"].cells
    assert {key: str(each.mean) for key, each in told.items() if isinstance(each, Published)} == {
        ("programs", "decided"): "3.3"
    }
    assert [key for key, each in told.items() if each == Suppressed()] == [
        ("mentors", "decided"),
        ("stories", "decided"),
        ("programs", "shown"),
    ], "too few, of one mind, too few"


DECISION = {
    "period": "2025-S1",
    "agency": "a",
    "unit": "Bidang 1",
    "competency_fit": "sesuai",
    "tenure_band": "6-10",
    "followed_up": True,
}


def decided(*groups: tuple[int, dict[str, object]]) -> Decided:
    fold = Decided()
    folded(fold, "decisions", [DECISION | group for count, group in groups for _ in range(count)])
    return fold


def test_low_appraisals_are_followed_by_training() -> None:
    fold = decided(
        (30, {"performance_band": "kurang", "kind": "pelatihan"}),
        (10, {"performance_band": "kurang", "kind": "pelatihan", "followed_up": False}),
        (15, {"performance_band": "butuh-perbaikan", "kind": "tidak-ada"}),
        (40, {"performance_band": "baik", "kind": "promosi"}),
        (20, {"performance_band": "baik", "kind": "tidak-ada"}),
        (20, {"performance_band": "baik", "kind": "pelatihan"}),
    )
    assert tables(decisions=fold)["follow_up"].cells == {
        (ALL, "decided"): Rate(40, 55),
        (ALL, "done"): Rate(30, 40),
        ("2025", "decided"): Rate(40, 55),
    }


@pytest.mark.parametrize(
    ("table", "value", "low", "high"),
    [
        (
            [(20, 10), (10, 20)],
            0.6,
            0.2564,
            0.9436,
        ),  # Yule's Q; error (1 - Q²) / 2 · √(1/20 + 1/10 + 1/10 + 1/20)
        ([(10, 10), (10, 10)], 0.0, -0.6198, 0.6198),  # √0.4 / 2 = 0.3162
        ([(10, 0), (0, 10)], 1.0, 1.0, 1.0),
        ([(0, 5), (5, 0)], -1.0, -1.0, -1.0),
    ],
)
def test_gamma_by_hand(table: list[tuple[int, int]], value: float, low: float, high: float) -> None:
    assert gamma(table) == pytest.approx((value, low, high), abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=5))
def test_gamma_by_pairs(table: list[tuple[int, int]]) -> None:
    people = [
        (band, chosen) for band, row in enumerate(table) for chosen, n in enumerate(row) for _ in range(n)
    ]
    signs = [(a[0] - b[0]) * (a[1] - b[1]) for at, a in enumerate(people) for b in people[at + 1 :]]
    along, against = sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)
    found = gamma(table)
    if found is None:
        assert along + against == 0
    else:
        assert found.value == pytest.approx((along - against) / (along + against))


def test_an_association_needs_many_decisions_of_both_kinds() -> None:
    def performance(promoted: int, others: int) -> object:
        fold = decided(
            (promoted, {"performance_band": "sangat-baik", "kind": "promosi"}),
            (others, {"performance_band": "baik", "kind": "mutasi"}),
            (5, {"performance_band": "baik", "kind": "promosi"}),
        )
        return associations(fold.cube).cells[ALL, "performance_band"]

    assert isinstance(performance(20, 40), Estimate)
    assert performance(4, 60) == performance(60, 9) == performance(10, 20) == Suppressed()


def test_concentration_is_told_in_tens_where_more_than_one_unit_proposes() -> None:
    def share(*counts: int) -> object:
        groups = [(n, {"nominator_unit": f"Unit {at}", "kind": "promosi"}) for at, n in enumerate(counts)]
        fold = decided(*((n, {**group, "performance_band": "baik"}) for n, group in groups))
        return concentration(fold.cube).cells[("a",)]

    assert share(14, 6, 3) == Estimate("20-49", Decimal(60))
    assert share(20) == share(19, 4) == share(5, 4) == Suppressed()


def test_appraisals_are_counted_per_round_and_predicate() -> None:
    row = record(
        "reviews", agency="a", period="2025", expected=100, completed=92, very_good=20, good=60, poor=2
    )
    made = figure_tables({}, registry(reviews=[row]), SETTINGS, Ledger())
    assert made["review_figures"].cells["2025", "a"] == Rate(90, 100)
    predicates = made["review_predicates"].cells
    assert predicates["2025", "a", "good"] == Counted(60)
    assert predicates["2025", "a", "poor"] == predicates["2025", "a", "very_poor"] == Suppressed()


def test_groups_are_those_of_both_tables() -> None:
    for table in ("registrations", "workforce"):
        assert {field.name for field in load_schema(table).fields} >= set(GROUPS)
