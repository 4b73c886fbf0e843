"""The guides say what is so: links lead somewhere, commands exist, pictures are light, every essay line is there."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer
import yaml

from generator.cli import app
from generator.sync.forms.definition import recipes
from generator.sync.snapshots import KEPT, OLDEST
from generator.words import words

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
RECIPES = sorted(path for path in (DOCS / "recipes").rglob("*") if path.suffix not in {".md", ""})
ESSAYS = {"TPI": 21, "PMB": 16, "GRG": 23, "BDG": 14, "MDN": 15}
LARGEST_PICTURE = 150_000

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CALL = re.compile(r"\bkarier (?!--)([a-z]+)((?: [^#&|`;\n]*)?)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(guide: Path) -> set[str]:
    """The anchors that a host makes of a guide's headings."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", guide.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("guide", GUIDES, ids=named)
def test_every_link_leads_somewhere(guide: Path) -> None:
    for href in LINK.findall(FENCE.sub("", guide.read_text("utf-8"))):
        parts = urlsplit(href)
        if parts.scheme:
            assert parts.scheme == "https", href
            continue
        target = (guide.parent / unquote(parts.path)).resolve() if parts.path else guide
        assert target.exists(), href
        assert target.is_relative_to(ROOT), href
        assert not parts.fragment or parts.fragment in anchors(target), href


def calls(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each `karier …` in a guide's code, or in a recipe: the command and its options."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        fences = [code for _, code in FENCE.findall(text)]
        text = "\n".join([*fences, *re.findall(r"`([^`\n]+)`", FENCE.sub("", text).replace("\\|", " "))])
    for command, rest in CALL.findall(text):
        yield command, re.findall(r"--[a-z-]+", rest)


def test_every_command_in_the_guides_is_one() -> None:
    known = {
        name: {option for each in command.params for option in each.opts}
        for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
    }
    found = [(path, *call) for path in [*GUIDES, *RECIPES] for call in calls(path)]
    assert len(found) > 30
    for path, command, options in found:
        assert command in known, f"{named(path)}: karier {command}"
        assert set(options) <= known[command], f"{named(path)}: karier {command} {options}"


@pytest.mark.parametrize("guide", GUIDES, ids=named)
def test_shell_blocks_are_shell(guide: Path) -> None:
    for language, code in FENCE.findall(guide.read_text("utf-8")):
        if language == "sh":
            done = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        elif language == "yaml":
            yaml.safe_load(code)


def test_pictures_are_light_shown_and_described() -> None:
    shown = "".join(guide.read_text("utf-8") for guide in GUIDES)
    for picture in (DOCS / "images").iterdir():
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < LARGEST_PICTURE
        assert re.search(rf"!\[[^\]]{{10,}}\]\([^)]*images/{re.escape(picture.name)}\)", shown), picture.name


@pytest.mark.parametrize("path", [*GUIDES, *RECIPES], ids=named)
def test_no_guide_holds_an_employee_number(path: Path) -> None:
    assert not re.search(r"(?<![0-9a-f])[0-9]{16,18}(?![0-9a-f])", path.read_text("utf-8"))


def test_words_of_the_glossary_are_words_of_the_code() -> None:
    rooms = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "schemas").glob("*.yaml")]
    code = "\n".join(path.read_text("utf-8") for path in rooms)
    table = (DOCS / "glossary.md").read_text("utf-8").partition("Words of this program")[0]
    names = [
        name for row in re.findall(r"^\|[^|]*\|([^|]*)\|", table, re.M) for name in re.findall("`(.+?)`", row)
    ]
    assert len(names) > 15
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


def test_the_officers_guide_uses_the_words_that_she_reads() -> None:
    guide = (DOCS / "panduan-pengelola-data.md").read_text("utf-8")
    sync, forms = words("sync")["verdicts"], words("forms")["script"]
    read = [sync["worksheet"], *sync["status"].values(), sync["header"][0], sync["header"][4]]
    for text in [*read, forms["menu"], forms["update"], forms["links"]]:
        assert text in guide
    for recipe in recipes():
        assert recipe["title"].partition(":")[0].replace("Evaluasi tingkat ", "") in guide
    for severity in words("report")["severity"].values():
        assert f"| {severity['text']} |" in guide


def test_how_long_snapshots_are_kept_is_told_rightly() -> None:
    guide = (DOCS / "hak-pribadi.md").read_text("utf-8")
    assert f"paling banyak {KEPT - 1} dan tidak lebih tua dari {OLDEST.days} hari" in guide


def test_tests_that_are_named_as_proof_exist() -> None:
    for name in re.findall(r"`(tests/[\w/.*-]+)`", (DOCS / "threat-model.md").read_text("utf-8")):
        assert list(ROOT.glob(name)), name


def test_every_line_of_the_essays_has_its_row() -> None:
    table = (DOCS / "capabilities.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-Z]{3}-[0-9]{2}) \| (.+?) \| (.+?) \| (ada|sebagian|belum) \|$", table, re.M)
    ids = [f"{essay}-{number:02}" for essay, count in ESSAYS.items() for number in range(1, count + 1)]
    assert [row[0] for row in rows] == ids
    counted = Counter(status for *_, status in rows)
    assert "{ada} ada, {sebagian} sebagian, {belum} belum".format_map(counted) in table
    for code, _, answer, status in rows:
        assert (status == "ada") <= ("`/" in answer), code
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert set(re.findall(r'mark\.capability\("([A-Z0-9-]+)"\)', tests)) <= set(ids)
