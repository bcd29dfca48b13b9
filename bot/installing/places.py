"""Where things are on a machine that an offline bundle is installed on; `root` is another folder than `/` in tests."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

USER = "flagpost"
UNIT = "flagpost.service"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files; each version is a virtual environment of its own under its name."""

    root: Path = Path("/")

    @property
    def versions(self) -> Path:
        """A folder for each version."""
        return self.root / "opt/flagpost/versions"

    @property
    def current(self) -> Path:
        """The link to the version that is used."""
        return self.root / "opt/flagpost/current"

    @property
    def data(self) -> Path:
        """The home folder of the user that Flagpost runs as."""
        return self.root / "var/lib/flagpost"

    @property
    def home(self) -> Path:
        """The office's home."""
        return self.data / "home"

    @property
    def saved(self) -> Path:
        """The database as it was, while an upgrade is under way; the service does not start while it is there."""
        return self.data / "before-upgrade"

    @property
    def tried(self) -> Path:
        """The same while the new version runs its first minute: the service starts, and may still be taken back."""
        return self.data / "first-minute"

    @property
    def settings(self) -> Path:
        """Secrets, as lines of `NAME='value'`, for the service and for commands."""
        return self.root / "etc/flagpost/env"

    @property
    def unit(self) -> Path:
        """The service."""
        return self.root / "etc/systemd/system" / UNIT

    @property
    def command(self) -> Path:
        """What people type."""
        return self.root / "usr/local/bin/flagpost"

    @property
    def has_systemd(self) -> bool:
        """Whether the machine was started by it."""
        return (self.root / "run/systemd/system").is_dir()

    @property
    def is_founded(self) -> bool:
        """Whether there is an office."""
        return (self.home / "flagpost.key").is_file()

    def used(self) -> Path | None:
        """The version that is used now."""
        return self.current.resolve() if self.current.is_symlink() else None


def service(program: str) -> str:
    """The unit file of the service, as `docs/operating.md` shows it for an installation by hand."""
    return (resources.files("bot.installing") / UNIT).read_text("utf-8").replace("{program}", program)


def command(places: Places) -> str:
    """What people type: it runs the version that is used, as the user who owns the data, with the settings of the service."""
    program = places.current / "bin/flagpost"
    return f"""#!/bin/sh
set -a
[ ! -r {places.settings} ] || . {places.settings}
FLAGPOST_HOME={places.home}
set +a
[ "$(id -un)" != {USER} ] || exec {program} "$@"
exec runuser -u {USER} -- {program} "$@"
"""
