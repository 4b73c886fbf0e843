"""States on a day, and values as people read them: tables of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from portal_example import TODAY, agency, by_id, day, example, mentor, session

from generator.model.public import Region
from generator.render import format
from generator.render.format import Prose
from generator.render.routes import mail_link, phone_link, relative, web_link
from generator.render.states import (
    Availability,
    Event,
    Registration,
    availability,
    leading,
    live_runs,
    standing,
)
from generator.render.zones import offset_minutes, region_zone, zones

SOON = 7

REGISTRATIONS = yaml.safe_load((Path(__file__).parent / "registration_states.yaml").read_text())


@pytest.mark.parametrize(("state", "starts", "opens", "closes", "event", "on"), REGISTRATIONS)
def test_registration(
    state: str, starts: int, opens: int | None, closes: int | None, event: str, on: int
) -> None:
    found = standing(session("s", "p", starts, opens=opens, closes=closes), TODAY, SOON)
    assert (found.state, found.event, found.day) == (Registration(state), Event(event), day(on))


def test_a_cancelled_session_names_no_day() -> None:
    cancelled = replace(session("s", "p", 10, opens=-5, closes=5), status="dibatalkan")
    assert standing(cancelled, TODAY, SOON).state is Registration.CANCELLED
    assert standing(cancelled, TODAY, SOON).day is None


def test_the_next_chance_to_join_speaks_for_a_programme() -> None:
    finished, older = session("f", "p", -9), session("o", "p", -99)
    upcoming = session("u", "p", 50, opens=30, closes=40)
    soon = session("c", "p", 20, opens=-5, closes=5)
    later = session("l", "p", 5, opens=-5, closes=9)
    cases = [
        ([finished, upcoming, later, soon], "c"),
        ([finished, upcoming], "u"),
        ([older, finished], "f"),
        ([replace(soon, status="dibatalkan"), older], "o"),
    ]
    for sessions, first in cases:
        lead = leading(standing(item, TODAY, SOON) for item in sessions)
        assert lead.session is not None
        assert lead.session.id == first
    assert leading([]).state is Registration.NONE


def test_a_page_carries_the_runs_that_can_still_change_their_state() -> None:
    runs = [session("u", "p", 50, opens=30, closes=40), session("f", "p", -9), session("s", "p", 5)]
    told = [standing(item, TODAY, SOON) for item in runs]
    assert live_runs(told, 480) == "480 2027-01-10/2027-01-11/2026-12-21/2026-12-31 2026-11-26/2026-11-27//"
    assert live_runs(told[1:2], 420) == ""
    assert live_runs([standing(replace(runs[2], status="dibatalkan"), TODAY, SOON)], 420) == ""


def test_days_are_meant_where_the_agency_is() -> None:
    """A region without a zone of its own takes that of the region above it, and the portal's in the end."""
    regions = {
        "91": Region(code="91", name="Papua", kind="provinsi", timezone="Asia/Jayapura"),
        "91.71": Region(code="91.71", name="Jayapura", kind="kota", parent="91"),
        "99": Region(code="99", name="Contoh", kind="provinsi"),
    }
    assert region_zone(regions, "91.71", "Asia/Jakarta") == "Asia/Jayapura"
    assert region_zone(regions, "99", "Asia/Makassar") == "Asia/Makassar"
    assert region_zone(regions, "98", "Asia/Makassar") == "Asia/Makassar"
    portal = example(regions=regions, agencies=by_id([agency("bkpsdm", region="91.71")]))
    assert zones(portal, "Asia/Jakarta") == {"bkpsdm": "Asia/Jayapura"}
    ahead = [offset_minutes(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura")]
    assert ahead == [420, 480, 540]


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("accepting", {}),
        ("accepting", {"paused_until": day(-1)}),
        ("unconfirmed", {"is_confirmed": False}),
        ("full", {"free": 0}),
        ("full", {"free": -1, "is_confirmed": False}),
        ("paused", {"paused_until": TODAY}),
        ("paused", {"paused_until": day(9), "free": 0}),
    ],
)
def test_mentor(state: str, changes: dict[str, object]) -> None:
    assert availability(mentor("m-1", "Nama", **changes), TODAY) is Availability(state)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 12, 15), date(2026, 12, 15), "15 Des 2026"),
        (date(2026, 12, 1), date(2026, 12, 3), "1–3 Des 2026"),
        (date(2026, 11, 29), date(2026, 12, 2), "29 Nov–2 Des 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Des 2026–3 Jan 2027"),
    ],
)
def test_spans_of_days(first: date, last: date, text: str) -> None:
    assert format.span(first, last) == text


