"""Golden cases: each folder of `cases/` is some bad input and what must come of it, and nothing else may.

`expected.yaml` says what the case adds to the toy portal: `rows` by table and status, and `findings` as
[code, row, field]; or `fails`, the code of the one sentence that is told before all stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases.made_in_code import MADE
from toy_portal import TODAY, Built, digest, judge, write_package

from generator.cli import main
from generator.words import words

CASES = Path(__file__).parent / "cases"
EXPECTED = "expected.yaml"
STORED = {path.parent.name: yaml.safe_load(path.read_text()) for path in sorted(CASES.glob(f"*/{EXPECTED}"))}
EVERY: Mapping[str, dict[str, Any]] = STORED | {name: made.expected for name, made in MADE.items()}
JUDGED = [name for name, expected in EVERY.items() if "fails" not in expected]
FAILING = [name for name, expected in EVERY.items() if "fails" in expected]


def package_of(name: str, folder: Path) -> Path:
    """The toy portal with the case in it."""
    if name in MADE:
        package = write_package(folder)
        MADE[name].spoil(package)
        return package
    files = [path for path in sorted((CASES / name).rglob("*")) if path.is_file() and path.name != EXPECTED]
    if "fails" not in STORED[name]:
        return write_package(folder, {path.name: path.read_bytes() for path in files})
    package = write_package(folder)
    for path in files:
        target = package / path.relative_to(CASES / name)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    return package


@pytest.mark.parametrize("name", JUDGED)
def test_rows_are_judged_as_expected(name: str, tmp_path: Path, toy_rows: dict[str, dict[str, int]]) -> None:
    report = judge(package_of(name, tmp_path / "data"))
    assert all(account.is_balanced for account in report.accounts.values())
    rows = {
        table: {
            status: count
            for status in ("accepted", "rejected", "pending", "withheld")
            if (count := getattr(account, status) - toy_rows[table][status])
        }
        for table, account in report.accounts.items()
    }
    assert {table: added for table, added in rows.items() if added} == EVERY[name]["rows"]
    found = [[each.code, each.row, each.field] for each in report.findings]
    assert sorted(found, key=repr) == sorted(EVERY[name]["findings"], key=repr)


@pytest.fixture(scope="module")
def toy_rows(published: Built) -> dict[str, dict[str, int]]:
    report = judge(published.data)
    assert report.is_clean and not report.findings
    return {
        table: {
            status: getattr(account, status) for status in ("accepted", "rejected", "pending", "withheld")
        }
        for table, account in report.accounts.items()
    }


@pytest.mark.parametrize("name", FAILING)
def test_what_cannot_run_says_so_in_one_sentence(
    name: str,
    tmp_path: Path,
    published: Built,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package, before = package_of(name, tmp_path / "data"), digest(published.site)
    kept = digest(published.state)
    monkeypatch.chdir(tmp_path)
    arguments = ["--data", package, "--site", published.site, "--state", published.state, "--today", TODAY]
    monkeypatch.setattr("sys.argv", ["karier", "build", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert is_sentence(EVERY[name]["fails"], told.err), told.err
    assert told.out == ""
    assert digest(published.site) == before
    assert digest(published.state) == kept


def is_sentence(code: str, told: str) -> bool:
    """True when `told` is the failure's sentence, after no more than the names of the stages."""
    *stages, sentence = told.splitlines()
    template = re.escape(words("failures")[code])
    pattern = re.sub(r"\\\{[a-z]+\\\}", ".+", template)
    return set(stages) <= set(words("terminal")["stages"].values()) and bool(re.fullmatch(pattern, sentence))


def test_every_code_has_a_case_or_a_test() -> None:
    """A sentence that nobody has seen come up may never come up."""
    shown = {finding[0] for expected in EVERY.values() for finding in expected.get("findings", ())}
    shown |= {expected["fails"] for expected in EVERY.values() if "fails" in expected}
    tests = "".join(path.read_text() for path in CASES.parent.glob("test_*.py"))
    silent = [code for code in (*words("findings"), *words("failures")) if code not in shown]
    assert [code for code in silent if f'"{code}"' not in tests] == []


def test_every_case_says_what_it_is_about() -> None:
    assert all(expected["about"].endswith(".") for expected in STORED.values())
