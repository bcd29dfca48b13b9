"""The errand that brings a nudge, and the round that looks whom something waits for.

Made by the wiring; calls `handlers/administration/nudges.py` for what is decided and `bot/nudges/sending.py` for what goes out.
"""

import asyncio
from collections.abc import Callable

from bot.chores import Errand, Result, nothing
from bot.nudges import sending
from bot.setting_values import Mail
from bot.wording import Words
from domain import errors
from domain.nudges import NudgeKind
from domain.saying import Saying
from domain.sayings.desk import nudges as sayings
from handlers.administration import nudges
from handlers.conversation.room import Room
from storage import people as accounts
from storage.database import Database, Tx
from storage.desk import nudges as store
from storage.road.chores import Chore

Send = Callable[[Mail | None, NudgeKind, str, str], bool]

AT_MOST = 40.0  # seconds that one sending may take
TRIES = 8  # some minutes; then somebody is told
TRIES_OF_A_CODE = 2  # somebody waits for it


class NudgeNotTaken(errors.FlagpostError):
    """The service did not take it."""


class Nudges:
    """Looks, and sends."""

    def __init__(
        self,
        database: Database,
        room: Callable[[Tx], Room],
        words: Words,
        mail: Mail | None,
        send: Send = sending.send,
    ) -> None:
        """`room` is the clock's; without `mail`, no mail is sent."""
        self._database = database
        self._room = room
        self._words = words
        self._mail = mail
        self._send = send

    @property
    def errand(self) -> Errand:
        """How the chore of `handlers/administration/nudges.py` is done."""
        return Errand(do=self._do, give_up=self._given_up)

    async def look(self) -> int:
        """Put a nudge for everybody who is to get one now; return how many."""
        return await self._database.write(lambda tx: nudges.go_out(self._room(tx)))

    async def _do(self, chore: Chore) -> Result:
        """Send it once. Raises NotTaken to be called again; what was tried often enough is given up."""
        person = int(chore.body["person"])
        chosen, locale = await self._database.read(lambda tx: _whereto(tx, person, chore.account_id))
        if chosen is None or (not chosen.is_confirmed and "code" not in chore.body):
            return nothing
        words = self._words.word(_saying(chore), locale)
        if await self._is_taken(chosen, words):
            return lambda tx: store.arrived(tx, person)
        if chore.attempts < (TRIES_OF_A_CODE if "code" in chore.body else TRIES):
            raise NudgeNotTaken
        return self._given_up(chore)

    async def _is_taken(self, chosen: store.Chosen, words: str) -> bool:
        try:
            async with asyncio.timeout(AT_MOST):
                return await asyncio.to_thread(self._send, self._mail, chosen.kind, chosen.address, words)
        except TimeoutError:
            return False

    def _given_up(self, chore: Chore) -> Result:
        person, is_code = int(chore.body["person"]), "code" in chore.body
        return lambda tx: nudges.given_up(self._room(tx), person, chore.account_id, is_code=is_code)


def _saying(chore: Chore) -> Saying:
    code = chore.body.get("code")
    return sayings.Code(code=str(code)) if code else sayings.Nudge(number=int(chore.body["number"]))


def _whereto(tx: Tx, person: int, account: int) -> tuple[store.Chosen | None, str]:
    actor = accounts.actor_of(tx, account)
    return store.of_person(tx, person), actor.locale if actor else ""
