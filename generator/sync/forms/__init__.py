"""Forms, made of the schemas that judge their answers: for Google, as a workbook, and on paper."""

from __future__ import annotations

from pathlib import Path

from generator.settings import Settings
from generator.sync.forms.apps_script import SCRIPT_FILE, script
from generator.sync.forms.choices import choices
from generator.sync.forms.definition import Choices, FormDefinition, forms
from generator.sync.forms.paper import paper
from generator.sync.forms.workbook import workbook

__all__ = ["Choices", "FormDefinition", "choices", "forms", "write_forms"]


def write_forms(out: Path, choices: Choices, settings: Settings) -> list[Path]:
    """Writes the one script for all forms, and each form's workbook and paper; returns what it wrote."""
    out.mkdir(parents=True, exist_ok=True)
    definitions = forms(choices, settings)
    written = [out / SCRIPT_FILE]
    written[0].write_text(script(definitions), "utf-8")
    for definition in definitions:
        page, book = out / f"{definition.id}.html", out / f"{definition.id}.xlsx"
        page.write_text(paper(definition, settings), "utf-8")
        workbook(definition).save(book)
        written += [page, book]
    return written
