"""`karier rollback`: the site before the live one takes its place again, in one step, without who withdrew since.

Addresses that only the later site had stay and say that they are gone, as after any build.
"""

from __future__ import annotations

import re

from generator.building.drawing import Drawing
from generator.building.filling import ASSETS
from generator.building.views import Views
from generator.disk import private_folder
from generator.findings import CannotRun
from generator.memo import Memo
from generator.model.history import History
from generator.pipeline import Job
from generator.publish.build_info import INFO_FILE, renewed
from generator.publish.lock import locked
from generator.publish.memory import read_memory
from generator.publish.past import Former
from generator.publish.tree import Outcome, Staging, stage
from generator.publish.without import is_sealed, mentions, without
from generator.render.pages import Ingredients, Notes, Page, Tracing, gone
from generator.render.shells import SECTIONS
from generator.render.site import Press, set_press
from generator.state import read_decisions

PAGE_FILE = "/index.html"


def roll_back(job: Job) -> Outcome:
    """Goes back by one site; CannotRun when none is kept, and whenever a build could not run.

    The site that was live is forgotten: a build makes it anew from the data.
    """
    state = private_folder(job.state)
    with locked(state / "lock", state), stage(job.site) as staging:
        memory = read_memory(state)
        unseen = read_decisions(state).withdrawn.keys() - set(memory.withdrawn)  # builds took out the others
        mention = mentions(unseen)
        if mention:
            staging.past.purge(mention)
        former = staging.past.newest()
        if former is None:
            raise CannotRun("past-none", site=job.site)
        _restore(former, staging, mention)
        press = set_press(job.home, job.settings, state, job.forms)
        views = Views(Memo(), "", Ingredients(Tracing(), {}))
        Drawing(_tombstones(staging), Notes(), press, views, History(memory.pages), job.today, staging).put(
            job.jobs
        )
        _complete(former, press, staging)
        outcome = staging.finish()
        staging.swap(back_to=former)
        if mention:
            staging.forget(unseen)
    return outcome


def _restore(former: Former, staging: Staging, mention: re.Pattern[str] | None) -> None:
    """Every file of the former site; where it cannot be shown as it was, it stays as the live site has it."""
    _restore_index(former, staging, mention)
    for path, entry in former.entries.items():
        known = staging.known(path)
        if path == INFO_FILE or is_sealed(path):
            continue
        if mention is None and known and known.digest == entry.digest:
            staging.record(path, entry)
            continue
        content = former.read(path, staging.live_tree)
        clean = _clean(path, content, mention)
        if clean is None and known:
            clean = _clean(path, (staging.live_tree / path).read_bytes(), mention)
        if clean is not None:
            staging.put(path, clean, entry.key if clean == content else "")


def _restore_index(former: Former, staging: Staging, mention: re.Pattern[str] | None) -> None:
    """The search index as it was; where someone had to be taken out, the live one; where they are in that, none."""
    if mention:
        return
    sealed = {path: former.read(path, staging.live_tree) for path in former.entries if is_sealed(path)}
    if None in sealed.values():
        for path in filter(is_sealed, staging.live):
            staging.keep(path)
        return
    for path, content in sealed.items():
        staging.put(path, content or b"", former.entries[path].key)


def _clean(path: str, content: bytes | None, mention: re.Pattern[str] | None) -> bytes | None:
    return content if content is None or mention is None else without(path, content, mention)


def _tombstones(staging: Staging) -> list[Page]:
    """For every page of a row, or further page of a list, that the former site does not show."""
    missing = sorted(path for path in staging.live if path.endswith(PAGE_FILE) and path not in staging.files)
    urls = [path.removesuffix("index.html") for path in missing]
    return [gone(url) for url in urls if url.count("/") > 1 and url.split("/")[0] in SECTIONS]


def _complete(former: Former, press: Press, staging: Staging) -> None:
    """What pages ask for that were opened, or drawn, just now; and what the site holds."""
    for path, content in {**press.shells.assets, **press.assets.files}.items():
        if path not in staging.files:
            staging.put(path, content, "")
    staging.keep_last(ASSETS)
    info = former.read(INFO_FILE, staging.live_tree) if INFO_FILE in former.entries else None
    if info:
        staging.put(INFO_FILE, renewed(info, staging.files), "")