def test_days() -> None:
    assert format.full_day(date(2026, 3, 5)) == "5 Maret 2026"
    assert format.near_day(date(2026, 11, 24), TODAY) == "Selasa, 24 Nov"
    assert format.near_day(date(2027, 1, 4), TODAY) == "Senin, 4 Jan 2027"
    assert format.tile(date(2026, 8, 1)) == ("1", "Agu")


def test_numbers() -> None:
    assert format.phone("(0771) 318-123") == "(0771)\u00a0318\u2011123"
    assert format.rupiah(36_000_000) == "Rp36.000.000"
    assert format.decimal(Decimal("4.25")) == "4,2"
    assert format.decimal(Decimal(78)) == "78,0"
    assert [format.band(text) for text in ("10-19", "1000+")] == ["10–19", "1.000 lebih"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Larasati Bumi Pertiwi", "LB"),
        ("Dr. Larasati Bumi, M.Si.", "LB"),
        ("Sukarno", "S"),
        ("H. Ir.", "HI"),
        ("d'Arcy ébène", "DÉ"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert format.initials(name) == letters


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (None, Prose("p", ())),
        ("Satu kalimat.", Prose("p", ("Satu kalimat.",))),
        ("Satu\r\ndua", Prose("ul", ("Satu", "dua"))),
        ("- Satu\n- Dua", Prose("ul", ("Satu", "Dua"))),
        ("1. Satu\n2) Dua", Prose("ol", ("Satu", "Dua"))),
        ("1. Satu\nDua", Prose("ul", ("Satu", "Dua"))),
        ("Satu.\n\nDua.", Prose("p", ("Satu.", "Dua."))),
        ("Satu; dua", Prose("ul", ("Satu", "Dua"))),
        ("-5 derajat", Prose("p", ("-5 derajat",))),
    ],
)
def test_plain_text_is_cut_for_reading(text: str | None, prose: Prose) -> None:
    assert format.prose(text) == prose


def test_long_text_is_cut_between_words() -> None:
    assert format.brief("Menyusun rencana karier\ndan lain-lain", 40) == "Menyusun rencana karier"
    assert format.brief("Menyusun rencana karier", 17) == "Menyusun rencana…"
    assert format.brief("", 5) == ""


def test_links_climb_to_the_root_first() -> None:
    assert relative("", "program/") == "program/"
    assert relative("program/x/", "") == "../../"
    assert relative("program/halaman/2/", "program/x/") == "../../../program/x/"
    assert relative("", "") == "./"


def test_addresses_become_links_only_where_they_are_sound() -> None:
    assert web_link("https://contoh.go.id/a b") == "https://contoh.go.id/a b"
    assert web_link("JavaScript:alert(1)") is None
    assert web_link("https://bkn.go.id@penipu.example/") is None
    assert web_link("https:\\\\penipu.example") is None
    assert web_link("https://contoh.go.id/\u202egnp.exe") is None
    assert (
        mail_link("a@contoh.go.id", "Tanya & jawab?")
        == "mailto:a@contoh.go.id?subject=Tanya%20%26%20jawab%3F"
    )
    assert mail_link('a"b@contoh.go.id?bcc=x') == "mailto:a%22b@contoh.go.id%3Fbcc%3Dx"
    assert mail_link("tanpa at") is None
    assert phone_link("(0771) 318123") == "tel:0771318123"
    assert phone_link("+62 771-318123") == "tel:+62771318123"
    assert phone_link("kantor") is None
