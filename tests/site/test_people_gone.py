"""Whoever is named on the demonstration's site can be taken out of every file of it, by their key alone."""

from __future__ import annotations

import csv
from pathlib import Path

from generator.publish.without import mentions, without


def test_no_file_names_a_mentor_once_their_rows_are_out(site: Path) -> None:
    """A kept site is cleaned so when somebody withdraws; whatever is added to the site is held to it here."""
    with (site / "data" / "mentors.csv").open(newline="") as table:
        people = {row["id"]: row["name"].encode() for row in csv.DictReader(table)}
    files = {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    cleaned = 0
    some = list(people.items())[::8]
    for key, name in some:
        mention = mentions([f"mentors:{key}"])
        assert mention is not None
        for path, content in files.items():
            if name in content:
                left = without(path, content, mention)
                assert left is None or name not in left, (path, key)
                cleaned += left is not None
                assert left is not None or key in path, f"{path} cannot lose {key}, only go as a whole"
    assert cleaned > 2 * len(some)
