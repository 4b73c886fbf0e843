"""`karier sync`: pulls the sheets, judges all, keeps private snapshots, and brings the verdicts back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator.building.judging import Watcher
from generator.commands.pulling import ENDPOINT, Book, Harvest, books, harvest
from generator.disk import private_folder
from generator.findings import Finding
from generator.form_links import FormLink
from generator.model.accounts import Report, RowOutcome
from generator.model.decisions import Decisions
from generator.model.records import Registry
from generator.model.schema import load_schema
from generator.pipeline import Job, judge_pulled
from generator.publish.lock import locked
from generator.sources import Source, load_package, open_rows
from generator.state import preview_folder, read_decisions, write_decisions
from generator.sync.apply import apply
from generator.sync.away import SheetAway
from generator.sync.google import connect
from generator.sync.identity import load_key
from generator.sync.snapshots import Sheet, purge, store
from generator.sync.verdicts import Changes, JudgedRow, Verdict, diff, verdicts
from generator.validate.headers import match_headers
from generator.validate.rules import Context
from generator.validate.withdrawn import Withdrawn
from generator.words import words

MENTOR_FORM, MAY_RECONFIRM = "daftar-mentor", {"mentor-stale", "mentor-unconfirmed"}

Outcomes = Mapping[str, Sequence[RowOutcome]]
"""What became of each pulled row, by its source's `sheet_origin`."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: the report of judging, what became of each pulled row, and what the sheets are to say.

    `troubles` are sentences on what stays as it was; `is_new`: some sheet reads otherwise than before;
    `is_away`: Google did not do all that was asked.
    """

    report: Report
    outcomes: Outcomes
    changes: Mapping[str, Changes]
    troubles: tuple[str, ...]
    is_new: bool
    is_away: bool

    def lines(self) -> list[str]:
        """What the sheets are to say anew, one line an answer, without a cell of it."""
        return [line for changes in self.changes.values() for line in changes.lines()]


def sync(job: Job, environ: Mapping[str, str], watcher: Watcher, *, write: bool = False) -> Synced:
    """Pulls, judges and keeps; with `write` the verdicts go to the sheets. SheetAway when none is to be had."""
    state, linked = private_folder(job.state), books(job.data, environ)
    watcher.stage("pull")
    found = harvest(linked, state, environ)
    with locked(state / "lock", state):
        context = Context(Registry(), read_decisions(state), job.settings, job.today)
        outcomes, report = judge_pulled(job, found.sheets, context, watcher)
        watcher.stage("keep")
        is_new = _keep(state, job.data, found.sheets, context.decisions, job.now)
    changes = _changes(linked, found, outcomes, load_key(state), job)
    if write and any(changes.values()):
        watcher.stage("write")
        _write(changes, found, environ)
    troubles = (*found.troubles, *map(str, found.away))
    return Synced(report, outcomes, changes, troubles, is_new, bool(found.away))


def _keep(state: Path, data: Path, sheets: Mapping[str, Sheet], decisions: Decisions, now: datetime) -> bool:
    """Stores the sheets without the rows of people who took their consent back, and clears what else has them.

    True when some sheet reads otherwise than before. Decisions come last: until they are kept, the withdrawing
    answer is found anew.
    """
    withdrawn = Withdrawn(decisions)
    for sheet in sheets.values():
        withdrawn.hear(sheet.rows, sheet.header)
    stored = [store(state, name, _blanked(sheet, withdrawn), now) for name, sheet in sheets.items()]
    of_nobody = [each.name for each in load_package(data) if not load_schema(each.table).consent_field]
    if purge(state, withdrawn.holds, spare=of_nobody):
        for folder in (preview_folder(state), state / "memo"):
            shutil.rmtree(folder, ignore_errors=True)
    write_decisions(state, decisions)
    return any(snapshot.pulled_at == now for snapshot in stored)


def _blanked(sheet: Sheet, withdrawn: Withdrawn) -> Sheet:
    rows = (("",) * len(row) if withdrawn.holds(row, sheet.header) else row for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _changes(
    linked: Sequence[Book], found: Harvest, outcomes: Outcomes, key: bytes, job: Job
) -> Mapping[str, Changes]:
    """What each spreadsheet's verdicts lack; one whose worksheet of verdicts is not ours is left alone."""
    changes = {}
    for book in linked:
        pulled = {source: each for source, each in book.sources.items() if source.name in found.sheets}
        wanted: list[Verdict] = []
        for source, worksheet in pulled.items():
            rows = _judged(source, found.sheets[source.name], outcomes[source.sheet_origin], job.forms)
            wanted += verdicts(key, worksheet.title, rows, job.now)
        if book.spreadsheet in found.verdicts:
            judged = {worksheet.title for worksheet in pulled.values()}
            try:
                changes[book.spreadsheet] = diff(found.verdicts[book.spreadsheet], wanted, judged)
            except SheetAway as away:
                found.away.append(away)
    return changes


def _judged(
    source: Source, sheet: Sheet, outcomes: Sequence[RowOutcome], links: Mapping[str, FormLink]
) -> list[JudgedRow]:
    key = match_headers(open_rows(source, sheet.header, (), ""), load_schema(source.table)).at.get("id")
    judged = []
    for outcome in sorted(outcomes, key=lambda each: each.row):
        cells = sheet.rows[outcome.row - 2]
        code = cells[key].strip() if key is not None else ""
        findings = tuple(_with_link(each, code, links.get(MENTOR_FORM)) for each in outcome.findings)
        judged.append(
            JudgedRow(outcome.row, dict(zip(sheet.header, cells, strict=False)), outcome.status, findings)
        )
    return judged


def _with_link(found: Finding, mentor: str, form: FormLink | None) -> Finding:
    """A mentor who is to confirm anew gets a link with the code filled in."""
    if form is None or found.code not in MAY_RECONFIRM:
        return found
    said = words("sync")["reconfirm"].format(link=form.prefilled({"id": mentor}))
    return replace(found, remedy=f"{found.remedy} {said}")


def _write(changes: Mapping[str, Changes], found: Harvest, environ: Mapping[str, str]) -> None:
    client = connect(environ.get(ENDPOINT), write=True)
    for spreadsheet, each in changes.items():
        try:
            apply(client, spreadsheet, each)
        except SheetAway as away:
            found.away.append(away)
