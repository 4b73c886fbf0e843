"""Moves the form answers of a data package into a spreadsheet of the stand-in, where `karier sync` finds them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

DESCRIPTOR = "datapackage.yaml"


def move_answers(data: Path, spreadsheet: str, title: str) -> dict[str, Any]:
    """Takes each form's CSV out of the package; returns the stand-in's `{id: book}`, one worksheet a form."""
    path = data / DESCRIPTOR
    descriptor = yaml.safe_load(path.read_text("utf-8"))
    sheets = []
    for resource in descriptor["resources"]:
        if resource.get("x-form"):
            file, worksheet = data / resource.pop("path"), resource.get("title", resource["name"])
            with file.open(encoding="utf-8-sig", newline="") as answers:
                sheets.append({"title": worksheet, "rows": list(csv.reader(answers))})
            file.unlink()
            resource["x-sheet"] = {"spreadsheet": spreadsheet, "worksheet": worksheet}
    path.write_text(yaml.safe_dump(descriptor, allow_unicode=True, sort_keys=False), "utf-8")
    return {spreadsheet: {"title": title, "sheets": sheets}}
