"""What HR reads: the same figures and findings in the terminal, as JSON and on the private page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import Finding, Severity
from generator.model.accounts import Account, Report
from generator.report import summary
from generator.report.as_html import page, write_page
from generator.report.as_json import built, judged, write_report
from generator.report.terminal import Terminal, print_findings
from generator.settings import Settings

SETTINGS = Settings(
    name="Portal <Contoh>", government="Kota Rekaan", tagline="Contoh.", contact_email="portal@contoh.go.id"
)
CHECKED = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
HOSTILE = '“<script>alert(1)</script> [bold]x[/bold] :smile: \x1b[31m\u202e”\n& "'


def finding(
    row: int | None = 42,
    field: str | None = "JP",
    *,
    severity: Severity = Severity.ERROR,
    message: str = "“delapan” bukan angka.",
    origin: str = "programs.csv",
) -> Finding:
    return Finding("number", severity, "programs", row, field, message, "Tulis angka saja: 8.", origin)


REPORT = Report(
    accounts={
        "programs": Account(1500, 1480, 11, 5, 4),
        "mentors": Account(12, 12, 0, 0, 0),
        "stories": Account(),
    },
    findings=(
        finding(None, None, severity=Severity.WARNING, message="Berkas ini tanpa judul."),
        finding(None, "Kuota", severity=Severity.WARNING),
        finding(),
        finding(42, None, severity=Severity.PENDING),
        finding(7, "NIP", severity=Severity.WITHHELD, origin="isian.xlsx#Mentor"),
    ),
    hidden_findings=1204,
    sources={"programs.csv": "Program 2026", "isian.xlsx#Mentor": "Formulir mentor"},
    pages=1273,
    written=14,
    unchanged=1259,
    removed=2,
    seconds={"read": 0.42, "pages": 2.0},
)
CLEAN = replace(REPORT, findings=(), hidden_findings=0, accounts={"mentors": Account(12, 12, 0, 0, 0)})


class Reader(HTMLParser):
    """Gathers the words of a page, and whatever would make a browser fetch something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = (value or "" for name, value in attrs if name in ("href", "src", "action", "srcset"))
        self.fetched += [address for address in addresses if not address.startswith("data:")]


def test_places_are_named_as_a_spreadsheet_shows_them() -> None:
    assert [summary.where(each) for each in REPORT.findings] == [
        "Seluruh berkas",
        "Kolom Kuota",
        "Baris 42, JP",
        "Baris 42",
        "Baris 7, NIP",
    ]


def test_findings_stand_by_source() -> None:
    assert [(each.title, each.found) for each in summary.by_source(REPORT)] == [
        ("Program 2026", "4 temuan pada 1 baris"),
        ("Formulir mentor", "1 temuan pada 1 baris"),
    ]
    of_a_file = replace(REPORT, findings=REPORT.findings[:1])
    assert [each.found for each in summary.by_source(of_a_file)] == ["1 temuan"]


def test_a_source_without_a_title_is_called_by_its_origin() -> None:
    unnamed = replace(REPORT, sources={})
    assert [each.title for each in summary.by_source(unnamed)] == ["programs.csv", "isian.xlsx#Mentor"]


def test_figures_add_up_in_words() -> None:
    assert summary.balance(REPORT) == (
        "1.512 dibaca = 1.492 diterima + 11 ditolak + 5 menunggu + 4 ditahan. Tidak ada baris yang hilang."
    )
    assert summary.set_aside(REPORT).startswith("20 baris")
    assert summary.table_rows(REPORT) == [
        ["Program", "1.500", "1.480", "11", "5", "4"],
        ["Mentor", "12", "12", "0", "0", "0"],
        ["Jumlah", "1.512", "1.492", "11", "5", "4"],
    ]


def test_a_lost_row_is_not_denied() -> None:
    lossy = replace(REPORT, accounts={"programs": Account(10, 9, 0, 0, 0)})
    assert "hilang" not in summary.balance(lossy)


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (1273, "1.273"), (2.44, "2,4"), (0.04, "0")])
def test_numbers_are_indonesian(value: float, said: str) -> None:
    assert summary.number(value) == said


@given(st.text())
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", summary.printable(text)
    )


def test_json_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    write_report(tmp_path / "state", REPORT)
    path = tmp_path / "state" / "report.json"
    report = json.loads(path.read_text("utf-8"))
    assert report["tables"]["programs"] == {
        "read": 1500,
        "accepted": 1480,
        "rejected": 11,
        "pending": 5,
        "withheld": 4,
    }
    assert report["findings"][2] == {
        "code": "number",
        "severity": "error",
        "table": "programs",
        "row": 42,
        "field": "JP",
        "message": "“delapan” bukan angka.",
        "remedy": "Tulis angka saja: 8.",
        "origin": "programs.csv",
    }
    counts = {name: report[name] for name in ("pages", "written", "unchanged", "removed")}
    assert counts == {"pages": 1273, "written": 14, "unchanged": 1259, "removed": 2}
    assert report["seconds"] == {"read": 0.42, "pages": 2.0}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_check_is_the_report_without_pages() -> None:
    assert built(REPORT).keys() - judged(REPORT).keys() == {"pages", "written", "unchanged", "removed"}


