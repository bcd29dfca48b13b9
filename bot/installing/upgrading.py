"""From one version to the next: backup, copy, migrate, verify; where one of them fails, everything is as it was.

While an upgrade is under way the copy of the database lies in `Places.saved`, and the service does not start: whoever begins again after
a power cut puts that copy back first, and loses nothing, for nothing was taken in meanwhile.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from bot.installing.machine import CommandFailed, Machine, point
from bot.installing.places import UNIT, Places

VERSION = "version"  # the file beside the copy that names the version before
Tell = Callable[..., None]


class UpgradeFailed(Exception):
    """It could not be done, and everything is as it was. `step`: at what; `said`: what the command said."""

    def __init__(self, step: str, said: str) -> None:
        super().__init__(step)
        self.step, self.said = step, said


def upgrade(machine: Machine, before: Path, after: Path, tell: Tell) -> None:
    """Bring the office from one version to another. Raises UpgradeFailed."""
    places = machine.places
    tell("backup")
    try:
        machine.flagpost(before, "backup")
    except CommandFailed as failed:
        raise UpgradeFailed("backup", failed.said) from None
    was_running = machine.service("is-active", "--quiet", UNIT)
    if was_running:
        tell("stop")
        machine.service("stop", UNIT)
    _save(places, before)
    for step in ("migrate", "verify"):
        tell(step)
        try:
            machine.flagpost(after, step)
        except CommandFailed as failed:
            put_back(machine)
            if was_running:
                machine.service("start", UNIT)
            raise UpgradeFailed(step, failed.said) from None
    point(places.current, after)
    _forget(places)
    if was_running:
        tell("start")
        machine.service("start", UNIT)
    _thin(places, before, after)


def put_back(machine: Machine) -> None:
    """Put the database and the version back as they were before an upgrade."""
    places = machine.places
    before = Path((places.saved / VERSION).read_text("utf-8"))
    for file in places.home.glob("flagpost.db*"):
        file.unlink()
    for file in places.saved.glob("flagpost.db*"):
        machine.run("cp", "--preserve=all", str(file), str(places.home / file.name))
    point(places.current, before)
    _forget(places)


def _save(places: Places, before: Path) -> None:
    """Copy the database: whole, or there is no copy."""
    part = places.saved.with_name(f"{places.saved.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    for file in places.home.glob("flagpost.db*"):
        copy = shutil.copy2(file, part)
        owner = file.stat()
        os.chown(copy, owner.st_uid, owner.st_gid)
    (part / VERSION).write_text(str(before), encoding="utf-8")
    os.sync()
    part.replace(places.saved)
    os.sync()


def _forget(places: Places) -> None:
    """Drop the copy: at once, for a half copy would be taken for a whole one."""
    os.sync()
    gone = places.saved.with_name(f"{places.saved.name}.part")
    shutil.rmtree(gone, ignore_errors=True)
    places.saved.replace(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _thin(places: Places, *kept: Path) -> None:
    """Drop the versions that are neither used nor the one before."""
    for each in places.versions.iterdir():
        if each not in kept:
            shutil.rmtree(each, ignore_errors=True)
