"""Nothing is lost: whatever people type, read = accepted + rejected + pending + withheld, and no crash."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from toy_portal import TOY, judge, write_package

from generator.model.schema import form_schema, load_schema, table_names

KEYS = ["98", "98.71", "99", "disdik", "bkpsdm", "MAN-01", "TEK.05", "kepala-dinas", "lpk-cahaya"]
KEYS += ["literasi-digital", "manajemen-rs", "literasi-1", "m-7f3a", "baru", "baru-2"]
HOSTILE = [
    *("", " ", "\0", "\ufeff", "sNaN", "NaN", "-Infinity", "1e999", "1_000", "٤", "４", "0x10", "1.9E+17"),
    *(
        "31/02/2026",
        "2026-11-21",
        "21/11/2026 09.15",
        "24:00",
        "0000-00-00",
        "9999-12-31T23:59:60Z",
        "ya",
        "tidak",
    ),
    *(
        "1",
        "4,5",
        "1.000.000",
        "-0",
        "=1+1",
        "@SUM(A1)",
        "../x",
        "a/b",
        "con",
        "a; b",
        "MAN-01; TEK.05",
        "; ;",
    ),
    *(
        "199001012020011001",
        "+62 812-0000-0000",
        "x@contoh.id",
        "javascript:alert(1)",
        "(a+)+b",
        "{0}",
        "{value}",
    ),
    *(
        "%s",
        "x" * 300,
        "e\u0301",
        "\u202egnp.exe",
        "\x1b[31m",
        "<script>",
        "setuju",
        "tolak",
        "luring",
        "apbd",
    ),
]
TABLES = tuple(name for name in table_names() if (TOY / f"{name}.csv").is_file())


@st.composite
def sources(draw: DrawFn) -> tuple[str, bool, list[list[str]]]:
    """A table, whether a form fed it, and its header and rows: fit cells with hostile ones among them."""
    table, is_form = draw(st.sampled_from(TABLES)), draw(st.booleans())
    fields = form_schema(table).fields if is_form else load_schema(table).fields
    cells = [
        st.sampled_from([field.example, *map(str, field.labels)])
        | st.sampled_from([field.example, *KEYS])
        | st.sampled_from(HOSTILE)
        | st.text(st.characters(codec="utf-8"), max_size=8)
        for field in fields
    ]
    rows = draw(st.lists(st.tuples(*cells).map(list), max_size=6))
    header = [draw(st.sampled_from([field.name, field.title])) for field in fields]
    order = draw(st.permutations(range(len(fields))))
    return table, is_form, [[row[index] for index in order] for row in [header, *rows]]


@given(st.lists(sources(), min_size=1, max_size=3))
def test_every_row_is_accounted_for(packages: list[tuple[str, bool, list[list[str]]]]) -> None:
    added: dict[str, bytes] = {}
    expected = {name: toy_rows(name) for name in TABLES}
    for number, (table, is_form, rows) in enumerate(packages):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        added[f"{table}.{'form.' if is_form else ''}{number}.csv"] = text.getvalue().encode()
        expected[table] += sum(any(map(str.strip, row)) for row in rows[1:])
    with tempfile.TemporaryDirectory() as folder:
        report = judge(write_package(Path(folder) / "data", added))
    assert {name: account.read for name, account in report.accounts.items()} == expected
    assert all(account.is_balanced for account in report.accounts.values())


def toy_rows(table: str) -> int:
    texts = [
        (TOY / name).read_text() for name in (f"{table}.csv", f"{table}.form.csv") if (TOY / name).is_file()
    ]
    return sum(len(list(csv.reader(io.StringIO(text)))) - 1 for text in texts)
