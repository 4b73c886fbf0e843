"""Everything that a build hangs on in one digest: where it is as it was, the site stands and nothing need be made."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from generator.building.releases import LEDGER_FILE
from generator.memo import digest, digest_files
from generator.model.records import RawTable
from generator.model.schema import ROOT
from generator.publish.tree import live_manifest
from generator.render.shells import told_by
from generator.settings import CONTENT
from generator.state import BUILD_FILE, DECISIONS_FILE
from generator.sync.snapshots import FOLDER as SNAPSHOTS

PROGRAM = tuple(ROOT / folder for folder in ("generator", "schemas", "site_templates"))
REMEMBERED = (BUILD_FILE, DECISIONS_FILE, LEDGER_FILE)
"""What builds leave in a state folder for those after them."""


def everything(
    raws: Iterable[RawTable], asked: object, site: Path, states: Iterable[Path], work: Path
) -> str:
    """The digest of the sources, of what was `asked`, of program, prose and packages, of the site as it is shown, and
    of what is remembered in `states`; `work` is where the shells were drawn."""
    rows = [
        (raw.table, raw.title, raw.origin, raw.is_form, raw.digest, raw.headers, raw.seen_on) for raw in raws
    ]
    files = [state / name for state in states for name in REMEMBERED]
    told = digest_files((*told_by(work), *files, live_manifest(site)))
    return digest(*_made_by(), rows, asked, str(site.absolute()), told)


def grounds(home: Path, site: Path, state: Path, asked: object) -> str:
    """The digest of all that the build of the portal at `home` hangs on, by its files: none is read as a table."""
    remembered = [state / name for name in (*REMEMBERED, SNAPSHOTS)]
    told = digest_files((home / CONTENT, *told_by(state / "shells"), *remembered, live_manifest(site)))
    return digest(*_made_by(), asked, told)


def _made_by() -> tuple[str, list[str], str]:
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return sys.version, packages, _program()


@cache
def _program() -> str:
    """The digest of the whole program, as it was when this process began."""
    return digest_files(PROGRAM)
