"""A web server on this machine, set up as a host is: folders, compression, `_headers`, a page for the missing."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Mapping
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


def read_headers(site: Path) -> Mapping[str, Mapping[str, str]]:
    """The headers that the site's own `_headers` asks for, by the path that it gives."""
    path, headers = "", dict[str, dict[str, str]]()
    for line in (site / "_headers").read_text("utf-8").splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            headers[path][name] = value
        else:
            path = line
            headers[path] = {}
    return headers


def _handler(site: Path) -> type[BaseHTTPRequestHandler]:
    headers = read_headers(site)

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
            for asked in ("/*", f"/{path.relative_to(site).as_posix()}"):
                for name, value in headers.get(asked, {}).items():
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the test's own assertions tell what failed."""

    return Handler
