"""`karier init`: an empty portal of one's own, which builds as it is and with the rows of its owner."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from toy_portal import TOY

from generator.cli import main
from generator.commands.new_portal import make_portal
from generator.commands.pulling import books
from generator.findings import CannotRun
from generator.model.schema import load_schema, table_names
from generator.settings import load_settings


def karier(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["karier", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_it_builds_empty_and_with_rows_under_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert karier(monkeypatch, "init", "portal-kami") == 0
    told = capsys.readouterr().out
    assert "Langkah berikutnya" in told and "cd portal-kami" in told

    monkeypatch.chdir("portal-kami")
    assert karier(monkeypatch, "check") == 0
    assert "Tidak ada temuan" in capsys.readouterr().out
    portal = Path("content/portal.yaml")
    portal.write_text(portal.read_text("utf-8").replace("Nama pemerintah daerah Anda", "Kota Kami"), "utf-8")
    for table in ("regions.csv", "agencies.csv"):
        shutil.copyfile(TOY / table, Path("content/data", table))
    assert karier(monkeypatch, "build") == 0
    assert "Kota Kami" in Path("site/index.html").read_text("utf-8")
    assert Path("site/instansi/bkpsdm/index.html").is_file()
    assert Path("site/tentang/index.html").is_file()
    assert "karier.contoh.go.id" not in Path("site/index.html").read_text("utf-8"), "no address of another"
    assert Path(".gitignore").read_text().startswith(".karier/\n")


def test_every_table_has_a_file_and_every_form_a_sheet(tmp_path: Path) -> None:
    make_portal(tmp_path / "baru")
    data = tmp_path / "baru" / "content" / "data"
    for name in table_names():
        header = (data / f"{name}.csv").read_text("utf-8")
        assert header.count("\n") == 1
        assert header.startswith(load_schema(name).fields[0].title)
    (book,) = books(data, {"LEMBAR_FORMULIR": "contoh"})
    asked = {source.table for source in book.sources}
    assert asked == {"programs", "mentors", "mentoring_requests", "evaluations", "registrations", "stories"}
    assert load_settings(tmp_path / "baru/content/portal.yaml").notice == ""
    assert yaml.safe_load((tmp_path / "baru/content/formulir.yaml").read_text("utf-8")) is None


def test_nothing_of_anybody_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "isi").touch()
    with pytest.raises(CannotRun) as failure:
        make_portal(tmp_path)
    assert failure.value.code == "init-occupied"
    assert [each.name for each in tmp_path.iterdir()] == ["isi"]
    with pytest.raises(CannotRun) as failure:
        make_portal(tmp_path / "isi" / "baru")
    assert failure.value.code == "init-unwritable"
