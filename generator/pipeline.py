"""The pipeline: sources → validate → derive → the wall → render → gates → swap, and a report of it all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from generator.derive.disclosure import screen
from generator.derive.mentoring import Seats
from generator.derive.tally import Tally
from generator.derive.wall import open_portal
from generator.disk import disk_reason, private_folder
from generator.drawing import Drawing
from generator.findings import CannotRun, Finding, Place, Refused, finding
from generator.form_links import FormLink
from generator.memo import Memo, digest
from generator.model.accounts import FindingLog, Report, RowOutcome
from generator.model.decisions import Decisions
from generator.model.history import History
from generator.model.public import Figures, Portal
from generator.model.records import Fold, RawTable, Registry
from generator.publish.gates import Link, dangling, gates
from generator.publish.lock import locked
from generator.publish.memory import Memory, read_memory, write_memory
from generator.publish.tree import Outcome, Staging, stage
from generator.render.shells import SECTIONS
from generator.render.site import Press, all_pages, plain_files, set_press
from generator.report.as_html import write_page
from generator.report.as_json import write_report
from generator.settings import Settings
from generator.sources import Source, load_package, open_rows, open_source
from generator.state import read_decisions, write_decisions
from generator.sync.forms import choices, write_forms
from generator.sync.snapshots import Sheet, load_newest
from generator.validate.answers import Folded
from generator.validate.judge import Judgement, judge
from generator.validate.rules import Context

FOLDS: Mapping[str, type[Fold]] = {"evaluations": Tally, "mentoring_requests": Seats}
"""What each table's answers are folded into."""
SNAPSHOT_IS_OLD = timedelta(days=2)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a caller asks for: the data, where the site and the private state go, and the day.

    `now` only dates the private report; the site's bytes hang on `today`. `forms` are the links to the
    portal's forms. With `preview_of`, the site shows what waits for approval too: it is read from that
    state, which stays as it was.
    """

    data: Path
    site: Path
    state: Path
    today: date
    now: datetime
    settings: Settings
    forms: Mapping[str, FormLink] = field(default_factory=dict)
    preview_of: Path | None = None
    jobs: int = 0


def check(data: Path, settings: Settings, today: date, watcher: Watcher, state: Path | None = None) -> Report:
    """Judges only, with what `state` remembers; CannotRun when the package cannot be read."""
    clock = Clock(watcher)
    judgement, titles = _judge(data, state, _context(settings, today, state), clock, Memo())
    return _report(judgement, titles, clock, today)


def judge_pulled(
    job: Job, sheets: Mapping[str, Sheet], context: Context, watcher: Watcher
) -> tuple[Mapping[str, list[RowOutcome]], Report]:
    """Judges all sources, with these sheets (by source) as they read now; what became of each row, by origin.

    Nothing is remembered of them: they hold people who took their consent back.
    """
    clock = Clock(watcher)
    judgement, titles = _judge(job.data, job.state, context, clock, Memo(), job.jobs, sheets)
    return judgement.log.followed, _report(judgement, titles, clock, job.today)


def write_all_forms(
    data: Path, out: Path, settings: Settings, today: date, watcher: Watcher, state: Path | None = None
) -> list[Path]:
    """Writes every form, its drop-downs offering what the data has fit now; CannotRun when it cannot."""
    judgement, _ = _judge(data, state, _context(settings, today, state), Clock(watcher), Memo())
    try:
        return write_forms(out, choices(judgement.registry), settings)
    except OSError as error:
        raise CannotRun("forms-unwritable", path=out, reason=disk_reason(error)) from error


def build(job: Job, watcher: Watcher) -> Report:
    """Builds and publishes the site in one step; Refused or CannotRun leave the old one as it was."""
    clock, settings, is_preview = Clock(watcher), job.settings, job.preview_of is not None
    source, state = private_folder(job.preview_of or job.state), private_folder(job.state)
    memo, memory = Memo(state / "memo"), read_memory(state)
    with locked(state / "lock", state), stage(job.site) as staging:
        context = _context(settings, job.today, source, is_preview)
        judgement, titles = _judge(job.data, source, context, clock, memo, job.jobs)
        with clock.stage("derive"):
            portal = _portal(judgement, settings, job.today, memo)
        with clock.stage("shells"):
            press = set_press(settings, state, job.forms, is_preview)
        with clock.stage("pages"):
            history = History(memory.pages)
            pages = all_pages(portal, press, history)
            Drawing(pages, press, history, job.today, staging).put(job.jobs)
            _put_plain_files(portal, press, staging)
        with clock.stage("publish"):
            accepted = {name: account.accepted for name, account in judgement.accounts.items()}
            withdrawn = tuple(sorted(context.decisions.withdrawn))
            has_withdrawals = not set(withdrawn) <= set(memory.withdrawn)
            _pass_gates(memory.accepted, _kept(judgement, has_withdrawals), press, staging, judgement.log)
            outcome = staging.finish()
            staging.swap()
            if has_withdrawals:
                staging.forget_old()
            write_decisions(state, context.decisions)
            write_memory(state, Memory(accepted, history.now, withdrawn))
            memo.forget_unasked()
    report = _report(judgement, titles, clock, job.today, len(pages), outcome)
    write_report(state, report)
    write_page(state, report, settings, job.now)
    return report


def _context(settings: Settings, today: date, state: Path | None, is_preview: bool = False) -> Context:
    """What judging hangs on besides the data: what `state` remembers, the settings, and the day."""
    decisions = read_decisions(state) if state else Decisions()
    return Context(Registry(), decisions, settings, today, shows_pending=is_preview)


def _judge(
    data: Path,
    state: Path | None,
    context: Context,
    clock: Clock,
    memo: Memo,
    jobs: int = 0,
    sheets: Mapping[str, Sheet] = MappingProxyType({}),
) -> tuple[Judgement, Mapping[str, str]]:
    with clock.stage("read"):
        sources = load_package(data)
        raws = list(filter(None, (_open(source, state, sheets.get(source.name)) for source in sources)))
    with clock.stage("judge"):
        followed = [source.sheet_origin for source in sources if source.name in sheets]
        judgement = judge(raws, context, FOLDS, memo, followed, jobs, clock.watcher.step)
        for each in filter(None, (_outdated(raw, context.today) for raw in raws)):
            judgement.log.add(each)
        for each in _seats(judgement).findings(judgement.registry):
            judgement.log.add(each)
    return judgement, {raw.origin: raw.title for raw in raws}


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
    if raw.seen_on is None or today - raw.seen_on <= SNAPSHOT_IS_OLD:
        return None
    days, day = (today - raw.seen_on).days, f"{raw.seen_on:%d/%m/%Y}"
    return finding("snapshot-old", Place(raw.table, raw.origin), days=days, day=day)


def _portal(judgement: Judgement, settings: Settings, today: date, memo: Memo) -> Portal:
    """What may be shown of all that was judged fit."""
    figures = _figures(judgement.folds.get("evaluations"), settings.score_threshold, memo)
    portal = open_portal(judgement.registry, figures, _seats(judgement), settings, today)
    return replace(portal, sheets=judgement.sheets)


def _seats(judgement: Judgement) -> Seats:
    requests = judgement.folds.get("mentoring_requests")
    return requests.load() if requests else Seats()


def _figures(answers: Folded | None, threshold: int, memo: Memo) -> Figures:
    """The screened figures of the answers, made anew only when these or the threshold changed."""
    if answers is None:
        return Figures()
    key = digest("figures", answers.key, threshold)
    figures: Figures | None = memo.get(key)
    if figures is None:
        figures = screen(answers.load(), threshold)
        memo.put(key, figures)
    return figures


def _put_plain_files(portal: Portal, press: Press, staging: Staging) -> None:
    for file in plain_files(portal, press):
        known = staging.known(file.path)
        if file.key and known is not None and known.key == file.key:
            staging.keep(file.path)
        else:
            staging.put(file.path, file.make(), file.key)


def _kept(judgement: Judgement, has_withdrawals: bool) -> Mapping[str, int]:
    """Rows that each table did not lose: what somebody's withdrawal hides is no loss to guard against."""
    return {
        name: account.accepted + (account.withheld if has_withdrawals else 0)
        for name, account in judgement.accounts.items()
    }


