"""Where the bot dies: places on the road of a message and of a file at which a child of `zygote.py` kills itself.

Production code knows nothing of this. A place is a function of it that is wrapped in the child, after the fork: the
child dies by SIGKILL at the n-th time that it comes past.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.channels.wecom.citizens.hearing import CitizenHearing
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.client import Client
from bot.evidence import chores as evidence_chores
from bot.evidence import room as rooms
from bot.house import intake, taking
from storage.engines.postgres import engine
from storage.engines.sqlite import engine as sqlite_engine

Burn = Callable[[], None]
PUSHED = (TelegramChannel, WecomChannel, CitizenChannel)


def die_at(place: str, count: int, after: int, note: int) -> None:
    """Die when this place is passed for the `count`-th time since `after` messages were committed.

    Its name is written to the descriptor `note` before.
    """
    left, heard = count, 0

    def hear() -> None:
        nonlocal heard
        heard += 1

    def burn() -> None:
        nonlocal left
        if heard < after:
            return
        left -= 1
        if left == 0:
            os.write(note, place.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    _after_the_commit(hear, is_each=True)
    (PLACES | ON_WECOM)[place](burn)


def _in_the_transaction(burn: Burn) -> None:
    """A message was handled; its group is not committed yet."""
    handle = taking.take

    def wrapped(*given: Any, **named: Any) -> taking.MessageTaken:
        taken = handle(*given, **named)
        if taken.is_new:
            burn()
        return taken

    put(taking, "take", wrapped)


def _after_the_commit(burn: Burn, *, is_each: bool = False) -> None:
    """A group with a message in it is committed; nobody knows yet. `is_each`: once for each of them."""
    commit, once = sqlite_engine._Writer._commit, engine.PostgresDatabase._once

    def look(results: list[Any]) -> None:
        new = sum(map(_new_messages, results))
        for _ in range(new if is_each else min(new, 1)):
            burn()

    def committed(self: Any, works: Any) -> Any:
        settled = commit(self, works)
        look([result for result, is_fine in settled if is_fine])
        return settled

    def done(self: Any, kind: str, works: Any) -> Any:
        results = once(self, kind, works)
        look(results)
        return results

    put(sqlite_engine._Writer, "_commit", committed)
    put(engine.PostgresDatabase, "_once", done)


def _before_the_answer(burn: Burn) -> None:
    """A door was told that its message is durable, and has not answered its platform."""
    for name in ("take", "take_together"):
        put(intake.Intake, name, _burning_on_news(getattr(intake.Intake, name), burn))


def _before_the_file_is_named(burn: Burn) -> None:
    """A file is written and synced beside its place."""
    rename = Path.rename

    def wrapped(self: Path, target: Any) -> Path:
        if self.suffix == rooms._UNFINISHED:
            burn()
        return rename(self, target)

    put(Path, "rename", wrapped)


def _after_the_file_is_kept(burn: Burn) -> None:
    """A file is durable; who sent it does not know yet, and no row names it."""
    keep = rooms.Evidence._keep

    def wrapped(self: rooms.Evidence, data: bytes) -> str:
        ref = keep(self, data)
        burn()
        return ref

    put(rooms.Evidence, "_keep", wrapped)


def _after_the_errand(burn: Burn) -> None:
    """A file was fetched from its channel and kept; the chore is not struck off."""
    fetch = evidence_chores.EvidenceChores.fetch

    async def wrapped(self: evidence_chores.EvidenceChores, chore: Any) -> Any:
        result = await fetch(self, chore)
        burn()
        return result

    put(evidence_chores.EvidenceChores, "fetch", wrapped)


def _before_the_send(burn: Burn) -> None:
    """A word is claimed and not sent."""
    for kind in PUSHED:
        put(kind, "send", _burning_before(kind.send, burn))


def _after_the_send(burn: Burn) -> None:
    """A word is sent and not marked as sent."""
    for kind in PUSHED:
        put(kind, "send", _burning_after(kind.send, burn))


def _before_the_cursor(burn: Burn) -> None:
    """All that stands on a page of customer service was done; nothing of it is committed, and its cursor is not moved."""
    move = CitizenMemory.move

    def wrapped(*given: Any) -> None:
        burn()
        move(*given)

    put(CitizenMemory, "move", wrapped)


def _after_the_cursor(burn: Burn) -> None:
    """A page of customer service and how far it was read are committed; it has not been asked for more."""
    put(CitizenHearing, "take", _burning_after(CitizenHearing.take, burn))


def _before_the_robot(burn: Burn) -> None:
    """A group is about to be told."""
    put(Client, "tell_robot", _burning_before(Client.tell_robot, burn))


def _after_the_robot(burn: Burn) -> None:
    """A group was told, and nobody knows."""
    put(Client, "tell_robot", _burning_after(Client.tell_robot, burn))


PLACES: dict[str, Callable[[Burn], None]] = {
    "in the transaction": _in_the_transaction,
    "after the commit": _after_the_commit,
    "before the answer": _before_the_answer,
    "before the file is named": _before_the_file_is_named,
    "after the file is kept": _after_the_file_is_kept,
    "after the errand": _after_the_errand,
    "before the send": _before_the_send,
    "after the send": _after_the_send,
}
ON_WECOM: dict[str, Callable[[Burn], None]] = {
    "before the cursor": _before_the_cursor,
    "after the cursor": _after_the_cursor,
    "before the robot": _before_the_robot,
    "after the robot": _after_the_robot,
}  # where there is a corporation, with customer service and a robot
BETWEEN = ("after the commit", "before the answer")  # a message is durable, and its platform does not know
RARE = {place: 2 for place in PLACES if "file" in place or "errand" in place} | dict.fromkeys(
    ON_WECOM, 1
)  # how often it can be passed in a short life


def _new_messages(result: Any) -> int:
    """How many there are in what a work has returned: a message, or all that came of one page."""
    if isinstance(result, list):
        return sum(map(_new_messages, result))
    return isinstance(result, taking.MessageTaken) and result.is_new


def _burning_on_news(work: Callable[..., Any], burn: Burn) -> Callable[..., Any]:
    async def wrapped(*given: Any) -> Any:
        result = await work(*given)
        if _new_messages(result):
            burn()
        return result

    return wrapped


def _burning_before(work: Callable[..., Any], burn: Burn) -> Callable[..., Any]:
    async def wrapped(*given: Any) -> Any:
        burn()
        return await work(*given)

    return wrapped


def _burning_after(work: Callable[..., Any], burn: Burn) -> Callable[..., Any]:
    async def wrapped(*given: Any) -> Any:
        result = await work(*given)
        burn()
        return result

    return wrapped


def put(place: Any, name: str, wrapped: Callable[..., Any]) -> None:
    """Put what is wrapped in the place of what it wraps."""
    setattr(place, name, wrapped)
