"""`build-info.json` tells what a site was made from and holds; `karier verify` holds a site to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from toy_portal import TODAY, Built
from typer.testing import CliRunner

from generator.cli import app
from generator.findings import CannotRun
from generator.model.schema import form_schema
from generator.publish.build_info import Difference, Fault, build_info, differences

HOME = "index.html"
PAGE = "program/manajemen-waktu/index.html"


@pytest.fixture
def copy(published: Built, tmp_path: Path) -> Path:
    """The toy's site as another host has it."""
    return Path(shutil.copytree(published.site, tmp_path / "salinan"))


def linked(site: Path) -> None:
    (site / PAGE).rename(site.parent / "moved")
    (site / PAGE).symlink_to(site.parent / "moved")


SPOILT: dict[str, tuple[Callable[[Path], object], Difference]] = {
    "a page gone": (lambda site: (site / PAGE).unlink(), Difference(Fault.MISSING, PAGE)),
    "a folder gone": (lambda site: shutil.rmtree((site / PAGE).parent), Difference(Fault.MISSING, PAGE)),
    "other bytes": (lambda site: (site / HOME).write_text("x"), Difference(Fault.CHANGED, HOME)),
    "a page that is a link": (linked, Difference(Fault.CHANGED, PAGE)),
    "a file more": (lambda site: (site / "x.php").write_text("x"), Difference(Fault.EXTRA, "x.php")),
    "a link more": (lambda site: (site / "lain").symlink_to("data"), Difference(Fault.EXTRA, "lain")),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_site_that_is_not_as_it_was_built_is_told(copy: Path, spoilt: str) -> None:
    spoil, told = SPOILT[spoilt]
    spoil(copy)
    assert differences(copy)[1] == [told]
    done = CliRunner().invoke(app, ["verify", str(copy)])
    assert done.exit_code == 1
    assert told.path in done.output


def test_a_whole_site_is_whole_wherever_it_stands(published: Built, copy: Path) -> None:
    (copy / ".nojekyll").touch()
    for site in (published.site, copy):
        done = CliRunner().invoke(app, ["verify", str(site)])
        assert (done.exit_code, "utuh" in done.output) == (0, True)


@pytest.mark.parametrize("told", [None, "", "[]", "{", '{"files": []}', "[" * 100_000])
def test_a_site_that_says_nothing_of_itself_cannot_be_verified(copy: Path, told: str | None) -> None:
    (copy / "build-info.json").unlink()
    if told is not None:
        (copy / "build-info.json").write_text(told)
    with pytest.raises(CannotRun) as failed:
        differences(copy)
    assert failed.value.code == "build-info-unreadable"


def test_a_site_names_what_it_was_made_by_and_of(published: Built) -> None:
    """All that its bytes hang on; so two sites that differ can be told apart by what made them."""
    told = json.loads((published.site / "build-info.json").read_bytes())
    assert told["versions"] == {name: version(name) for name in told["versions"]}
    assert {"karier-asn", "jinja2", "mkdocs-material", "pagefind-bin"} <= told["versions"].keys()
    assert {"tables", "today"} < told["inputs"].keys()
    assert told["inputs"]["today"] == str(TODAY)


def test_a_maker_that_is_lacking_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that Pagefind has no program for builds a portal without an index."""
    monkeypatch.setattr("generator.publish.build_info.MAKERS", ("jinja2", "tiada-di-mana-pun"))
    assert json.loads(build_info({}, {}))["versions"].keys() == {"jinja2"}


def test_no_digest_of_private_cells_is_told(published: Built) -> None:
    """A guess at one cell of a file could be tried against the file's digest, all others being known."""
    told = json.loads((published.site / "build-info.json").read_bytes())["inputs"]["tables"]
    assert {"agencies", "programs", "regions"} <= told.keys()
    assert not {"mentors", "evaluations", "mentoring_requests"} & told.keys()
    assert not all(field.public for field in form_schema("programs").fields)
    assert len(told["programs"]) == 1  # the toy has a file of programmes, and a form's answers
