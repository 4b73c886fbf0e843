"""When Google is away: every failure ends in bounded time, in one sentence, and tells no cell."""

from __future__ import annotations

import logging
import socket
import time
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from google.auth.exceptions import RefreshError, TransportError
from loopback.faults import FAULTS
from loopback.server import StandIn, serving
from requests import Response

from generator.findings import Refused
from generator.sync.away import SheetAway, trouble_in, trouble_with
from generator.sync.google import Limits, connect
from generator.sync.pull import pull

ID, CANARY = "1uji", "kenari-7f3a"
ANSWERS = [["Stempel waktu", "Nama"], ["21/11/2026 09:13:22", CANARY]]
BOOK = {ID: {"title": "Uji", "sheets": [{"title": "Jawaban 1", "rows": ANSWERS}]}}
QUICK = Limits(connect=0.3, read=0.2, whole=0.8, tries=3, pause=0.01)
"""For a fault that lasts; an answer that comes may take a busy machine longer."""
CALM = Limits(connect=10, read=10, whole=20, tries=3, pause=0.01)
ALWAYS = 20
PATIENCE = 60
"""Seconds; far more than the limits allow, for a busy machine, and far less than a fault lasts."""

CODES = {
    "429": "quota",
    "429-late": "quota",
    "403-rate": "quota",
    "403": "permission-read",
    "403-disabled": "api-disabled",
    "403-scope": "scope-missing",
    "401": "signin-refused",
    "404": "sheet-gone",
    "404-page": "sheet-gone",
    "408": "google-down",
    "500": "google-down",
    "503": "google-down",
    "503-page": "google-down",
    "200-page": "not-google",
    "200-cut": "answer-broken",
    "200-list": "answer-broken",
    "away": "unreachable",
    "reset": "unreachable",
    "truncated": "unreachable",
    "hang": "too-slow",
    "drip": "too-slow",
}
TRIED_AGAIN = {
    "429",
    "403-rate",
    "408",
    "500",
    "503",
    "503-page",
    "200-cut",
    "200-list",
    "reset",
    "truncated",
}
TRIED_ONCE = {"403", "403-disabled", "403-scope", "401", "404", "404-page", "200-page", "429-late"}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with serving(BOOK) as server:
        yield server


def read(server: StandIn, limits: Limits = CALM) -> Any:
    return pull(connect(server.endpoint, limits=limits), ID, ["Jawaban 1"])


def every_text(error: BaseException) -> str:
    """All that a traceback of this exception could print, arguments and chains included."""
    texts, seen = [], error
    while seen is not None:
        texts += [str(seen), repr(seen), repr(seen.args), repr(vars(seen))]
        seen = seen.__context__ or seen.__cause__  # type: ignore[assignment]
    return "\n".join((*texts, *traceback.format_exception(error)))


