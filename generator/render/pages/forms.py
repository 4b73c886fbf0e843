"""Ways from a page to the portal's forms, filled in with the row that the page is about."""

from __future__ import annotations

from collections.abc import Iterable

from generator.form_links import option
from generator.render.pages.index import Index
from generator.render.pages.page import Link
from generator.words import words

PROPOSE_PROGRAM, OFFER_MENTORING, ASK_MENTOR = "usulan-program", "daftar-mentor", "ajukan-mentoring"
EVALUATIONS = ("evaluasi-1", "evaluasi-2", "evaluasi-3", "evaluasi-4")


def form_ways(index: Index, forms: Iterable[str], **rows: tuple[str, str]) -> tuple[Link, ...]:
    """A link to each of these forms that the portal has, with (key, label) chosen in the fields named."""
    said = words("pages")["forms"]
    answers = {field: option(key, label) for field, (key, label) in rows.items()}
    return tuple(
        Link(said[form], index.forms[form].prefilled(answers)) for form in forms if form in index.forms
    )
