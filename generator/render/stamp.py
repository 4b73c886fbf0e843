"""Stamping: a shell is an HTML document with open slots, split once; a page is its pieces joined."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

SLOTS = ("title", "description", "linked", "opening", "body")
"""What every shell has; one of a portal that knows its address has `url` too."""
URL = "url"
FOLD = "<!--fold-->"
"""What parts the opening of a page, shown at once, from its body, shown with the stylesheet."""
_TOKEN = re.compile(rf"%%({'|'.join((*SLOTS, URL))})%%")


def token(slot: str) -> str:
    """What stands in a shell's source where the slot of that name is to open."""
    return f"%%{slot}%%"


@dataclass(frozen=True, slots=True)
class Shell:
    """A split shell: pieces of HTML with the name of a slot between each two of them."""

    pieces: tuple[str, ...]

    @classmethod
    def split(cls, document: str) -> Shell:
        """Splits at the tokens; ValueError naming the slots that the document lacks."""
        pieces = tuple(_TOKEN.split(document))
        missing = sorted(set(SLOTS) - set(pieces[1::2]))
        if missing:
            raise ValueError(", ".join(missing))
        return cls(pieces)

    def fill(self, *, title: str, description: str, body: str, url: str = "", linked: str = "") -> str:
        """The page: `body` and `linked` (for the head) are safe HTML, the others are text and get escaped."""
        texts = {"title": title, "description": description, URL: url}
        opening, _, rest = body.partition(FOLD)
        values = {name: html.escape(text) for name, text in texts.items()}
        values |= {"opening": opening, "body": rest, "linked": linked}
        filled = list(self.pieces)
        filled[1::2] = [values[slot] for slot in self.pieces[1::2]]
        return "".join(filled)
