"""rsync and git, run for a place elsewhere: what they say no with becomes one sentence."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

from generator.copies import die_with_parent
from generator.disk import disk_reason
from generator.findings import CannotRun, Refused

SSH = (
    " -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
    " -o ControlMaster=auto -o ControlPersist=10 -o ControlPath={scratch}/%C"
)
"""Nobody is there to be asked; a host that is silent for a minute is gone; one connection serves all steps."""
SHELLS = ("RSYNC_RSH", "GIT_SSH_COMMAND")
REASONS = {
    "target-host-unknown": r"Host key verification failed",
    "target-key-refused": r"Permission denied \([a-z]|Too many authentication failures|Authentication failed"
    r"|auth failed on module|could not read (Username|Password)",
    "target-full": r"No space left on device|Disk quota exceeded",
    "target-too-large": r"File too large|exceeds (\S+ )?(file size limit|maximum allowed size)",
    "target-forbidden": r"Permission denied|Read-only file system|Operation not permitted|read only"
    r"|[Pp]rotected branch|hook declined|access denied|insufficient permission",
    "target-moved": r"stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref",
    "target-tool-missing": r"command not found|(rsync|git[\w-]*): not found",
    "target-missing": r"not appear to be a git repository|[Rr]epository .*not found|Unknown module",
    "target-folder-missing": r"No such file or directory",
    "target-unreachable": r"Could not resolve|Name or service not known|Temporary failure in name resolution"
    r"|Connection (refused|reset|closed|timed out)|No route to host|[Nn]etwork is unreachable"
    r"|[Tt]ime?d? ?out|unexpectedly closed|unexpected disconnect|early EOF|hung up|Failed to connect",
}
"""What the tools say in English, by the failure that it is; the first that fits counts."""


ROOM = 2**20
"""Bytes that a tool finds room for on this machine, or else its failure is this machine's own."""


def reason_of(said: str) -> str:
    """The code of the failure that a tool's words tell of."""
    return next((code for code, words in REASONS.items() if re.search(words, said)), "target-failed")


@contextmanager
def passing() -> Iterator[None]:
    """Around what is written on this machine only to be passed on: CannotRun when the disk refuses that."""
    try:
        yield
    except OSError as error:
        raise CannotRun("scratch-unwritable", folder=gettempdir(), reason=disk_reason(error)) from error


@dataclass(frozen=True, slots=True)
class Outside:
    """The tools, as they are run for one target; ssh by RSYNC_RSH or GIT_SSH_COMMAND where these are set."""

    target: str
    environ: Mapping[str, str]
    scratch: Path

    @passing()
    def run(
        self,
        command: Sequence[str],
        given: bytes = b"",
        *,
        may_end: Sequence[int] = (0,),
        told: Callable[[str], None] = lambda line: None,
    ) -> bytes:
        """What the command printed; `told` hears each line of it as it comes. Refused when it fails."""
        with TemporaryFile() as asked, TemporaryFile() as errors:
            asked.write(given)
            asked.seek(0)
            printed = b""
            with self._started(command, asked.fileno(), errors.fileno()) as process:
                assert process.stdout
                for line in process.stdout:
                    printed += line
                    told(line.decode(errors="replace").rstrip("\n"))
            errors.seek(0)
            said = errors.read().decode(errors="replace")
        if process.returncode not in may_end:
            room = self.scratch / "room"
            room.write_bytes(bytes(ROOM))
            room.unlink()
            last = next((line for line in reversed(said.splitlines()) if line.strip()), "")
            raise Refused(reason_of(said), target=self.target, said=last.strip(), tool=command[0])
        return printed

    def _started(self, command: Sequence[str], asked: int, errors: int) -> subprocess.Popen[bytes]:
        shells = {name: self.environ.get(name, "ssh") + SSH.format(scratch=self.scratch) for name in SHELLS}
        environ = {**self.environ, **shells, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        try:
            # A tool that outlived a run that was killed would still send while the next one does.
            bound = partial(die_with_parent, os.getpid())
            return subprocess.Popen(
                command, stdin=asked, stdout=subprocess.PIPE, stderr=errors, env=environ, preexec_fn=bound
            )
        except FileNotFoundError as error:
            raise CannotRun("tool-missing", tool=command[0]) from error