@pytest.mark.parametrize("second", [False, True], ids=["first request", "second request"])
@pytest.mark.parametrize("fault", CODES)
def test_every_failure_ends_in_time_with_its_sentence(
    stand_in: StandIn, fault: str, second: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in.misbehave(*(["ok"] if second else []), *[fault] * ALWAYS)
    began = time.monotonic()
    with pytest.raises(SheetAway) as away:
        read(stand_in, QUICK if CODES[fault] == "too-slow" else CALM)
    assert time.monotonic() - began < PATIENCE
    assert away.value.code == CODES[fault]
    assert "Data terakhir yang tersimpan tetap dipakai." in str(away.value)
    assert CANARY not in every_text(away.value) + caplog.text
    assert away.value.__context__ is None, "no chain leads back to a request or an answer"


@pytest.mark.parametrize("fault", sorted(TRIED_AGAIN))
def test_a_passing_failure_is_tried_again_but_not_for_ever(stand_in: StandIn, fault: str) -> None:
    stand_in.misbehave(fault, fault)
    assert read(stand_in).sheets["Jawaban 1"].rows == (tuple(ANSWERS[1]),)
    stand_in.asked.clear()
    stand_in.misbehave(*[fault] * ALWAYS)
    with pytest.raises(SheetAway):
        read(stand_in)
    assert len(stand_in.asked) == CALM.tries


@pytest.mark.parametrize("fault", sorted(TRIED_ONCE))
def test_a_lasting_failure_is_not_tried_again(stand_in: StandIn, fault: str) -> None:
    stand_in.misbehave(*[fault] * ALWAYS)
    with pytest.raises(SheetAway):
        read(stand_in)
    assert len(stand_in.asked) == 1


def test_retry_after_is_honoured(stand_in: StandIn) -> None:
    stand_in.misbehave("429-soon")
    read(stand_in, Limits(pause=0.01))
    first, again = stand_in.asked[0].at, stand_in.asked[1].at
    assert again - first >= 1.0


def test_all_requests_together_keep_the_limit(stand_in: StandIn) -> None:
    client = connect(stand_in.endpoint, limits=Limits(connect=0.3, read=0.3, whole=0.5, tries=2, pause=0.01))
    stand_in.misbehave(*["hang"] * ALWAYS)
    for _ in range(3):
        with pytest.raises(SheetAway, match=r"batas waktu 0 detik|batas waktu 1 detik"):
            pull(client, ID, ["Jawaban 1"])
    assert len(stand_in.asked) <= 4, "once the time is over, once each at most: alone they would ask twice"


def test_nobody_listening_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = connect(f"http://127.0.0.1:{taken.getsockname()[1]}", limits=QUICK)
        with pytest.raises(SheetAway, match="tidak terjangkau"):
            pull(client, ID, ["Jawaban 1"])


def test_a_sheet_away_is_a_refusal_so_that_sync_ends_with_1() -> None:
    assert issubclass(SheetAway, Refused)


def test_whom_to_ask_is_named_where_it_is_known(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = connect(stand_in.endpoint, limits=CALM)
    stand_in.misbehave("403")
    with pytest.raises(SheetAway, match="kepada akun layanan portal sebagai “Pengakses lihat-saja”"):
        pull(client, ID, ["Jawaban 1"])
    monkeypatch.setattr(client.http_client, "account", "portal@contoh.iam.gserviceaccount.com")
    stand_in.misbehave("403")
    with pytest.raises(SheetAway, match=r"kepada portal@contoh\.iam\.gserviceaccount\.com sebagai"):
        pull(client, ID, ["Jawaban 1"])


def test_a_worksheet_renamed_between_the_two_requests_is_named(stand_in: StandIn) -> None:
    client = connect(stand_in.endpoint, limits=CALM)
    with pytest.raises(SheetAway, match="Lembar kerja “Nama lama” tidak ada"):
        client.http_client.values_batch_get(ID, ["'Nama lama'"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RefreshError("invalid_grant"), "signin-refused"),
        (RefreshError("later", retryable=True), "unreachable"),
        (TransportError("gone"), "unreachable"),
        (OSError("gone"), "unreachable"),
        (TimeoutError(), "too-slow"),
    ],
)
def test_a_failed_sign_in_is_a_sentence(error: Exception, code: str) -> None:
    assert trouble_with(error).code == code


def test_a_fault_of_the_program_is_not_taken_for_googles() -> None:
    with pytest.raises(KeyError):
        trouble_with(KeyError("x"))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("٧", None),
        ("-1", None),
        ("soon", None),
        ("1e9", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(told: str, seconds: float | None) -> None:
    response = Response()
    response.status_code, response._content = 429, b"{}"
    response.headers["Retry-After"] = told.encode("utf-8").decode("latin-1")
    trouble = trouble_in(response, [], True)
    assert trouble is not None
    assert trouble.wait == seconds


def test_every_fault_of_the_stand_in_is_tried() -> None:
    assert set(FAULTS) == set(CODES) | {"429-soon", "lost-answer", "lost-503"}
