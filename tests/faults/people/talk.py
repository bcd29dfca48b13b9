"""A bot of its own process, watched from outside: people speak to it, things go wrong, and all that it writes is kept.

async with Talk(template, folder, port, how="discreet") as talk:
    await Play(talk).play(script)
    streams = await talk.streams()
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

import httpx

from bot.channel import Parcel
from bot.home import Home
from storage.database import Tx
from storage.road import chores
from tests.faults.harm.nest import ROOT, clean_environment
from tests.faults.people import ledger
from tests.telegram.telegram_server import TelegramServer
from tests.web.channel_people import AtPage, OnTelegram, Person

PATIENCE = 60.0
ADDRESS = "203.0.113.77"  # from which the pages come, says the proxy
CHAT = 7_345_678_901
OPEN = "SELECT COUNT(*) FROM outbox WHERE channel = 'telegram' AND state IN ('waiting', 'claimed')"
UNTRIED = "SELECT COUNT(*) FROM inbox WHERE state = 'new' AND attempts = 0"


class Talk:
    """The house from outside; a stage for `tests/support/transcripts.py`."""

    def __init__(self, template: Path, folder: Path, port: int, *, token: str, how: str) -> None:
        shutil.copytree(template, folder / "home")
        self.home = Home(folder=folder / "home")
        self.address = f"http://127.0.0.1:{port}"
        self.telegram = TelegramServer(token=token)
        self.people: dict[str, Person] = {}
        self._how = how
        self._log = folder / "flagpost.log"
        self._port = port
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command("run"), cwd=ROOT, env=self.env(), stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        await self._answers()
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        for person in self.people.values():
            await person.goes()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await self._process.wait()
        await self.telegram.__aexit__()

    def env(self, **other: str) -> dict[str, str]:
        """The settings of this bot, and others."""
        return clean_environment() | {
            "FLAGPOST_HOME": str(self.home.folder),
            "FLAGPOST_WEB": f"127.0.0.1:{self._port}",
            "FLAGPOST_PUBLIC_URL": self.address,
            "FLAGPOST_TELEGRAM_TOKEN": self.telegram.token,
            "FLAGPOST_TELEGRAM_API": self.telegram.address,
            "FLAGPOST_TELEGRAM_MODE": "webhook",
            "FLAGPOST_LOG_LEVEL": "debug",
            "PYTHONASYNCIODEBUG": "1",
            **other,
        }

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """See `tests/support/transcripts.py`."""
        await (await self.person(who)).says(text, files)

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """See `tests/support/transcripts.py`."""
        await (await self.person(who)).presses(handle, chosen)

    async def sees(self, who: str) -> list[Parcel]:
        """See `tests/support/transcripts.py`."""
        await self.settled()
        return await self.people[who].sees() if who in self.people else []

    async def turns(self, by: timedelta) -> None:
        """Nobody turns the clock of a real process."""
        raise NotImplementedError

    async def restarts(self) -> None:
        """It runs but once."""
        raise NotImplementedError

    async def person(self, who: str) -> Person:
        """Somebody on Telegram, or `…@web` at a page behind a proxy."""
        if who in self.people:
            return self.people[who]
        if who.endswith("@web"):
            page = AtPage(self.address, "zh")
            page.http.headers["X-Forwarded-For"] = ADDRESS
            await page.opens("")
            self.people[who] = page
        else:
            self.people[who] = OnTelegram(self.telegram, self.telegram.user(CHAT + len(self.people)))
        return self.people[who]

    async def settled(self) -> None:
        """Return when everything was tried: handled, done and sent, or failed over."""
        await self.telegram.settled()
        async with asyncio.timeout(PATIENCE):
            while True:
                with ledger.looking_at(self.home) as tx:
                    if _is_done(tx):
                        return
                await asyncio.sleep(0.01)

    async def command(self, *words: str, **env: str) -> bytes:
        """All that a command of this bot's prints."""
        process = await asyncio.create_subprocess_exec(
            *self._command(*words),
            cwd=ROOT,
            env=self.env(**env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        told, _ = await process.communicate()
        return told

    async def stops(self) -> bytes:
        """End it as one should; all that it ever wrote."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        await self._process.wait()
        return self._log.read_bytes()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.faults.people.talker", self._how, *words]

    async def _answers(self) -> None:
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False, verify=False) as client:
            while True:
                try:
                    if (await client.get(f"{self.address}/healthz")).status_code == httpx.codes.OK:
                        return
                except httpx.HTTPError:
                    pass
                assert self._process is not None
                assert self._process.returncode is None, self._log.read_text("utf-8", "replace")
                await asyncio.sleep(0.05)


def _is_done(tx: Tx) -> bool:
    return not (tx.value(OPEN) or tx.value(UNTRIED) or chores.counts_open(tx))
