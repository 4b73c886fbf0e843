"""Forms as values: made of the schemas alone, whatever the rows that they offer are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_portal import SETTINGS
from world import toy_forms

from generator.findings import CannotRun
from generator.form_links import FormLink, load_form_links, option
from generator.model.schema import form_schema
from generator.sync.forms import forms
from generator.sync.forms.definition import MOST_CHOICES, recipes
from generator.validate.canonical import canonical

SLUG = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
LABEL = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(str.strip)


def test_what_the_judge_requires_is_asked_or_filled() -> None:
    for definition in toy_forms().values():
        columns = {each.field.name for each in definition.columns}
        required = {each.name for each in definition.table.fields if each.required}
        assert required <= columns, definition.id


def test_headers_are_titles_and_stand_once() -> None:
    for definition in toy_forms().values():
        titles = [each.field.title for each in definition.columns]
        assert len(titles) == len(set(titles)), definition.id


def test_every_recipe_names_fields_of_its_table() -> None:
    for recipe in recipes():
        schema = form_schema(recipe["table"])
        asked = {name for names in recipe["sections"].values() for name in names}
        for name in (*asked, *recipe.get("fixed", {}), *recipe.get("office", ()), *recipe.get("help", {})):
            assert schema.field(name)
        assert recipe.get("ends", {}).keys() <= asked


@given(SLUG, LABEL)
def test_a_drop_down_s_choice_is_read_as_its_key(key: str, label: str) -> None:
    program = form_schema("evaluations").field("program")
    assert canonical(program, option(key, label)) == key
    assert option(key, label)[0] not in "=+-@"


@given(st.lists(st.tuples(SLUG, LABEL), min_size=1, max_size=5, unique_by=lambda row: row[0]))
def test_ticked_boxes_joined_by_commas_are_read_as_their_keys(rows: list[tuple[str, str]]) -> None:
    definition = next(each for each in forms({"competencies": rows}, SETTINGS) if each.id == "daftar-mentor")
    boxes = next(each for each in definition.questions if each.name == "competencies")
    field = definition.table.field("competencies")
    assert canonical(field, ", ".join(boxes.choices)) == "; ".join(key for key, _ in rows)


def test_a_table_too_long_for_a_drop_down_is_typed() -> None:
    rows = [(f"p-{number}", f"Program {number}") for number in range(MOST_CHOICES + 1)]
    definition = next(each for each in forms({"programs": rows}, SETTINGS) if each.id == "evaluasi-1")
    question = next(each for each in definition.questions if each.name == "program")
    assert (question.kind, question.check) == ("text", None)


def test_a_link_fills_only_what_its_form_knows() -> None:
    link = FormLink("https://docs.google.com/forms/d/e/contoh/viewform", {"program": "entry.12"})
    assert link.prefilled({"mentor": "m-1"}) == link.url
    assert link.prefilled({"program": "a&b", "x": "y"}) == f"{link.url}?usp=pp_url&entry.12=a%26b"


def test_no_file_is_no_link(tmp_path: Path) -> None:
    assert load_form_links(tmp_path / "formulir.yaml") == {}


@pytest.mark.parametrize(
    "text",
    [
        "- daftar",
        "a: {url: 'javascript:alert(1)'}",
        "a: {url: 'http://contoh.go.id'}",
        "a: https://contoh.go.id",
        "a: {url: 'https://contoh.go.id/x', entries: [1]}",
        "a: {url: 'https://contoh.go.id/x', entries: {program: 'entry.1&x=2'}}",
        "a: [",
    ],
)
def test_nonsense_is_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "formulir.yaml"
    path.write_text(text)
    with pytest.raises(CannotRun):
        load_form_links(path)
