"""The whole site as files: stamped pages, tombstones, prose, assets and data.

The key of a page covers all that its bytes depend on: what it shows, since when, and the frame (templates,
shells, words, this room's code). A page whose key is known need not be drawn again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache

from generator.disk import private_folder
from generator.form_links import FormLink
from generator.memo import digest, digest_files
from generator.model.chronicle import Chronicle
from generator.model.history import History
from generator.model.public import Government, Portal
from generator.model.schema import ROOT
from generator.render.assets import Assets, framed_styles, is_named_by_content, load_assets
from generator.render.catalog import catalog_file
from generator.render.data_files import data_files
from generator.render.environment import body, environment
from generator.render.feeds import feed_files
from generator.render.linked import script
from generator.render.open_tables import OpenTables
from generator.render.pages import Index, Page, View, gone, index, pages
from generator.render.policy import HEADERS, headers_file, policies
from generator.render.script_words import script_words
from generator.render.shells import Shells, build_shells
from generator.render.sitemap import sitemap_files
from generator.render.worker import WORKER, worker_file
from generator.settings import Settings
from generator.words import language, words

TEMPLATES = ROOT / "site_templates"
PARTIALS = TEMPLATES / "overrides" / "partials"
WORKERS = TEMPLATES / "worker"
MKDOCS_YML = "mkdocs.yml"
FRAME_SOURCES = (TEMPLATES, ROOT / "schemas", ROOT / "generator" / "words", Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class Press:
    """All that a page is stamped with, plain enough to send to another process.

    `frame` is the digest of everything that a page hangs on besides its own view. In the folder `compiled` the
    templates' code is remembered.
    """

    settings: Settings
    forms: Mapping[str, FormLink]
    shells: Shells
    assets: Assets
    frame: str
    compiled: Path

    def key(self, shown: str, as_of: str, outdated: str) -> str:
        """The key of a page's making: the digest of what it shows, the day since when, what of it is outdated."""
        return digest(self.frame, shown, as_of, outdated)

    def draw(self, page: Page, view: View, as_of: str, outdated: str) -> bytes:
        """The bytes of one page."""
        return self.shells.stamp(
            page.section,
            page.url,
            title=page.title,
            description=page.description,
            linked=script(view.get("linked")),
            body=body(_templates(self), page, view, as_of, outdated),
        ).encode()


def set_press(
    home: Path,
    settings: Settings,
    state: Path,
    forms: Mapping[str, FormLink],
    is_preview: bool = False,
    compiled: Path | None = None,
) -> Press:
    """Draws the shells of the portal at `home` (or takes them from the state folder), loads templates and assets.

    Compiled templates are remembered in the state folder too, or else in one for many portals.
    """
    assets = load_assets(TEMPLATES / "assets", script_words(settings))
    frame = {"government": settings.government, "notice": settings.notice, **assets.names}
    styles = framed_styles(assets)
    frame |= {**styles, **policies(PARTIALS, styles.values())}
    if settings.offline and not is_preview:
        frame["worker"] = WORKER
    if is_preview:
        frame["preview"] = words("pages")["preview"]
    shells = build_shells(home / MKDOCS_YML, state / "shells", frame)
    drawn_by = digest_files(FRAME_SOURCES), version("jinja2")
    frame_digest = digest(settings, shells.shells, shells.site_url, *drawn_by)
    code = _compiled(compiled or state / "templates", digest(language(), *drawn_by))
    return Press(settings, forms, shells, assets, frame_digest, code)


def _compiled(remembered: Path, of: str) -> Path:
    """The private folder of the templates as they were compiled by one program; those of others go."""
    folder = remembered / of
    for other in remembered.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return private_folder(folder)


def _templates(press: Press) -> Environment:
    return _environment(press.compiled, press.settings, tuple(press.assets.names.items()))


@lru_cache(maxsize=1)
def _environment(compiled: Path, settings: Settings, assets: tuple[tuple[str, str], ...]) -> Environment:
    """The page templates, loaded once a process; another folder has their code whenever one of them changes."""
    return environment(settings, dict(assets), FileSystemBytecodeCache(str(compiled)))


class Site(NamedTuple):
    """Every page of a portal, the index built for their views, and the digest of what all of them hang on."""

    pages: list[Page]
    built: Index
    common: str


def open_site(
    portal: Portal, tables: OpenTables, press: Press, history: History, chronicle: Chronicle
) -> Site:
    """Every page that data makes, then a tombstone for each address that has none any more."""
    built = index(portal, press.settings, press.forms, press.shells.site_url, chronicle, tables)
    made = list(pages(built))
    made += [gone(url) for url in history.missing([page.url for page in made])]
    common = digest("views", press.frame, sorted(press.forms.items()), portal.today)
    return Site(made, built, common)


class PlainFile(NamedTuple):
    """A file that is not stamped, the key of its making (empty: it is at hand anyway), and how it is made."""

    path: str
    key: str
    make: Callable[[], bytes]


def plain_files(
    portal: Portal, tables: OpenTables, press: Press, chronicle: Chronicle
) -> Iterator[PlainFile]:
    """Everything that is not stamped: prose, the theme's files, our assets, headers for a host, data, feeds."""
    prose = {path: page for path, page in press.shells.prose.items() if path != "index.html"}
    assets = {**press.shells.assets, **press.assets.files}
    policy = policies(PARTIALS, framed_styles(press.assets).values())["search_policy"]
    headers = headers_file(policy, filter(is_named_by_content, assets))
    worker = worker_file(WORKERS, press.assets.names, press.settings.offline)
    for path, content in {**prose, **assets, HEADERS: headers, WORKER: worker}.items():
        yield PlainFile(path, "", partial(bytes, content))
    settings, site_url = press.settings, press.shells.site_url
    catalog = catalog_file(tables, settings, chronicle, site_url, portal.governments.values())
    feeds = feed_files(portal, settings, chronicle, site_url)
    for file in (*data_files(tables, portal, settings, chronicle), catalog, *feeds):
        yield PlainFile(file.path, digest(press.frame, file.shown), file.make)


def site_maps(
    press: Press, pages: Mapping[str, str], governments: Iterable[Government] = ()
) -> Iterator[tuple[str, bytes]]:
    """The site map over `pages` (URL → ISO day since when it reads so) and the prose, whose day is not known.

    It names those of the governments whose portals know their address.
    """
    prose = [path.removesuffix("index.html") for path in press.shells.prose if path.endswith("/index.html")]
    others = [each.address for each in governments if each.address]
    return sitemap_files(press.shells.site_url, {**dict.fromkeys(prose, ""), **pages}, others)
