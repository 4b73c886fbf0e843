"""`make demo`: forms' answers in a stand-in for Google Sheets, the portal made of them, and both followed.

Everything is made up and stays on this machine; the folder is made anew each time. Ctrl+C ends it all.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from generator.commands.serve import HOST, Changes, Handler

from .book import load_books
from .package import move_answers
from .server import StandIn

ROOT = Path(__file__).parents[2]
SPREADSHEET, MARK = "contoh", "peragaan.txt"
TRY = """
Lembar jawaban formulir : {sheets}
Portal                  : {portal}

Coba: di lembar “{worksheet}”, isi kolom Persetujuan sebuah baris dengan Tunda atau Setuju.
Beberapa detik kemudian hasilnya tertulis di lembar “Hasil Pemeriksaan”, dan portal ikut berubah.
Ctrl+C untuk berhenti.
"""


def main() -> int:
    """Runs until interrupted; the exit code of what ended early, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "content" / "data")
    parser.add_argument("--folder", type=Path, default=ROOT / ".karier-demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--sheet-port", type=int, default=8765)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with demonstration(options.data, options.folder, options.port, options.sheet_port) as watch:
            return watch.wait()
    except KeyboardInterrupt:
        return 0


@contextmanager
def demonstration(data: Path, folder: Path, port: int, sheet_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The stand-in, `karier watch` and the portal, all running; yields the process that watches."""
    books = _prepare(data, folder)
    stand_in, changes = StandIn(load_books(books), sheet_port), Changes()
    site = folder / "site"
    portal = ThreadingHTTPServer((HOST, port), partial(Handler, changes=changes, directory=str(site)))
    portal.daemon_threads = True
    for server in (stand_in, portal):
        Thread(target=server.serve_forever, daemon=True).start()
    watch = _watch(folder, stand_in.endpoint)
    try:
        _wait_for(site, watch)
        worksheet = books[SPREADSHEET]["sheets"][0]["title"]
        address = f"http://{HOST}:{portal.server_port}/"
        print(TRY.format(sheets=f"{stand_in.endpoint}/", portal=address, worksheet=worksheet), flush=True)
        Thread(target=_announce, args=(site, changes), daemon=True).start()
        yield watch
    finally:
        watch.terminate()
        watch.wait(20)
        for server in (stand_in, portal):
            server.shutdown()
            server.server_close()


def _prepare(data: Path, folder: Path) -> dict[str, Any]:
    """A copy of the data whose forms answer into sheets; the folder of an earlier time is replaced."""
    if folder.exists() and not (folder / MARK).exists():
        raise SystemExit(f"{folder} berisi sesuatu yang lain. Pilih folder lain dengan --folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    (folder / MARK).write_text("Peragaan Portal Karier: dibuat ulang setiap kali, boleh dihapus.\n")
    shutil.copytree(data, folder / "data")
    return move_answers(folder / "data", SPREADSHEET, "Jawaban formulir")


def _watch(folder: Path, endpoint: str) -> subprocess.Popen[bytes]:
    """`karier watch` in a session of its own: a Ctrl+C reaches it once, from here."""
    command = [sys.executable, "-m", "generator", "watch", "--apply", "--every", "1"]
    for name in ("data", "site", "state"):
        command += [f"--{name}", str(folder / name)]
    environ = {**os.environ, "KARIER_GOOGLE_ENDPOINT": endpoint}
    return subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)


def _wait_for(site: Path, watch: subprocess.Popen[bytes]) -> None:
    while not (site / "index.html").is_file():
        if (ended := watch.poll()) is not None:
            raise SystemExit(ended)
        time.sleep(0.1)


def _announce(site: Path, changes: Changes) -> None:
    """Reloads open pages whenever the link to the site flips."""
    last = site.readlink()
    while True:
        time.sleep(0.3)
        if (now := site.readlink()) != last:
            last = now
            changes.announce()


if __name__ == "__main__":
    sys.exit(main())
