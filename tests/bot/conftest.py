"""`flagpost …` in this process, on a home of its own."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from bot import cli, logs
from tests.support.command_line import Ended, Flagpost


@pytest.fixture
def flagpost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> Flagpost:
    """A command line; `typed` is what somebody answers to its questions. Where it looks nothing runs: whoever played the demo beside
    the tests had three of them red."""
    for name in [name for name in os.environ if name.upper().startswith("FLAGPOST")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("FLAGPOST_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FLAGPOST_WEB", f"127.0.0.1:{unused_tcp_port}")
    monkeypatch.setattr(logs, "begin", lambda: None)  # it would take the logs from pytest

    def run(*words: str, typed: str = "") -> Ended:
        monkeypatch.setattr(sys, "argv", ["flagpost", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def founded(flagpost: Flagpost) -> Flagpost:
    """The same where `flagpost init` was."""
    assert flagpost("init", "--yes", "--name", "清溪县效能办").code == 0
    return flagpost
