"""The day Material's builder ends: ProperDocs draws the frame in MkDocs' place, and not a byte of the portal changes.

It is installed beside the environment for this test alone, pinned and hashed; the theme's files stay.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_portal import TODAY, digest, write_package

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("requirements.lock")

# `karier`, with every module of MkDocs replaced by ProperDocs' of the same name.
KARIER = """
import sys
import properdocs.commands.build, properdocs.config, properdocs.exceptions
ours = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "properdocs"}
sys.modules.update({"mkdocs" + name.removeprefix("properdocs"): module for name, module in ours.items()})
from mkdocs.commands.build import build
assert build.__module__ == "properdocs.commands.build"
from generator.cli import main
main()
"""


@pytest.fixture(scope="module")
def properdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ProperDocs alone."""
    folder = tmp_path_factory.mktemp("properdocs")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--require-hashes", "--target", folder, "-r", LOCK], check=True)
    return folder


@pytest.mark.slow
def test_the_whole_portal_is_the_same_byte_for_byte(properdocs: Path, tmp_path: Path) -> None:
    sites = []
    for builder, program in (("mkdocs", ["-m", "generator"]), ("properdocs", ["-c", KARIER])):
        home = tmp_path / builder
        write_package(home / "data")
        places = ["--data", "data", "--site", "site", "--state", "state", "--today", str(TODAY)]
        done = subprocess.run(
            [sys.executable, *program, "build", *places],
            cwd=home,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{properdocs}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        sites.append(digest(home / "site"))
    assert len(sites[0]) > 50
    assert sites[0] == sites[1]
