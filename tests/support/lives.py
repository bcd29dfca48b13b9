"""Lives of matters as they may come: anybody does anything that is open to them, time goes by, people recuse themselves and leave."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar

from domain.mechanism import procedure
from domain.mechanism.columns import PERSONS, Asked
from domain.mechanism.standing import Standing
from domain.people import OPERATOR, Role
from domain.saying import SaidNo
from handlers import people
from handlers.conversation import house_rooms
from handlers.conversation.forms import naming
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts
from storage.database import Tx
from storage.mechanism import recusals
from tests.support.direct_stage import DirectStage

T = TypeVar("T")
Pick = Callable[[list[Any]], Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody may do now: which move of which matter."""

    account: int
    who: str
    matter: str
    id: int
    move: str


class Life:
    """A house that goes on from a copied folder; `pick` chooses among what may happen."""

    def __init__(self, loop: asyncio.AbstractEventLoop, template: DirectStage, kept: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        shutil.copyfile(kept, folder / "flagpost.db")
        self._loop = loop
        self.stage = DirectStage(folder)
        self.stage.now, self.stage.channel = template.now, template.channel
        self.run(self.stage.open())
        self.made = 0

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Wait for something."""
        return self._loop.run_until_complete(doing)

    def read(self, look: Callable[[Tx], T]) -> T:
        """Look at what is remembered."""
        return self.run(self.stage.database.read(look))

    def anybody(self, pick: Pick) -> None:
        """Somebody who works here does something that is open to them."""
        self.stage.now += timedelta(minutes=10)
        self.run(self.stage.database.write(lambda tx: self._anybody(tx, pick)))

    def recuses(self, pick: Pick) -> None:
        """Somebody says that they have nothing to do with a matter."""
        self.stage.now += timedelta(minutes=10)

        def work(tx: Tx) -> None:
            matter = pick(all_of(tx))
            person = pick(_staff(tx))[1]
            recusals.recuse(tx, matter.matter, matter.id, person, self.stage.now)

        self.run(self.stage.database.write(work))

    def leaves(self, pick: Pick) -> None:
        """Somebody loses what they work as."""
        self.stage.now += timedelta(minutes=10)

        def work(tx: Tx) -> None:
            _, person, _ = pick(_staff(tx))
            held = sorted(accounts.roles_of(tx, person) - {Role.REPORTER})
            if held:
                try:
                    people.take_back(self._room(tx).acting_as(OPERATOR), person, pick(held))
                except SaidNo:
                    return

        self.run(self.stage.database.write(work))

    def turns(self, days: int) -> None:
        """Time goes by."""
        self.run(self.stage.turns(timedelta(days=days)))

    def secrets_read(self) -> list[str]:
        """Whose words in a vote somebody else was told, or reads on a card."""
        found = []
        people = self.read(_staff)
        for account, _, reader in people:
            texts = [*self.run(self.stage.served(account)), self.read(partial(self._cards, account=account))]
            found += [
                f"{reader} reads {who}"
                for _, _, who in people
                if who != reader and any(said_in_secret_by(who) in text for text in texts)
            ]
        return found

    def _cards(self, tx: Tx, account: int) -> str:
        room = self._of(tx, account)
        return "".join(repr(room.office.matters[each.matter].view(room, each.id)) for each in all_of(tx))

    def closes(self) -> None:
        """Close the house."""
        self.run(self.stage.close())

    def _anybody(self, tx: Tx, pick: Pick) -> None:
        possible = [doing for account, _, label in _staff(tx) for doing in self._open_to(tx, account, label)]
        if not possible:
            return
        chosen = pick(
            sorted({(doing.matter, doing.move) for doing in possible})
        )  # what is open to few comes up as often
        doing = pick([each for each in possible if (each.matter, each.move) == chosen])
        room = self._of(tx, doing.account)
        found = moves.loaded(room, doing.matter, doing.id)
        assert found is not None
        standing, facts = found
        table = room.office.matters[doing.matter].procedure
        facts = naming.with_candidates(room, table, standing, doing.move, facts)
        given: dict[str, str] = {}
        rule = table.rule_of(doing.move, standing, room.actor)
        for asked in rule.asks:
            if asked.is_asked(given):
                offered = room.office.matters[doing.matter].suggested(room, doing.id, asked.name)
                options = offered or procedure.options(rule, asked, standing, room.actor, facts)
                who = (
                    said_in_secret_by(doing.who)
                    if doing.move == table.ballot_in(standing.stage)
                    else said_by(doing.who)
                )
                given[asked.name] = self._answer(asked, options, who, pick)
        if moves.carry_out(room, standing, doing.move, given) is not None:
            self.made += 1

    def _open_to(self, tx: Tx, account: int, label: str) -> list[Doing]:
        room = self._of(tx, account)
        found = []
        for each in all_of(tx):
            loaded = moves.loaded(room, each.matter, each.id)
            if loaded is not None:
                standing, facts = loaded
                found += [
                    Doing(account, label, each.matter, each.id, move) for move in moves.open_to(room, standing, facts)
                ]
        return found

    def _answer(self, asked: Asked, options: tuple[str, ...], words: str, pick: Pick) -> str:
        if asked.how in PERSONS:
            ids = [option.partition("|")[0] for option in options]
            return ",".join(ids[: max(asked.least, 1)])
        if options:
            chosen = str(pick(list(options)))
            return chosen.partition("|")[0]
        day = (self.stage.now + timedelta(days=20)).date().isoformat()
        given = {"number": str(max(asked.least, min(asked.most or asked.least, 20))), "day": day}
        if asked.how == "items":
            return json.dumps([{part.name: day if part.how == "day" else "一项" for part in asked.parts}])
        return given.get(asked.how, "" if asked.may_skip else words)

    def _of(self, tx: Tx, account: int) -> Room:
        actor = accounts.actor_of(tx, account)
        assert actor is not None
        return house_rooms.of_person(self._room(tx), actor, channel=self.stage.channel)

    def _room(self, tx: Tx) -> Room:
        return house_rooms.quiet(tx, self.stage.office, at=self.stage.now, now=self.stage.now)


def picking(throws: list[int]) -> Pick:
    """Choose by these numbers, one after the other and again from the first."""
    coming = cycle(throws)
    return lambda options: options[next(coming) % len(options)]


def said_in_secret_by(who: str) -> str:
    """What somebody gives as a reason with their vote."""
    return f"密封意见{who}"


def said_by(who: str) -> str:
    """The words of somebody, which nobody else says."""
    return f"意见出自{who}之手"


def all_of(tx: Tx) -> list[Standing]:
    """Every matter but what is known of the staff."""
    ids = [int(row[0]) for row in tx.all("SELECT id FROM matter WHERE kind <> 'staff' ORDER BY id")]
    return matters.of_ids(tx, ids)


def _staff(tx: Tx) -> list[tuple[int, int, str]]:
    rows = tx.all(
        "SELECT account.id, person.id, person.label FROM account JOIN person ON person.id = account.person_id ORDER BY account.id"
    )
    return [(int(row[0]), int(row[1]), str(row[2])) for row in rows]