def test_check_as_json_is_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(REPORT, "json")
    shown = capsys.readouterr()
    assert json.loads(shown.out) == json.loads(json.dumps(judged(REPORT)))
    assert shown.err == ""


def test_check_as_text_says_where_what_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(REPORT, "text")
    lines = capsys.readouterr().out.splitlines()
    begun = lines.index("  Baris 42, JP: Wajib diperbaiki")
    assert lines[begun + 1 : begun + 3] == [
        "    “delapan” bukan angka.",
        "    Cara memperbaiki: Tulis angka saja: 8.",
    ]
    assert lines[0] == "Program 2026 (programs.csv)"
    assert any(line.startswith("1.204 temuan sejenis lainnya") for line in lines)
    assert summary.balance(REPORT) in lines


def test_a_hostile_cell_is_words_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(replace(REPORT, findings=(finding(message=HOSTILE),)), "text")
    shown = capsys.readouterr().out
    assert '    “<script>alert(1)</script> [bold]x[/bold] :smile: [31m” & "\n' in shown


def test_a_clean_check_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(CLEAN, "text")
    assert "Tidak ada temuan." in capsys.readouterr().out


def test_stages_are_plain_lines_on_stderr_outside_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal() as terminal:
        terminal.stage("read")
        terminal.stage("judge")
        terminal.step("Program [2026]")
    shown = capsys.readouterr()
    assert shown.err == "Membaca sumber data\nMemeriksa baris\n"
    assert shown.out == ""


def test_stages_in_a_terminal_take_no_orders_from_a_title(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal() as terminal:
        terminal.stage("judge")
        terminal.step("[bold]Program[/bold]\x1b]0;x\x07")
    shown = capsys.readouterr().err
    assert "✓" in shown
    assert "\x1b]0;x" not in shown


def test_the_summary_of_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().summarise(REPORT, Path("site"), Path(".karier"))
    shown = capsys.readouterr().out
    assert "20 baris disisihkan" in shown
    assert "1.209 temuan. Alasan dan cara memperbaikinya ada di .karier/laporan.html." in shown
    assert "1.273 halaman. Dari semua berkas situs, 14 ditulis, 1.259 tidak berubah, 2 dihapus." in shown
    assert "Selesai dalam 2,4 detik." in shown
    assert "site/index.html" in shown


def test_the_summary_of_a_clean_build_points_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().summarise(CLEAN, Path("site"), Path(".karier"))
    assert "laporan.html" not in capsys.readouterr().out


def test_the_page_is_private_and_complete(tmp_path: Path) -> None:
    path = write_page(tmp_path / "state", REPORT, SETTINGS, CHECKED)
    assert path == tmp_path / "state" / "laporan.html"
    assert path.stat().st_mode & 0o777 == 0o600
    said = " ".join("".join(Reader(path.read_text("utf-8")).words).split())
    for words in (
        "Portal <Contoh>",
        "Internal, jangan disebarkan",
        "Diperiksa 21 November 2026, 06.00 WIB. 20 baris disisihkan",
        summary.balance(REPORT),
        "1.204 temuan sejenis lainnya",
        "Program 2026",
        "Baris 42, JP",
        "Wajib diperbaiki",
        "Perlu dilihat",
        "Menunggu",
        "Ditahan",
        "Tulis angka saja: 8.",
        "Hitungan per tabel",
    ):
        assert words in said


def test_the_page_fetches_nothing() -> None:
    text = page(REPORT, SETTINGS, CHECKED)
    assert Reader(text).fetched == []
    assert not re.search(r"url\((?!\"?data:)", text)
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_a_hostile_cell_is_words_on_the_page() -> None:
    text = page(
        replace(REPORT, findings=(finding(message=HOSTILE),), sources={"programs.csv": "<i>x"}),
        SETTINGS,
        CHECKED,
    )
    assert "<script>alert" not in text
    assert "<i>" not in text
    assert "\x1b" not in text
    assert '“<script>alert(1)</script> [bold]x[/bold] :smile: [31m” & "' in Reader(text).words


def test_a_clean_page_says_so() -> None:
    text = page(CLEAN, SETTINGS, CHECKED)
    assert "Tidak ada temuan." in text
    assert "Tidak ada baris yang disisihkan." in text
    assert "temuan sejenis" not in text


def test_the_same_report_gives_the_same_page() -> None:
    assert page(REPORT, SETTINGS, CHECKED) == page(REPORT, SETTINGS, CHECKED)
