"""`karier init`: a new portal of one's own, empty and ready to be built."""

from __future__ import annotations

import csv
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from generator.disk import disk_reason
from generator.findings import CannotRun
from generator.form_links import LINKS_FILE
from generator.model.schema import ROOT, load_schema, table_names
from generator.render.site import MKDOCS_YML
from generator.settings import PORTAL_FILE, load_settings
from generator.sync.forms import forms
from generator.words import words

PAGES, DATA = Path("content", "pages"), Path("content", "data")
IGNORED = (".karier/", "/site", "/site.versions/", "/formulir/")
"""What git must never keep: the state folder holds people's answers."""


def make_portal(folder: Path) -> None:
    """Writes the portal's skeleton; CannotRun when something is in the folder already, or the disk refuses."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CannotRun("init-occupied", folder=folder)
        shutil.copytree(ROOT / PAGES, folder / PAGES)
        for path, text in _texts().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    except OSError as error:
        raise CannotRun("init-unwritable", folder=folder, reason=disk_reason(error)) from error


def _texts() -> dict[Path, str]:
    """The text files by path: what is the demonstration's own is blanked, all else and the comments stay."""
    said = words("init")
    own = {PORTAL_FILE: said["portal"], Path(MKDOCS_YML): said["mkdocs"]}
    texts = {path: _told((ROOT / path).read_text("utf-8"), lines) for path, lines in own.items()}
    sheets = [_table(name) for name in table_names()]
    answers = [
        _form(form.worksheet, form.id, form.table.name)
        for form in forms({}, load_settings(ROOT / PORTAL_FILE))
    ]
    resources = yaml.safe_dump(
        [*sheets, *answers], allow_unicode=True, sort_keys=False, default_flow_style=None
    )
    texts |= {DATA / f"{name}.csv": _header(name) for name in table_names()}
    texts[DATA / "datapackage.yaml"] = said["datapackage"] + resources
    texts[LINKS_FILE] = said["links"]
    texts[Path(".gitignore")] = "".join(f"{each}\n" for each in IGNORED)
    return texts


def _told(text: str, values: dict[str, str | None]) -> str:
    """The YAML text with other values for some keys; one that is to have none goes, with its comment."""
    for key, value in values.items():
        line = rf"^( *){key}:.*\n"
        if value is None:
            text = re.sub(rf"(^ *#.*\n)*{line}", "", text, flags=re.M)
        else:
            text = re.sub(line, rf"\g<1>{key}: {value}\n", text, flags=re.M)
    return text


def _table(name: str) -> dict[str, Any]:
    return {"name": name, "title": load_schema(name).title, "path": f"{name}.csv"}


def _form(worksheet: str, form: str, table: str) -> dict[str, Any]:
    sheet = {"spreadsheet": words("init")["spreadsheet"], "worksheet": worksheet}
    return {"name": form, "title": worksheet, "x-table": table, "x-form": True, "x-sheet": sheet}


def _header(name: str) -> str:
    """A file of a header alone, as people call the columns."""
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(field.title for field in load_schema(name).fields)
    return line.getvalue()
