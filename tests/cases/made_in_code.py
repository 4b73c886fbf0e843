"""Cases that no file should hold: huge ones, binary ones, links. Each is a function that spoils a package."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import yaml
from toy_portal import DESCRIPTOR, add_source

HEADER = "id,title,agency,track,form,mode,level,hours,cost,funding,criteria,summary"
REST = "bkpsdm,klasikal,seminar,luring,dasar,4,0,apbd,Terbuka.,Ringkas."
MENTOR = {
    "id": "m-0001", "name": "Contoh Empat", "position": "Guru", "agency": "disdik", "competencies": "MAN-01",
    "expertise": "Umum", "capacity": 1, "mode": "daring", "is_leader": True, "confirmed_on": "2026-11-01",
    "consent": "ya", "nip": "000000000000000000",
}  # fmt: skip


class Made(NamedTuple):
    """A case in code: what spoils the package, and what is expected as `expected.yaml` would say it."""

    spoil: Callable[[Path], None]
    expected: dict[str, Any]


def programs(package: Path, *rows: str) -> None:
    add_source(package, "programs.csv", "\n".join([HEADER, *rows, ""]).encode())


def workbook(package: Path, *rows: dict[str, object]) -> None:
    """Mentors in a workbook, each row the usual mentor but for what is told."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(MENTOR))
    for row in rows:
        sheet.append(list({**MENTOR, **row}.values()))
    written = io.BytesIO()
    book.save(written)
    add_source(package, "mentors.xlsx", written.getvalue())


def no_descriptor(package: Path) -> None:
    (package / DESCRIPTOR).unlink()


def json_descriptor(package: Path) -> None:
    descriptor = yaml.safe_load((package / DESCRIPTOR).read_text())
    (package / DESCRIPTOR).with_suffix(".json").write_text(json.dumps(descriptor, indent="\t"))
    (package / DESCRIPTOR).unlink()


def deep_descriptor(package: Path) -> None:
    (package / DESCRIPTOR).write_text("resources: " + "[" * 50_000)


def huge_descriptor(package: Path) -> None:
    (package / DESCRIPTOR).write_text("resources: []\n" + "#" * 2_000_000)


def binary_descriptor(package: Path) -> None:
    (package / DESCRIPTOR).write_bytes(b"resources: []\n\xff\xfe\x00")


def linked_file(package: Path) -> None:
    (package / "programs.csv").rename(package.parent / "programs.csv")
    (package / "programs.csv").symlink_to(package.parent / "programs.csv")


def linked_folder(package: Path) -> None:
    outside = package.parent / "outside"
    outside.mkdir()
    programs(package, f"luar,Di luar,{REST}")
    (package / "case" / "programs.csv").rename(outside / "programs.csv")
    (package / "case").rmdir()
    (package / "case").symlink_to(outside)


def empty_file(package: Path) -> None:
    (package / "programs.csv").write_bytes(b"")


def marked_but_empty_file(package: Path) -> None:
    (package / "programs.csv").write_bytes(b"\xef\xbb\xbf\n")


def latin_1(package: Path) -> None:
    add_source(package, "programs.csv", f"{HEADER}\nkafe,Kafé,{REST}\n".encode("latin-1"))


def utf_16(package: Path) -> None:
    add_source(package, "programs.csv", f"{HEADER}\nsatu,Satu,{REST}\n".encode("utf-16"))


def with_byte_order_mark(package: Path) -> None:
    add_source(package, "programs.csv", f"{HEADER}\r\nsatu,Satu,{REST}\r\n".encode("utf-8-sig"))


def long_cell(package: Path) -> None:
    programs(package, f"satu,{'x' * 1_000_000},{REST}", f"dua,Dua,{REST}")


def endless_cell(package: Path) -> None:
    programs(package, f"satu,{'x' * 3_000_000},{REST}", f"dua,Dua,{REST}")


def endless_quote(package: Path) -> None:
    programs(package, f'satu,"Satu,{REST}', *(f"p-{number},Program {number},{REST}" for number in range(700)))


def control_characters(package: Path) -> None:
    programs(
        package,
        f"nul,Satu\0dua,{REST}",
        f"escape,\x1b[31mMerah,{REST}",
        f"arah,Terbalik\u202e,{REST}",
        f"n\0l,Kode bernul,{REST}",
        f"wajar,Tab\tdan tanda – “kutip”,{REST}",
    )


def corrupt_workbook(package: Path) -> None:
    add_source(package, "mentors.xlsx", b"PK\x03\x04" + b"\0" * 500)


def truncated_workbook(package: Path) -> None:
    workbook(package, {})
    path = package / "case" / "mentors.xlsx"
    path.write_bytes(path.read_bytes()[:-400])


def page_as_workbook(package: Path) -> None:
    add_source(package, "mentors.xlsx", b"<html><body>Masuk dulu</body></html>")


