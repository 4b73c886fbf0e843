"""The procedure for a person's rights (docs/hak-pribadi.md) does what it says."""

from __future__ import annotations

from pathlib import Path

from toy_portal import Built, make

NAME, CONSENT = b"Contoh Dua", "2026-10-15,,,,,,ya"


def holders(folder: Path) -> list[str]:
    """The files below a folder that name the person."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if NAME in path.read_bytes())


def test_after_the_second_build_no_copy_names_who_withdrew(portal: Built) -> None:
    """After the first one the idle tree, which is served to nobody, still does."""
    sheet = portal.data / "mentors.csv"
    make(*portal)
    assert holders(portal.site.resolve())
    told = sheet.read_text("utf-8")
    assert told.count(CONSENT) == 1
    sheet.write_text(told.replace(CONSENT, CONSENT.replace("ya", "tidak")), "utf-8")
    make(*portal)
    assert holders(portal.site.resolve()) == []
    make(*portal)
    assert holders(portal.site.with_name("site.versions")) == []
