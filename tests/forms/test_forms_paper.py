"""The paper form: valid HTML that fetches nothing, fits the paper, and asks what the form asks."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from toy_portal import SETTINGS
from world import FORMS, NODE, ROOT, toy_forms

from generator.sync.forms import write_forms
from generator.sync.forms.paper import paper


def test_every_page_is_valid_html(tmp_path: Path) -> None:
    pages = []
    for name, definition in toy_forms().items():
        pages.append(tmp_path / f"{name}.html")
        pages[-1].write_text(paper(definition, SETTINGS))
    command = [NODE, ROOT / "node_modules/html-validate/bin/html-validate.mjs", "--config"]
    done = subprocess.run([*command, ROOT / ".htmlvalidate.json", *pages], capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("form", FORMS)
def test_it_asks_what_the_form_asks(form: str) -> None:
    definition = toy_forms()[form]
    page = unescape(paper(definition, SETTINGS))
    for column in definition.columns:
        shown = column.field.title in page
        assert shown or column.field.name in ("submitted_at", "response_id")
    assert [f"<h3>{n}. " in page for n in range(1, page.count("<h3>") + 1)] == [True] * page.count("<h3>")
    assert not re.search(r"\b(?:src|href)=|url\(|@import", page)


def test_privacy_and_consent_come_first() -> None:
    page = paper(toy_forms()["daftar-mentor"], SETTINGS)
    order = ["Pemberitahuan privasi", "1. Setuju ditampilkan", "2. Nama mentor", "Tanggal dan tanda tangan"]
    assert sorted(order, key=page.index) == order
    assert SETTINGS.contact_email in page
    assert page.count('class="box"') == 18


def test_an_evaluation_asks_for_no_name() -> None:
    page = paper(toy_forms()["evaluasi-1"], SETTINGS)
    assert "tidak menanyakan nama, NIP, atau email" in page
    assert "Tanggal dan tanda tangan" not in page
    assert "Tingkat evaluasi: 1" in page


def test_hostile_labels_stay_text() -> None:
    from generator.sync.forms import forms

    choices = {"programs": [("a", "<script>alert(1)</script>")]}
    page = paper(next(each for each in forms(choices, SETTINGS) if each.id == "evaluasi-1"), SETTINGS)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_one_call_writes_all(tmp_path: Path) -> None:
    written = write_forms(tmp_path / "formulir", {}, SETTINGS)
    names = {f"{form}.{kind}" for form in toy_forms() for kind in ("html", "xlsx")} | {"formulir.gs"}
    assert (
        {path.name for path in written} == names == {path.name for path in (tmp_path / "formulir").iterdir()}
    )
