"""`karier serve`: builds in a process beside it, serves the site, reloads the browser when another one stands."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import watchfiles

from generator.commands.jobs import job_of, preview
from generator.commands.rebuilding import Rebuilder
from generator.findings import CannotRun
from generator.model.schema import ROOT
from generator.pipeline import Job
from generator.settings import portal_home
from generator.state import preview_folder
from generator.words import words

HOST = "127.0.0.1"
SETTLES = 10
"""Milliseconds without another change after which one is told of."""
WATCHED = ("content", "schemas", "site_templates", "mkdocs.yml", "generator")
EVENTS = "/.karier/berubah"
RELOADER = "/.karier/muat-ulang.js"
RELOADER_SCRIPT = f'new EventSource("{EVENTS}").onmessage = () => location.reload();'.encode()
RELOAD = f'<script src="{RELOADER}"></script>'.encode()


class Changes:
    """Wakes every open page when a new site stands."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def announce(self) -> None:
        """Tells all that wait."""
        with self._condition:
            self._condition.notify_all()

    def wait(self, seconds: float) -> bool:
        """True when something changed within that time."""
        with self._condition:
            return self._condition.wait(seconds)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site as a web host would, with a script that waits for the next build."""

    protocol_version = "HTTP/1.0"

    def __init__(self, *args: object, changes: Changes, directory: str) -> None:
        self._changes = changes
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, a file, or the stream that says when to reload."""
        if self.path == EVENTS:
            self._stream()
            return
        if self.path == RELOADER:
            self._answer(200, "text/javascript", RELOADER_SCRIPT)
            return
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if page.suffix == ".html" and page.is_file():
            self._page(200, page)
        elif path.exists():
            super().do_GET()
        else:
            self._page(404, Path(self.directory) / "404.html")

    def _page(self, status: int, page: Path) -> None:
        content = (page.read_bytes() if page.is_file() else b"") + RELOAD
        self._answer(status, "text/html; charset=utf-8", content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        while True:
            try:
                self.wfile.write(b"data: 1\n\n" if self._changes.wait(15) else b": menunggu\n\n")
                self.wfile.flush()
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""


def serve(data: Path, site: Path, state: Path, port: int, pending: bool = False) -> None:
    """Builds, then serves until interrupted; CannotRun when the port is taken.

    With `pending` it serves a preview of what waits for approval, which is gone again afterwards.
    """
    changes, aside = Changes(), preview_folder(state)
    rebuilder = Rebuilder(partial(_job, data, site, state, pending))
    shown = (aside / "site" if pending else site).absolute()
    handler = partial(Handler, changes=changes, directory=str(shown))
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise CannotRun("port-taken", port=port) from error
    server.daemon_threads = True
    with server, _kept_no_longer(aside), closing(rebuilder), _telling_of_swaps(shown, changes):
        rebuilder.build()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(words("help")["serving"].format(address=f"http://{HOST}:{server.server_port}/"), flush=True)
        homes = {ROOT, portal_home()}
        watched = [path for home in homes for name in WATCHED if (path := home / name).exists()]
        others = {data.absolute()} - {home / "content" / "data" for home in homes}
        for found in watchfiles.watch(*watched, *others, raise_interrupt=True):
            if not all(Path(path).is_relative_to(data.absolute()) for _, path in found):
                rebuilder.close()
            rebuilder.build()


@contextmanager
def _telling_of_swaps(site: Path, changes: Changes) -> Iterator[None]:
    """Announces each new site the moment that its link stands, whichever process built it."""
    site.parent.mkdir(parents=True, exist_ok=True)
    is_link, stop = partial(_is_at, str(site)), threading.Event()

    def tell() -> None:
        for _ in watchfiles.watch(
            site.parent,
            watch_filter=is_link,
            step=SETTLES,
            stop_event=stop,
            raise_interrupt=False,
            recursive=False,
        ):
            changes.announce()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()


def _is_at(wanted: str, _: watchfiles.Change, path: str) -> bool:
    return path == wanted


@contextmanager
def _kept_no_longer(preview: Path) -> Iterator[None]:
    """Removes the preview in the end: it may show people who are never approved, or who withdraw."""
    try:
        yield
    finally:
        shutil.rmtree(preview, ignore_errors=True)


def _job(data: Path, site: Path, state: Path, pending: bool) -> Job:
    job = job_of(data, site, state)
    return preview(job) if pending else job
