"""The procedure for a person's rights (docs/hak-pribadi.md) does what it says."""

from __future__ import annotations

from pathlib import Path

from toy_portal import Built, make

NAME, CONSENT = b"Contoh Dua", "2026-10-15,,,,,,ya"


def holders(folder: Path) -> list[str]:
    """The files below a folder that name the person."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if NAME in path.read_bytes())


def test_after_one_build_no_copy_names_who_withdrew(portal: Built) -> None:
    """Not the site, not the tree that is patched by turns with it, not the sites that one could go back to."""
    sheet = portal.data / "mentors.csv"
    make(*portal)
    other = portal.data / "programs.csv"
    other.write_text(other.read_text("utf-8").replace("Manajemen waktu", "Mengatur waktu"), "utf-8")
    make(*portal)
    assert holders(portal.site.resolve())
    told = sheet.read_text("utf-8")
    assert told.count(CONSENT) == 1
    sheet.write_text(told.replace(CONSENT, CONSENT.replace("ya", "tidak")), "utf-8")
    make(*portal)
    assert holders(portal.site.with_name("site.versions")) == []
