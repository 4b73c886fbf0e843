"""`karier serve` as an officer uses it: a saved cell is on the page, and the browser is told to look again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from toy_portal import Built

from generator.commands.serve import EVENTS, RELOADER

ROOT = Path(__file__).parents[1]


@pytest.fixture
def address(portal: Built) -> Iterator[str]:
    """Where the toy portal is served by a process of its own, which Ctrl+C ends in the end without a trace."""
    data, site, state = map(str, portal)
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    running = subprocess.Popen(
        [*command, "--data", data, "--site", site, "--state", state],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    told = next(line for line in running.stdout if "http://" in line)
    yield next(word for word in told.split() if word.startswith("http://"))
    os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to all of them
    _, complained = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Traceback" not in complained


def read(url: str) -> str:
    with urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_a_saved_cell_is_on_the_page_and_the_browser_is_told(address: str, portal: Built) -> None:
    page = f"{address}program/manajemen-waktu/"
    assert "Manajemen waktu" in read(page)
    assert f'<script src="{RELOADER}">' in read(page)
    assert EVENTS in read(address.rstrip("/") + RELOADER)
    with urlopen(f"{address.rstrip('/')}{EVENTS}", timeout=60) as changes:
        programs = portal.data / "programs.csv"
        programs.write_text(programs.read_text().replace("Manajemen waktu", "Menata waktu"))
        line = changes.readline()
        while line in (b"\n", b": menunggu\n"):
            line = changes.readline()
    assert line == b"data: 1\n"
    assert "Menata waktu" in read(page)


def test_what_is_not_there_says_so_in_the_portals_own_words(address: str) -> None:
    with pytest.raises(HTTPError) as missing:
        read(f"{address}program/tidak-ada/")
    with missing.value as answer:
        assert answer.code == 404
        assert RELOADER in answer.read().decode()
