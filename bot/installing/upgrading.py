"""From one version to the next: backup, copy, migrate, verify, start, watch; where one of them fails, everything is as it was.

While an upgrade is under way the copy of the database lies in `Places.saved`, and the service does not start: whoever begins again after
a power cut puts that copy back first, and loses nothing, for nothing was taken in meanwhile.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from bot.installing.machine import CommandFailed, Machine, point
from bot.installing.places import UNIT, Places

FIRST_MINUTE = 60  # seconds for which a new version is watched
ANSWERS_WITHIN = 30  # seconds: the first start after an upgrade may take its time
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
    step = "look"
    try:
        before_it = machine.looks(after, "done").split()
        for step in ("migrate", "verify"):
            tell(step)
            machine.flagpost(after, step)
    except CommandFailed as failed:
        put_back(machine)
        if was_running:
            machine.service("start", UNIT)
        raise UpgradeFailed(step, failed.said) from None
    point(places.current, after)
    if was_running:
        places.saved.replace(places.tried)
        tell("start", seconds=FIRST_MINUTE)
        machine.service("start", UNIT)
        if not _lives(machine, after):
            _take_back(machine, after, before_it)
    forget(places)
    _thin(places, before, after)


def _lives(machine: Machine, version: Path) -> bool:
    """Whether the service answers soon, and is the same process for its first minute, and answers then."""
    process, has_answered = machine.runs_as(), False
    for second in range(FIRST_MINUTE):
        machine.wait(1)
        if not process or machine.runs_as() != process:
            return False
        has_answered = has_answered or _answers(machine, version)
        if not has_answered and second >= ANSWERS_WITHIN:
            return False
    return _answers(machine, version)


def _answers(machine: Machine, version: Path) -> bool:
    try:
        machine.looks(version, "alive")
    except CommandFailed:
        return False
    return True


def _take_back(machine: Machine, after: Path, before_it: Sequence[str]) -> NoReturn:
    """Go back to the version before, and lose nothing by it.

    Where the new one has taken nothing in and said nothing, the database is put back as well. Where it has, what was taken in would be
    lost and what was said would be said twice: then the database stays, if the version before can read it; else the new version does.
    """
    places, said = machine.places, machine.last_words()
    machine.service("stop", UNIT)
    try:
        schema, trace = machine.looks(after, "done").split()
    except CommandFailed as failed:
        schema, trace, said = "", "", f"{said}\n{failed.said}".strip()
    if trace == before_it[1]:
        step = "died"
        places.tried.replace(places.saved)
        put_back(machine)
    elif schema == before_it[0]:
        step = "died_kept"
        point(places.current, _version_of(places.tried))
        forget(places)
    else:
        step = "died_stays"  # with the copy: what becomes of it is for a person to say
    machine.service("start", UNIT)
    raise UpgradeFailed(step, said)


def put_back(machine: Machine) -> None:
    """Put the database and the version back as they were before an upgrade."""
    places = machine.places
    before = _version_of(places.saved)
    for file in places.home.glob("flagpost.db*"):
        file.unlink()
    for file in places.saved.glob("flagpost.db*"):
        machine.run("cp", "--preserve=all", str(file), str(places.home / file.name))
    point(places.current, before)
    forget(places)


def forget(places: Places) -> None:
    """Drop the copy: at once, for a half copy would be taken for a whole one."""
    os.sync()
    gone = places.saved.with_name(f"{places.saved.name}.part")
    for copy in (places.saved, places.tried):
        shutil.rmtree(gone, ignore_errors=True)
        if copy.exists():
            copy.replace(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _version_of(copy: Path) -> Path:
    return Path((copy / VERSION).read_text("utf-8"))


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


def _thin(places: Places, *kept: Path) -> None:
    """Drop the versions that are neither used nor the one before."""
    for each in places.versions.iterdir():
        if each not in kept:
            shutil.rmtree(each, ignore_errors=True)
