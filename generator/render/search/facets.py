"""The facets by which results are filtered, with the words for their codes."""

from __future__ import annotations

from typing import Any

from generator.model.schema import label, spoken_schema
from generator.words import words

CLOSED = {
    "moda": ("programs", "mode"),
    "tingkat": ("programs", "level"),
    "jalur": ("programs", "track"),
    "bentuk": ("programs", "form"),
}
"""Facets whose codes a schema has words for."""


def facets() -> list[dict[str, Any]]:
    """Every facet in the order to show it: key, title, kinds of result that have it, labels by code.

    A facet without labels has them in the index, or in the page (the portal's own competencies).
    """
    said, pages = words("search"), words("pages")
    labels: dict[str, dict[str, str]] = {
        "keadaan": {code: pages["registration"][code]["text"] for code in said["states"]},
        "tempat": {code: each["text"] for code, each in pages["availability"].items()},
        "biaya": said["cost"],
        "pimpinan": said["leader"],
        "jam": {str(place): band["label"] for place, band in enumerate(said["hours"])},
    }
    for key, (table, field) in CLOSED.items():
        codes = spoken_schema(table).field(field).labels
        labels[key] = {code: label(table, field, code) for code in codes}
    return [{**facet, "labels": labels.get(facet["key"], {})} for facet in said["facets"]]
