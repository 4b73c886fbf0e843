"""`karier comments`: what people wrote beside their ratings goes into a private list, and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

from toy_portal import Built, add_source, make
from typer.testing import CliRunner

from generator.cli import app

HEADER = "submitted_at,program,agency,level,material,applied,respondent_kind,comment,nip\n"
ANSWERS = (
    "2026-10-02 08:00,literasi-digital,disdik,1,4,,,=Waktunya kurang,000000000000000007",
    "2026-10-01 08:00,literasi-digital,smp-1,3,,5,atasan,Sudah dipakai,",
    "2026-10-03 08:00,literasi-digital,rsud,1,5,,,  ,",
    "2026-10-04 08:00,literasi-digital,rsud,1,9,,,Nilainya di luar skala,",
)


def listed(portal: Built) -> tuple[Path, str, list[list[str]]]:
    add_source(portal.data, "evaluations.csv", (HEADER + "\n".join(ANSWERS) + "\n").encode())
    file = portal.state / "komentar.csv"
    arguments = ["comments", str(file), "--data", str(portal.data), "--state", str(portal.state)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return file, result.output, list(csv.reader(lines))


def test_comments_of_accepted_answers_are_listed_without_who_when_and_where(portal: Built) -> None:
    file, said, rows = listed(portal)
    assert rows == [
        ["Program", "Tingkat evaluasi", "Penjawab", "Komentar"],
        ["Literasi digital", "1", "Peserta", "'=Waktunya kurang"],
        ["Literasi digital", "3", "Atasan", "Sudah dipakai"],
    ]
    assert "2 komentar" in said
    assert file.stat().st_mode & 0o777 == 0o600


def test_no_comment_is_on_the_site_or_in_the_report(portal: Built) -> None:
    file, _, _ = listed(portal)
    make(*portal)
    for path in (*portal.site.rglob("*"), *portal.state.glob("*.html"), *portal.state.glob("*.json")):
        assert path.is_dir() or b"Sudah dipakai" not in path.read_bytes(), path
    assert b"Sudah dipakai" in file.read_bytes()
