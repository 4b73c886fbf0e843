"""Shells: the only module that knows MkDocs. It builds the prose and one empty page a section and depth."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path

import yaml
from jinja2 import TemplateError

from generator.findings import CannotRun
from generator.model.schema import ROOT
from generator.render.stamp import SLOTS, URL, Shell, token
from generator.render.translation import HtmlTexts
from generator.words import SOURCE, language, say

SECTIONS = (
    *("program", "mentor", "instansi", "kompetensi", "penyelenggara"),
    *("evaluasi", "data", "rencana", "perubahan"),
)
DEPTHS = (1, 2, 3)
HOME = ("", 0)
ALONE = (("cari", 1),)
"""Sections of one page."""
OVERRIDES = ROOT / "site_templates" / "overrides"
BUILDERS = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "pymdown-extensions")
STAMP = "stamp.json"
"""What the shells in a folder were drawn from."""
_SOURCE_MAP = re.compile(rb"\s*/\*# sourceMappingURL=.*?\*/\s*$")

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shells:
    """What MkDocs drew: shells by (section, depth), the prose, and the theme's files that prose uses.

    `site_url` is where the portal stands, with a slash at its end; empty where `mkdocs.yml` does not say.
    """

    shells: Mapping[Place, Shell]
    prose: Mapping[str, bytes]
    assets: Mapping[str, bytes]
    site_url: str = ""

    def stamp(
        self, section: str, url: str, *, title: str, description: str, body: str, linked: str = ""
    ) -> str:
        """The page of a section that stands at `url`; KeyError where no shell was drawn for its depth."""
        return self.shells[section, url.count("/")].fill(
            title=title, description=description, body=body, url=self.site_url + url, linked=linked
        )


def build_shells(mkdocs_yml: Path, work: Path, frame: Mapping[str, str]) -> Shells:
    """Draws the shells in the private folder `work`, or takes those there when nothing they hang on changed.

    `frame` has `government`, `notice` and the paths of our assets under their source names. CannotRun
    ("shells-failed") when MkDocs, its configuration or an override fails.
    """
    stamp = work / STAMP
    if not _is_current(stamp, mkdocs_yml, frame):
        stamp.unlink(missing_ok=True)
        folders, site_url = _build(mkdocs_yml, work, frame)
        digest = _digest(mkdocs_yml, folders, frame)
        told = {
            "digest": digest,
            "mkdocs_yml": str(mkdocs_yml),
            "folders": [str(folder) for folder in folders],
            "site_url": site_url,
        }
        stamp.write_text(json.dumps(told))
    return _read(work, stands_at(work))


def told_by(work: Path) -> list[Path]:
    """The configuration, and the folders of prose and overrides, that the shells in `work` were drawn from."""
    try:
        last = json.loads((work / STAMP).read_text())
        return [Path(last["mkdocs_yml"]), *map(Path, last["folders"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def stands_at(work: Path) -> str:
    """The address of the portal whose shells were drawn in `work`; empty where it does not say."""
    return str(json.loads((work / STAMP).read_text())["site_url"])


def shell_path(section: str, depth: int) -> str:
    """Where the shell of a section stands among the pages: as deep as the pages that are stamped from it."""
    return "/".join([*[section, "halaman", "2"][:depth], "index"])


def _places() -> list[Place]:
    return [HOME, *ALONE, *product(SECTIONS, DEPTHS)]


def _is_current(stamp: Path, mkdocs_yml: Path, frame: Mapping[str, str]) -> bool:
    try:
        last = json.loads(stamp.read_text())
        return bool(last["digest"] == _digest(mkdocs_yml, [Path(path) for path in last["folders"]], frame))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _digest(mkdocs_yml: Path, folders: list[Path], frame: Mapping[str, str]) -> str:
    """Of all that a shell hangs on: configuration, prose, overrides, frame, this module and the builders."""
    versions = [version(name) for name in BUILDERS]
    digest = hashlib.sha256(json.dumps([versions, language(), sorted(frame.items())]).encode())
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in [Path(__file__), mkdocs_yml, *files]:
        content = path.read_bytes()
        digest.update(f"\0{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _build(mkdocs_yml: Path, work: Path, frame: Mapping[str, str]) -> tuple[list[Path], str]:
    """Runs MkDocs into `work/out`; returns the folders that it read from, and where the site will stand."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _quiet() as faults:
        try:
            config = load_config(config_file=str(mkdocs_yml), site_dir=str(work / "out"))
            if not config.theme.custom_dir:  # a portal of one's own that leaves the house's look as it is
                config.theme.dirs.insert(0, str(OVERRIDES))
            folders = [Path(config.docs_dir), Path(config.theme.custom_dir or OVERRIDES)]
            _stage(folders[0], work / "docs")
            config.docs_dir = str(work / "docs")
            config.theme["language"] = language()
            sheet = _material_sheet(config.theme.dirs)
            config.extra["portal"] = {**frame, "material.css": sheet}
            build(config)
        except (MkDocsException, SystemExit, TemplateError, OSError, yaml.YAMLError, TypeError) as error:
            reason = faults[0] if faults else str(error)
            raise CannotRun("shells-failed", path=mkdocs_yml, reason=reason) from error
    return folders, str(config.site_url or "")


def _stage(prose: Path, docs: Path) -> None:
    shutil.rmtree(docs, ignore_errors=True)
    shutil.copytree(prose, docs)
    for section, depth in _places():
        meta: dict[str, object] = {slot: token(slot) for slot in (*SLOTS, URL)}
        meta |= {"template": "stamped.html", "section": section, "is_list": depth != 2}
        path = docs / f"{shell_path(section, depth)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{yaml.safe_dump(meta)}---\n", "utf-8")


def _material_sheet(theme_folders: list[str]) -> str:
    for folder in map(Path, theme_folders):
        for path in folder.glob("assets/stylesheets/main.*.css"):
            return path.relative_to(folder).as_posix()
    raise FileNotFoundError("assets/stylesheets/main.*.css")


def _read(work: Path, site_url: str) -> Shells:
    """Sorts what MkDocs left in `work/out`: its sitemap and whatever no prose page names stay behind."""
    out, docs = work / "out", work / "docs"
    places = {f"{shell_path(*place)}.html": place for place in _places()}
    built = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    try:
        shells = {place: Shell.split(_said(built.pop(path))) for path, place in places.items()}
    except (KeyError, ValueError) as error:
        raise CannotRun("shells-failed", path=work, reason=str(error)) from error
    prose = {
        name: _said(path).encode() if name.endswith(".html") else path.read_bytes()
        for name, path in built.items()
        if name.endswith(".html") or (docs / name).is_file()
    }
    named = b"".join(page for name, page in prose.items() if name.endswith(".html"))
    assets = {
        name: _SOURCE_MAP.sub(b"\n", path.read_bytes())
        for name, path in built.items()
        if name not in prose and name.encode() in named
    }
    return Shells(shells, prose, assets, site_url)


def _said(page: Path) -> str:
    """A page's HTML with the frame's own texts in the language that is spoken."""
    text = page.read_text("utf-8")
    return text if language() == SOURCE else HtmlTexts(say).replaced(text)


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keeps MkDocs' log from the terminal and yields its errors as they come."""
    faults: list[str] = []
    log = logging.getLogger("mkdocs")
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: faults.append(record.getMessage())  # type: ignore[method-assign]
    kept = log.propagate
    log.propagate = False
    log.addHandler(handler)
    try:
        yield faults
    finally:
        log.removeHandler(handler)
        log.propagate = kept
