"""The demonstration's figures against whoever solves them all at once, by linear programming."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attacker import Interval, Place, attacked_means, attacked_site
from toy_portal import make

from generator.building.releases import published_tables
from generator.commands.auditing import Interval as Reading
from generator.commands.auditing import Line, read_site
from generator.derive.fitness import LEAST_SCORES
from generator.model.figures import EVALUATION, Published
from generator.model.schema import ROOT

pytestmark = pytest.mark.slow

EVERY = 5
"""Of the hidden means every fifth is attacked: two programmes of a thousand unknowns each."""
SCALES = {"pre_score": (0.0, 100.0), "post_score": (0.0, 100.0)}
RATED = (1.0, 5.0)
OFF = 0.05
"""How far a published mean may be from the true one."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built for the first time."""
    folder = tmp_path_factory.mktemp("demonstration")
    make(ROOT / "content/data", folder / "site", folder / "state", date(2026, 11, 22))
    return folder / "site"


@pytest.fixture(scope="module")
def told(site: Path) -> tuple[dict[Place, Reading], list[Line]]:
    """What the site tells; and, as all was released at once, that answers at levels 3 and 4 rate one thing each."""
    known, lines = read_site(site)
    for level, aspect in ((3, "applied"), (4, "impact")):
        rated = ("evaluation", ("*", "*", "*", "*", "*", "*", level, aspect))
        lines.append(Line(("response_rates.part", (level,)), (rated,), True))
    return known, lines


@pytest.fixture(scope="module")
def solved(told: tuple[dict[Place, Reading], list[Line]]) -> dict[Place, Interval]:
    """Between how many people each hidden number stands for."""
    known, lines = told
    return attacked_site(known, lines, [place for place, reading in known.items() if reading.is_hidden])


def test_no_hidden_number_is_pinned(
    told: tuple[dict[Place, Reading], list[Line]], solved: dict[Place, Interval]
) -> None:
    assert len(solved) > 1000
    pinned = {place: at for place, at in solved.items() if at[0] < told[0][place].least > at[1] - at[0]}
    assert pinned == {}


def test_no_mean_of_a_group_that_may_be_small_is_told_to_half_the_scale(
    site: Path, told: tuple[dict[Place, Reading], list[Line]], solved: dict[Place, Interval]
) -> None:
    known, lines = told
    means = {place: SCALES.get(str(place[1][-1]), RATED) for place in known}
    for (*whose, level, aspect), figure in published_tables(site)[EVALUATION].cells.items():
        place = ("evaluation", (*whose, "*", "*", "*", level, aspect))
        if isinstance(figure, Published):
            low, high = means[place]
            means[place] = max(low, float(figure.mean) - OFF), min(high, float(figure.mean) + OFF)
    small = [place for place, at in solved.items() if place[0] == "evaluation" and at[0] < LEAST_SCORES]
    for place, (low, high) in attacked_means(known, lines, means, small[::EVERY]).items():
        least, most = SCALES.get(str(place[1][-1]), RATED)
        assert high - low > (most - least) / 2, (place, low, high)
