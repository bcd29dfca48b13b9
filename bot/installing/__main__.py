"""`python -m bot.installing --version FOLDER`: puts this version on the machine, or takes the place of the one that is there."""

import argparse
import sys
from pathlib import Path

from bot import language
from bot.installing import upgrading
from bot.installing.machine import CommandFailed, Machine, point, put
from bot.installing.places import UNIT, USER, Places, command, service

SETTINGS = "# FLAGPOST_TELEGRAM_TOKEN='…'\n"


def main() -> int:
    """Install, or upgrade what is there; says each step, and returns the exit code."""
    asked = argparse.ArgumentParser(prog="install")
    asked.add_argument("--root", type=Path, default=Path("/"), help=argparse.SUPPRESS)
    asked.add_argument("--version", type=Path, required=True)
    given = asked.parse_args()
    machine = Machine(Places(given.root))
    try:
        install(machine, given.version.resolve())
    except upgrading.UpgradeFailed as failed:
        _err(language.say(f"installing.failed.{failed.step}", said=failed.said))
        return 1
    except CommandFailed as failed:
        _err(language.say("installing.command_failed", command=failed.command, said=failed.said))
        return 1
    except OSError as error:
        _err(language.of_file(error))
        return 1
    return 0


def install(machine: Machine, after: Path) -> None:
    """Make what is not there, and let the office be served by this version. Raises UpgradeFailed, and CommandFailed."""
    places = machine.places
    if places.saved.exists():
        _tell("put_back")
        upgrading.put_back(machine)
    upgrading.forget(places)  # a version that was cut off in its first minute has been in use since
    before = places.used()
    _prepare(machine)
    if before is None or not places.is_founded or before == after:
        point(places.current, after)
    else:
        upgrading.upgrade(machine, before, after, _tell)
    if not machine.service("enable", "--quiet", UNIT):
        _tell("no_systemd", unit=places.unit)
    _tell("done", version=after.name)
    _tell("next_running" if places.is_founded else "next_init", data=places.data)


def _prepare(machine: Machine) -> None:
    """The user, the folders, the settings, the command and the service."""
    places = machine.places
    if not machine.can("id", USER):
        _tell("user")
        machine.run("useradd", "--system", "--home-dir", str(places.data), "--shell", "/usr/sbin/nologin", USER)
    if not places.data.exists():
        places.data.mkdir(mode=0o700, parents=True)
        machine.own(places.data)
    if not places.settings.exists():
        put(places.settings, SETTINGS, 0o600)
    put(places.command, command(places), 0o755)
    put(places.unit, service(f"{places.current}/bin/flagpost"), 0o644)
    machine.service("daemon-reload")


def _tell(key: str, **facts: object) -> None:
    sys.stdout.write(language.say(f"installing.{key}", **facts) + "\n")
    sys.stdout.flush()


def _err(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main())