def _pass_gates(
    before: Mapping[str, int],
    accepted: Mapping[str, int],
    press: Press,
    staging: Staging,
    log: FindingLog,
) -> None:
    """Refused when a gate says no. A link in prose to a row that is not there is only a finding."""
    files = staging.paths
    links = [link for path, page in press.shells.prose.items() for link in _links(path, page)]
    for link in dangling([link for link in links if _is_to_a_row(link)], files):
        log.add(finding("prose-link-dead", Place("", link.page), href=link.href))
    others = [link for link in links if not _is_to_a_row(link)]
    for reason in gates(before, accepted, press.settings.shrink_limit_percent, others, files):
        raise Refused("gate-refused", reason=reason)


def _links(path: str, page: bytes) -> Iterator[Link]:
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.extend(  # type: ignore[method-assign]
        value or "" for name, value in attrs if name == "href"
    )
    parser.feed(page.decode("utf-8"))
    return (Link(path, href) for href in found)


def _is_to_a_row(link: Link) -> bool:
    return any(f"{section}/" in link.href for section in SECTIONS)


def _report(
    judgement: Judgement,
    titles: Mapping[str, str],
    clock: Clock,
    today: date,
    pages: int = 0,
    outcome: Outcome | None = None,
) -> Report:
    since = judgement.log.waiting_since
    return Report(
        accounts=judgement.accounts,
        findings=judgement.log.sorted(),
        hidden_findings=judgement.log.hidden,
        sources=titles,
        pages=pages,
        written=outcome.written if outcome else 0,
        unchanged=outcome.unchanged if outcome else 0,
        removed=outcome.removed if outcome else 0,
        waiting=judgement.log.waiting,
        longest_wait_days=max(0, (today - since).days) if since else 0,
        seconds=clock.seconds,
    )
