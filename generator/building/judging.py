"""From sources to the public portal: what is there is opened, judged and folded, and passes the wall."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from generator.building.releases import LEDGER_FILE, Releases, Tables
from generator.derive.competence import Assessed
from generator.derive.decisions import Decided
from generator.derive.evaluation import Evaluations, evaluation_tables, whose
from generator.derive.ledger import Ledger
from generator.derive.mentoring import Seats
from generator.derive.participation import Participation, Workforce
from generator.derive.processing import Handled
from generator.derive.tables import figure_tables
from generator.derive.wall import open_portal
from generator.findings import Finding, Place, finding
from generator.memo import Memo, digest, judging_code
from generator.model.decisions import Decisions
from generator.model.figures import EVALUATION, Figures
from generator.model.public import Portal
from generator.model.records import Fold, RawTable, Registry
from generator.model.sheets import OLD, SheetSeen
from generator.settings import Settings
from generator.sources import Source, load_package, open_rows, open_source
from generator.state import read_decisions
from generator.sync.snapshots import Sheet, load_newest
from generator.validate.judge import Judgement, judge
from generator.validate.rules import Context, answer_name

FOLDS: Mapping[str, type[Fold]] = {
    "evaluations": Evaluations,
    "mentoring_requests": Seats,
    "registrations": Participation,
    "workforce": Workforce,
    "decisions": Decided,
    "competency_assessments": Assessed,
}
"""What each table's answers are folded into."""
MEASURED = ("registrations", "workforce", "decisions", "competency_assessments")
"""Folds that tables of figures are made of, besides the evaluation's."""


class Watcher(Protocol):
    """Whoever shows how far a build is: told each stage by its code, and each step within it."""

    def stage(self, code: str) -> None:
        """A stage begins."""

    def step(self, what: str) -> None:
        """Something of the stage begins, or is done."""


@dataclass(slots=True)
class Clock:
    """Times the stages and tells the watcher of them."""

    watcher: Watcher
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, code: str) -> Iterator[None]:
        """Times what happens within; `seconds[code]` has it afterwards."""
        self.watcher.stage(code)
        started = time.perf_counter()
        yield
        self.seconds[code] = round(time.perf_counter() - started, 3)


def context_of(settings: Settings, today: date, state: Path | None, is_preview: bool = False) -> Context:
    """What judging hangs on besides the data: what `state` remembers, the settings, and the day."""
    decisions = read_decisions(state) if state else Decisions()
    return Context(Registry(), decisions, settings, today, shows_pending=is_preview)


class Opened(NamedTuple):
    """What there is to judge: every source's rows, and the origins of those sheets whose every row is followed."""

    raws: list[RawTable]
    followed: tuple[str, ...] = ()

    @property
    def titles(self) -> Mapping[str, str]:
        """What people call each source, by its origin."""
        return {raw.origin: raw.title for raw in self.raws}


def open_sources(
    data: Path, state: Path | None, clock: Clock, sheets: Mapping[str, Sheet] = MappingProxyType({})
) -> Opened:
    """Every source of a package; those in `sheets` as they read there, each of their rows followed."""
    with clock.stage("read"):
        sources = load_package(data)
        raws = list(filter(None, (_open(source, state, sheets.get(source.name)) for source in sources)))
    return Opened(raws, tuple(source.sheet_origin for source in sources if source.name in sheets))


def judge_sources(
    opened: Opened,
    context: Context,
    clock: Clock,
    memo: Memo,
    jobs: int = 0,
    folds: Mapping[str, type[Fold]] = FOLDS,
) -> Judgement:
    """Every source judged."""
    raws = opened.raws
    with clock.stage("judge"):
        judgement = judge(raws, context, folds, memo, opened.followed, jobs, clock.watcher.step)
        judgement.sheets = tuple(SheetSeen(raw.table, raw.title, raw.seen_on) for raw in raws if raw.seen_on)
        for each in filter(None, (_outdated(raw, context.today) for raw in raws)):
            judgement.log.add(each)
        for each in _seats(judgement).findings(judgement.registry):
            judgement.log.add(each)
    return judgement


