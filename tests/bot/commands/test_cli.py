"""The command line as an operator meets it: what each command makes, what it says, and how it ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import engines
from tests.support.command_line import Flagpost

UNITS = "code,name,short,aliases,sequence,parent\n"
GOOD = UNITS + "U01,清溪县教育局,教育局,,A,\n"
BAD = UNITS + "U01,清溪县教育局,教育局,,A,\nU01,清溪县水利局,,,A,\nU 3,,,,A,U99\n"


@pytest.fixture(autouse=True)
def _on_each_engine(flagpost: Flagpost, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine == "postgresql":
        monkeypatch.setenv("FLAGPOST_DATABASE", engines.databases().bare())


def write(folder: Path, text: str) -> str:
    file = folder / "units.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_init_makes_a_home_prints_the_recovery_key_and_never_makes_it_twice(flagpost: Flagpost, tmp_path: Path) -> None:
    made = flagpost("init", "--yes")
    key = (tmp_path / "home" / "flagpost.key").read_bytes()
    again = flagpost("init", "--yes")

    assert (made.code, again.code) == (0, 0)
    assert "Recovery key" in made.out
    assert "Recovery key" not in again.out
    assert "nothing was changed" in again.out
    assert (tmp_path / "home" / "flagpost.key").read_bytes() == key


def test_an_invitation_has_a_link_for_each_channel(founded: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_TELEGRAM_TOKEN", "123456:AAExample-token_of_nobody")
    monkeypatch.setenv("FLAGPOST_PUBLIC_URL", "https://flagpost.example")
    invited = founded("invite", "reviewer", "--name", "受理员甲")
    code = invited.out.split()[1]

    assert invited.code == 0
    assert f"https://flagpost.example/chat#i_{code}" in invited.out
    assert f"/start i_{code}" in invited.out


def test_an_invitation_to_a_role_that_is_none_names_the_roles(founded: Flagpost) -> None:
    refused = founded("invite", "mayor")
    assert refused.code == 2
    assert all(role in refused.err for role in ("mayor", "reviewer", "leader", "unit_contact"))


def test_every_wrong_setting_is_named_at_once(flagpost: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCAL", "zh")
    monkeypatch.setenv("FLAGPOST_TIMEZONE", "Asia/Nowhere")
    monkeypatch.setenv("FLAGPOST_TELEGRAM_MODE", "pushing")
    for command in (["run"], ["check"], ["init", "--yes"]):
        refused = flagpost(*command)
        assert refused.code == 2
        assert "Did you mean FLAGPOST_LOCALE?" in refused.err
        assert "FLAGPOST_TIMEZONE" in refused.err
        assert "FLAGPOST_TELEGRAM_MODE" in refused.err


def test_check_says_what_works_and_what_to_do(
    flagpost: Flagpost, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("FLAGPOST_WEB", f"127.0.0.1:{unused_tcp_port}")  # where nothing runs
    before = flagpost("check")
    flagpost("init", "--yes")
    after = flagpost("check")

    assert before.code == 1
    assert "flagpost init" in before.out
    assert after.code == 0, after.out
    assert "✗" not in after.out
    assert "! watch: Nobody holds the role admin" in after.out
    assert "! setting up: missing: " in after.out
    assert "✓ modules: all on" in after.out


def test_metrics_prints_the_token_and_says_where_nothing_runs(
    founded: Flagpost, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("FLAGPOST_WEB", f"127.0.0.1:{unused_tcp_port}")
    token = founded("metrics", "--token")
    assert token.code == 0
    assert re.fullmatch(r"[0-9a-f]{32}\n", token.out)
    assert "flagpost run" in founded("metrics").err


def test_without_a_home_a_command_says_how_to_make_one(flagpost: Flagpost) -> None:
    for command in (["run"], ["invite", "reviewer"], ["migrate"]):
        refused = flagpost(*command)
        assert refused.code == 1
        assert "flagpost init" in refused.err
        assert "Traceback" not in refused.err


def test_as_a_program_it_ends_the_same_way(tmp_path: Path) -> None:
    env = {
        "FLAGPOST_HOME": str(tmp_path),
        "FLAGPOST_LOCALE": "en",
        "FLAGPOST_WEBB": "x",
        "PATH": os.environ["PATH"],
    }
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "check"], env=env, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    )
    assert ended.returncode == 2
    assert "Did you mean FLAGPOST_WEB?" in ended.stderr
    assert "Traceback" not in ended.stderr
