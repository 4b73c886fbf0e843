"""What people decide holds from build to build: approvals, consent taken back, willingness renewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy_portal import Built, add_source, make

from generator.findings import CannotRun
from generator.model.accounts import Report

PROGRAM = "Timestamp,id,title,agency,track,form,mode,level,hours,cost,funding,criteria,summary,Persetujuan"
MENTOR = (
    "Timestamp,id,name,position,agency,rank,competencies,expertise,capacity,mode,is_leader,confirmed_on,"
    "consent,Persetujuan"
)


def program(title: str, approval: str) -> str:
    return f"2026-11-01 08:00,usulan,{title},bkpsdm,klasikal,seminar,luring,dasar,4,0,apbd,Terbuka.,Ringkas.,{approval}"


def mentor(at: str, confirmed_on: str, consent: str, approval: str = "setuju") -> str:
    return f"{at},m-beef,Contoh Lima,Guru,smp-1,,TEK.05,Bahan ajar,1,daring,tidak,{confirmed_on},{consent},{approval}"


def answered(portal: Built, table: str, header: str, *rows: str) -> Report:
    """The portal built with these answers to a form."""
    path = portal.data / "case" / f"{table}.form.csv"
    if not path.exists():
        add_source(portal.data, path.name, b"")
    path.write_text("\n".join((header, *rows)) + "\n")
    return make(*portal)


def codes(report: Report, table: str) -> list[str]:
    return [finding.code for finding in report.findings if finding.origin.startswith(f"case/{table}")]


def shows(portal: Built, page: str) -> bool:
    return (portal.site / page / "index.html").is_file()


def test_an_answer_that_changed_after_approval_waits_again(portal: Built) -> None:
    assert codes(answered(portal, "programs", PROGRAM, program("Pertama", "setuju")), "programs") == []
    assert shows(portal, "program/usulan")
    changed = answered(portal, "programs", PROGRAM, program("Kedua", "setuju"))
    assert codes(changed, "programs") == ["approval-outdated"]
    assert b"Kedua" not in (portal.site / "program/usulan/index.html").read_bytes(), (
        "a tombstone stands there"
    )
    assert codes(answered(portal, "programs", PROGRAM, program("Kedua", "tunda")), "programs") == [
        "approval-awaited"
    ]
    assert codes(answered(portal, "programs", PROGRAM, program("Kedua", "setuju")), "programs") == []
    assert b"Kedua" in (portal.site / "program/usulan/index.html").read_bytes()


def test_the_day_of_an_approval_is_the_one_on_which_it_was_first_seen(portal: Built) -> None:
    def seen() -> dict[str, str]:
        kept: dict[str, str] = json.loads((portal.state / "decisions.json").read_text())["seen"]
        return kept

    make(*portal)
    assert seen() == {}, "what stood there before the portal was approved at some earlier time"
    answered(portal, "programs", PROGRAM, program("Pertama", "tunda"))
    assert seen() == {}
    for _ in range(2):
        answered(portal, "programs", PROGRAM, program("Pertama", "setuju"))
        assert seen() == {"programs:usulan:": "2026-11-21"}
    answered(portal, "programs", PROGRAM, program("Pertama", "tolak"))
    assert seen() == {}


def test_a_later_answer_takes_consent_back_for_good(portal: Built) -> None:
    first = mentor("2026-11-01 08:00", "2026-11-01", "ya")
    assert codes(answered(portal, "mentors", MENTOR, first), "mentors") == []
    assert b"Contoh Lima" in (portal.site / "mentor/m-beef/index.html").read_bytes()
    last = mentor("2026-11-05 08:00", "2026-11-05", "tidak")
    assert codes(answered(portal, "mentors", MENTOR, first, last), "mentors") == [
        "consent-withdrawn",
        "consent-missing",
    ]
    assert b"Contoh Lima" not in b"".join(
        path.read_bytes() for path in portal.site.rglob("*") if path.is_file()
    )
    alone = answered(portal, "mentors", MENTOR, first)
    assert codes(alone, "mentors") == ["consent-withdrawn"], "the answer that took it back may be gone by now"
    again = mentor("2026-11-08 08:00", "2026-11-08", "ya")
    assert codes(answered(portal, "mentors", MENTOR, again), "mentors") == []


def test_whoever_withdrew_is_in_neither_tree(portal: Built) -> None:
    first = mentor("2026-11-01 08:00", "2026-11-01", "ya")
    last = mentor("2026-11-05 08:00", "2026-11-05", "tidak")
    answered(portal, "mentors", MENTOR, first)
    answered(portal, "mentors", MENTOR, first, last)
    trees = [
        path for path in portal.site.parent.rglob("*") if path.is_file() and portal.data not in path.parents
    ]
    assert [path for path in trees if b"Contoh Lima" in path.read_bytes()] == []


def test_a_withdrawal_is_no_loss_that_a_gate_minds(portal: Built) -> None:
    """Most requests go to one mentor: with the mentor most of that table goes, and the person still must."""
    first = mentor("2026-11-01 08:00", "2026-11-01", "ya")
    asked = [f"2026-11-0{day} 09:00,m-beef,disdik,Rencana karier,baru,a@contoh.go.id" for day in range(2, 9)]
    answered(portal, "mentoring_requests", "submitted_at,mentor,agency,goal,status,email", *asked[:0])
    answered(portal, "mentors", MENTOR, first)
    answered(portal, "mentoring_requests", "submitted_at,mentor,agency,goal,status,email", *asked)
    report = answered(portal, "mentors", MENTOR, first, mentor("2026-11-09 08:00", "2026-11-09", "tidak"))
    assert report.accounts["mentoring_requests"].withheld == len(asked)
    assert b"Contoh Lima" not in (portal.site / "mentor/m-beef/index.html").read_bytes()


def test_a_later_answer_renews_the_first(portal: Built) -> None:
    old = mentor("2026-01-10 08:00", "2026-01-10", "ya")
    assert codes(answered(portal, "mentors", MENTOR, old), "mentors") == ["mentor-stale"]
    waiting = mentor("2026-11-10 08:00", "2026-11-10", "ya", approval="")
    assert "mentor-stale" in codes(answered(portal, "mentors", MENTOR, old, waiting), "mentors")
    renewed = mentor("2026-11-10 08:00", "2026-11-10", "ya")
    report = answered(portal, "mentors", MENTOR, old, renewed)
    assert codes(report, "mentors") == []
    assert report.accounts["mentors"].is_balanced
    assert b"10 November 2026" in (portal.site / "mentor/m-beef/index.html").read_bytes()


def test_lost_decisions_stop_a_build(standing: Built) -> None:
    """Someone who took consent back could reappear: "decisions-broken"."""
    decisions = standing.state / "decisions.json"
    assert decisions.stat().st_mode & 0o777 == 0o600
    for torn in ("", "{", json.dumps({"approved": {}})):
        decisions.write_text(torn)
        with pytest.raises(CannotRun) as failure:
            make(*standing)
        assert failure.value.code == "decisions-broken"
    decisions.unlink()
    with pytest.raises(CannotRun) as failure:
        make(*standing)
    assert failure.value.code == "decisions-lost"


def test_nothing_decided_is_a_first_build(portal: Built) -> None:
    assert not Path(portal.state / "decisions.json").exists()
    assert make(*portal).is_clean
