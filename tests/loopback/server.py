"""The stand-in: Sheets v4 and Drive v3 on a loopback port, as far as this project asks them.

Run it by hand with `python -m tests.loopback.server --data FILE --port N`, then set
`KARIER_GOOGLE_ENDPOINT=http://127.0.0.1:N`. Its page at `/` shows the sheets and changes a cell.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .book import Book, Refusal, dump_books, load_books
from .discovery import Call, Unlike, masked, match, parse_mask
from .faults import FAULTS, error, misbehave
from .page import edit, page

WRITES = {"sheets.spreadsheets.batchUpdate", "sheets.spreadsheets.values.batchUpdate"}


@dataclass(frozen=True)
class Asked:
    """One request as it came: the API method's id, its query, its body, and when."""

    method: str
    query: Mapping[str, list[str]]
    body: Any
    at: float


class StandIn(ThreadingHTTPServer):
    """The server with its spreadsheets, what it was asked, and how it was told to misbehave.

    `unlike` gathers every request and answer that the discovery documents do not know: none may stand there.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, books: dict[str, Book], port: int = 0, file: Path | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.books, self.file = books, file
        self.asked: list[Asked] = []
        self.unlike: list[str] = []
        self.faults: deque[str] = deque()
        self.closing, self.lock = Event(), Lock()

    @property
    def endpoint(self) -> str:
        """What `KARIER_GOOGLE_ENDPOINT` is to hold."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def writes(self) -> list[Asked]:
        """The requests that would have changed a spreadsheet."""
        return [each for each in self.asked if each.method in WRITES]

    def misbehave(self, *faults: str) -> None:
        """Answers the next requests with these faults of `FAULTS`, one each ("ok" is none)."""
        self.faults.extend(faults)

    def carry_out(self, call: Call, query: Mapping[str, list[str]], body: Any) -> Any:
        """The answer of a method that came through the judge; Refusal as the API would."""
        name = call.path.get("spreadsheetId") or call.path.get("fileId", "")
        book = self.books.get(name)
        if book is None:
            raise Refusal(404, "NOT_FOUND", "Requested entity was not found.")
        if call.id == "drive.files.get":
            told = {"kind": "drive#file", "id": name, "name": book.title, "version": str(book.version)}
            return masked(told, parse_mask(query.get("fields", ["kind,id,name"])[0]))
        if call.id == "sheets.spreadsheets.get":
            return masked(book.resource(name), parse_mask(query.get("fields", [""])[0]))
        if call.id == "sheets.spreadsheets.values.batchGet":
            return {
                "spreadsheetId": name,
                "valueRanges": [book.read(each) for each in query.get("ranges", [])],
            }
        if call.id not in WRITES:
            raise Refusal(501, "UNIMPLEMENTED", f"the stand-in does not know {call.id}")
        return self._write(call, name, body)

    def _write(self, call: Call, name: str, body: Any) -> Any:
        """Works on a copy, so that a refused part leaves the whole undone."""
        book = deepcopy(self.books[name])
        if call.id == "sheets.spreadsheets.batchUpdate":
            answer = {"spreadsheetId": name, "replies": [book.change(each) for each in body["requests"]]}
        elif body.get("valueInputOption") != "RAW":
            raise Refusal(400, "INVALID_ARGUMENT", "'valueInputOption' is required but not specified")
        else:
            answer = {"spreadsheetId": name, "responses": book.write(body["data"])}
        book.version += 1
        self.books[name] = book
        self.save()
        return answer

    def save(self) -> None:
        """Writes the spreadsheets back to the file they came from, where there is one."""
        if self.file:
            self.file.write_text(json.dumps(dump_books(self.books), ensure_ascii=False, indent=1), "utf-8")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no fault of the server."""

    def shutdown(self) -> None:
        """Ends what hangs or drips, too."""
        self.closing.set()
        super().shutdown()


@contextmanager
def serving(told: Mapping[str, Any]) -> Iterator[StandIn]:
    """A running stand-in for a test; at its end nothing may have been unlike the real API."""
    server = StandIn(load_books(told))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
    assert not server.unlike, server.unlike


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/":
            self._send(200, page(self.server.books, url.query).encode(), "text/html; charset=utf-8")
        else:
            self._api("GET")

    def do_POST(self) -> None:
        if self.path != "/ubah":
            self._api("POST")
            return
        with self.server.lock:
            try:
                back = edit(self.server.books, self._body().decode())
            except (KeyError, ValueError):
                self._send(400, b"Tidak ada sel atau lembar itu.", "text/plain; charset=utf-8")
                return
            self.server.save()
        self.send_response(303)
        self.send_header("Location", back)
        self.end_headers()

    def do_PUT(self) -> None:
        self._api("PUT")

    def _api(self, verb: str) -> None:
        url, content = urlsplit(self.path), self._body()
        query = parse_qs(url.query, keep_blank_values=True)
        with self.server.lock:
            status, answer = self._judged(verb, url.path, query, content)
            fault = FAULTS.get(self.server.faults.popleft()) if self.server.faults else None
        if fault:
            misbehave(self, fault, self.server.closing)
        else:
            self._send(status, json.dumps(answer).encode(), "application/json; charset=UTF-8")

    def _judged(self, verb: str, path: str, query: dict[str, list[str]], content: bytes) -> tuple[int, Any]:
        """Holds request and answer to the discovery documents; under a fault nothing is carried out."""
        fault = FAULTS.get(self.server.faults[0]) if self.server.faults else None
        try:
            call, body = match(verb, path), json.loads(content) if content else None
            self.server.asked.append(Asked(call.id, query, body, time.monotonic()))
            call.check_request(query, body)
            if fault and not fault.carries_out:
                return fault.status, None
            answer = self.server.carry_out(call, query, body)
            call.check_answer(answer)
            return 200, answer
        except Refusal as refusal:
            return refusal.code, json.loads(error(refusal.code, refusal.status, refusal.message).body)
        except (Unlike, ValueError) as unlike:
            self.server.unlike.append(str(unlike))
            return 400, json.loads(error(400, "INVALID_ARGUMENT", str(unlike)).body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet: a request line may hold what a test plants."""


def main() -> None:
    """Serves a file's spreadsheets until interrupted; changes are written back to it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    server = StandIn(load_books(json.loads(options.data.read_text("utf-8"))), options.port, options.data)
    print(f"Lembar tiruan: {server.endpoint}/  (KARIER_GOOGLE_ENDPOINT={server.endpoint})", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
