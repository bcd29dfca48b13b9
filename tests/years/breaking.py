"""The law broken on purpose, one thing at a time: what forty years of sixty steps notice of it (breaks of the law are those of
`tests/lives/breaking.py`; of the house, those here)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from bot.house.intake import Intake
from bot.house.taking import MessageTaken
from domain.matters import openings
from domain.mechanism.standing import Event
from domain.said import Said
from domain.sayings import vault as sayings
from handlers import EFFECTS
from handlers.administration import vault
from handlers.conversation.room import Room
from handlers.exports import every as exports
from handlers.exports.columns import Row
from storage import matters
from storage.database import Row as DatabaseRow
from storage.database import Tx
from storage.road import history
from tests.lives.breaking import BEGUN_AT as OF_LIVES_AT
from tests.lives.breaking import BREAKS as OF_LIVES
from tests.lives.breaking import Break
from tests.years.houses import PROGRAMME

_late: set[asyncio.Task[MessageTaken]] = set()


def _acknowledged_first(patch: pytest.MonkeyPatch) -> None:
    """The platform is told that a message was taken, and then it is made durable."""
    takes = Intake.take

    async def take(self: Intake, event: Said) -> MessageTaken:
        task = asyncio.create_task(takes(self, event))
        _late.add(task)
        task.add_done_callback(_late.discard)
        return MessageTaken(account_id=0, is_new=True)

    patch.setattr(Intake, "take", take)


def _opened_by_one(patch: pytest.MonkeyPatch) -> None:
    """A custodian opens an identity, and nobody signs."""
    opens = openings.PROCEDURE.moves["open"]
    patch.setitem(openings.PROCEDURE.moves, "open", replace(opens, second=None))


def _told_to_another(patch: pytest.MonkeyPatch) -> None:
    """Whoever asked for an opening is told what the custodian reads."""

    def opens(room: Room, event: Event) -> None:
        vault.open_identity(room, event)
        known = matters.identity_of(room.tx, event.after.parent_id or 0)
        said = sayings.Identity(number=event.after.number, name=known["name"], contact=known["contact"])
        room.tell(event.after.account_id or 0, said)

    patch.setitem(EFFECTS, "open_identity", opens)


def _written_down(patch: pytest.MonkeyPatch) -> None:
    """Who reported stands in the history of the look."""
    adds = history.add

    def add(tx: Tx, matter: str, matter_id: int, last: DatabaseRow, line: history.HistoryLine) -> None:
        if matter == "opening" and line.what.startswith("look"):
            about = matters.of_id(tx, matter_id)
            assert about is not None
            line = replace(line, body={**line.body, **matters.identity_of(tx, about.parent_id or 0)})
        adds(tx, matter, matter_id, last, line)

    patch.setattr(history, "add", add)


def _never_taken_back(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(EFFECTS, "close_identity", lambda room, event: None)


def _exported(patch: pytest.MonkeyPatch) -> None:
    """The table of clues has a column of who reported."""
    was = exports.EXPORTS["clues"]

    def rows(room: Room) -> Iterator[Row]:
        for row in was.rows(room):
            about = matters.numbered(room.tx, "clue", str(row["number"]))
            yield {**row, "who": matters.identity_of(room.tx, about.id if about is not None else 0)}

    patch.setitem(exports.EXPORTS, "clues", replace(was, rows=rows))


FOUND = (
    "one approval is enough",
    "a recusal is forgotten",
    "who inspected votes",
    "people act in matters of their own unit",
    "news are told twice",
    "what is declined is not in the history",
    "history does not link",
    "a secret vote stands in the history",
    "the quorum is all",
    "who proposes also signs",
    "what was told stands in a notice",
    "the unit does not hear of the decision",
)
BREAKS: Mapping[str, Break] = {
    **{name: OF_LIVES[name] for name in FOUND},
    "acknowledged before commit": _acknowledged_first,
    "an identity is opened by one": _opened_by_one,
    "an identity is told to another": _told_to_another,
    "an identity is written down": _written_down,
    "an identity is never taken back": _never_taken_back,
    "an identity is exported": _exported,
}
BEGUN_AT: Mapping[str, str] = {
    **OF_LIVES_AT,
    **dict.fromkeys((name for name in BREAKS if name.startswith("an identity")), f"{PROGRAMME}opening"),
}
"""Where years begin in which a break is looked for, if not anywhere."""
