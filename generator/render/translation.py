"""Templates in another language: their own words are looked up as they are compiled, so that none has to be marked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from generator.words import say

WORD = re.compile(r"[A-Za-zÀ-ÿ]{2}")
PHRASE = re.compile(r"[A-ZÀ-Ý][a-zß-ÿ]+( |$|[.,:])|[a-z] [a-z]|^, [a-z]|[a-z]: ")
"""What tells words from codes among the strings of an expression: a capital that begins one, or a space."""
SPOKEN = re.compile(
    r'((?:aria-label|placeholder|alt|content|data-label|data-drop|data-offline)=")([^"{}<>]+)(")'
)
"""Attributes whose values people hear or see."""


class Spoken(Extension):
    """Says a template's own texts, and the phrases in its expressions, in the language that is spoken."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's tokens, their words said."""
        texts = HtmlTexts(say)
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", texts.replaced(token.value))
            elif token.type == "string" and is_phrase(token.value):
                yield Token(token.lineno, "string", say(token.value))
            else:
                yield token


def is_phrase(text: str) -> bool:
    """Whether a string in an expression is something that people read."""
    return PHRASE.search(text) is not None and "/" not in text


class HtmlTexts:
    """The texts of HTML that comes piece by piece; a piece may begin or end within a tag."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self._say = say
        self._is_in_tag = False

    def replaced(self, piece: str) -> str:
        """The piece with each text, and each attribute that is read out, as `say` has it."""
        done, at = [], 0
        while at < len(piece):
            end = piece.find(">" if self._is_in_tag else "<", at)
            cut = len(piece) if end < 0 else end + self._is_in_tag
            part, at = piece[at:cut], cut
            done.append(self._tag(part) if self._is_in_tag else self._text(part))
            if end >= 0:
                self._is_in_tag = not self._is_in_tag
        return "".join(done)

    def _tag(self, part: str) -> str:
        return SPOKEN.sub(lambda found: f"{found[1]}{self._told(found[2])}{found[3]}", part)

    def _text(self, part: str) -> str:
        words = part.strip()
        return part.replace(words, self._told(words)) if WORD.search(words) else part

    def _told(self, text: str) -> str:
        plain = html.unescape(text)
        said = self._say(plain)
        return text if said == plain else html.escape(said)
