"""What a workbook holds before anyone reads it: whether it is a bomb, and which rows have formulas."""

from __future__ import annotations

import zipfile
from array import array
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

from generator.findings import CannotRun
from generator.sources.package import Source

LARGEST_UNPACKED = 400_000_000
"""Bytes all parts of a workbook may unpack to, and characters the texts of a sheet may have together."""
LARGEST_SHEET = 20_000_000
"""Cells the used area of a sheet may span (rows × columns), empty ones among them."""
MOST_TEXTS = 5_000_000
"""Shared texts a workbook may have."""
LARGEST_INDEX = 5_000_000
"""Bytes each of the parts may have that say where the others are."""
INDEXES = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
TEXTS = "xl/sharedstrings.xml"


def formula_rows(archive: zipfile.ZipFile, source: Source) -> set[int]:
    """The numbers of the rows that hold a formula; CannotRun for a workbook that is a bomb."""
    if not _is_what_it_says(archive):
        raise CannotRun("xlsx-too-large", origin=source.origin)
    found: set[int] = set()
    row = column = width = shared = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, width, shared
        match name.rpartition(":")[2]:
            case "row":
                row, column = int(attributes.get("r", row + 1)), 0
            case "c":
                place = attributes.get("r")
                column, row = _position(place) if place else (column + 1, row)
                width = max(width, column)
                shared += attributes.get("t") == "s"
                if width * row > LARGEST_SHEET:
                    raise CannotRun("xlsx-too-large", origin=source.origin)
            case "f":
                found.add(row)

    sheet = _sheet_part(archive, source)
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(sheet) as part:
        parser.ParseFile(part)
    lengths = _text_lengths(archive, source) if shared else array("L")
    may_be_long = shared * max(lengths, default=0) > LARGEST_UNPACKED
    if may_be_long and _shared_text(archive, sheet, lengths) > LARGEST_UNPACKED:
        raise CannotRun("xlsx-too-large", origin=source.origin)
    return found


def _is_what_it_says(archive: zipfile.ZipFile) -> bool:
    """Whether all parts unpack to what they say, and that is bearable; calamine would unpack them unasked."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return False
    for part in parts:
        said, unpacked = part.file_size, 0
        if said > LARGEST_INDEX and part.filename.lower() in INDEXES:
            return False
        part.file_size = said + 1  # asked for a byte more, a part that lies about its size gives it
        with archive.open(part) as file:
            while chunk := file.read(1 << 20):
                unpacked += len(chunk)
        part.file_size = said
        if unpacked != said:
            return False
    return True


def _text_lengths(archive: zipfile.ZipFile, source: Source) -> array[int]:
    """How long each shared text is, in characters; CannotRun when there are too many of them."""
    lengths = array("L")

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)
            if len(lengths) > MOST_TEXTS:
                raise CannotRun("xlsx-too-large", origin=source.origin)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    for part in archive.namelist():
        if part.lower() == TEXTS:
            with archive.open(part) as file:
                parser.ParseFile(file)
    return lengths


def _shared_text(archive: zipfile.ZipFile, sheet: str, lengths: array[int]) -> int:
    """How many characters a sheet's cells hold of the shared texts: one may stand in a million cells."""
    total = 0
    value: list[str] | None = None
    is_shared = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_shared, value
        match name.rpartition(":")[2]:
            case "c":
                is_shared = attributes.get("t") == "s"
            case "v" if is_shared:
                value = []

    def end(name: str) -> None:
        nonlocal total, value
        if value is not None:
            total += lengths[int("".join(value))]
            value = None

    def text(data: str) -> None:
        if value is not None:
            value.append(data)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with archive.open(sheet) as part:
        parser.ParseFile(part)
    return total


def _position(place: str) -> tuple[int, int]:
    """Column and row: (1, 7) for `A7`, (27, 1) for `AA1`."""
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(place[len(letters) :])


def _sheet_part(archive: zipfile.ZipFile, source: Source) -> str:
    """The archive member that holds the sheet, by the workbook's own relations."""
    sheets = _elements(archive, "xl/workbook.xml", "sheet")
    wanted = next((each for each in sheets if source.sheet in (None, each.get("name"))), None)
    if wanted is None:
        raise CannotRun("sheet-missing", origin=source.origin, sheet=source.sheet)
    for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if relation.get("Id") == wanted.get("id"):
            return normpath(join("/xl", relation["Target"])).lstrip("/")
    raise KeyError(source.sheet)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[dict[str, str]]:
    """The attributes of each element of that name, whatever namespaces and prefixes its writer liked."""
    for element in ElementTree.fromstring(archive.read(part)).iter():
        if element.tag.rpartition("}")[2] == name:
            yield {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