def archive_as_workbook(package: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("foto.txt", "bukan lembar sebar")
    add_source(package, "mentors.xlsx", written.getvalue())


def sheet_that_is_not_there(package: Path) -> None:
    workbook(package, {})
    descriptor = yaml.safe_load((package / DESCRIPTOR).read_text())
    descriptor["resources"][-1]["dialect"] = {"excel": {"sheet": "Mentor 2030"}}
    (package / DESCRIPTOR).write_text(yaml.safe_dump(descriptor))


def bomb_of_a_workbook(package: Path) -> None:
    """A sheet whose one far cell would make a reader hold billions of blanks."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "id", "jauh"
    written = io.BytesIO()
    book.save(written)
    add_source(package, "mentors.xlsx", written.getvalue())


def thousand_columns(package: Path) -> None:
    add_source(
        package, "programs.csv", (",".join(f"kolom {number}" for number in range(1001)) + "\n").encode()
    )


def endless_line(package: Path) -> None:
    add_source(package, "programs.csv", f"{HEADER}\n".encode() + b"x" * 10_000_001)


def formulas(package: Path) -> None:
    workbook(
        package,
        {},
        {"id": "m-0002", "name": '=IMPORTXML("http://contoh.id","//a")'},
        {"id": "m-0003", "capacity": "=1+1"},
        {"id": "m-0004"},
    )


def numbers_for_nips(package: Path) -> None:
    workbook(
        package,
        {"nip": 199001012020011001},
        {"id": "m-0002", "nip": 19900101.0},
        {"id": "m-0003", "nip": "199001012020011001"},
    )


def typed_cells(package: Path) -> None:
    from datetime import date, datetime

    workbook(
        package,
        {"confirmed_on": date(2026, 11, 1), "capacity": 2.0, "is_leader": False, "consent": True},
        {"id": "m-0002", "confirmed_on": datetime(2026, 11, 1, 9, 30), "capacity": "2"},
        {"id": "m-0003", "capacity": 2.5},
    )


def unfit(table: str, *findings: list[object], **rows: int) -> dict[str, Any]:
    return {"rows": {table: rows}, "findings": list(findings)}


def fails(code: str) -> dict[str, Any]:
    return {"fails": code}


MADE: dict[str, Made] = {
    "descriptor-gone": Made(no_descriptor, fails("descriptor-missing")),
    "descriptor-in-json": Made(json_descriptor, {"rows": {}, "findings": []}),
    "descriptor-nested-deeply": Made(deep_descriptor, fails("descriptor-broken")),
    "descriptor-huge": Made(huge_descriptor, fails("descriptor-broken")),
    "descriptor-binary": Made(binary_descriptor, fails("descriptor-broken")),
    "path-through-a-link": Made(linked_file, fails("path-linked")),
    "path-through-a-linked-folder": Made(linked_folder, fails("path-linked")),
    "file-of-no-bytes": Made(empty_file, fails("file-empty")),
    "file-of-a-mark-alone": Made(marked_but_empty_file, fails("header-unreadable")),
    "encoding-latin-1": Made(latin_1, fails("encoding-wrong")),
    "encoding-utf-16": Made(utf_16, fails("encoding-wrong")),
    "encoding-with-a-mark": Made(with_byte_order_mark, unfit("programs", accepted=1)),
    "cell-of-a-million": Made(
        long_cell, unfit("programs", ["cell-too-long", 2, "Nama program"], accepted=1, rejected=1)
    ),
    "cell-of-three-million": Made(
        endless_cell, unfit("programs", ["cell-too-long", 2, "Nama program"], accepted=1, rejected=1)
    ),
    "quote-never-closed": Made(
        endless_quote, unfit("programs", ["quote-astray", 2, None], accepted=700, rejected=1)
    ),
    "control-characters": Made(
        control_characters,
        unfit(
            "programs",
            ["control-character", 2, "Nama program"],
            ["control-character", 3, "Nama program"],
            ["control-character", 4, "Nama program"],
            ["control-character", 5, "Kode program"],
            accepted=1,
            rejected=4,
        ),
    ),
    "header-of-a-thousand-columns": Made(thousand_columns, fails("header-too-wide")),
    "line-of-ten-million": Made(endless_line, fails("line-too-long")),
    "xlsx-corrupt": Made(corrupt_workbook, fails("xlsx-broken")),
    "xlsx-truncated": Made(truncated_workbook, fails("xlsx-broken")),
    "xlsx-is-a-page": Made(page_as_workbook, fails("xlsx-broken")),
    "xlsx-is-an-archive": Made(archive_as_workbook, fails("xlsx-broken")),
    "xlsx-without-that-sheet": Made(sheet_that_is_not_there, fails("sheet-missing")),
    "xlsx-bomb": Made(bomb_of_a_workbook, fails("xlsx-too-large")),
    "xlsx-formulas": Made(
        formulas,
        unfit("mentors", ["formula-cell", 3, None], ["formula-cell", 4, None], accepted=2, rejected=2),
    ),
    "xlsx-nip-as-number": Made(
        numbers_for_nips,
        unfit("mentors", ["number-lost-digits", 2, "NIP"], ["pattern", 3, "NIP"], accepted=1, rejected=2),
    ),
    "xlsx-typed-cells": Made(
        typed_cells, unfit("mentors", ["integer-unreadable", 4, "Kapasitas"], accepted=2, rejected=1)
    ),
}
