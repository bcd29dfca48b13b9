"""The test's side of `zygote.py`: lives are begun and ended here, one at a time.

async with Nest(env, folder) as nest:
    nest.begin(place="after the commit", count=3)
    death = await nest.death(within=5.0)
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.faults.harm.handicaps import Handicaps

ROOT = Path(__file__).parents[3]
LOG = "flagpost.log"
PATIENCE = 60.0  # seconds until a zygote that says nothing is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How a life ended. `place` is empty where the bot was killed from outside, or ended by itself."""

    code: int
    place: str

    @property
    def is_kill(self) -> bool:
        """Whether it was SIGKILL."""
        return self.code == -signal.SIGKILL


class Nest:
    """A zygote and its present child, on one home."""

    def __init__(self, env: Mapping[str, str], folder: Path) -> None:
        self._env = dict(env)
        self._log = folder / LOG
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.faults.harm.zygote",
                cwd=ROOT,
                env=clean_environment() | self._env,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        await self._hear(PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        process = self._running()
        assert process.stdin is not None
        process.stdin.close()  # the zygote takes its child with it
        await process.wait()

    def begin(
        self,
        *,
        place: str = "",
        count: int = 0,
        after: int = 0,
        unsound: str = "",
        ahead: float = 0.0,
        suffers: Handicaps | None = None,
    ) -> None:
        """Begin a life; `place` is of `deaths.py`, `unsound` of `unsound.py`, `ahead` are seconds by which its clock is ahead."""
        life = {"place": place, "count": count, "after": after, "unsound": unsound, "ahead": ahead}
        self._ask({**life, "suffers": suffers or {}, "env": self._env, "log": str(self._log)})

    async def death(self, within: float) -> Death:
        """Wait for the bot to die by itself; kill it when that takes longer."""
        try:
            heard = await self._hear(within)
        except TimeoutError:
            return await self.end(signal.SIGKILL)
        return Death(**heard)

    async def end(self, how: signal.Signals) -> Death:
        """End the life with a signal and wait until it is over."""
        self._ask({"end": int(how)})
        return Death(**await self._hear(PATIENCE))

    def signals(self, how: signal.Signals) -> None:
        """Send the life a signal, and wait for nothing."""
        self._ask({"end": int(how)})

    def complaint(self) -> str:
        """What the bots wrote last; where one of them crashed, all from there on."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        heard = [line for line in lines if not line.startswith("Flagpost listens")]
        crashes = [number for number, line in enumerate(heard) if line.startswith("Fatal Python error")]
        return "\n".join(heard[crashes[-1] :] if crashes else heard[-20:])

    def _ask(self, what: dict[str, Any]) -> None:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(json.dumps(what).encode() + b"\n")

    async def _hear(self, within: float) -> dict[str, Any]:
        process = self._running()
        assert process.stdout is not None
        async with asyncio.timeout(within):
            line = await process.stdout.readline()
        assert line, f"the zygote is gone: {self.complaint()}"
        heard: dict[str, Any] = json.loads(line)
        return heard

    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "the nest is entered first"
        return self._process


def clean_environment() -> dict[str, str]:
    """This environment without settings of a Flagpost that may be configured in it."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("FLAGPOST")}
    return {**kept, "PYTHONPATH": str(ROOT)}
