"""Calendars, judged by the `icalendar` library: what they say, how they change, and that any text survives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_example import TODAY, agency, by_id, day, example, program, session, settings

from generator.model.chronicle import Chronicle, continued
from generator.model.public import OpenTable, Portal, Region, Session
from generator.model.schema import load_schema
from generator.render.feeds import feed_files
from generator.render.feeds.icalendar import content, escaped, rule

SITE = "https://karier.contoh.go.id/"


def published(portal: Portal) -> Portal:
    """The portal with its programmes and sessions as open tables: what the chronicle goes by."""
    tables = {name: table(name, getattr(portal, name).values()) for name in ("programs", "sessions")}
    return replace(portal, tables={**portal.tables, **tables})


def table(name: str, rows: object) -> OpenTable:
    schema = load_schema(name).public()
    assert hasattr(rows, "__iter__")
    return OpenTable(
        schema, tuple(tuple(getattr(row, field.name) for field in schema.fields) for row in rows)
    )


def calendars(portal: Portal, told: Chronicle | None = None) -> dict[str, icalendar.Calendar]:
    """Every calendar by its path, strictly read."""
    shown = published(portal)
    told = told or continued(Chronicle(), shown.tables, TODAY)
    files = feed_files(shown, settings(), told, SITE)
    made = {file.path: file.make() for file in files if file.path.endswith(".ics")}
    for path, raw in made.items():
        assert all(len(line) <= 75 and b"\n" not in line for line in raw.split(b"\r\n")), path
    return {path: icalendar.Calendar.from_ical(raw) for path, raw in made.items()}


def events(calendar: icalendar.Calendar) -> dict[str, icalendar.Event]:
    """Its events by UID; none may be broken or there twice."""
    found = [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]
    assert [event.errors for event in found if event.errors] == []
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["UID"]): event for event in found}


def only(*sessions: Session, **changes: object) -> Portal:
    return example(programs=by_id([program("dasar", **changes)]), sessions=by_id(sessions))


def test_a_run_is_an_all_day_event_and_its_deadline_another() -> None:
    run = replace(session("s1", "dasar", 10, opens=-5, closes=3), place="Aula, lantai 2")
    found = events(calendars(only(run))["kalender.ics"])
    event, deadline = found["s1@contoh.go.id"], found["tutup-s1@contoh.go.id"]
    assert (event.start, event.end) == (day(10), day(12))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Program dasar", "Aula, lantai 2")
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["URL"])) == (
        *("CONFIRMED", 0),
        f"{SITE}program/dasar/",
    )
    assert deadline.start == datetime(2026, 11, 24, 23, 59, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert deadline.end == datetime(2026, 11, 25, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("zone", "utc"), [("Asia/Jakarta", 16), ("Asia/Makassar", 15), ("Asia/Jayapura", 14)]
)
def test_a_deadline_is_meant_where_the_agency_is(zone: str, utc: int) -> None:
    portal = replace(
        only(session("s1", "dasar", 10, closes=3)),
        regions={"21.72": Region(code="21.72", name="Kota Contoh", kind="kota", timezone=zone)},
    )
    calendar = calendars(portal)["instansi/bkpsdm/kalender.ics"]
    deadline = events(calendar)["tutup-s1@contoh.go.id"].start
    assert isinstance(deadline, datetime)
    assert deadline.astimezone(ZoneInfo("UTC")).hour == utc
    assert zone in {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}


def test_a_run_that_is_called_off_stays_as_cancelled_and_counts_up() -> None:
    planned = session("s1", "dasar", 10, closes=3)
    before = continued(Chronicle(), published(only(planned)).tables, TODAY)
    off = only(replace(planned, status="dibatalkan"))
    told = continued(before, published(off).tables, day(2))
    for event in events(calendars(off, told)["kalender.ics"]).values():
        assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
        assert event.DTSTAMP.date() == day(2)


def test_an_unchanged_run_keeps_its_sequence_and_stamp() -> None:
    portal = only(session("s1", "dasar", 10))
    told = continued(Chronicle(), published(portal).tables, TODAY)
    assert calendars(portal, continued(told, published(portal).tables, day(9))) == calendars(portal, told)


def test_a_plan_is_tentative_and_what_is_long_over_is_left_out() -> None:
    plan = replace(session("plan", "dasar", 10), status="direncanakan")
    runs = (plan, session("recent", "dasar", -40), session("old", "dasar", -60))
    found = events(calendars(only(*runs))["kalender.ics"])
    assert found.keys() == {"plan@contoh.go.id", "recent@contoh.go.id"}
    assert str(found["plan@contoh.go.id"]["STATUS"]) == "TENTATIVE"


def test_a_calendar_that_many_share_holds_what_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one region's many runs, with another's few."""
    monkeypatch.setattr("generator.render.feeds.calendars.MOST", 10)
    many = [session(f"s-{n:02}", "dasar", n + 9, closes=n) for n in range(12)]
    portal = example(
        agencies=by_id([agency("bkpsdm"), agency("lain", region="32")]),
        regions={
            code: Region(code=code, name=f"Provinsi {code}", kind="provinsi") for code in ("21.72", "32")
        },
        programs=by_id([program("dasar"), program("lain", agency="lain")]),
        sessions=by_id(
            [*many, *(session(key, "lain", n) for key, n in (("dekat", 2), ("jauh", 40), ("lalu", -9)))]
        ),
    )
    made = calendars(portal)
    held = {
        path: sorted(uid.split("@")[0] for uid in events(calendar) if not uid.startswith("tutup-"))
        for path, calendar in made.items()
    }
    assert held["kalender.ics"] == ["dekat", *(f"s-{n:02}" for n in range(9))]
    assert str(made["kalender.ics"]["X-WR-CALDESC"]).startswith("Jadwal terdekat saja. 5 lainnya")
    assert held["wilayah/32/kalender.ics"] == ["dekat", "jauh", "lalu"]
    assert "X-WR-CALDESC" not in made["wilayah/32/kalender.ics"]


