"""What is done to the machine: commands, and files that are put into their place whole."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.installing.places import UNIT, USER, Places

SAID = 20  # lines of what a command said last, in the sentence about its failure
# Settings are read as the service reads them, by a shell: `NAME='value'`.
_WITH_SETTINGS = 'set -a; [ ! -r "$0" ] || . "$0"; FLAGPOST_HOME=$1; shift; set +a; exec runuser -u flagpost -- "$@"'


@dataclass
class CommandFailed(Exception):
    """A command ended badly; `said` is the end of what it said."""

    command: str
    said: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine on which somebody is root."""

    places: Places
    wait: Callable[[float], None] = time.sleep

    def run(self, *command: str, cwd: Path | None = None) -> str:
        """Run a command and return what it printed; raises CommandFailed."""
        try:
            done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise CommandFailed(command[0], str(error)) from None
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines()[-SAID:]
            raise CommandFailed(" ".join(command[-2:]), "\n".join(said))
        return done.stdout

    def can(self, *command: str) -> bool:
        """Whether a command ends well."""
        try:
            self.run(*command)
        except CommandFailed:
            return False
        return True

    def looks(self, version: Path, what: str) -> str:
        """Ask something of the office (`bot/installing/looking.py`); raises CommandFailed."""
        return self._as_user(version / "bin/python", "-P", "-m", "bot.installing.looking", what)

    def flagpost(self, version: Path, *arguments: str) -> str:
        """Run a command of one version as the user who owns the data, with the service's settings; raises CommandFailed."""
        return self._as_user(version / "bin/flagpost", *arguments)

    def _as_user(self, program: Path, *arguments: str) -> str:
        places = self.places
        how: Sequence[str] = ("sh", "-c", _WITH_SETTINGS, str(places.settings), str(places.home))
        return self.run(*how, str(program), *arguments, cwd=places.data)

    def service(self, *verb: str) -> bool:
        """Tell systemd something about the service; False where there is no systemd, or it is not so."""
        return self.places.has_systemd and self.can("systemctl", *verb)

    def runs_as(self) -> str:
        """The number of the process that the service is; another one once it died and was started anew. Empty where it does not run."""
        if not self.service("is-active", "--quiet", UNIT):
            return ""
        return self.run("systemctl", "show", "--property", "MainPID", "--value", UNIT).strip()

    def last_words(self) -> str:
        """The end of what the service wrote into the journal."""
        try:
            return self.run("journalctl", "--unit", UNIT, "--lines", str(SAID), "--no-pager", "--output", "cat").strip()
        except CommandFailed:
            return ""

    def own(self, path: Path) -> None:
        """Give a folder to the user that Flagpost runs as."""
        self.run("chown", f"{USER}:{USER}", str(path))


def put(path: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.chmod(mode)
    part.replace(path)


def point(link: Path, to: Path) -> None:
    """Let a link point somewhere else, at once."""
    part = link.with_name(f"{link.name}.part")
    part.unlink(missing_ok=True)
    part.symlink_to(to)
    part.replace(link)
    os.sync()
