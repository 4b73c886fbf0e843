"""What a spreadsheet would make of a text that is opened in it."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote stands before `= + - @ TAB CR`."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
