"""When Google is away: what went wrong is told in one sentence, and never in the words of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from google.auth.exceptions import GoogleAuthError, TransportError
from requests import RequestException, Response, Timeout

from generator.findings import Refused
from generator.words import words

RATE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED"}
REASONS_403 = {
    "SERVICE_DISABLED": "api-disabled",
    "accessNotConfigured": "api-disabled",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "scope-missing",
    "insufficientPermissions": "scope-missing",
}
BY_STATUS = {400: "refused", 401: "signin-refused", 404: "sheet-gone", 408: "google-down", 429: "quota"}
PASSING = {"unreachable", "too-slow", "google-down", "quota", "answer-broken"}
"""Troubles that may be over on a second try."""


class SheetAway(Refused):
    """The sheet could not be had: one sentence, exit 1, and the last snapshot stands."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        sentences = words("sync")["away"]
        Exception.__init__(self, f"{sentences[code].format(**values)} {sentences['kept']}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed request; `wait` is the seconds that Google asked for, None where it asked for none.

    It is a value and not an exception, so that no chain leads back to a request or an answer.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    wait: float | None = None

    @property
    def is_passing(self) -> bool:
        """True when a read may be tried again."""
        return self.code in PASSING

    @property
    def may_have_happened(self) -> bool:
        """True when a write that failed so could have been carried out all the same."""
        return self.is_passing and self.code != "quota"


def trouble_with(error: BaseException) -> Trouble:
    """What an exception on the way to Google means; raises it again when it is no failure of the world."""
    if isinstance(error, TimeoutError | Timeout):
        return Trouble("too-slow")
    if isinstance(error, RequestException | TransportError | OSError):
        return Trouble("unreachable")
    if isinstance(error, GoogleAuthError):
        return Trouble("unreachable" if error.retryable else "signin-refused")
    raise error


def trouble_in(response: Response, ranges: Sequence[str], is_read: bool) -> Trouble | None:
    """What is wrong with an answer; None when it is the JSON object that was asked for."""
    body = _json(response)
    if response.ok:
        if body is not None:
            return None
        is_page = "html" in response.headers.get("Content-Type", "")
        return Trouble("not-google" if is_page else "answer-broken")
    wait, status = _retry_after(response), response.status_code
    told = (body or {}).get("error")
    error: Mapping[str, Any] = told if isinstance(told, dict) else {}
    if status >= 500:
        return Trouble("google-down", {"status": status}, wait)
    if status == 403:
        return Trouble(_forbidden(error, is_read), wait=wait)
    if status == 400 and (found := _named(str(error.get("message")), ranges)):
        return Trouble("worksheet-missing", {"worksheet": found})
    return Trouble(BY_STATUS.get(status, "refused"), {"status": status}, wait)


def _json(response: Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _forbidden(error: Mapping[str, Any], is_read: bool) -> str:
    """Tells a rate limit from a switched-off API, a narrow scope, and a sheet that is not shared."""
    details = [*_objects(error.get("errors")), *_objects(error.get("details"))]
    reasons = [str(each.get("reason")) for each in details]
    if error.get("status") == "RESOURCE_EXHAUSTED" or RATE_REASONS.intersection(reasons):
        return "quota"
    for reason in reasons:
        if reason in REASONS_403:
            return REASONS_403[reason]
    return "permission-read" if is_read else "permission-write"


def _objects(listed: object) -> list[Mapping[str, Any]]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _named(message: str, ranges: Sequence[str]) -> str | None:
    """The worksheet that Google could not find: one of those asked for, never Google's own words."""
    if "Unable to parse range" not in message:
        return None
    found = next((each for each in ranges if each in message), None)
    return found[1:-1].replace("''", "'") if found else str(words("sync")["worksheet"])


def _retry_after(response: Response) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or as a date (RFC 9110)."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdecimal():
        return float(told[:9])
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
