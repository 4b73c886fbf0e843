"""A preview shows what waits for approval, in a place of its own: nothing kept or published changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import watchfiles
from toy_portal import Built, add_source, digest, make

from generator.cli import main
from generator.commands.serve import serve
from generator.state import preview_folder

PROGRAM = "Timestamp,id,title,agency,track,form,mode,level,hours,cost,funding,criteria,summary,Persetujuan\n"
MENTOR = (
    "Timestamp,id,name,position,agency,rank,competencies,expertise,capacity,mode,is_leader,confirmed_on,"
    "consent,Persetujuan\n"
)
BANNER = "Pratinjau: memuat isian yang belum disetujui."


def program(key: str, approval: str) -> str:
    return (
        f"2026-11-01 08:00,{key},Usulan {key},bkpsdm,klasikal,seminar,luring,dasar,4,0,apbd,"
        f"Terbuka.,Ringkas.,{approval}\n"
    )


def mentor(at: str, key: str, confirmed_on: str, consent: str, approval: str) -> str:
    return f"{at},{key},Contoh Lima,Guru,smp-1,,TEK.05,Bahan ajar,1,daring,tidak,{confirmed_on},{consent},{approval}\n"


@pytest.fixture
def waiting(portal: Built) -> Built:
    """The toy portal, published, with answers that wait, that were refused, and that withdrew consent."""
    programs = program("menunggu", "") + program("tunda", "tunda") + program("tolak", "tolak")
    mentors = (
        mentor("2026-11-01 08:00", "m-beef", "2026-08-01", "ya", "setuju")
        + mentor("2026-11-10 08:00", "m-beef", "2026-11-10", "ya", "")
        + mentor("2026-11-01 08:00", "m-cafe", "2026-11-01", "ya", "")
        + mentor("2026-11-02 08:00", "m-cafe", "2026-11-02", "tidak", "")
    )
    add_source(portal.data, "programs.form.csv", (PROGRAM + programs).encode())
    add_source(portal.data, "mentors.form.csv", (MENTOR + mentors).encode())
    make(*portal)
    return portal


def preview(portal: Built, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the preview of a portal stands, once the command has built it."""
    places = ("--data", portal.data, "--site", portal.site, "--state", portal.state)
    words = ("karier", "build", *places, "--today", "2026-11-21", "--pending")
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    return preview_folder(portal.state) / "site"


def test_what_waits_shows_and_what_was_refused_or_withdrawn_does_not(
    waiting: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = preview(waiting, monkeypatch)
    shown = {path.parent.name for path in site.glob("*/*/index.html")}
    assert {"menunggu", "tunda", "m-beef"} <= shown
    assert not shown & {"tolak", "m-cafe"}
    assert "10 November 2026" in (site / "mentor/m-beef/index.html").read_text("utf-8"), "told anew"
    assert '"menunggu"' in (site / "data/programs.json").read_text("utf-8")


def test_every_page_of_a_preview_says_so_and_no_other_does(
    waiting: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = preview(waiting, monkeypatch)
    for page in site.rglob("*.html"):
        assert BANNER in page.read_text("utf-8"), page
        assert 'content="noindex"' in page.read_text("utf-8"), page
    assert not [page for page in waiting.site.rglob("*.html") if BANNER in page.read_text("utf-8")]


def test_nothing_that_is_kept_or_published_changes(waiting: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    published, kept = digest(waiting.site), digest(waiting.state)
    site = preview(waiting, monkeypatch)
    folder = preview_folder(waiting.state)
    after = digest(waiting.state)
    inside = f"{folder.name}/"
    assert {path: content for path, content in after.items() if not path.startswith(inside)} == kept
    assert digest(waiting.site) == published
    assert folder.stat().st_mode & 0o077 == 0
    assert site.is_relative_to(waiting.state)
    make(*waiting, today=date(2026, 11, 21))
    assert digest(waiting.site) == published


def test_a_first_preview_keeps_even_the_state_folder_to_its_owner(
    waiting: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "baru"
    preview(waiting._replace(state=state), monkeypatch)
    assert state.stat().st_mode & 0o077 == 0


def test_a_preview_is_served_and_then_gone(
    waiting: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen, watch = list[str](), watchfiles.watch

    def interrupted(*paths: Path, **asked: Any) -> Iterator[object]:
        if paths == (preview_folder(waiting.state),):
            return watch(*paths, **asked)
        address = capsys.readouterr().out.split("http://")[1].split(" ")[0]
        with urlopen(f"http://{address}program/menunggu/") as page:
            seen.append(page.read().decode())
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        serve(waiting.data, waiting.site, waiting.state, 0, pending=True)
    assert "Usulan menunggu" in seen[0] and BANNER in seen[0]
    assert not preview_folder(waiting.state).exists()
