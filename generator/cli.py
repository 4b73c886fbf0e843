"""The command `karier`: reads its arguments, runs the pipeline, and sets the exit code."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from generator.options import (
    HELP,
    AcceptShrink,
    Apply,
    Data,
    DryRun,
    Every,
    Folder,
    Form,
    Format,
    Jobs,
    List,
    Out,
    Pending,
    Port,
    Portals,
    PreviewSite,
    PublishTo,
    Site,
    State,
    Target,
    Today,
    Verified,
)
from generator.telling import COULD_NOT, DONE, INTERRUPTED, SOME_UNFIT, STATE, ending
from generator.words import words

app = typer.Typer(
    help=HELP["karier"],
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DATA, SITE, FORMS = Path("content/data"), Path("site"), Path("formulir")


@app.command(help=HELP["build"])
def build(
    data: Data = DATA,
    site: Site = SITE,
    state: State = STATE,
    today: Today = "",
    jobs: Jobs = 0,
    accept_shrink: AcceptShrink = False,
    pending: PreviewSite = False,
) -> None:
    """Builds the site and swaps it in; a summary says what was done. A preview never reaches the site."""
    from generator.commands.jobs import job_of, preview, run

    gc.disable()  # a build makes records and drops none: looking for garbage takes a quarter of its time
    job = replace(job_of(data, site, state, today, jobs), accepts_shrink=accept_shrink)
    run(preview(job) if pending else job)


@app.command(help=HELP["nation"])
def nation(
    portals: Portals,
    data: Data = DATA,
    site: Site = SITE,
    state: State = STATE,
    today: Today = "",
    jobs: Jobs = 0,
) -> None:
    """Builds every government's portal, then the nation's above them; exit 1 when one could not be built."""
    from generator.commands.jobs import job_of
    from generator.commands.nation import build_nation
    from generator.report.terminal import Terminal, print_nation

    with Terminal() as terminal:
        outcome = build_nation(job_of(data, site, state, today, jobs), portals, terminal)
    terminal.summarise(outcome.report, site, state)
    print_nation(outcome.built, portals, len(outcome.failed))
    if outcome.failed:
        _end("\n".join(f"{name}: {reason}" for name, reason in outcome.failed), SOME_UNFIT)


@app.command(help=HELP["check"])
def check(data: Data = DATA, state: State = STATE, format: Form = Format.TEXT, today: Today = "") -> None:
    """Judges the data and prints the findings; exit 1 when some row is not fit."""
    from generator.commands.jobs import day_of
    from generator.pipeline import check
    from generator.report.terminal import Terminal, print_findings
    from generator.settings import load_settings

    settings = load_settings()
    with Terminal() as terminal:
        now = datetime.now(ZoneInfo(settings.timezone))
        report = check(data, settings, day_of(today, now), terminal, state)
    print_findings(report, format)
    raise typer.Exit(DONE if report.is_clean else SOME_UNFIT)


@app.command(help=HELP["sync"])
def sync(data: Data = DATA, state: State = STATE, apply: Apply = False, today: Today = "") -> None:
    """Pulls and judges the sheets, prints what changes there and writes it if told; exit 1 when one is away."""
    from generator.commands.jobs import job_of
    from generator.commands.syncing import sync
    from generator.report.terminal import Terminal, print_synced

    with Terminal() as terminal:
        synced = sync(job_of(data, SITE, state, today), os.environ, terminal, write=apply)
    lines, written = synced.lines(), "wrote" if apply else "would"
    endings = ["new" if synced.is_new else "same", written if lines else "none"]
    print_synced(synced.report, synced.outcomes, lines, endings[: 1 if synced.is_away else 2])
    if synced.troubles:
        _end("\n".join(synced.troubles), SOME_UNFIT)


@app.command(help=HELP["watch"])
def watch(
    data: Data = DATA,
    site: Site = SITE,
    state: State = STATE,
    apply: Apply = False,
    every: Every = 60,
    publish: PublishTo = "",
) -> None:
    """Syncs, builds and publishes whenever a sheet, or the day, is another; until interrupted."""
    from generator.commands.jobs import job_of
    from generator.commands.watching import Follower

    print(HELP["watching"], flush=True)
    Follower(lambda: job_of(data, site, state), os.environ, every, apply, publish).run()


@app.command(help=HELP["forms"])
def forms(data: Data = DATA, out: Out = FORMS, state: State = STATE, today: Today = "") -> None:
    """Writes every form, with drop-downs of what the data has now; says what to do next."""
    from generator.commands.jobs import day_of
    from generator.pipeline import write_all_forms
    from generator.report.terminal import Terminal
    from generator.settings import load_settings

    settings = load_settings()
    with Terminal() as terminal:
        day = day_of(today, datetime.now(ZoneInfo(settings.timezone)))
        script, *others = write_all_forms(data, out, settings, day, terminal, state)
    links = words("forms")["script"]["links"]
    print(HELP["forms_written"].format(count=len(others) + 1, folder=out, script=script.name, links=links))


@app.command(help=HELP["rollback"])
def rollback(site: Site = SITE, state: State = STATE, today: Today = "") -> None:
    """Swaps the site before the live one back in, without who withdrew since."""
    from generator.commands.jobs import job_of
    from generator.commands.rollback import roll_back
    from generator.report.terminal import print_returned

    outcome = roll_back(job_of(DATA, site, state, today))
    print_returned(outcome.written, outcome.removed)


@app.command(help=HELP["verify"])
def verify(site: Verified = SITE) -> None:
    """Holds a site to its `build-info.json`; exit 1 when a file is missing, changed or one too many."""
    from generator.publish.build_info import differences
    from generator.report.terminal import print_differences

    files, found = differences(site)
    print_differences(files, [(each.fault, each.path) for each in found])
    raise typer.Exit(SOME_UNFIT if found else DONE)


@app.command(help=HELP["audit"])
def audit(site: Site = SITE, state: State = STATE) -> None:
    """Tries to work out what a site hides, and says what that cost in figures; exit 1 when something came of it."""
    from generator.commands.auditing import audit, cost
    from generator.report.terminal import print_audit, print_cost
    from generator.settings import load_settings

    found = audit(site)
    pinned = [(place[0], place[1], interval.low, interval.high) for place, interval in found.pinned]
    print_audit((found.shown, found.hidden, found.lines), found.unfit, pinned)
    print_cost(cost(state, load_settings()))
    raise typer.Exit(DONE if found.is_clean else SOME_UNFIT)


@app.command(help=HELP["comments"])
def comments(file: List, data: Data = DATA, state: State = STATE, today: Today = "") -> None:
    """Writes what people wrote beside their ratings into a private file, and says how many did."""
    from generator.commands.commenting import write_comments
    from generator.commands.jobs import day_of
    from generator.report.terminal import Terminal
    from generator.settings import load_settings

    settings = load_settings()
    with Terminal() as terminal:
        day = day_of(today, datetime.now(ZoneInfo(settings.timezone)))
        count = write_comments(data, file, settings, day, terminal, state)
    print(HELP["comments_written"].format(count=count, file=file))


@app.command(help=HELP["init"])
def init(folder: Folder) -> None:
    """Makes a new, empty portal and says what to do next."""
    from generator.commands.new_portal import make_portal

    make_portal(folder)
    print(HELP["init_done"].format(folder=folder), end="")


@app.command(help=HELP["publish"])
def publish(target: Target, site: Site = SITE, dry_run: DryRun = False) -> None:
    """Mirrors the built site at the target, or says what that would change; exit 1 when the target says no."""
    from generator.publish.mirror import publish
    from generator.report.terminal import Terminal, print_published

    with Terminal() as terminal:
        diff = publish(site, target, os.environ, terminal, dry_run=dry_run)
    endings = ["would" if dry_run else "done"] if diff else ["none"]
    print_published(target, diff.paths, diff.unchanged, endings, is_dry=dry_run)


@app.command(help=HELP["serve"])
def serve(
    data: Data = DATA,
    site: Site = SITE,
    state: State = STATE,
    port: Port = 8000,
    pending: Pending = False,
) -> None:
    """Builds, serves on this machine, rebuilds on change and reloads the browser."""
    from generator.commands.serve import serve

    serve(data, site, state, port, pending)


def main() -> None:
    """Runs the command; whatever happens, the user reads a sentence and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter still gets its sentence
    try:
        ended = app(standalone_mode=False)
        _end(HELP["interrupted"] if ended == INTERRUPTED else "", ended or DONE)
    except typer.exceptions.TyperException as misuse:
        _end(_misused(misuse.format_message()), COULD_NOT)
    except typer.Abort:
        _end(*ending(KeyboardInterrupt()))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except (Exception, KeyboardInterrupt) as error:
        _end(*ending(error))


def _end(sentence: str, code: int) -> None:
    if sentence:
        print(sentence, file=sys.stderr)
    sys.exit(code)


def _misused(reason: str) -> str:
    """What is wrong with the command as typed; nothing more where its help was shown instead."""
    return HELP["misuse"].format(typed=" ".join(sys.argv[1:]), reason=reason) if reason else ""
