"""The line to Google: real gspread, over a session that ends in time and never repeats a write."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import google.auth
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession
from gspread import Client
from gspread.http_client import HTTPClient
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_result,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from generator.findings import CannotRun
from generator.sync.away import SheetAway, Trouble, trouble_in, trouble_with
from generator.words import words

GOOGLE = ("sheets.googleapis.com", "www.googleapis.com")
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
LONGEST_PAUSE = 30.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to `connect`, to wait for more to `read`, and for the `whole` life of a client.

    A read is tried `tries` times; `pause` is about how long the first wait between two lasts; it doubles.
    """

    connect: float = 5.0
    read: float = 30.0
    whole: float = 120.0
    tries: int = 5
    pause: float = 1.0


PATIENT = Limits()


def connect(endpoint: str | None, *, write: bool = False, limits: Limits = PATIENT) -> Client:
    """A gspread client that may read, or `write` too; all its requests together end within `limits.whole`.

    `endpoint` is the loopback address that stands in for Google (then no credentials are needed). CannotRun
    when it leads elsewhere, or when there are no credentials.
    """
    ends_at = monotonic() + limits.whole
    credentials: Credentials
    session: Session
    if endpoint:
        credentials = AnonymousCredentials()
        session = _loopback_session(endpoint)
    else:
        credentials = _credentials(write, limits)
        session = AuthorizedSession(credentials)
    client = Client(credentials, session)
    client.http_client = Line(credentials, session, limits, ends_at)
    return client


class Line(HTTPClient):  # type: ignore[misc]  # mypy is told to skip gspread
    """Sends gspread's requests: reads are tried again while that may help, a write is sent once.

    Whatever fails raises SheetAway. An answer that is returned holds a JSON object.
    """

    def __init__(self, credentials: Credentials, session: Session, limits: Limits, ends_at: float) -> None:
        super().__init__(credentials, session)
        self.limits, self.ends_at = limits, ends_at
        told = getattr(credentials, "service_account_email", None)
        self.account = told if isinstance(told, str) and "@" in told else str(words("sync")["account"])

    def request(self, *args: Any, **kwargs: Any) -> Response:
        """Sends one request, `HTTPClient.request`'s arguments; SheetAway when no answer is to be had."""
        is_read = args[0].lower() == "get"
        retrying = Retrying(
            retry=retry_if_result(lambda got: isinstance(got, Trouble) and got.is_passing),
            wait=self._pause,
            stop=stop_after_attempt(self.limits.tries if is_read else 1) | stop_before_delay(self._left()),
            retry_error_callback=lambda state: state.outcome and state.outcome.result(),
        )
        got: Response | Trouble = retrying(self._send, is_read, *args, **kwargs)
        if isinstance(got, Response):
            return got
        if not is_read and got.may_have_happened:
            raise SheetAway("write-uncertain")
        known = {"account": self.account, "seconds": round(self.limits.whole), "status": "–"}
        raise SheetAway(got.code, **known | dict(got.values))

    def _send(self, is_read: bool, method: str, endpoint: str, **kwargs: Any) -> Response | Trouble:
        timeout = (min(self.limits.connect, self._left()), min(self.limits.read, self._left()))
        send = partial(self.session.request, method, endpoint, timeout=timeout, **kwargs)
        got = _within(self._left(), send)
        if isinstance(got, Response):
            asked = (kwargs.get("params") or {}).get("ranges", ())
            return trouble_in(got, asked, is_read) or got
        return trouble_with(got)

    def _left(self) -> float:
        return max(0.01, self.ends_at - monotonic())

    def _pause(self, state: RetryCallState) -> float:
        """As long as Google asked for; else a random, growing while."""
        got = state.outcome.result() if state.outcome else None
        if isinstance(got, Trouble) and got.wait is not None:
            return got.wait
        return wait_random_exponential(multiplier=self.limits.pause, max=LONGEST_PAUSE)(state)


def _within(seconds: float, job: Callable[[], T]) -> T | BaseException:
    """What `job` returns or raises, or a TimeoutError once `seconds` are over.

    A socket's own timeouts begin anew with every byte, and names are looked up without any: only a thread
    that may be left behind keeps the promise.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(job())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        error = done.exception(seconds)
    except TimeoutError as late:
        return late
    return done.result() if error is None else error


def _credentials(write: bool, limits: Limits) -> Credentials:
    names = ("spreadsheets" if write else "spreadsheets.readonly", "drive.metadata.readonly")
    scopes = [f"https://www.googleapis.com/auth/{name}" for name in names]
    found = _within(limits.whole, partial(google.auth.default, scopes=scopes))
    if not isinstance(found, BaseException):
        credentials: Credentials = found[0]
        return credentials
    if isinstance(found, GoogleAuthError | ValueError | OSError):
        raise CannotRun("credentials-missing")
    raise found


class _Loopback(HTTPAdapter):
    """Sends what is meant for Google to the stand-in, and nothing anywhere else."""

    def __init__(self, endpoint: SplitResult) -> None:
        super().__init__()
        self.netloc = endpoint.netloc

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        url = urlsplit(request.url or "")
        if url.scheme != "https" or url.netloc not in GOOGLE:
            raise InvalidURL("not one of Google's two hosts")
        request.url = url._replace(scheme="http", netloc=self.netloc).geturl()
        return super().send(request, *args, **kwargs)


def _loopback_session(endpoint: str) -> Session:
    try:
        url = urlsplit(endpoint)
        is_here = url.hostname in THIS_MACHINE and url.port != 0
    except ValueError:
        raise CannotRun("endpoint-foreign") from None
    is_bare = not (url.username or url.path.strip("/") or url.query or url.fragment)
    if url.scheme != "http" or not is_here or not is_bare:
        raise CannotRun("endpoint-foreign")
    session = Session()
    session.trust_env = False  # neither a proxy nor a .netrc may carry answers off this machine
    session.mount("https://", _Loopback(url))
    session.mount("http://", _Loopback(url))
    return session
