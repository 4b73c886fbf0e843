"""A branch of a git repository, as pages hosts serve it: one commit without a past.

A past would keep the page of somebody who withdrew. The branch is replaced only where it still is what it
was when this run began.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from generator.publish.places.host import is_the_host_s
from generator.publish.places.outside import Outside

SAID = "Portal Karier ASN"
NO_JEKYLL = ".nojekyll"
"""Tells GitHub to serve files as they are."""
NOTHING = "0" * 40
AUTHOR = ("-c", "user.name=karier", "-c", "user.email=karier@localhost")


class GitPlace:
    """A branch; nothing shows before `finish`, and then all at once."""

    def __init__(self, outside: Outside, site: Path, address: str, branch: str) -> None:
        self._outside, self._site, self._repository = outside, site, outside.scratch / "git"
        self._address, self._branch = address, f"refs/heads/{branch}"
        self._tip = ""

    def names(self) -> Collection[str]:
        """The names at the top of the branch; none when there is no such branch."""
        self._outside.run(["git", "init", "--quiet", "--bare", str(self._repository)])
        self._git("remote", "add", "target", self._address)
        if not self._git("ls-remote", "target", self._branch):
            return set()
        self._git("fetch", "--quiet", "--depth=1", "--filter=blob:none", "target", self._branch)
        self._tip = self._git("rev-parse", "FETCH_HEAD")
        self._git("read-tree", self._tip)
        return set(self._listed("ls-tree", "--name-only", "-z", self._tip))

    def read(self, name: str) -> bytes:
        """A file at the top of the branch."""
        return self._outside.run([*self._command(), "cat-file", "blob", f"{self._tip}:{name}"])

    def others(self, wanted: Collection[str]) -> list[str]:
        """Files of the branch that are not wanted."""
        found = self._listed("ls-files", "-z")
        return sorted(path for path in found if path not in wanted and not is_the_host_s(path))

    def mark(self, is_under_way: bool) -> None:
        """Nothing to note: a branch is never half replaced."""

    def put(self, paths: Sequence[str], sent: Callable[[str], None]) -> None:
        """Puts the files into the commit to be."""
        if not paths:
            return
        given = "".join(f"{self._site}/{path}\n" for path in paths).encode()
        digests = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=given).split()
        lines = (f"100644 {digest}\t{path}\0" for path, digest in zip(paths, digests, strict=True))
        self._git("update-index", "-z", "--index-info", given="".join(lines).encode())
        for path in paths:
            sent(path)

    def remove(self, wanted: Collection[str]) -> None:
        """Takes the files out of the commit to be."""
        gone = "".join(f"0 {NOTHING}\t{path}\0" for path in self.others(wanted))
        self._git("update-index", "-z", "--index-info", given=gone.encode())

    def finish(self) -> None:
        """Replaces the branch by one commit of it all."""
        empty = self._git("hash-object", "-w", "--stdin")
        self._git("update-index", "--add", "--cacheinfo", f"100644,{empty},{NO_JEKYLL}")
        commit = self._git("commit-tree", "-m", SAID, self._git("write-tree"))
        lease = f"--force-with-lease={self._branch}:{self._tip}"
        self._git("push", "--quiet", lease, "target", f"{commit}:{self._branch}")

    def _git(self, *arguments: str, given: bytes = b"") -> str:
        return self._outside.run([*self._command(), *arguments], given).decode(errors="replace").strip()

    def _listed(self, *arguments: str) -> list[str]:
        listed = self._outside.run([*self._command(), *arguments]).decode(errors="replace")
        return [name for name in listed.split("\0") if name]

    def _command(self) -> list[str]:
        return ["git", "-C", str(self._repository), *AUTHOR]
