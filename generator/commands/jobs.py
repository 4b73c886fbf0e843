"""What the command line asks to be built: the paths, with the portal's own settings and its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.findings import CannotRun
from generator.form_links import LINKS_FILE, load_form_links
from generator.memo import Memo
from generator.model.schema import ROOT
from generator.pipeline import Job, build
from generator.render.search.synonyms import SYNONYMS_FILE, load_synonyms
from generator.report.terminal import Terminal
from generator.settings import PORTAL_FILE, load_settings, portal_home
from generator.state import preview_folder


def job_of(
    data: Path, site: Path, state: Path, today: str = "", jobs: int = 0, home: Path | None = None
) -> Job:
    """A job for the day that is told, or else for today; of the portal at `home`, or else the one here."""
    home = home or portal_home()
    settings, synonyms = load_settings(home / PORTAL_FILE), home / SYNONYMS_FILE
    now = datetime.now(ZoneInfo(settings.timezone))
    return Job(
        data=data,
        site=site,
        state=state,
        today=day_of(today, now),
        now=now,
        settings=settings,
        forms=load_form_links(home / LINKS_FILE),
        synonyms=load_synonyms(synonyms if synonyms.exists() else ROOT / SYNONYMS_FILE),
        jobs=jobs,
        home=home,
    )


def day_of(text: str, now: datetime) -> date:
    """The day to build for: as told, or today where the portal is."""
    if not text:
        return now.date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise CannotRun("today-unreadable") from error


def preview(job: Job) -> Job:
    """The same with what waits for approval, apart from the site and from what is remembered."""
    aside = preview_folder(job.state)
    return replace(job, site=aside / "site", state=aside, preview_of=job.state)


def run(job: Job, memo: Memo | None = None) -> None:
    """Builds under the eyes of whoever sits at the terminal, and sums up; raises as `build` does."""
    with Terminal() as terminal:
        report = build(job, terminal, memo)
    terminal.summarise(report, job.site, job.state)