def _open(source: Source, state: Path | None, sheet: Sheet | None) -> RawTable | None:
    """A source's rows: of its `sheet`, else of that one's newest snapshot, else of its file, else None."""
    if sheet:
        return open_rows(source, sheet.header, sheet.rows, sheet.digest)
    if state and source.worksheet and (snapshot := load_newest(state, source.name)):
        raw = open_rows(source, snapshot.sheet.header, snapshot.sheet.rows, snapshot.digest)
        return replace(raw, seen_on=snapshot.checked_at.date())
    return open_source(source) if source.path else None


def _outdated(raw: RawTable, today: date) -> Finding | None:
    """The finding on a sheet that was not seen for long."""
    if raw.seen_on is None or today - raw.seen_on <= OLD:
        return None
    days, day = (today - raw.seen_on).days, f"{raw.seen_on:%d/%m/%Y}"
    return finding("snapshot-old", Place(raw.table, raw.origin), days=days, day=day)


def portal_of(judgement: Judgement, context: Context, memo: Memo, releases: Releases) -> Portal:
    """What may be shown of all that was judged fit; where their ledger was lost, the figures of the last site."""
    settings = context.settings
    if releases.kept is None:
        tables = {**_evaluation(judgement, settings, memo, releases)}
        measured = _measured_tables(judgement, context, memo, releases)
    else:
        judgement.log.add(finding("releases-lost", Place("evaluations", ""), path=LEDGER_FILE))
        tables, measured = {**releases.kept}, {}
    table = tables.pop(EVALUATION, None)
    figures = memo.made_of(table, "figures", lambda _: Figures.of_table(table))
    portal = open_portal(judgement.registry, figures, _seats(judgement), settings, context.today, memo)
    return replace(
        portal,
        sheets=judgement.sheets,
        figure_tables={**tables, **measured},
        keeps_figures=releases.kept is not None,
    )


def _seats(judgement: Judgement) -> Seats:
    requests = judgement.folds.get("mentoring_requests")
    return requests.load() if requests else Seats()


def _evaluation(judgement: Judgement, settings: Settings, memo: Memo, releases: Releases) -> Tables:
    """The released figures of the answers, made anew only when what they hang on changed."""
    answers = judgement.folds.get("evaluations")
    if answers is None:
        return {}
    programs = whose(judgement.registry)
    key = digest("figures", answers.key, programs, settings.score_threshold)
    return releases.remembered(
        memo, key, lambda ledger: evaluation_tables(answers.load(), programs, settings, ledger)
    )


def _measured_tables(judgement: Judgement, context: Context, memo: Memo, releases: Releases) -> Tables:
    """The other tables of figures, made anew only when what they are measured by or a threshold changed."""
    settings = context.settings
    folds = {name: folded for name, folded in judgement.folds.items() if name in MEASURED}
    if "registrations" in folds and "evaluations" in judgement.folds:
        folds["evaluations"] = judgement.folds["evaluations"]
    reviews = [record.values for record in judgement.registry.all("reviews")]
    thresholds = settings.score_threshold, settings.count_threshold
    keys = sorted((name, each.key) for name, each in folds.items())
    handled = sorted(_handled(judgement, context.decisions), key=repr)
    key = digest("measures", judging_code(), keys, reviews, thresholds, handled)

    def made(ledger: Ledger) -> Tables:
        loaded = {name: folded.load() for name, folded in folds.items()}
        return figure_tables(loaded, judgement.registry, settings, ledger, handled)

    return releases.remembered(memo, key, made)


def _handled(judgement: Judgement, decisions: Decisions) -> Iterator[Handled]:
    """When each form answer that somebody decided on was sent, decided and first seen to be approved."""
    yield from _seats(judgement).handled.elements()
    for name, shelf in judgement.registry.shelves.items():
        for record in shelf.accepted.values() if shelf.schema.needs_approval else ():
            sent, seen = record.day("submitted_at"), decisions.seen.get(answer_name(record))
            if sent and record["approval"] == "setuju":
                shown = date.fromisoformat(seen) if seen else None
                yield Handled(name, sent, record.day("decided_on"), shown)