@pytest.mark.parametrize(
    ("recurrence", "told"),
    [
        ("FREQ=MONTHLY;COUNT=6", "FREQ=MONTHLY;COUNT=6"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231"),
        ("FREQ=WEEKLY;UNTIL=20261105T235959Z", "FREQ=WEEKLY;UNTIL=20261105"),
    ],
)
def test_a_run_that_recurs_ends(recurrence: str, told: str) -> None:
    assert rule(recurrence, date(2026, 12, 31)) == told
    recurring = replace(session("s1", "dasar", 10), recurrence=recurrence, ends_on=date(2026, 12, 31))
    event = events(calendars(only(recurring))["kalender.ics"])["s1@contoh.go.id"]
    assert event.end - event.start == timedelta(1)
    assert event["RRULE"].to_ical().decode() == icalendar.vRecur.from_ical(told).to_ical().decode()


def test_each_scope_has_the_runs_of_its_programmes() -> None:
    portal = example(
        regions={
            "21": Region(code="21", name="Provinsi Contoh", kind="provinsi"),
            "21.72": Region(code="21.72", name="Kota Contoh", kind="kota", parent="21"),
            "32": Region(code="32", name="Provinsi Lain", kind="provinsi"),
            "99": Region(code="99", name="Tanpa Instansi", kind="provinsi"),
        },
        agencies=by_id([agency("bkpsdm"), agency("lain", region="32")]),
        programs=by_id([program("a"), program("b", agency="lain"), program("c", agency="tak-tampil")]),
        sessions=by_id([session(f"s-{owner}", owner, 9) for owner in ("a", "b", "c", "tak-ada")]),
    )
    held = {path: {uid[2] for uid in events(made)} for path, made in calendars(portal).items()}
    assert held == {
        "kalender.ics": {"a", "b", "c"},
        "wilayah/21/kalender.ics": {"a"},
        "wilayah/21.72/kalender.ics": {"a"},
        "wilayah/32/kalender.ics": {"b"},
        "instansi/bkpsdm/kalender.ics": {"a"},
        "instansi/lain/kalender.ics": {"b"},
    }


def test_a_calendar_without_runs_is_still_one() -> None:
    empty = calendars(only())["kalender.ics"]
    assert events(empty) == {}
    assert [str(each["TZID"]) for each in empty.walk("VTIMEZONE")] == ["Asia/Jakarta"]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=200)


@given(TEXTS)
def test_any_text_survives(text: str) -> None:
    lines = content(("BEGIN", "VEVENT"), ("UID", "x"), ("SUMMARY", escaped(f"x{text}")), ("END", "VEVENT"))
    raw = lines.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert all(line.decode() for line in raw.split(b"\r\n")[:-1]), "no character is torn"
    read = icalendar.Event.from_ical(raw)
    assert str(read["SUMMARY"]) == f"x{text}"


def test_a_hostile_title_opens_no_line_of_its_own() -> None:
    hostile = only(session("s1", "dasar", 9), title="x\r\nATTACH:https://jahat.contoh\r\nEND:VEVENT")
    event = events(calendars(hostile)["kalender.ics"])["s1@contoh.go.id"]
    assert "ATTACH" not in event
    assert "jahat" in str(event["SUMMARY"])
