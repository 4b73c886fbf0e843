"""The demonstration site, built once by the real command, read from disk and served on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import visits
from documents import Document, read_documents
from kinds import fullest_pages
from playwright.sync_api import Browser, expect
from visits import Tab
from web_server import Server, serve

PATIENT = 30_000
"""Milliseconds for what a page is to show: a busy machine takes its time."""
ROOT = Path(__file__).parents[2]
DATA = ROOT / "content/data"
TODAY = "2026-11-21"
WITHDRAWN = "id,name,kind,region\ndinas-ditarik,Dinas yang Ditarik,dinas,21.72\n"


expect.set_options(timeout=PATIENT)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `site` and `state`, as `karier build` leaves them once an agency was withdrawn."""
    folder = tmp_path_factory.mktemp("demonstration")
    _build(_with_one_more_agency(folder / "data"), folder)
    _build(DATA, folder)
    return folder


def _build(data: Path, folder: Path) -> None:
    karier = Path(sys.executable).with_name("karier")
    places = ["--data", data, "--site", folder / "site", "--state", folder / "state"]
    done = subprocess.run(
        [karier, "build", *places, "--today", TODAY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _with_one_more_agency(folder: Path) -> Path:
    """The demonstration data in `folder`, with a further sheet of agencies; its schemas need no naming there."""
    shutil.copytree(DATA, folder)
    descriptor = folder / "datapackage.yaml"
    told = re.sub(r"(?m)^ *schema: .*$", "", descriptor.read_text("utf-8"))
    descriptor.write_text(
        f"{told}\n  - {{name: withdrawn, x-table: agencies, path: withdrawn.csv}}\n", "utf-8"
    )
    (folder / "withdrawn.csv").write_text(WITHDRAWN, "utf-8")
    return folder


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The version that the link of the site leads to, so that walking it needs to follow none."""
    return (built / "site").resolve()


@pytest.fixture(scope="session")
def documents(site: Path) -> Mapping[str, Document]:
    """Every HTML page by its URL below the site, folders without `index.html`."""
    return read_documents(site)


@pytest.fixture(scope="session")
def fullest(site: Path) -> Mapping[str, str]:
    """The largest page of each kind, so that one page shows the most of what its template can do."""
    return fullest_pages(site)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[Server]:
    """The site at the root of a host, and once more below `/sub/`."""
    with serve(site) as running:
        yield running


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Tab]:
    """One page for all tests that need no profile of their own."""
    with visits.tab(browser) as opened:
        yield opened


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[Tab]:
    """The same on a telephone, whose user taps."""
    with visits.tab(browser, viewport=visits.PHONE, is_mobile=True, has_touch=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, in place of one that Playwright would download; every visit in one process."""
    one_process = ["--disable-site-isolation-trials", "--renderer-process-limit=1"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": one_process}
