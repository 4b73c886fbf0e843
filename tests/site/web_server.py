"""A web server on this machine, set up as a plain host is: folders, compression, a page for the missing."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

BELOW = "/sub/"
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".csv")


@dataclass(frozen=True, slots=True)
class Server:
    """Where the site is served: at the root of a host, and below a path."""

    origin: str

    @property
    def root(self) -> str:
        return f"{self.origin}/"

    @property
    def below(self) -> str:
        return f"{self.origin}{BELOW}"


@contextmanager
def serve(site: Path) -> Iterator[Server]:
    """Serves a folder on a free loopback port until the block ends."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield Server(f"http://127.0.0.1:{httpd.server_port}")
    finally:
        httpd.shutdown()
        httpd.server_close()


def _handler(site: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = unquote(urlsplit(self.path).path)
            path = (site / asked.removeprefix(BELOW).removeprefix("/")).resolve()
            if asked.endswith("/"):
                path /= "index.html"
            found = path.is_file() and path.is_relative_to(site)
            self._answer(
                path if found else site / "404.html", HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
            )

        def _answer(self, path: Path, status: HTTPStatus) -> None:
            body = path.read_bytes()
            self.send_response(status)
            self.send_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
            if path.suffix in COMPRESSED:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the test's own assertions tell what failed."""

    return Handler
