"""A view is made anew only when an ingredient changed: whatever changes, what is not made anew reads the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from portal_example import example
from portal_example import settings as chosen
from test_render_raters import MEAN, tables

from generator.building.views import Build, Shown, Views
from generator.memo import Memo, digest
from generator.model.chronicle import Chronicle, TableStory
from generator.model.figures import EVALUATION
from generator.model.public import Portal
from generator.model.schema import load_schema
from generator.render.pages import Page, index, pages
from generator.render.pages.index import Index
from generator.render.pages.ingredients import WHOLE

BEFORE = example()
TABLES = [
    each.name
    for each in fields(Portal)
    if isinstance(held := getattr(BEFORE, each.name), Mapping) and held and each.name not in ("tables",)
]
OTHER = {str: "lain", int: 3, bool: False, type(None): None}


Edit = tuple[str, str, str]
"""A table, the id of its record, and the field that reads otherwise (`gone`: the record is, `last`: it moves)."""


def every_edit() -> Iterator[Edit]:
    for name in TABLES:
        for key, record in getattr(BEFORE, name).items() if name != "figure_tables" else ():
            names = [each.name for each in fields(record) if each.name not in ("id", "code")]
            yield from ((name, key, what) for what in (*names, "gone", "last"))


def edited(edit: Edit) -> Portal:
    name, key, what = edit
    held: dict[Any, Any] = dict(getattr(BEFORE, name))
    record = held.pop(key)
    if what == "last":
        held[key] = record
    elif what != "gone":
        old = getattr(record, what)
        labels = {field.name: field.labels for field in load_schema(name).fields}.get(what)
        new = max(labels) if labels else BEFORE.today if hasattr(old, "year") else OTHER.get(type(old), ())
        held = {
            each: replace(record, **{what: new}) if each == key else other
            for each, other in getattr(BEFORE, name).items()
        }
    return replace(BEFORE, **{name: held})


def indexed(portal: Portal) -> Index:
    """The index of a portal whose open tables read as its records do."""
    everything = {each.name: getattr(portal, each.name) for each in fields(portal)}
    held = {name: rows for name, rows in everything.items() if isinstance(rows, Mapping | tuple)}
    figures = {EVALUATION: portal.figures, **portal.figure_tables}
    stories = {
        name: TableStory(digest(read), "2026-01-01", "2026-01-01")
        for name, read in {**held, **figures}.items()
    }
    return index(portal, chosen(), {}, chronicle=Chronicle(stories))


class Kept(Memo):
    """A memory without a folder."""

    def __init__(self) -> None:
        super().__init__()
        self.build: Build | None = None

    def get(self, key: str) -> Any:
        return self.build

    def put(self, key: str, result: object) -> None:
        assert isinstance(result, Build)
        self.build = result


def remembered(built: Index) -> tuple[Kept, dict[str, str]]:
    """What a build of these pages leaves in memory, and how each view reads."""
    memo, read = Kept(), {}
    views = Views(memo, "key", built.ingredients)
    for page in pages(built):
        with built.notes.apart() as asked:
            read[page.url] = shown(page)
        views.keep(page.url, Shown("", "", views.about(page), views.places(*views.asked(asked))))
    views.save()
    return memo, read


def shown(page: Page) -> str:
    return repr((page.kind, page.title, page.description, page.view))


MEMO, READ = remembered(indexed(BEFORE))


def test_the_same_portal_has_no_view_to_make() -> None:
    built = indexed(example())
    views = Views(MEMO, "key", built.ingredients)
    anew = [page.url for page in pages(built) if not views.unchanged(page)]
    assert anew == []


@given(st.sampled_from(list(every_edit())))
def test_what_is_not_made_anew_reads_as_it_did(edit: Edit) -> None:
    built = indexed(edited(edit))
    views = Views(MEMO, "key", built.ingredients)
    for page in pages(built):
        if views.unchanged(page):
            assert shown(page) == READ[page.url], page.url


def test_a_lookup_reads_as_it_did_while_its_tables_do() -> None:
    """Every edit there is: a lookup that leaves out one of the tables that it is made of is found here."""
    before = indexed(BEFORE).ingredients
    for edit in every_edit():
        now = indexed(edited(edit)).ingredients
        for name, read in now.tables.items():
            if None not in read and read == before.tables[name]:
                assert now.digest((name, WHOLE)) == before.digest((name, WHOLE)), (name, edit)


def test_a_change_reaches_few_pages() -> None:
    """One summary: the programme's own page alone is made anew."""
    key, program = next(iter(BEFORE.programs.items()))
    portal = replace(BEFORE, programs={**BEFORE.programs, key: replace(program, criteria="Lain.")})
    built = indexed(portal)
    views = Views(MEMO, "key", built.ingredients)
    every = list(pages(built))
    anew = {page.url for page in every if not views.unchanged(page)}
    assert f"program/{key}/" in anew
    assert len(anew) < len(every) / 2


def test_where_a_table_of_figures_goes_its_pages_are_made_anew() -> None:
    """A source that is taken out of the package takes its figures along."""
    figures = tables(figures_by_provider={("lpk-contoh", 1, "material"): MEAN})
    memo, read = remembered(indexed(replace(BEFORE, figure_tables=figures)))
    built = indexed(replace(BEFORE, figure_tables={}))
    views = Views(memo, "key", built.ingredients)
    anew = {page.url for page in pages(built) if not views.unchanged(page)}
    assert anew >= {page.url for page in pages(built) if shown(page) != read[page.url]} != set()
