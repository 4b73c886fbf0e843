"""The pipeline: sources → validate → derive → the wall → render → gates → swap, and a report of it all."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from generator.building.filling import Filling
from generator.building.gating import limits_of, pass_gates
from generator.building.judging import (
    Clock,
    Opened,
    Watcher,
    context_of,
    judge_sources,
    open_sources,
    portal_of,
)
from generator.building.releases import LEDGER_FILE, open_releases
from generator.building.standing import everything
from generator.copies import beside
from generator.derive.nation import with_nation
from generator.disk import disk_reason, private_folder, write_private
from generator.findings import CannotRun
from generator.form_links import FormLink
from generator.memo import Memo, judging_code
from generator.model.accounts import Report, RowOutcome
from generator.model.decisions import Decisions
from generator.model.nation import Nation
from generator.model.public import NO_OFFERS
from generator.model.records import Status
from generator.publish.build_info import INFO_FILE, build_info
from generator.publish.lock import locked
from generator.publish.memory import Memory, read_memory, write_memory
from generator.publish.tree import Outcome, stage
from generator.render.pages import offers
from generator.render.search.synonyms import Synonyms
from generator.render.site import Press, Site, set_press
from generator.report.as_html import PAGE_FILE, write_page
from generator.report.as_json import write_report
from generator.settings import Settings, portal_home
from generator.state import write_decisions
from generator.sync.snapshots import Sheet
from generator.validate.judge import Judgement
from generator.validate.rules import Context
from generator.words import speaking


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a caller asks for: the data, where the site and the private state go, and the day.

    `now` only dates the private report; the site's bytes hang on `today`. `forms` are the links to the
    portal's forms, `synonyms` the words that searching takes for the same. `home` is where `mkdocs.yml` stands;
    `compiled` is a folder of templates' code for many portals. A `nation` is what the portals told that this one
    leads to. `accepts_shrink` lets a table lose as many rows as it did. With `preview_of`, the site shows what
    waits for approval too: it is read from that state, which stays as it was.
    """

    data: Path
    site: Path
    state: Path
    today: date
    now: datetime
    settings: Settings
    forms: Mapping[str, FormLink] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
    accepts_shrink: bool = False
    preview_of: Path | None = None
    jobs: int = 0
    home: Path = field(default_factory=portal_home)
    compiled: Path | None = None
    nation: Nation | None = None


def check(data: Path, settings: Settings, today: date, watcher: Watcher, state: Path | None = None) -> Report:
    """Judges only, with what `state` remembers; CannotRun when the package cannot be read."""
    clock = Clock(watcher)
    opened = open_sources(data, state, clock)
    judgement = judge_sources(opened, context_of(settings, today, state), clock, Memo())
    return _report(judgement, opened.titles, clock, today)


def judge_pulled(
    job: Job, sheets: Mapping[str, Sheet], context: Context, watcher: Watcher
) -> tuple[Mapping[str, list[RowOutcome]], Report]:
    """Judges all sources, with these sheets (by source) as they read now; what became of each row, by origin.

    Nothing is remembered of them: they hold people who took their consent back.
    """
    clock = Clock(watcher)
    opened = open_sources(job.data, job.state, clock, sheets)
    judgement = judge_sources(opened, context, clock, Memo(), job.jobs)
    return judgement.log.followed, _report(judgement, opened.titles, clock, job.today)


def write_all_forms(
    data: Path, out: Path, settings: Settings, today: date, watcher: Watcher, state: Path | None = None
) -> list[Path]:
    """Writes every form, its drop-downs offering what the data has fit now; CannotRun when it cannot."""
    from generator.sync.forms import (  # openpyxl: half a second that a build does not need
        choices,
        write_forms,
    )

    clock = Clock(watcher)
    opened = open_sources(data, state, clock)
    judgement = judge_sources(opened, context_of(settings, today, state), clock, Memo())
    try:
        return write_forms(out, choices(judgement.registry), settings)
    except OSError as error:
        raise CannotRun("forms-unwritable", path=out, reason=disk_reason(error)) from error


def build(job: Job, watcher: Watcher, memo: Memo | None = None) -> Report:
    """Builds and publishes the site in one step; Refused or CannotRun leave the old one as it was.

    Where nothing changed since the build before, its site stands and its report is true still. A process that
    builds again and again gives each build the `memo` of that state folder.
    """
    clock, source = Clock(watcher), private_folder(job.preview_of or job.state)
    job = replace(job, state=private_folder(job.state))
    memo = memo or memo_of(job.state)
    with without_collector(), locked(job.state / "lock", job.state):
        opened = open_sources(job.data, source, clock)
        before: Report | None = memo.get(_everything(job, opened, source))
        if before and (job.state / PAGE_FILE).exists() and not memo.is_to_fill:
            report = before.told_again(clock.seconds)
        else:
            report = _build(job, opened, source, memo, clock)
            write_page(job.state, report, job.settings, job.now)
            memo.put(_everything(job, opened, source), report)
            memo.forget_unasked()
    write_report(job.state, report)
    return report


