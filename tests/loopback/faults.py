"""How Google goes away: each fault is answered in place of the truth."""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Event


@dataclass(frozen=True)
class Fault:
    """An answer that is none: a status with a body, or a misdeed on the wire (`how`)."""

    status: int = 500
    body: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    retry_after: str = ""
    how: str = "answer"
    carries_out: bool = False
    """True when the request is carried out first, so that only the answer is lost."""


def error(status: int, name: str, message: str = "told by the stand-in", **more: object) -> Fault:
    """An error as Sheets words it; `retry_after` becomes the header, all else stands in the body."""
    retry_after = str(more.pop("retry_after", ""))
    told = {"code": status, "message": message} | ({"status": name} if name else {})
    body = {"error": told | more}
    return Fault(status, json.dumps(body).encode(), retry_after=retry_after)


PAGE = b"<!DOCTYPE html><html><title>Error</title><body>Sorry, that is all we know.</body></html>"
FAULTS = {
    "429": error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Read requests'"),
    "429-soon": error(429, "RESOURCE_EXHAUSTED", retry_after="1"),
    "429-late": error(429, "RESOURCE_EXHAUSTED", retry_after="3600"),
    "403-rate": error(403, "", errors=[{"domain": "usageLimits", "reason": "userRateLimitExceeded"}]),
    "403": error(403, "PERMISSION_DENIED", "The caller does not have permission"),
    "403-disabled": error(403, "PERMISSION_DENIED", details=[{"reason": "SERVICE_DISABLED"}]),
    "403-scope": error(403, "PERMISSION_DENIED", details=[{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]),
    "401": error(401, "UNAUTHENTICATED"),
    "404": error(404, "NOT_FOUND", "Requested entity was not found."),
    "408": error(408, "DEADLINE_EXCEEDED"),
    "500": error(500, "INTERNAL"),
    "503": error(503, "UNAVAILABLE"),
    "503-page": Fault(503, PAGE, "text/html"),
    "404-page": Fault(404, PAGE, "text/html"),
    "200-page": Fault(200, PAGE, "text/html"),
    "200-cut": Fault(200, b'{"valueRanges": [{"values": [["Nama", "N'),
    "200-list": Fault(200, b"[]"),
    "away": Fault(302, b""),
    "reset": Fault(how="reset"),
    "truncated": Fault(200, b'{"properties": {', how="truncated"),
    "hang": Fault(how="hang"),
    "drip": Fault(200, b'{"properties": ' + b" " * 10_000, how="drip"),
    "lost-answer": Fault(how="reset", carries_out=True),
    "lost-503": Fault(503, PAGE, "text/html", carries_out=True),
}


def misbehave(handler: BaseHTTPRequestHandler, fault: Fault, closing: Event) -> None:
    """Answers with the fault; a hang or a drip ends with the server."""
    if fault.how == "hang":
        closing.wait(60)
        return
    if fault.how == "reset":
        # Zero seconds of lingering: the kernel sends RST instead of an orderly end.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        return
    handler.send_response(fault.status)
    handler.send_header("Content-Type", fault.content_type)
    if fault.status == 302:
        handler.send_header("Location", "https://accounts.google.com/signin")
    if fault.retry_after:
        handler.send_header("Retry-After", fault.retry_after)
    if fault.how == "truncated":
        handler.send_header("Content-Length", str(len(fault.body) + 1000))
    handler.end_headers()
    if fault.how == "drip":
        _drip(handler, fault.body, closing)
    else:
        handler.wfile.write(fault.body)


def _drip(handler: BaseHTTPRequestHandler, body: bytes, closing: Event) -> None:
    try:
        for byte in body:
            if closing.is_set():
                return
            handler.wfile.write(bytes([byte]))
            time.sleep(0.02)
    except OSError:
        return
