"""Gives birth to bots: imports the house once, then forks a `flagpost run` for each life that is asked for.

A bot of its own takes most of a second to import what it needs; a hundred lives of a few tenths would be spent on that.
Before the fork nothing is open: no database, no thread, no loop. Run as `python -m tests.faults.harm.zygote` by
`tests/faults/harm/nest.py`, spoken with in lines of JSON; one child at a time, and none outlives its nest.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import select
import signal
import sys
import threading
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import clocks, logs, settings
from bot.channel import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.commands import operating
from bot.house import serving, wiring
from domain.channels import Rate
from tests.faults.harm import deaths, handicaps, unsound

CRASHED = 70
FAST = 10_000  # messages a second: the stand-ins bear any pace


class Zygote:
    """The loop: lives are begun and ended as the nest says, and what became of them is told."""

    def __init__(self) -> None:
        self._child = 0
        self._note = -1
        self._asked = b""
        self._bell, self._ring = os.pipe()
        os.set_blocking(self._ring, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._ring)

    def run(self) -> None:
        """Serve until the nest is gone."""
        _tell({"is_ready": True})
        while True:
            ready, _, _ = select.select([sys.stdin.fileno(), self._bell], [], [])
            if self._bell in ready:
                os.read(self._bell, 512)
                self._look_for_death()
            if sys.stdin.fileno() in ready and not self._listen():
                self._end(signal.SIGKILL)
                return

    def _listen(self) -> bool:
        heard = os.read(sys.stdin.fileno(), 65_536)
        *lines, self._asked = (self._asked + heard).split(b"\n")
        for line in lines:
            asked = json.loads(line)
            if "end" in asked:
                self._end(asked["end"])
            else:
                self._begin(asked)
        return bool(heard)

    def _begin(self, life: dict[str, Any]) -> None:
        self._note, note = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(note)
            return
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            _live(life, note)
        except BaseException:
            traceback.print_exc()
            os._exit(CRASHED)
        os._exit(0)

    def _end(self, how: int) -> None:
        if self._child:  # not waited for yet, so the number is still its own
            os.kill(self._child, how)

    def _look_for_death(self) -> None:
        if not self._child:
            return
        ended, status = os.waitpid(self._child, os.WNOHANG)
        if not ended:
            return
        self._child = 0
        place = os.read(self._note, 100).decode()
        os.close(self._note)
        _tell({"code": os.waitstatus_to_exitcode(status), "place": place})


def _live(life: dict[str, Any], note: int) -> None:
    """Be what `python -m bot run` is once it has read its command line."""
    log = os.open(life["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for given, standard in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(given, standard)
    os.environ.update(life["env"])
    if life["place"]:
        deaths.die_at(life["place"], life["count"], life["after"], note)
    if life["unsound"]:
        unsound.BOTS[life["unsound"]]()
    handicaps.suffer(life["suffers"], Path(life["env"]["FLAGPOST_HOME"]))
    if life["ahead"]:
        ahead = timedelta(seconds=life["ahead"])
        clocks.real = lambda: datetime.now(UTC) + ahead
    for channel in (TelegramChannel, WecomChannel, CitizenChannel):
        _hurry(channel)
    logs.begin()
    operating.run()


def _hurry(channel: type[Channel]) -> None:
    usual = channel.traits.limits
    assert usual is not None
    fast = replace(usual, per_second=FAST, chat=(Rate(FAST, 1.0),), group=(Rate(FAST, 1.0),))
    channel.traits = replace(channel.traits, limits=fast)


def _warm_up() -> None:
    """Open the house once and close it: what is read once per process (words, pinyin, calendar) is read before the fork."""

    async def once() -> None:
        async with wiring.open_house(settings.load(os.environ)) as house:
            serving.config(house.app).load()

    asyncio.run(once())
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join()  # the database's are on their last line
    gc.freeze()  # or each child's collector would copy all of it


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _warm_up()
    Zygote().run()
