"""Writing verdicts through the real gspread: once, as text, beside the answers and never among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from gspread import Client
from loopback.server import StandIn, serving

from generator.findings import Place, finding
from generator.model.records import Status
from generator.sync.apply import SPARE_ROWS, apply
from generator.sync.away import SheetAway
from generator.sync.google import Limits, connect
from generator.sync.pull import pull, read_worksheet
from generator.sync.verdicts import HEADER, WORKSHEET, Changes, JudgedRow, Verdict, diff, verdicts

ID, SHEET, KEY = "1uji", "Jawaban 1", b"k" * 32
ANSWERS = [["Stempel waktu", "Nama"], *([f"21/11/2026 09:13:{second:02}", "kenari"] for second in range(6))]
QUICK = Limits(connect=0.3, read=0.3, whole=3, tries=3, pause=0.01)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with serving({ID: {"title": "Uji", "sheets": [{"title": SHEET, "rows": ANSWERS}]}}) as server:
        yield server
        assert server.books[ID].sheet(SHEET).rows == ANSWERS, "the answers are nobody's to write"


@pytest.fixture
def client(stand_in: StandIn) -> Client:
    return connect(stand_in.endpoint, write=True, limits=QUICK)


def wanted(*seconds: int, status: Status = Status.ACCEPTED, at: int = 12) -> list[Verdict]:
    wrong = (
        ()
        if status is Status.ACCEPTED
        else (finding("required", Place("mentors", SHEET, 2, "Nama"), example="x"),)
    )
    rows = [
        JudgedRow(row, {"Stempel waktu": ANSWERS[second + 1][0], "Nama": "kenari"}, status, wrong)
        for row, second in enumerate(seconds, start=2)
    ]
    return verdicts(KEY, SHEET, rows, datetime(2026, 11, 21, at))


def differences(client: Client, verdicts: Sequence[Verdict]) -> Changes:
    """What `sync` would print: the sheet as it is now against the verdicts."""
    sheet = pull(client, ID, [SHEET, WORKSHEET]).sheets.get(WORKSHEET)
    return diff([sheet.header, *sheet.rows] if sheet else [], verdicts, [SHEET])


def shown(server: StandIn) -> list[list[str]]:
    return server.books[ID].shown(WORKSHEET)


def test_the_worksheet_is_made_and_filled(stand_in: StandIn, client: Client) -> None:
    verdicts = wanted(0, 1, 2)
    apply(client, ID, differences(client, verdicts))
    assert shown(stand_in) == [list(HEADER), *(list(each.cells) for each in verdicts)]
    made = stand_in.books[ID].sheet(WORKSHEET)
    assert (made.frozen, made.row_count) == (1, 4 + SPARE_ROWS)


def test_a_second_apply_sends_no_request(stand_in: StandIn, client: Client) -> None:
    apply(client, ID, differences(client, wanted(0, 1, 2)))
    again = differences(client, wanted(0, 1, 2, at=15))
    stand_in.asked.clear()
    apply(client, ID, again)
    assert stand_in.asked == []


def test_changes_take_one_write_that_is_raw(stand_in: StandIn, client: Client) -> None:
    apply(client, ID, differences(client, wanted(0, 1, 2)))
    stand_in.asked.clear()
    verdicts = [*wanted(0), *wanted(4, 5, status=Status.REJECTED)]
    apply(client, ID, differences(client, verdicts))
    (write,) = stand_in.writes
    assert write.body["valueInputOption"] == "RAW"
    assert all(each["range"].startswith(f"'{WORKSHEET}'!") for each in write.body["data"])
    assert not differences(client, verdicts)
    assert {row[3] for row in shown(stand_in)[1:] if row} == {"terbit", "perlu perbaikan"}


def test_rows_of_answers_that_are_gone_are_blanked_and_used_again(stand_in: StandIn, client: Client) -> None:
    apply(client, ID, differences(client, wanted(0, 1, 2)))
    apply(client, ID, differences(client, wanted(2)))
    assert shown(stand_in)[1:] == [[], [], list(wanted(2)[0].cells)]
    apply(client, ID, differences(client, wanted(2, 3, 4, 5)))
    assert [bool(row) for row in shown(stand_in)] == [True] * 5
    assert not differences(client, wanted(2, 3, 4, 5))


def test_rows_are_looked_up_again_just_before_writing(stand_in: StandIn, client: Client) -> None:
    apply(client, ID, differences(client, wanted(0, 1, 2)))
    changes = differences(client, [*wanted(0), *wanted(1, status=Status.WITHHELD), *wanted(3)])
    rows = stand_in.books[ID].sheet(WORKSHEET).rows
    rows[1:] = [["", "", "", "", "", "", "catatan petugas"], *rows[:0:-1]]
    apply(client, ID, changes)
    assert not differences(client, [*wanted(0), *wanted(1, status=Status.WITHHELD), *wanted(3)])
    assert shown(stand_in)[1][6] == "catatan petugas"


def test_two_applies_of_one_diff_write_nothing_twice(stand_in: StandIn, client: Client) -> None:
    changes = differences(client, wanted(0, 1))
    apply(client, ID, changes)
    apply(client, ID, changes)
    assert len(shown(stand_in)) == 3


def test_a_full_worksheet_is_grown(stand_in: StandIn, client: Client) -> None:
    apply(client, ID, differences(client, wanted(0)))
    stand_in.books[ID].sheet(WORKSHEET).row_count = 2
    apply(client, ID, differences(client, wanted(0, 1, 2)))
    assert len(shown(stand_in)) == 4


def test_an_empty_worksheet_of_that_name_gets_its_header(stand_in: StandIn, client: Client) -> None:
    client.http_client.batch_update(ID, {"requests": [{"addSheet": {"properties": {"title": WORKSHEET}}}]})
    apply(client, ID, differences(client, wanted(0)))
    assert shown(stand_in)[0] == list(HEADER)


def test_a_formula_stays_text(stand_in: StandIn, client: Client) -> None:
    row = JudgedRow(2, {"Response ID": "=IMPORTXML(1)", "Nama": "x"}, Status.ACCEPTED, ())
    verdicts_ = verdicts(KEY, SHEET, [row], datetime(2026, 11, 21))
    apply(client, ID, differences(client, verdicts_))
    assert read_worksheet(client, ID, WORKSHEET)[1][0] == "'=IMPORTXML(1)"
    assert not differences(client, verdicts_)


@pytest.mark.parametrize(
    "fault", ["lost-answer", "lost-503", "503", "reset", "hang", "truncated", "200-page"]
)
def test_a_write_is_never_sent_twice(stand_in: StandIn, client: Client, fault: str) -> None:
    """Whether or not it was carried out, the next sync ends with every verdict once."""
    apply(client, ID, differences(client, wanted(0)))
    changes = differences(client, wanted(0, 1))
    stand_in.asked.clear()
    stand_in.misbehave("ok", "ok", fault)
    with pytest.raises(SheetAway) as away:
        apply(client, ID, changes)
    assert away.value.code == ("not-google" if fault == "200-page" else "write-uncertain")
    assert len(stand_in.writes) == 1
    again = connect(stand_in.endpoint, write=True, limits=QUICK)
    apply(again, ID, differences(again, wanted(0, 1)))
    assert len(shown(stand_in)) == 3


@pytest.mark.parametrize("fault", ["429", "403-rate"])
def test_a_write_over_quota_surely_did_not_happen(stand_in: StandIn, client: Client, fault: str) -> None:
    changes = differences(client, wanted(0))
    stand_in.asked.clear()
    stand_in.misbehave("ok", fault)
    with pytest.raises(SheetAway, match="Batas pemakaian"):
        apply(client, ID, changes)
    assert len(stand_in.writes) == 1


def test_a_sheet_that_may_only_be_read_says_whom_to_ask(stand_in: StandIn, client: Client) -> None:
    changes = differences(client, wanted(0))
    stand_in.misbehave("ok", "403")
    with pytest.raises(SheetAway, match="sebagai “Editor”"):
        apply(client, ID, changes)


@pytest.mark.parametrize("book", [{}, {"sheets": [{}]}, {"sheets": None}])
def test_metadata_of_another_shape_stop_the_write(
    stand_in: StandIn, client: Client, book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = differences(client, wanted(0))
    monkeypatch.setattr(client.http_client, "fetch_sheet_metadata", lambda *_: book)
    with pytest.raises(SheetAway, match="tidak terbaca"):
        apply(client, ID, changes)
    assert stand_in.writes == []
