"""Who is asked and as whom: no host but Google's or this machine, no wider scope than needed, no key without words."""

from __future__ import annotations

from typing import Any

import google.auth
import pytest
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, RefreshError
from loopback.server import serving
from requests.exceptions import InvalidURL
from test_sync_away import BOOK, CANARY, ID, QUICK, every_text, read

from generator.findings import CannotRun
from generator.sync.away import SheetAway
from generator.sync.google import connect
from generator.sync.pull import pull


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1:8000",
        "http://sheets.googleapis.com",
        "http://127.0.0.1.example.com:80",
        "http://127.0.0.1@example.com:80",
        "http://user@127.0.0.1:80",
        "http://127.0.0.2:80",
        "http://0.0.0.0:80",
        "http://[::2]:80",
        "http://127.0.0.1:80/pintu",
        "http://127.0.0.1:80?x=1",
        "http://127.0.0.1:pintu",
        "http://127.0.0.1:0",
        "http://[::1",
        "127.0.0.1:8000",
        "ftp://127.0.0.1",
    ],
)
def test_an_endpoint_off_this_machine_is_refused(endpoint: str) -> None:
    with pytest.raises(CannotRun) as failure:
        connect(endpoint)
    assert failure.value.code == "endpoint-foreign"


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:1", "http://[::1]:1/", "http://localhost:1", "http://localhost"]
)
def test_an_endpoint_on_this_machine_needs_no_credentials(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google.auth, "default", lambda **_: pytest.fail("credentials were looked for"))
    connect(endpoint)


def test_with_the_endpoint_no_other_host_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(BOOK) as stand_in:
        session = connect(stand_in.endpoint).http_client.session
        for url in ("https://example.com/", stand_in.endpoint, "https://oauth2.googleapis.com/token"):
            with pytest.raises(InvalidURL):
                session.get(url)
        read(stand_in)


def test_missing_credentials_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: Any) -> Any:
        raise DefaultCredentialsError("none")

    monkeypatch.setattr(google.auth, "default", none)
    with pytest.raises(CannotRun) as failure:
        connect(None)
    assert failure.value.code == "credentials-missing"


@pytest.mark.parametrize(("write", "scope"), [(False, "spreadsheets.readonly"), (True, "spreadsheets")])
def test_no_wider_scope_is_asked_for_than_needed(
    write: bool, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def default(scopes: list[str]) -> Any:
        asked.extend(scopes)
        raise DefaultCredentialsError("none")

    monkeypatch.setattr(google.auth, "default", default)
    with pytest.raises(CannotRun):
        connect(None, write=write)
    assert asked == [f"https://www.googleapis.com/auth/{each}" for each in (scope, "drive.metadata.readonly")]


class Revoked(Credentials):
    """An account whose key was taken away; Google's reason names it."""

    service_account_email = "portal@contoh.iam.gserviceaccount.com"

    def refresh(self, request: Any) -> None:
        raise RefreshError(f"invalid_grant: {CANARY}")


def test_a_revoked_key_names_the_account_and_tells_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(google.auth, "default", lambda **_: (Revoked(), "proyek"))
    with pytest.raises(SheetAway, match="memperbarui kredensial portal@contoh") as away:
        pull(connect(None, limits=QUICK), ID, ["Jawaban 1"])
    assert CANARY not in every_text(away.value)
