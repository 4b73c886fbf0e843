"""The small page that shows the stand-in's worksheets and lets one change a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from .book import Book, column_index, column_letters

CELL = re.compile("([A-Z]{1,2})([1-9][0-9]{0,5})")
FRAME = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Lembar tiruan</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem }}
nav a {{ margin-right: 1rem }} nav a[aria-current] {{ font-weight: 700 }}
form {{ margin: 1rem 0; display: flex; gap: .5rem; flex-wrap: wrap; align-items: end }}
.wrap {{ overflow: auto; max-height: 75vh }} table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #bbb; padding: .2rem .5rem; text-align: left; vertical-align: top; white-space: pre-line }}
th {{ background: #eee; font-weight: 500 }}
</style></head><body>
<h1>Lembar tiruan</h1>
<p>Pengganti Google Sheets di komputer ini, berisi data rekaan.
Ubah satu sel, lalu jalankan <code>karier sync</code>; <code>karier watch</code> mengikutinya sendiri.</p>
<nav>{links}</nav>{sheet}</body></html>"""
SHEET = """<form method="post" action="/ubah">
<input type="hidden" name="spreadsheet" value="{spreadsheet}"><input type="hidden" name="worksheet" value="{worksheet}">
<label>Sel<br><input name="cell" size="5" required pattern="[A-Z]{{1,2}}[1-9][0-9]*" placeholder="C7"></label>
<label>Isi baru<br><input name="text" size="50"></label><button>Ubah sel</button></form>
<div class="wrap" tabindex="0"><table>{rows}</table></div>"""


def page(books: Mapping[str, Book], query: str) -> str:
    """The page for `?spreadsheet=…&worksheet=…`; the first worksheet where the query names none."""
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    places = [(name, sheet.title) for name, book in books.items() for sheet in book.sheets]
    here = (asked.get("spreadsheet", ""), asked.get("worksheet", ""))
    here = here if here in places else next(iter(places), ("", ""))
    links = [
        f'<a href="{escape(address(*place))}"{" aria-current=page" if place == here else ""}>'
        f"{escape(books[place[0]].title)}: {escape(place[1])}</a>"
        for place in places
    ]
    sheet = _sheet(books[here[0]], *here) if here in places else ""
    return FRAME.format(links=" ".join(links), sheet=sheet)


def edit(books: Mapping[str, Book], form: str) -> str:
    """Changes the cell that a sent form names, and returns the page's address; KeyError or ValueError if none."""
    told = {name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()}
    book, found = books[told["spreadsheet"]], CELL.fullmatch(told["cell"].strip().upper())
    if not found:
        raise ValueError("cell")
    sheet = book.sheet(told["worksheet"])
    sheet.put(int(found[2]) - 1, column_index(found[1]), told["text"])
    sheet.row_count = max(sheet.row_count, len(sheet.rows))
    book.version += 1
    return address(told["spreadsheet"], told["worksheet"])


def address(spreadsheet: str, worksheet: str) -> str:
    """Where the page shows a worksheet."""
    return urlsplit("/?" + urlencode({"spreadsheet": spreadsheet, "worksheet": worksheet})).geturl()


def _sheet(book: Book, spreadsheet: str, worksheet: str) -> str:
    rows = book.shown(worksheet)
    width = max(map(len, rows), default=0)
    letters = "".join(f"<th>{column_letters(index)}</th>" for index in range(width))
    lines = [
        f"<tr><th>{number}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for number, row in enumerate(rows, start=1)
    ]
    return SHEET.format(
        spreadsheet=escape(spreadsheet),
        worksheet=escape(worksheet),
        rows=f"<tr><th></th>{letters}</tr>" + "".join(lines),
    )
