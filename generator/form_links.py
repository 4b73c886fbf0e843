"""Links to the portal's forms, as `content/formulir.yaml` has them from the form script; absent is no link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from generator.findings import CannotRun
from generator.settings import portal_home
from generator.yaml_text import YamlFault, read_yaml

LINKS_FILE = Path("content", "formulir.yaml")
ADDRESS = re.compile(r"https://[^\s<>\"?#]+")
FORMULA = "=+-@ \t\r\n"
ENTRY = re.compile(r"entry\.[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class FormLink:
    """One form's public address, and which entry of it each field fills."""

    url: str
    entries: Mapping[str, str]

    def prefilled(self, answers: Mapping[str, str]) -> str:
        """The address with these answers (by field) filled in; a field that it does not know is left out."""
        filled = {self.entries[name]: answer for name, answer in answers.items() if name in self.entries}
        return f"{self.url}?{urlencode({'usp': 'pp_url', **filled})}" if filled else self.url


def option(key: str, label: str) -> str:
    """What a drop-down of rows reads, `Nama [kode]`; a prefilled link must say the very same.

    No label begins as a formula does: the answer goes into a spreadsheet.
    """
    plain = label.replace("[", "(").replace("]", ")").lstrip(FORMULA).strip()
    return f"{plain or key} [{key}]"


def load_form_links(path: Path | None = None) -> dict[str, FormLink]:
    """The links by form id; none where there is no file. CannotRun when it says nonsense."""
    path = path or portal_home() / LINKS_FILE
    if not path.is_file():
        return {}
    try:
        loaded = read_yaml(path.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, YamlFault) as error:
        raise CannotRun("settings-unreadable", path=path) from error
    if not isinstance(loaded, dict):
        raise CannotRun("settings-unreadable", path=path)
    return {str(form): _link(path, str(form), each) for form, each in loaded.items()}


def _link(path: Path, form: str, loaded: Any) -> FormLink:
    described = loaded if isinstance(loaded, dict) else {}
    url, entries = described.get("url"), described.get("entries") or {}
    if not (isinstance(url, str) and ADDRESS.fullmatch(url) and isinstance(entries, dict)):
        raise CannotRun("settings-value", path=path, key=form)
    if not all(ENTRY.fullmatch(str(entry)) for entry in entries.values()):
        raise CannotRun("settings-value", path=path, key=form)
    return FormLink(url, {str(name): str(entry) for name, entry in entries.items()})
