"""Who works in the office of a storm on WeCom, as members in the app: reviewers accept each clue, two sign what is laid before them.

They do it by the cards on their screens, whoever dies over a press. At the end each clue was accepted once and each announcement
signed by the two and nobody else, and a card that is left from before answers to a press.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.demo.wecom import cards as drawn
from bot.demo.wecom.members import WecomMember
from bot.demo.wecom.screens import ShownMessage
from domain.people import Role
from handlers.conversation import handles
from storage import announcements, invitations, people
from storage.database import Tx
from storage.desk import cards
from tests.faults.people import signed
from tests.faults.people.corporation import PatientWecom
from tests.faults.people.wecom_speakers import LOOK, PATIENCE, looks
from tests.support import announced

CHANNEL = "wecom"
POSTS = {**dict.fromkeys(("wang", "zhao", "sun", "wu"), Role.REVIEWER), "jia": Role.LEADER, "yi": Role.COMMITTEE}
ACCEPT, SEVERITY, APPROVE = "受理", "造成不良影响", "同意发布"
PAUSE = 0.4  # seconds between two looks at what there is to decide
EPOCH = "SELECT epoch FROM matter WHERE id = :id"
A_MONTH = timedelta(days=30)


class Proposed(NamedTuple):
    """What was laid before the leaders."""

    id: int
    draft: announcements.Draft


class Deciders:
    """See above. `left` says which presses brought nothing."""

    def __init__(self, server: PatientWecom) -> None:
        self.left: list[str] = []
        self._members = {name: server.member(f"Staff-{name}") for name in POSTS}
        self._taken: set[str] = set()  # numbers of clues
        self._all: list[Proposed] = []
        self._waiting: list[Proposed] = []
        self._pressed: dict[str, set[int]] = {name: set() for name, role in POSTS.items() if role != Role.REVIEWER}

    def move_in(self, tx: Tx, at: datetime) -> None:
        """They came in long ago."""
        for name, role in POSTS.items():
            member = self._members[name].userid
            account = people.open_account(tx, CHANNEL, member.lower(), member, "zh", at)
            invitations.invite(tx, name, role, "", name, at, at + A_MONTH)
            assert invitations.redeem(tx, name, account, at, None)

    def propose(self, tx: Tx, where: tuple[str, str], at: datetime) -> None:
        """Lay words before both who sign; nobody brings them out by the clock."""
        draft = signed.draft(10 * len(self._all) + 5, at + A_MONTH, where)
        made = announced.propose(tx, draft, at)
        for name in self._pressed:
            account = people.account_of(tx, CHANNEL, self._members[name].userid.lower(), at)
            assert account is not None
            cards.show(tx, "announcement", made, account.id, at)
        self._all.append(Proposed(made, draft))
        self._waiting.append(self._all[-1])

    def approved(self, tx: Tx) -> list[Proposed]:
        """What was signed by both since it was asked last: it is for whoever asks to bring it out."""
        stages = "SELECT stage FROM matter WHERE id = :id"
        done = [each for each in self._waiting if tx.value(stages, id=each.id) == "approved"]
        self._waiting = [each for each in self._waiting if each not in done]
        return done

    async def work(self, due: Callable[[], Iterable[str]], is_over: Callable[[], bool]) -> None:
        """Do what comes up, until it is over and nothing is left. `due` are the numbers of clues that nobody has decided."""
        works = {Role.REVIEWER: lambda name: self._review(name, due, is_over)}
        await asyncio.gather(
            *(works.get(role, lambda name: self._sign(name, is_over))(name) for name, role in POSTS.items())
        )

    def wrong(self, tx: Tx) -> list[str]:
        """What is wrong when nothing is left to decide."""
        found = list(self.left)
        for number, draft in self._all:
            ballots = tx.all("SELECT person_id FROM ballot WHERE matter_id = :id", id=number)
            if len(ballots) != len(self._pressed) or len(set(ballots)) != len(ballots):
                found.append(f"announcement {draft.about} was signed by {ballots}")
        return found

    def stale(self, tx: Tx, at: datetime) -> list[tuple[WecomMember, ShownMessage, str]]:
        """Cards that show what is over, as where their answer was lost: who has it, and a button of it."""
        return [(member, *each) for member in self._members.values() for each in _stale(tx, member, at)]

    async def press_stale(self, member: WecomMember, shown: ShownMessage, key: str) -> None:
        """Whoever presses such a card is told how things stand."""
        before = (len(member.screen), shown.state)
        await member.presses(key, number=shown.number)
        if not await looks(lambda: (len(member.screen), shown.state) != before, PATIENCE):
            self.left.append(f"a card before {member.userid} cannot be acted on: {shown.text or shown.card}")

    async def _review(self, name: str, due: Callable[[], Iterable[str]], is_over: Callable[[], bool]) -> None:
        while True:
            number = next((each for each in due() if each not in self._taken), "")
            if number:
                self._taken.add(number)
                await self._accept(self._members[name], number)
            elif is_over():
                return
            else:
                await asyncio.sleep(PAUSE)

    async def _accept(self, member: WecomMember, number: str) -> None:
        await member.says(number)
        for label in (ACCEPT, SEVERITY):
            await self._press(member, label, lambda: _newest(member, label, number))  # noqa: B023 - it is awaited here

    async def _sign(self, name: str, is_over: Callable[[], bool]) -> None:
        pressed, member = self._pressed[name], self._members[name]
        while len(pressed) < len(self._all) or not is_over():
            before = set(pressed)
            shown = _newest(member, APPROVE, but=pressed)
            if shown is not None:
                pressed.add(shown.number)
                await self._press(member, APPROVE, lambda: _newest(member, APPROVE, but=before))  # noqa: B023
            elif not is_over():
                await asyncio.sleep(LOOK)
            elif not await looks(lambda: _newest(member, APPROVE, but=pressed) is not None, PATIENCE):
                self.left.append(f"{name} was asked to sign {len(pressed)} of {len(self._all)}")
                return

    async def _press(self, member: WecomMember, label: str, where: Callable[[], ShownMessage | None]) -> None:
        """Press a button once it is there."""
        await looks(lambda: where() is not None, PATIENCE)
        shown = where()
        if shown is None:
            self.left.append(f"nothing to press for {member.userid}: {label}")
            return
        key = next(each["key"] for each in drawn.pressable(shown.card or {}) if each["text"] == label)
        await member.presses(key, number=shown.number)


def _newest(member: WecomMember, label: str, words: str = "", *, but: Collection[int] = ()) -> ShownMessage | None:
    """The newest card with such a button, and such words in its title."""
    return next(
        (
            shown
            for shown in reversed(member.screen)
            if shown.number not in but
            and any(each["text"] == label and each["key"] in shown.keys for each in drawn.pressable(shown.card or {}))
            and words in (shown.card or {}).get("main_title", {}).get("title", "")  # others may be named below
        ),
        None,
    )


def _stale(tx: Tx, member: WecomMember, at: datetime) -> Iterator[tuple[ShownMessage, str]]:
    account = people.account_of(tx, CHANNEL, member.userid.lower(), at)
    assert account is not None
    for shown in member.screen:
        for key in shown.keys:
            handle = handles.read(tx.vault, account.id, key) if key.startswith("c.") else None
            if isinstance(handle, handles.CardHandle) and handle.epoch != tx.value(EPOCH, id=handle.id):
                yield shown, key
                break
