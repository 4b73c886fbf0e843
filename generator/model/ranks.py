"""What people write about pangkat/golongan and conflicts of interest, read just far enough to compare."""

from __future__ import annotations

import re

GRADE = re.compile(r"\b(IV|I{1,3})\s*/\s*([a-e])\b", re.IGNORECASE)
"""Golongan of a PNS, I/a to IV/e (17 steps; domain.md, K 95)."""
NOTHING = frozenset(("", "-", "tidak", "tidak ada", "nihil", "tanpa"))


def grade(rank: str) -> tuple[int, str] | None:
    """The golongan in a text such as `Pembina (IV/a)`, ordered by seniority; None when there is none."""
    found = GRADE.search(rank)
    return (("I", "II", "III", "IV").index(found[1].upper()), found[2].lower()) if found else None


def is_declared(conflict: str) -> bool:
    """Whether a cell about conflicts of interest declares one; "tidak ada" does not."""
    return conflict.strip().rstrip(".").casefold() not in NOTHING
