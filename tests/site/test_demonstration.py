"""The demonstration package is as large and varied as a portal in life, with every common fault in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.commands.auditing import audit

LEAST_PUBLISHED = {
    "agencies": 40,
    "providers": 12,
    "competencies": 34,
    "positions": 20,
    "programs": 150,
    "sessions": 300,
    "mentors": 70,
}
COMMON_FAULTS = {
    *("required", "choice-unknown", "pattern", "above-maximum", "below-minimum", "ragged-row"),
    *("integer-unreadable", "number-unreadable", "number-lost-digits", "date-unreadable", "date-impossible"),
    *("key-repeated", "reference-unknown", "reference-near", "reference-circle", "ends-before-start"),
    *("approval-awaited", "approval-refused", "consent-missing", "mentor-stale", "mentor-unconfirmed"),
    "private-data",
}
TODAY = "2026-11-21"

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def report(built: Path) -> Mapping[str, Any]:
    """What the build reported."""
    return json.loads((built / "state/report.json").read_text("utf-8"))


@pytest.mark.parametrize(("table", "least"), LEAST_PUBLISHED.items())
def test_enough_rows_are_published(site: Path, table: str, least: int) -> None:
    assert len(_table(site, table)) >= least


def test_enough_answers_over_three_years_and_four_levels(site: Path, report: Mapping[str, Any]) -> None:
    assert report["tables"]["evaluations"]["accepted"] >= 4_000
    figures = _table(site, "evaluation_figures")
    published = {(row["period"], str(row["level"])) for row in figures if row["status"] == "published"}
    years = {period for period, _ in published if period != "*"}
    assert len(years) >= 3
    assert {(year, level) for year in years for level in "1234"} <= published


def test_its_figures_give_nothing_away(site: Path) -> None:
    """By subtraction; by linear programming in `test_audit_demonstration.py`."""
    found = audit(site)
    assert found.is_clean and found.hidden > 1000


def test_the_catalogue_is_varied(site: Path) -> None:
    competencies = Counter(row["kind"] for row in _table(site, "competencies"))
    assert competencies["manajerial"] + competencies["sosiokultural"] == 9
    assert competencies["teknis"] >= 25
    assert len({row["track"] for row in _table(site, "programs")}) == 3
    assert any(row["is_leader"] for row in _table(site, "mentors"))


def test_sessions_lie_behind_and_ahead(site: Path) -> None:
    days = [row["starts_on"] for row in _table(site, "sessions")]
    assert sum(day < TODAY for day in days) >= 50
    assert sum(day > TODAY for day in days) >= 50


def test_submissions_through_forms_wait_for_approval(report: Mapping[str, Any]) -> None:
    for table in ("programs", "mentors"):
        assert report["tables"][table]["pending"] > 0
        assert report["tables"][table]["withheld"] > 0
        assert report["tables"][table]["rejected"] > 0


def test_every_common_fault_stands_in_the_data(report: Mapping[str, Any]) -> None:
    assert COMMON_FAULTS - {finding["code"] for finding in report["findings"]} == set()


def test_every_row_is_accounted_for(report: Mapping[str, Any]) -> None:
    for name, rows in report["tables"].items():
        said = rows["accepted"] + rows["rejected"] + rows["pending"] + rows["withheld"]
        assert rows["read"] == said, name


def _table(site: Path, name: str) -> Rows:
    rows: Rows = json.loads((site / "data" / f"{name}.json").read_text("utf-8"))
    return rows
