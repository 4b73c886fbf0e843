"""Every table of figures besides the evaluation's: measured, protected, and set beside each other.

What is set beside each other are published figures alone, so a rate tells no more than its two counts do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.derive.competence import Assessed, competence
from generator.derive.decisions import Decided, decisions, reviews
from generator.derive.estimates import associations, concentration
from generator.derive.evaluation import Evaluations, answered
from generator.derive.fitness import LEAST_SCORES
from generator.derive.ledger import Ledger
from generator.derive.participation import Participation, Workforce, participation, workforce
from generator.derive.processing import Handled, processing
from generator.derive.release import Measured
from generator.model.figures import (
    ALL,
    COMPETENCE,
    AnyFigure,
    Counted,
    FigureTable,
    Key,
    Published,
    Rate,
    Suppressed,
    tenths,
)
from generator.model.records import Fold, Registry
from generator.settings import Settings

PERCENT = ("part", "whole", "percent")
AS_TOLD = ("funnel", "reasons", "decision_figures", "outcomes", COMPETENCE, "processing_days")
"""Tables that are published as they were protected."""


def figure_tables(
    folds: Mapping[str, Fold],
    registry: Registry,
    settings: Settings,
    ledger: Ledger,
    handled: Sequence[Handled] = (),
) -> dict[str, FigureTable]:
    """The tables by name, of what was folded of each table's answers; nothing of what nobody told."""
    told = {
        name: table
        for cube, release in (*_measured(folds, registry), *processing(handled))
        for name, table in ledger.release(cube, release, settings).items()
    }
    tables: dict[str, FigureTable] = {name: told[name] for name in AS_TOLD if name in told}
    if "participants" in told and "staff" in told:
        tables["reach"] = _reach(told["participants"], told["staff"])
        tables["hours_per_head"] = _hours_per_head(told)
    if "answers" in told and "funnel" in told:
        tables["response_rates"] = _response_rates(told["answers"], told["funnel"])
    if "decision_figures" in told:
        decided = ledger.answers("decisions")
        tables["follow_up"] = _follow_up(told["follow_up"])
        tables["associations"] = associations(decided)
        tables["concentration"] = concentration(decided)
    if told["reviews"].cells:
        tables["review_figures"] = _completion(told["reviews"])
        tables["review_predicates"] = _without_stage(told["review_predicates"], "completed")
    return tables


def _measured(folds: Mapping[str, Fold], registry: Registry) -> Iterator[Measured]:
    for fold in folds.values():
        if isinstance(fold, Participation):
            yield from participation(fold, registry)
        elif isinstance(fold, Workforce):
            yield from workforce(fold, registry)
        elif isinstance(fold, Decided):
            yield from decisions(fold)
        elif isinstance(fold, Evaluations):
            yield from answered(fold)
        elif isinstance(fold, Assessed):
            yield from competence(fold)
    yield from reviews(registry)


def _rate(part: AnyFigure | None, whole: AnyFigure | None) -> Rate | Suppressed:
    """Nobody of a group is told where the group is large enough that this says nothing of a single one."""
    if not isinstance(whole, Counted) or isinstance(part, Suppressed):
        return Suppressed()
    if isinstance(part, Counted):
        return Rate(part.count, whole.count)
    return Rate(0, whole.count) if whole.count >= LEAST_SCORES else Suppressed()


def _reach(participants: FigureTable, staff: FigureTable) -> FigureTable:
    """Who attended for every hundred of the staff, group by group."""
    cells: dict[Key, AnyFigure] = {
        key: _rate(participants.cells.get((*key, "attended")), whole) for key, whole in staff.cells.items()
    }
    return FigureTable("reach", staff.dimensions, PERCENT, cells)


def _hours_per_head(told: Mapping[str, FigureTable]) -> FigureTable:
    """Hours earned for each of the staff: what one who completed earned, times how many completed."""
    groups = [ALL] * (len(told["staff"].dimensions) - 3)
    cells: dict[Key, AnyFigure] = {}
    for (period, agency), hours in told["hours"].cells.items():
        at: Key = (period, ALL, agency, *groups)
        completed, staff = told["participants"].cells.get((*at, "completed")), told["staff"].cells.get(at)
        if staff is None:
            continue
        if isinstance(hours, Published) and isinstance(completed, Counted) and isinstance(staff, Counted):
            mean = tenths(hours.mean * completed.count / Decimal(staff.count))
            cells[period, agency] = Published(hours.responses, mean)
        else:
            cells[period, agency] = Suppressed()
    return FigureTable("hours_per_head", ("period", "agency"), ("responses", "mean"), cells)


def _response_rates(answers: FigureTable, funnel: FigureTable) -> FigureTable:
    """Answers at each level for every hundred who attended."""
    attended = funnel.cells.get((ALL, ALL, ALL, "attended"))
    cells: dict[Key, AnyFigure] = {key: _rate(figure, attended) for key, figure in answers.cells.items()}
    return FigureTable("response_rates", ("level",), PERCENT, cells)


def _follow_up(counts: FigureTable) -> FigureTable:
    """Of those appraised low, how many were to be trained; of these, how many were."""
    cells: dict[Key, AnyFigure] = {}
    for (period, is_low, kind, _), whole in counts.cells.items():
        if is_low == "ya" and kind == ALL:
            trained = counts.cells.get((period, "ya", "pelatihan", ALL))
            cells[period, "decided"] = _rate(trained, whole)
            if period == ALL:
                done = counts.cells.get((ALL, "ya", "pelatihan", "ya"))
                cells[ALL, "done"] = _rate(done, trained)
    return FigureTable("follow_up", ("period", "step"), PERCENT, cells)


def _completion(rounds: FigureTable) -> FigureTable:
    cells: dict[Key, AnyFigure] = {
        (period, agency): _rate(rounds.cells.get((period, agency, "completed")), whole)
        for (period, agency, stage), whole in rounds.cells.items()
        if stage == "expected"
    }
    return FigureTable("review_figures", ("period", "agency"), PERCENT, cells)


def _without_stage(table: FigureTable, stage: str) -> FigureTable:
    """The table's figures of one stage alone."""
    cells = {key[:-1]: figure for key, figure in table.cells.items() if key[-1] == stage}
    return FigureTable(table.name, table.dimensions[:-1], table.measures, cells)
