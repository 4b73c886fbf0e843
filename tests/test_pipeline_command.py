"""The command: its exit codes, its sentences, and the settings that it reads first."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from toy_portal import Built, write_package

from generator.cli import main
from generator.commands.serve import serve
from generator.findings import CannotRun
from generator.settings import load_settings
from generator.words import words

FIT = {"name": "Portal", "government": "Kota Contoh", "tagline": "Contoh.", "contact_email": "a@contoh.go.id"}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["karier", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_check_of_a_fit_package_exits_0(
    published: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(monkeypatch, "check", "--data", published.data, "--today", "2026-11-21", "--format", "json") == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
    assert told["tables"]["programs"] == {
        "read": 6,
        "accepted": 6,
        "rejected": 0,
        "pending": 0,
        "withheld": 0,
    }


def test_check_of_an_unfit_package_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = write_package(tmp_path / "data", {"providers.csv": b"id,name,kind\nmitra,Mitra,partai\n"})
    assert run(monkeypatch, "check", "--data", package, "--today", "2026-11-21") == 1
    assert "“partai” tidak ada dalam pilihan." in capsys.readouterr().out


def test_the_report_of_a_build_holds_what_the_contract_says(published: Built) -> None:
    report = json.loads((published.state / "report.json").read_text())
    named = {"tables", "findings", "pages", "written", "unchanged", "removed", "seconds"}
    assert named <= report.keys()
    assert report["pages"] > 20
    assert report["written"] == len([path for path in published.site.rglob("*") if path.is_file()])


def test_forms_are_written_and_the_next_step_told(
    published: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, state = tmp_path / "formulir", tmp_path / "state"
    places = ("--data", published.data, "--out", out, "--state", state)
    assert run(monkeypatch, "forms", *places, "--today", "2026-11-21") == 0
    written = sorted(path.name for path in out.iterdir())
    told = capsys.readouterr().out
    assert f"{len(written)} berkas formulir" in told and "perbaruiFormulir" in told and str(out) in told
    assert {"formulir.gs", "evaluasi-1.html", "ajukan-mentoring.xlsx"} <= set(written)
    assert "[literasi-digital]" in (out / "formulir.gs").read_text("utf-8")
    assert not state.exists()


def test_forms_that_cannot_be_written_are_one_sentence(
    published: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "berkas"
    out.write_text("bukan folder")
    assert run(monkeypatch, "forms", "--data", published.data, "--out", out) == 2
    start = words("failures")["forms-unwritable"].partition("{")[0]
    assert capsys.readouterr().err.splitlines()[-1].startswith(start), '"forms-unwritable"'


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", "--today", "31-12-2026"), "today-unreadable"),
        (("build", "--today", "2026-02-30"), "today-unreadable"),
        (("check", "--data", "tidak-ada"), "descriptor-missing"),
    ],
)
def test_misuse_is_one_sentence(
    arguments: tuple[str, ...],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *arguments) == 2
    start = words("failures")[code].partition("{")[0]
    assert capsys.readouterr().err.splitlines()[-1].startswith(start)


def test_the_unexpected_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program itself, the code "unexpected": the traceback goes to a private file."""

    def fault(*_: object) -> None:
        raise ZeroDivisionError("rahasia")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.pipeline.check", fault)
    assert run(monkeypatch, "check") == 2
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told and "rahasia" not in told and "Traceback" not in told


def test_a_taken_port_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotRun) as failed:
        serve(tmp_path / "data", tmp_path / "site", tmp_path / "state", taken.getsockname()[1])
    assert failed.value.code == "port-taken"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"score_threshold": 9}, "settings-threshold"),
        ({"count_threshold": 4}, "settings-threshold"),
        ({"warna": "biru"}, "settings-unknown"),
        ({"name": None}, "settings-value"),
        ({"list_page_size": "banyak"}, "settings-value"),
        ({"list_page_size": True}, "settings-value"),
        ({"timezone": "Asia/Contoh"}, "settings-value"),
        ({"language": "xx"}, "settings-language"),
    ],
)
def test_settings_that_make_no_sense(changed: dict[str, object], code: str, tmp_path: Path) -> None:
    path = tmp_path / "portal.yaml"
    path.write_text(json.dumps(FIT | changed))
    with pytest.raises(CannotRun) as failed:
        load_settings(path)
    assert failed.value.code == code


@pytest.mark.parametrize("text", ["name: [", "- daftar", "", "\udcff"])
def test_settings_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "portal.yaml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CannotRun) as failed:
        load_settings(path)
    assert failed.value.code == "settings-unreadable"


def test_settings_that_are_fit(tmp_path: Path) -> None:
    path = tmp_path / "portal.yaml"
    path.write_text(json.dumps(FIT | {"score_threshold": 20}))
    assert load_settings(path).score_threshold == 20
