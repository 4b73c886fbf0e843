"""`karier watch` follows the sheets at the price of one request a look, and `make demo` shows it all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from loopback.officer import MENTORS, PROGRAMS, Officer, at_the_desk, mentor, program
from toy_portal import NOW, SETTINGS, TODAY, TOY, Built, digest

from generator.commands import watching
from generator.commands.watching import Follower
from generator.findings import CannotRun
from generator.pipeline import Job

ROOT = Path(__file__).parents[1]


@pytest.fixture
def officer(portal: Built) -> Iterator[Officer]:
    with at_the_desk(portal) as officer:
        yield officer


class Day:
    """A day that the test turns."""

    def __init__(self, officer: Officer) -> None:
        self.portal, self.later, self.seconds = officer.portal, timedelta(), 0

    def job(self) -> Job:
        data, site, state = self.portal
        self.seconds += 1
        today, now = TODAY + self.later, NOW + self.later + timedelta(seconds=self.seconds)
        return Job(data=data, site=site, state=state, today=today, now=now, settings=SETTINGS, jobs=1)


@pytest.fixture
def day(officer: Officer) -> Day:
    return Day(officer)


@pytest.fixture
def follower(officer: Officer, day: Day) -> Follower:
    return Follower(day.job, officer.environ, every=5, write=True)


def asked(officer: Officer, look: Callable[[], None]) -> list[str]:
    """The API methods that a look asks for."""
    before = len(officer.stand_in.asked)
    look()
    return [each.method for each in officer.stand_in.asked[before:]]


def test_a_look_costs_one_request_until_something_changed(
    officer: Officer, follower: Follower, day: Day
) -> None:
    follower.look()
    assert officer.shows("program/komunikasi", "Komunikasi di tempat kerja")
    built = officer.portal.site.readlink()
    follower.look()  # its own verdicts are news to Drive, but none to the portal
    assert asked(officer, follower.look) == ["drive.files.get"]
    assert officer.portal.site.readlink() == built

    officer.answer(PROGRAMS, program("usulan", "Usulan yang layak", "Setuju"))
    follower.look()
    assert officer.verdict(PROGRAMS, 3)[0] == "terbit"
    assert officer.shows("program/usulan", "Usulan yang layak")

    built = officer.portal.site.readlink()
    follower.look()
    day.later = timedelta(days=1)
    follower.look()
    assert officer.portal.site.readlink() != built, "a new day is a new site"


def test_it_outlives_google_and_says_so_once(
    officer: Officer, follower: Follower, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        officer.stand_in.misbehave("403")
        if len(pauses) == 4:
            officer.stand_in.faults.clear()
        if len(pauses) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(watching.time, "sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        follower.run()
    assert pauses == [5, 10, 20, 40, 5]
    assert capsys.readouterr().err.count("Portal tidak boleh membaca lembar ini.") == 1


def test_a_build_that_was_refused_stays_owed(
    officer: Officer, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*told: object) -> None:
        raise CannotRun("site-locked", site="site")

    with monkeypatch.context() as patched:
        patched.setattr(watching, "run", refuse)
        with pytest.raises(CannotRun):
            follower.look()
    follower.look()
    assert officer.shows("program/komunikasi", "Komunikasi di tempat kerja")


def test_each_new_site_is_published_and_what_failed_is_tried_again(
    officer: Officer,
    day: Day,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also while Google is away. Who withdraws in the sheet is gone from where the public reads, too."""
    public, blocked = tmp_path / "publik" / "situs", tmp_path / "publik"
    officer.answer(MENTORS, mentor("01/11/2026 08:00:00", "Ya"))
    rounds = iter(range(9))

    def sleep(seconds: float) -> None:
        match next(rounds):
            case 0:
                assert "Kenari Kuning" in (public / "mentor/m-beef/index.html").read_text("utf-8")
                officer.answer(MENTORS, mentor("02/11/2026 08:00:00", "Tidak"))
                public.rename(tmp_path / "aside")
                blocked.rmdir()
                blocked.touch()
            case 1:
                assert seconds == 10
                officer.stand_in.misbehave("403")
                blocked.unlink()
                blocked.mkdir()
                (tmp_path / "aside").rename(public)
            case 2:
                raise KeyboardInterrupt

    monkeypatch.setattr(watching.time, "sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        Follower(day.job, officer.environ, every=5, write=True, target=str(public)).run()
    told = capsys.readouterr().err
    assert told.count(f"{public} tidak dapat ditulis") == 1
    assert "Portal tidak boleh membaca lembar ini." in told
    assert digest(public) == digest(officer.portal.site)
    assert not [path for path in public.rglob("*") if path.is_file() and b"Kenari" in path.read_bytes()]


def test_what_can_never_run_ends_it_at_once(follower: Follower, portal: Built) -> None:
    (portal.data / "datapackage.yaml").unlink()
    with pytest.raises(CannotRun):
        follower.run()


def test_ctrl_c_ends_it_with_a_sentence(officer: Officer) -> None:
    command = [sys.executable, "-m", "generator", "watch", "--every", "1", *officer.folders("watch")]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **officer.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as watch:
        wait_until((officer.portal.site / "index.html").exists)
        wait_until(lambda: (officer.portal.state / "laporan.html").exists())
        watch.send_signal(signal.SIGINT)
        said = watch.communicate(timeout=20)
    officer.printed += said
    assert watch.returncode == 130
    assert "Dihentikan." in said[1]
    assert "Traceback" not in said[1]


@pytest.mark.slow
def test_the_demonstration_follows_a_cell_and_ends_cleanly(tmp_path: Path) -> None:
    options = ["--data", str(TOY), "--folder", str(tmp_path / "demo"), "--port", "0", "--sheet-port", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.loopback.demo", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demo:
        try:
            assert demo.stdout is not None
            said = "".join(iter(demo.stdout.readline, "Ctrl+C untuk berhenti.\n"))
            sheets, portal = re.findall(r": (http://127[0-9.:]+/)", said)
            page = f"{portal}program/komunikasi/"
            assert "muat-ulang.js" in read(page)
            cell = {"spreadsheet": "contoh", "worksheet": PROGRAMS, "cell": "O2", "text": "Tolak"}
            requests.post(f"{sheets}ubah", data=cell, timeout=30)
            wait_until(lambda: "Komunikasi di tempat kerja" not in read(page))
            assert "<td>ditahan</td>" in read(f"{sheets}?spreadsheet=contoh&worksheet=Hasil+Pemeriksaan")
        finally:
            demo.terminate()
            rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 0
    assert "Traceback" not in said + rest


def read(address: str) -> str:
    return requests.get(address, timeout=30).text


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)
