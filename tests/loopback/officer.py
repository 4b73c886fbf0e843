"""An officer's desk for tests: the toy portal whose forms answer into the stand-in, and the real command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from toy_portal import Built, add_source

from generator.cli import main
from generator.sync.verdicts import WORKSHEET

from .book import Book
from .package import move_answers
from .server import StandIn, serving

ROOT = Path(__file__).parents[2]
BOOK = "1buku-uji"
PROGRAMS, MENTORS = "Formulir Program", "case-mentors.form.csv"
MENTOR_HEADER = (
    "Timestamp,Email Address,Kode mentor,Nama mentor,Jabatan mentor,Instansi,Kompetensi yang dibimbing,Keahlian,"
    "Kapasitas,Moda,Pimpinan unit,Terakhir dikonfirmasi,NIP,Setuju ditampilkan,Persetujuan"
)
PRIVATE = ("pengusul@contoh.go.id", "kenari-surel@contoh.go.id", "193101010000000042")
"""Private cells of the desk's answers, which nothing may print or publish."""


def mentor(at: str, consent: str, confirmed_on: str = "01/11/2026", code: str = "m-beef") -> list[str]:
    """An approved answer of the mentor with the private cells."""
    told = f"{at},kenari-surel@contoh.go.id,{code},Kenari Kuning,Guru,smp-1,TEK.05,Bahan ajar,1,Daring,Tidak"
    return [*told.split(","), confirmed_on, "193101010000000042", consent, "Setuju"]


def program(code: str, title: str, approval: str) -> list[str]:
    """An answer to the form for programmes."""
    told = f"01/11/2026 08:00:00,pengusul@contoh.go.id,{code},{title},bkpsdm,Klasikal,Seminar,Luring,Dasar,4,0,APBD"
    return [*told.split(","), "Terbuka.", "Ringkas.", approval, f"r-{code}"]


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


@dataclass
class Officer:
    """The portal, the stand-in with its sheets, and all that the command printed so far."""

    portal: Built
    stand_in: StandIn
    printed: list[str] = field(default_factory=list)

    @property
    def book(self) -> Book:
        return self.stand_in.books[BOOK]

    @property
    def environ(self) -> dict[str, str]:
        return {"KARIER_GOOGLE_ENDPOINT": self.stand_in.endpoint}

    def answer(self, worksheet: str, row: list[str]) -> None:
        """Somebody sends a form."""
        self.book.sheet(worksheet).rows.append(list(row))
        self.book.version += 1

    def edit(self, worksheet: str, row: int, column: int, text: str) -> None:
        """Somebody types into a cell: `row` as the sheet counts, `column` from 0."""
        self.book.sheet(worksheet).put(row - 1, column, text)
        self.book.version += 1

    def verdict(self, worksheet: str, row: int) -> tuple[str, str]:
        """The status of an answer and what is said of it, as they stand beside it."""
        (found,) = [each for each in self.book.shown(WORKSHEET) if each[1:3] == [worksheet, str(row)]]
        return found[3], found[4]

    def karier(self, command: str, *options: str) -> Ran:
        """Runs `karier` in a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "generator", command, *self.folders(command), *options],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, **self.environ},
            timeout=60,
            check=False,
        )
        self.printed += [ran.stdout, ran.stderr]
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def here(self, command: str, *options: str) -> Ran:
        """Runs `karier` in this process, which is quicker."""
        out, err, arguments = StringIO(), StringIO(), ["karier", command, *self.folders(command), *options]
        with (
            patch.dict(os.environ, self.environ),
            patch.object(sys, "argv", arguments),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        self.printed += [out.getvalue(), err.getvalue()]
        return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    def folders(self, command: str) -> list[str]:
        """The options that name the desk's folders."""
        data, site, state = map(str, self.portal)
        return ["--data", data, "--state", state, *([] if command == "sync" else ["--site", site])]

    def shows(self, page: str, text: str) -> bool:
        """Whether the published page says so."""
        path = self.portal.site / page / "index.html"
        return path.is_file() and text in path.read_text("utf-8")


@contextmanager
def at_the_desk(portal: Built) -> Iterator[Officer]:
    """An officer of that portal; at the end nothing private was printed or published."""
    add_source(portal.data, "mentors.form.csv", f"{MENTOR_HEADER}\n".encode())
    with serving(move_answers(portal.data, BOOK, "Jawaban formulir")) as stand_in:
        officer = Officer(portal, stand_in)
        yield officer
    said = "\n".join(officer.printed).encode()
    site = portal.site.rglob("*") if portal.site.exists() else ()
    for place in (said, *(path.read_bytes() for path in site if path.is_file())):
        assert not [each for each in PRIVATE if each.encode() in place]
