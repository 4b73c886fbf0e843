"""What a message may quote of a cell."""

from __future__ import annotations

from generator.model.privacy import quotable
from generator.model.schema import Field, load_schema


def quoted(table: str, field: Field, text: str) -> str:
    """The cell as a message may quote it: never a private one, nor one of a table that has private fields.

    A row that slipped by a column puts a private cell under a public header, where nothing tells it apart.
    """
    is_open = field.public and all(each.public for each in load_schema(table).fields)
    return quotable(text, is_open)
