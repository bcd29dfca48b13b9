"""An offline bundle on a machine: what is made, how an upgrade goes, and that one that fails, or is killed, leaves all as it was.

The machine's own programs and Flagpost's commands are stand-ins that write down how they were called; the whole, with a real bundle in a
root of its own, is `make bundle-test`.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.installing import __main__ as installing
from bot.installing.machine import Machine
from bot.installing.places import UNIT, Places, service
from bot.installing.upgrading import UpgradeFailed

ROOT = Path(__file__).parents[2]
PROGRAMS = {
    "runuser": 'shift 3; exec "$@"',
    "id": '[ -e "$MACHINE/has_user" ]',
    "useradd": 'echo useradd >>"$MACHINE/log"; touch "$MACHINE/has_user"',
    "chown": "exit 0",
    "journalctl": "echo its last words",
    "systemctl": """case $1 in
is-active) [ -e "$MACHINE/active" ]; exit ;;
show) cat "$MACHINE/active"; exit ;;
start) echo "$(cat "$MACHINE/starts" 2>/dev/null)1" >"$MACHINE/starts"; cp "$MACHINE/starts" "$MACHINE/active" ;;
stop) rm "$MACHINE/active" ;;
esac
[ "$1" = daemon-reload ] || echo "$1" >>"$MACHINE/log" """,
}
COMMAND = """version=$(basename "$(dirname "$(dirname "$0")")")
echo "$version $1" >>"$MACHINE/log"
[ "$1" != migrate ] || [ -e "$MACHINE/migrates_nothing" ] || echo "by $version" >>"$FLAGPOST_HOME/flagpost.db"
[ ! -e "$MACHINE/kills" ] || [ "$1" != migrate ] || kill -9 $PPID
! grep -qs "$version $1" "$MACHINE/fails" || { echo "no luck"; exit 1; }
"""
LOOKING = """case $4 in
alive) [ ! -e "$MACHINE/silent" ] ;;
done) echo "$(grep -c by "$FLAGPOST_HOME/flagpost.db") $(grep -c said: "$FLAGPOST_HOME/flagpost.db")" ;;
esac
"""


@dataclass(frozen=True)
class Played:
    """A machine of stand-ins."""

    folder: Path

    @property
    def places(self) -> Places:
        return Places(self.folder / "root")

    def version(self, name: str) -> Path:
        folder = self.places.versions / name
        program(folder / "bin/flagpost", COMMAND)
        program(folder / "bin/python", LOOKING)
        return folder

    def installs(self, name: str, happens: Callable[[], None] = lambda: None) -> None:
        """`happens` in the tenth second of the new version."""
        seconds = itertools.count(1)

        def wait(second: float) -> None:
            if next(seconds) == 10:
                happens()

        installing.install(Machine(self.places, wait), self.version(name))

    def told(self) -> list[str]:
        """How programs were called since this was last asked."""
        log = self.folder / "log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def state(self) -> tuple[str, bytes, bool, bool]:
        places = self.places
        database = (places.home / "flagpost.db").read_bytes()
        return places.current.resolve().name, database, (self.folder / "active").exists(), places.saved.exists()


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """A machine with systemd and nothing else."""
    for name, text in PROGRAMS.items():
        program(tmp_path / "bin" / name, text)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("MACHINE", str(tmp_path))
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")
    (tmp_path / "root/run/systemd/system").mkdir(parents=True)
    return Played(tmp_path)


@pytest.fixture
def office(machine: Played) -> Played:
    """The same with an office that is served by the version `old`."""
    machine.installs("old")
    machine.places.home.mkdir()
    (machine.places.home / "flagpost.key").touch()
    (machine.places.home / "flagpost.db").write_text("all that was said\n", encoding="utf-8")
    (machine.folder / "active").write_text("1")
    machine.told()
    return machine


def test_a_machine_gets_user_command_settings_and_service_and_is_told_what_comes_next(
    machine: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.installs("first")
    places = machine.places
    assert machine.told() == ["useradd", "enable"]
    assert places.current.resolve().name == "first"
    assert f"ExecStart={places.current}/bin/flagpost run" in places.unit.read_text("utf-8")
    assert [oct(path.stat().st_mode & 0o777) for path in (places.data, places.settings, places.command)] == [
        "0o700",
        "0o600",
        "0o755",
    ]
    assert "flagpost init" in capsys.readouterr().out
    places.settings.write_text("FLAGPOST_LOCALE='zh'\n", encoding="utf-8")
    machine.installs("first")  # again: nothing of what somebody has written is touched
    assert places.settings.read_text("utf-8") == "FLAGPOST_LOCALE='zh'\n"


def test_an_upgrade_is_backup_then_migrate_then_verify_and_the_service_runs_again(office: Played) -> None:
    office.installs("new")
    assert office.told() == ["old backup", "stop", "new migrate", "new verify", "start", "enable"]
    assert office.state() == ("new", b"all that was said\nby new\n", True, False)
    office.installs("newest")  # the one before it stays, the one before that goes
    assert sorted(path.name for path in office.places.versions.iterdir()) == ["new", "newest"]


@pytest.mark.parametrize("step", ["migrate", "verify"])
def test_where_a_step_fails_version_and_database_are_as_they_were(office: Played, step: str) -> None:
    before = office.state()
    (office.folder / "fails").write_text(f"new {step}\n", encoding="utf-8")
    with pytest.raises(UpgradeFailed) as failed:
        office.installs("new")
    assert (failed.value.step, failed.value.said) == (step, "no luck")
    assert office.state() == before
    assert office.told()[-1] == "start"


@pytest.mark.parametrize("end", ["dies", "is_started_anew", "is_silent"])
def test_a_version_that_dies_in_its_first_minute_is_taken_back_with_its_database(office: Played, end: str) -> None:
    """It was migrated and verified, so it counted as upgraded, and died again and again."""
    before = office.state()

    def happens() -> None:
        if end == "dies":
            (office.folder / "active").unlink()
        else:
            (office.folder / "active").write_text("another process")

    if end == "is_silent":
        (office.folder / "silent").touch()
    with pytest.raises(UpgradeFailed) as failed:
        office.installs("new", happens)
    assert (failed.value.step, failed.value.said) == ("died", "its last words")
    assert office.state() == before
    assert (office.told()[-1], office.places.tried.exists()) == ("start", False)


@pytest.mark.parametrize(("is_migrated", "step", "version"), [(False, "died_kept", "old"), (True, "died_stays", "new")])
def test_what_it_had_taken_in_until_then_is_not_lost_by_taking_it_back(
    office: Played, is_migrated: bool, step: str, version: str
) -> None:
    def happens() -> None:
        with (office.places.home / "flagpost.db").open("a", encoding="utf-8") as database:
            database.write("said: my clue\n")
        (office.folder / "active").unlink()

    (office.folder / "migrates_nothing").touch()
    if is_migrated:
        (office.folder / "migrates_nothing").unlink()
    with pytest.raises(UpgradeFailed) as failed:
        office.installs("new", happens)
    now, database, is_running, _ = office.state()
    assert (failed.value.step, now, is_running) == (step, version, True)
    assert database.endswith(b"said: my clue\n")
    office.installs("mended")  # whatever the first minute left behind is gone
    assert (office.state()[0], office.places.tried.exists()) == ("mended", False)


def test_without_a_backup_nothing_is_stopped(office: Played) -> None:
    (office.folder / "fails").write_text("old backup\n", encoding="utf-8")
    with pytest.raises(UpgradeFailed):
        office.installs("new")
    assert office.told() == ["old backup"]


def test_one_that_was_killed_half_way_is_put_back_and_begun_anew(office: Played) -> None:
    (office.folder / "kills").touch()
    program_ = [sys.executable, "-m", "bot.installing", "--root", str(office.places.root)]
    killed = subprocess.run([*program_, "--version", str(office.version("new"))], cwd=ROOT, capture_output=True)
    assert killed.returncode == -9
    assert office.places.saved.is_dir()  # and the service does not start: its unit says so
    assert f"ConditionPathExists=!/{office.places.saved.relative_to(office.places.root)}" in service("")
    (office.folder / "kills").unlink()
    office.installs("new")
    version, database, _, is_saved = office.state()
    assert (version, database, is_saved) == ("new", b"all that was said\nby new\n", False)


@pytest.mark.parametrize("page", ["operating.md", "operating.zh.md"])
def test_the_service_is_the_one_of_the_manual(page: str) -> None:
    shown = (ROOT / "docs" / page).read_text("utf-8").split("```ini\n")[1].split("```")[0]
    ours = service("/opt/flagpost/bin/flagpost")
    assert lines(shown) == [line for line in lines(ours) if not line.startswith("ConditionPathExists")]
    assert UNIT in (ROOT / "docs" / page).read_text("utf-8")


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("MACHINE", "This bundle is for Other-cpu"),
        ("PYTHON", "Python 2.7 is needed"),
        ("requirements.lock", "damaged or was changed"),
    ],
)
def test_a_bundle_that_is_not_for_this_machine_is_refused_before_anything_is_touched(
    machine: Played, changed: str, told: str
) -> None:
    bundle = machine.folder / "bundle"
    bundle.mkdir()
    texts = {
        "MACHINE": f"{platform.system()}-{platform.machine()}",
        "PYTHON": "{}.{}".format(*sys.version_info),
        "VERSION": "1",
        "requirements.lock": "",
    }
    texts |= {"MACHINE": "Other-cpu"} if changed == "MACHINE" else {"PYTHON": "2.7"} if changed == "PYTHON" else {}
    for name, text in texts.items():
        (bundle / name).write_text(f"{text}\n", encoding="utf-8")
    sums = [f"{hashlib.sha256((bundle / name).read_bytes()).hexdigest()}  {name}\n" for name in texts]
    (bundle / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    if changed == "requirements.lock":
        (bundle / changed).write_text("another package\n", encoding="utf-8")
    (bundle / "install").write_bytes((ROOT / "scripts/offline/install").read_bytes())
    env = {**os.environ, "FLAGPOST_ROOT": str(machine.places.root)}
    refused = subprocess.run(["sh", "install"], cwd=bundle, env=env, capture_output=True, text=True)
    assert refused.returncode == 1
    assert told in refused.stderr
    assert not machine.places.versions.exists()