def memo_of(state: Path, *, stays: bool = False) -> Memo:
    """What builds with that state folder remember; with `stays`, for a process that builds again and again."""
    return Memo(state / "memo", stays=stays)


def _everything(job: Job, opened: Opened, source: Path) -> str:
    asked = (
        job.today,
        job.settings,
        sorted(job.forms.items()),
        job.synonyms.groups,
        job.preview_of,
        job.nation,
    )
    return everything(opened.raws, asked, job.site, (source, job.state), job.state / "shells")


def _build(job: Job, opened: Opened, source: Path, memo: Memo, clock: Clock) -> Report:
    settings, state, is_preview = job.settings, job.state, job.preview_of is not None
    memory = read_memory(state)
    with stage(job.site) as staging:
        press_made = beside(lambda: _press(job), job.jobs)
        context = context_of(settings, job.today, source, is_preview)
        releases = open_releases(source, job.site)
        judgement = judge_sources(opened, context, clock, memo, job.jobs)
        with clock.stage("derive"):
            portal = with_nation(portal_of(judgement, context, memo, releases), job.nation)
        with clock.stage("shells"):
            press = press_made()
        with clock.stage("pages"), speaking(settings.language):
            packed_ledger = releases.begin_packing(memo, job.jobs)
            filling = Filling(portal, press, job.synonyms, staging, memory, memo, job.today)
            filled = filling.fill(job.jobs)
            for each in filled.findings:
                judgement.log.add(each)
            staging.put(INFO_FILE, build_info(_inputs(job, judgement, press), staging.files), "")
        with clock.stage("publish"):
            accepted = {name: account.accepted for name, account in judgement.accounts.items()}
            hidden = _hidden_people(judgement, context.decisions, memory)
            newly = hidden - set(memory.withdrawn)
            has_withdrawals = not newly.isdisjoint(context.decisions.withdrawn)
            kept, limits = _kept(judgement, has_withdrawals), limits_of(settings, job.accepts_shrink)
            pass_gates(memory.accepted, kept, press.shells.prose, staging, judgement.log, limits)
            outcome = staging.finish()
            staging.swap()
            if newly:
                staging.forget(newly)
            write_decisions(state, context.decisions)
            if ledger := packed_ledger():
                write_private(state / LEDGER_FILE, ledger)
            write_memory(state, Memory(accepted, filled.history.now, tuple(sorted(hidden)), filled.chronicle))
            filled.views.save()
    return _report(judgement, opened.titles, clock, job.today, filled.site, outcome)


def _press(job: Job) -> Press:
    is_preview = job.preview_of is not None
    with speaking(job.settings.language):
        return set_press(job.home, job.settings, job.state, job.forms, is_preview, job.compiled)


@contextmanager
def without_collector() -> Iterator[None]:
    """Spares the cyclic collector's walks over what a build keeps to its end (a third of a cold one's time)."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _inputs(job: Job, judgement: Judgement, press: Press) -> Mapping[str, object]:
    """What the site's bytes hang on, beside the history in the state folder."""
    return {
        "today": job.today.isoformat(),
        "rules": judging_code(),
        "frame": press.frame,
        "tables": judgement.open_sources,
    }


def _hidden_people(judgement: Judgement, decisions: Decisions, memory: Memory) -> set[str]:
    """The people whom no site may show: consent not given or taken back, now or once, and not given since."""
    hidden = judgement.registry.people(Status.WITHHELD) | {*decisions.withdrawn, *memory.withdrawn}
    return hidden - judgement.registry.people(Status.ACCEPTED)


def _kept(judgement: Judgement, has_withdrawals: bool) -> Mapping[str, int]:
    """Rows that each table did not lose: what somebody's withdrawal hides is no loss to guard against."""
    return {
        name: account.accepted + (account.withheld if has_withdrawals else 0)
        for name, account in judgement.accounts.items()
    }


def _report(
    judgement: Judgement,
    titles: Mapping[str, str],
    clock: Clock,
    today: date,
    site: Site | None = None,
    outcome: Outcome | None = None,
) -> Report:
    since = judgement.log.waiting_since
    return Report(
        accounts=judgement.accounts,
        findings=judgement.log.sorted(),
        hidden_findings=judgement.log.hidden,
        sources=titles,
        pages=len(site.pages) if site else 0,
        offers=offers(site.built) if site else NO_OFFERS,
        written=outcome.written if outcome else 0,
        unchanged=outcome.unchanged if outcome else 0,
        removed=outcome.removed if outcome else 0,
        waiting=judgement.log.waiting,
        longest_wait_days=max(0, (today - since).days) if since else 0,
        seconds=clock.seconds,
    )
