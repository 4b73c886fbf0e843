"""What the world may say to `karier publish`, and the one sentence that comes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import Host, Place, free_port, hosting, make_place
from toy_portal import Built, Silent, digest

from generator.cli import main
from generator.findings import CannotRun, Refused
from generator.publish.lock import locked
from generator.publish.mirror import publish
from generator.publish.places.outside import reason_of


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with hosting(tmp_path_factory.mktemp("host")) as host:
        yield host


def send(site: Path, target: str, environ: dict[str, str]) -> None:
    publish(site, target, environ, Silent())


def refused(site: Path, target: str, environ: dict[str, str]) -> str:
    """The code of the failure, whose sentence names the target, or the tool."""
    with pytest.raises((Refused, CannotRun)) as failure:
        send(site, target, environ)
    assert target in str(failure.value)
    return failure.value.code  # type: ignore[no-any-return, union-attr]


@pytest.mark.parametrize("kind", ["ssh", "git-ssh"])
def test_a_host_that_does_not_know_us_or_that_we_do_not_know(kind: str, host: Host, published: Built) -> None:
    place = make_place(host, kind, f"asing-{kind}")
    environ = host.environ
    assert refused(published.site, place.target, host.shell(known="nobody")) == "target-host-unknown"
    assert refused(published.site, place.target, host.shell(key="stranger")) == "target-key-refused"
    silent = {
        name: shell.replace(str(host.ports["ssh"]), str(free_port())) for name, shell in environ.items()
    }
    assert refused(published.site, place.target, environ | silent) == "target-unreachable"


def test_a_host_without_rsync(host: Host, published: Built) -> None:
    target = host.address("ssh", host.root / "tanpa")
    assert refused(published.site, target, host.shell(key="crippled")) == "target-tool-missing"


def test_a_daemon_that_lacks_the_folder_or_forbids_to_write(host: Host, published: Built) -> None:
    address = f"rsync://127.0.0.1:{host.ports['rsync']}"
    codes = {
        f"{address}/situs/tiada/sama/sekali": "target-folder-missing",
        f"{address}/tiada/publik": "target-missing",
        f"{address}/baca/publik": "target-forbidden",
        f"rsync://127.0.0.1:{free_port()}/situs/publik": "target-unreachable",
    }
    assert {target: refused(published.site, target, host.environ) for target in codes} == codes


def test_a_repository_that_is_not_there(host: Host, published: Built) -> None:
    assert refused(published.site, f"{host.root}/tiada.git", host.environ) == "target-missing"


def test_a_branch_that_moved_is_not_overwritten(host: Host, published: Built) -> None:
    place = make_place(host, "git", "bergerak")

    class Rival(Silent):
        """Somebody else writes to the branch while this run is under way."""

        def stage(self, code: str) -> None:
            if code == "remove":
                place.hold(**{"index.html": "Milik orang lain."})

    with pytest.raises(Refused) as failure:
        publish(published.site, place.target, host.environ, Rival())
    assert failure.value.code == "target-moved"
    assert place.files() == {"index.html": b"Milik orang lain."}


def test_a_folder_that_cannot_be_written(published: Built, tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    target = str(tmp_path / "berkas" / "publik")
    assert refused(published.site, target, dict(os.environ)) == "target-unwritable"


@pytest.mark.parametrize("target", ["x:/publik", "x.git"])
def test_a_tool_that_is_not_installed(target: str, published: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/tiada")
    with pytest.raises(CannotRun, match=r"apt install (rsync|git)") as failure:
        send(published.site, target, dict(os.environ))
    assert failure.value.code == "tool-missing"


@pytest.mark.parametrize("target", ["", "https://contoh.go.id/", "ftp://contoh.go.id/publik"])
def test_a_target_that_is_none(target: str, published: Built) -> None:
    assert refused(published.site, target, {}) == "target-unread"


def unbuilt(folder: Path, published: Built) -> Path:
    return folder / "site"


def damaged(folder: Path, published: Built) -> Path:
    (folder / "build-info.json").write_text("{}")
    return folder


@pytest.mark.parametrize("site_of", [unbuilt, damaged])
def test_a_site_that_is_none(
    site_of: Callable[[Path, Built], Path],
    published: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site, target = site_of(tmp_path, published), tmp_path / "publik"
    with pytest.raises(CannotRun) as failure:
        send(site, str(target), {})
    assert failure.value.code == "publish-unbuilt"
    monkeypatch.setattr("sys.argv", ["karier", "publish", str(target), "--site", str(site)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("Belum ada situs yang utuh")
    assert not target.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('rsync: [receiver] write failed on "/srv/x": No space left on device (28)', "target-full"),
        ("remote: fatal: write error: Disk quota exceeded", "target-full"),
        (
            "remote: this exceeds GitHub's file size limit of 100.00 MB\n (pre-receive hook declined)",
            "target-too-large",
        ),
        ("remote: fatal: pack exceeds maximum allowed size (4.77 MiB)", "target-too-large"),
        ("remote: error: GH006: Protected branch update failed for refs/heads/main.", "target-forbidden"),
        ("ssh: Could not resolve hostname web.contoh.go.id: Name or service not known", "target-unreachable"),
        ("rsync error: timeout in data send/receive (code 30) at io.c(204)", "target-unreachable"),
        ("remote: Repository not found.", "target-missing"),
        (
            "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
            "target-key-refused",
        ),
        ("hal yang belum pernah terlihat", "target-failed"),
    ],
)
def test_what_a_tool_says_that_is_hard_to_bring_about_here(said: str, code: str) -> None:
    assert reason_of(said) == code


def test_a_site_that_is_being_built_is_not_published_half(published: Built, tmp_path: Path) -> None:
    lock = published.site.resolve().parent / "lock"
    with locked(lock, published.site), pytest.raises(CannotRun) as failure:
        send(published.site, str(tmp_path / "publik"), dict(os.environ))
    assert failure.value.code == "site-locked"


def test_a_place_is_named_as_its_tool_names_it(host: Host, published: Built, tmp_path: Path) -> None:
    """A folder may hold a space or an umlaut; a path with a colon behind a slash is a folder still."""
    for name in ("dengan spasi", "ünik:1"):
        place = Place("folder", str(tmp_path / name), tmp_path / name, os.environ)
        send(published.site, place.target, host.environ)
        assert place.files() == digest(published.site)
    spaced = make_place(host, "ssh", "host dengan spasi")
    send(published.site, spaced.target, host.environ)
    assert spaced.files() == digest(published.site)
