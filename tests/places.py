"""Places to publish to, all on this machine: a folder, sshd and rsync's daemon on the loopback, a bare repository."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

SSHD = "/usr/sbin/sshd"
LIMITED = {
    "severed": 'exec bash -c "$SSH_ORIGINAL_COMMAND" < <(dd bs=1 count=40000 2>/dev/null)',
    "capped": "trap '' XFSZ; ulimit -f 16; exec bash -c \"$SSH_ORIGINAL_COMMAND\"",
}
"""Keys for which a line breaks after some KB, and for which no file grows over some."""
GIT = ("git", "-c", "user.name=uji", "-c", "user.email=uji@contoh.go.id")


@dataclass
class Host:
    """Servers that last as long as some tests; `environ` is how one reaches them."""

    home: Path
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """What rsync's daemon serves as the module `situs`."""
        return self.home / "situs"

    def address(self, kind: str, path: Path) -> str:
        """How a command names that folder, or repository, when it is to be reached this way."""
        if kind == "daemon":
            return f"rsync://127.0.0.1:{self.ports['rsync']}/situs/{path.relative_to(self.root)}"
        prefix = f"{getuser()}@127.0.0.1:" if kind in ("ssh", "git-ssh") else ""
        return f"{prefix}{path}{'#terbit' if kind in ('git', 'git-ssh') else ''}"

    def shell(self, key: str = "key", known: str = "known", **more: str) -> dict[str, str]:
        """The environment in which ssh offers that key and knows those hosts."""
        ssh = f"ssh -F none -p {self.ports['ssh']} -i {self.home / key} -o IdentitiesOnly=yes"
        told = f"{ssh} -o UserKnownHostsFile={self.home / known}"
        return {**self.environ, "RSYNC_RSH": told, "GIT_SSH_COMMAND": told, **more}


@contextmanager
def hosting(home: Path) -> Iterator[Host]:
    """sshd and rsync's daemon on free ports, with keys of their own."""
    host = Host(home)
    host.root.mkdir(exist_ok=True)
    with ExitStack() as servers:
        host.ports["ssh"], host.ports["rsync"] = free_port(), free_port()
        _make_keys(host)
        servers.enter_context(running(_sshd(host), host.ports["ssh"]))
        servers.enter_context(running(_rsyncd(host), host.ports["rsync"]))
        host.environ = host.shell()
        yield host


def _make_keys(host: Host) -> None:
    names = ("host", "key", "crippled", "confined", *LIMITED)
    for name in ("stranger", *names):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(host.home / name)]
        subprocess.run(make, check=True)
    public = {name: (host.home / f"{name}.pub").read_text().strip() for name in names}
    (host.home / "known").write_text(f"[127.0.0.1]:{host.ports['ssh']} {public['host']}\n")
    (host.home / "nobody").touch()
    for name, script in LIMITED.items():
        (host.home / f"{name}.sh").write_text(script)
    allowed = (
        public["key"],
        f'command="tiada-rsync" {public["crippled"]}',  # reaches a host that lacks rsync
        f'restrict,command="rrsync {host.root}" {public["confined"]}',  # as docs/recipes/README.md has it
        *(f'command="bash {host.home}/{name}.sh" {public[name]}' for name in LIMITED),
    )
    (host.home / "allowed").write_text("\n".join(allowed) + "\n")


def _sshd(host: Host) -> list[str]:
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    options = {
        "Port": str(host.ports["ssh"]),
        "ListenAddress": "127.0.0.1",
        "HostKey": str(host.home / "host"),
        "AuthorizedKeysFile": str(host.home / "allowed"),
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
    }
    config = host.home / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in options.items()))
    return [SSHD, "-D", "-e", "-f", str(config)]


def _rsyncd(host: Host) -> list[str]:
    owner = "uid = root\ngid = root\n" if os.geteuid() == 0 else ""
    modules = f"[situs]\npath = {host.root}\nread only = no\n[baca]\npath = {host.root}\nread only = yes\n"
    config = host.home / "rsyncd.conf"
    config.write_text(f"use chroot = no\n{owner}{modules}")
    address = ["--address=127.0.0.1", f"--port={host.ports['rsync']}"]
    return ["rsync", "--daemon", "--no-detach", f"--config={config}", *address]


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield
        finally:
            server.terminate()


def _wait(port: int) -> None:
    ends = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < ends
            time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Place:
    """One place, named as a command names it, and what stands there."""

    kind: str
    target: str
    path: Path
    environ: Mapping[str, str]

    @property
    def is_git(self) -> bool:
        return self.kind in ("git", "git-ssh")

    def files(self) -> dict[str, bytes]:
        """What the public reads there; a file of this program's own that is not the site's would show too."""
        if not self.is_git:
            found = (each for each in self.path.rglob("*") if each.is_file())
            return {each.relative_to(self.path).as_posix(): each.read_bytes() for each in found}
        with tarfile.open(fileobj=io.BytesIO(git(self.path, "archive", "terbit"))) as packed:
            held = {each.name: packed.extractfile(each) for each in packed if each.name != ".nojekyll"}
            return {name: file.read() for name, file in held.items() if file}

    def hold(self, **files: str) -> None:
        """Whoever keeps the place puts files of their own there (`__` parts folders)."""
        work = self.path
        if self.is_git:
            work = self.path.with_suffix(".work")
            if not git(self.path, "branch", "--list", "terbit"):
                subprocess.run([*GIT, "init", "-q", "-b", "terbit", work], check=True)
            else:
                subprocess.run([*GIT, "clone", "-q", "-b", "terbit", self.path, work], check=True)
        for name, text in files.items():
            path = work / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if self.is_git:
            git(work, "add", "--force", ".")
            git(work, "commit", "-q", "-m", "milik sendiri")
            git(work, "push", "-q", str(self.path), "terbit")
            shutil.rmtree(work)


def git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run([*GIT, "-C", folder, *arguments], check=True, stdout=subprocess.PIPE).stdout


def make_place(host: Host, kind: str, name: str) -> Place:
    """An empty place of that kind."""
    path = host.root / name
    if kind in ("git", "git-ssh"):
        git(host.root, "init", "-q", "--bare", str(path))
    return Place(kind, host.address(kind, path), path, host.environ)
