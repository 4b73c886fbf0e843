"""What private data look like: anything shaped like a NIP, NI PPPK, NIK, phone number or e-mail.

Shapes (domain.md): NIP and NI PPPK have 18 digits, a NIK 16; a mobile number begins 08, 62 8 or +62 8.
People part the digits with blanks, points or dashes.
"""

from __future__ import annotations

import re

from generator.words import words

GAP = r"[ .()\-\u00a0]{0,2}"
DIGITS = rf"(?<![0-9])[0-9](?:{GAP}[0-9]){{15}}(?:(?:{GAP}[0-9]){{2}})?(?![0-9])"
PHONE = rf"(?<![0-9])(?:\+?6{GAP}2|0){GAP}8(?:{GAP}[0-9]){{7,11}}(?![0-9])"
EMAIL = r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
"""Begun only where a word begins: from each letter anew, a cell of one long word would take seconds."""

NUMBER = re.compile(DIGITS)
PRIVATE = re.compile(f"{DIGITS}|{PHONE}|{EMAIL}")
SUSPECT = re.compile(r"@|[0-9](?:[^0-9]{0,2}[0-9]){8}")
"""A cheap first look; also what no message may quote."""
LONGEST_QUOTE = 60


def is_private(text: str) -> bool:
    """True when the text holds something shaped like private data."""
    return SUSPECT.search(text) is not None and PRIVATE.search(text) is not None


def is_number_of_a_person(text: str) -> bool:
    """True when the text holds something shaped like a NIP, NI PPPK or NIK; an office's telephone is none."""
    return NUMBER.search(text) is not None


def quotable(text: str, public: bool = True) -> str:
    """A cell as a message may quote it: shortened; not at all when its field is private or it looks so."""
    if not public or SUSPECT.search(text):
        return str(words("privacy")["unquoted"])
    plain = " ".join(text.split())
    return f"“{plain[:LONGEST_QUOTE]}{'…' if len(plain) > LONGEST_QUOTE else ''}”"
