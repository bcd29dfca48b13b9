"""A crowd at the real front door: citizens who write, send, press and mistype at any speed, and what must hold of it all.

Everything goes through the real intake and the real handlers on a real database; people see what delivery would show them.
Beside every message that is handled, in its own transaction, it is looked at what the report under way held before and holds
after.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.house import intake
from domain.said import FileKind, FileRef, Said
from handlers.conversation import dispatch, steps
from handlers.understanding import spoken
from storage import clues, evidence, shapes, strivers, times
from storage import people as accounts
from storage.database import Tx
from storage.road import dialogues
from tests.direct_stage import DirectStage

DIGITS = "甲乙丙丁戊己庚辛壬癸"
RECEIPTS = ("clues.receipt", "strivers.receipt")
TOO_LONG = "dialogues.too_long"
DRAFT_LIVES = timedelta(hours=24)
ROUNDS = 1000


def token(number: int) -> str:
    """A word that nobody else says, by number."""
    return "事" + "".join(DIGITS[int(digit)] for digit in f"{number:04}") + "号"


@dataclass(frozen=True)
class Looked:
    """What there is of one speaker at one moment: the report under way, as JSON, and when it was touched; what was submitted, by
    matter and id; and the highest number of what was said to them."""

    account: int = 0
    under_way: str = ""
    present: str = ""
    touched_at: Any = None
    submitted: tuple[tuple[str, int], ...] = ()
    said_up_to: int = 0


@dataclass
class Person:
    """Somebody, and the buttons on their screen."""

    who: str
    buttons: list[str] = field(default_factory=list)


class Crowd(DirectStage):
    """The house, and everybody who speaks to it. `complaints` is what did not hold."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(folder)
        self.complaints: list[str] = []
        self.sent: dict[str, list[str]] = {}
        self.tokens: list[str] = []
        self.last: Said | None = None
        self._number = 0
        self._people: dict[str, Person] = {}
        self._real = dispatch.dispatch
        patch.setattr(dispatch, "dispatch", self._dispatched)

    async def open(self) -> Crowd:
        """Open the house."""
        await super().open()
        now: Any = lambda: self.now  # noqa: E731
        self.intake = intake.Intake(
            self.database, office=lambda: self.office, clock=now, legal_clock=now, wake=lambda: None
        )
        return self

    # what people do

    async def writes(self, who: str, text: str) -> None:
        """Write something that has a word of its own in it."""
        await self.takes(replace(self.event(who), text=self._marked(text)))

    async def types(self, who: str, text: str) -> None:
        """Write what has a meaning, as it is."""
        await self.takes(replace(self.event(who), text=text))

    async def sends(self, who: str, files: int, text: str = "", album: str = "") -> None:
        """Send files in one message, each with a name of its own; as part of an album, if one is named."""
        sent = tuple(
            FileRef(kind=FileKind.PHOTO, ref=name, name=f"{name}.jpg", size=1000)
            for name in (self._marked("") for _ in range(files))
        )
        written = self._marked(text) if text else ""
        await self.takes(replace(self.event(who), text=written, files=sent, album=album))

    async def changes(self, who: str, text: str) -> None:
        """Edit what was written."""
        await self.takes(replace(self.event(who), text=text, edits=True))

    async def presses_one(self, who: str, place: int) -> None:
        """Press one of the buttons on the screen."""
        person = self._person(who)
        await self._look(person)
        if person.buttons:
            await self.takes(replace(self.event(who), choice=person.buttons[place % len(person.buttons)]))

    async def repeats(self) -> None:
        """The platform brings the last message once more."""
        if self.last is not None:
            await self.intake.take(self.last)

    async def takes(self, event: Said) -> None:
        """A message arrives, and is acknowledged."""
        self.last = event
        self.sent.setdefault(event.speaker, []).append(event.event_key)
        await self.intake.take(event)

    async def goes_by(self, seconds: int) -> None:
        """Time goes by, and what is kept is handled as it becomes due."""
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.now = min(self.now + timedelta(seconds=max(1, seconds // 30)), until)
            for _ in range(ROUNDS):
                if not await self.intake.round():
                    break

    async def jumps(self, seconds: int) -> None:
        """Somebody sets the clock."""
        self.now += timedelta(seconds=seconds)

    async def settles(self) -> None:
        """Wait as long as an acknowledged message may have to wait, and hold all of them to what is promised."""
        await self.goes_by(int(intake.SLOWED_AT_MOST) + 2)
        rows = await self.database.read(lambda tx: tx.all("SELECT value FROM meta WHERE name LIKE 'h%' ORDER BY name"))
        handled = [key for (key,) in rows]
        for who, keys in self.sent.items():
            mine = [key for key in handled if key in set(keys)]
            if mine != keys:
                self.complaints.append(f"{who} sent {keys}, and of that was handled: {mine}")
        left = await self.database.read(lambda tx: tx.all("SELECT state FROM inbox WHERE state <> 'handled'"))
        if left:
            self.complaints.append(f"{len(left)} messages wait or were given up")

    # how it is looked at

    def event(self, who: str) -> Said:
        """A message of somebody, now."""
        channel = "telegram" if who.endswith("telegram") else "web"
        self._number += 1
        return Said(channel=channel, event_key=f"{self._number:05}", speaker=who, route=who, at=self.now)

    def _marked(self, text: str) -> str:
        self.tokens.append(token(len(self.tokens)))
        return self.tokens[-1] + text

    def _person(self, who: str) -> Person:
        return self._people.setdefault(who, Person(who))

    async def _look(self, person: Person) -> None:
        name = person.who if "telegram" not in person.who else f"{person.who}@telegram"
        parcels = await self.sees(name)
        if parcels:
            person.buttons = [button.handle for parcel in parcels[-3:] for button in parcel.buttons]

    def _dispatched(self, tx: Tx, office: Any, event: Said, *rest: Any, **named: Any) -> Any:
        before = _look(tx, event)
        found = self._real(tx, office, event, *rest, **named)
        number = int(tx.value("SELECT COUNT(*) FROM meta WHERE name LIKE 'h%'"))
        tx.run("INSERT INTO meta (name, value) VALUES (:name, :key)", name=f"h{number:05}", key=event.event_key)
        after = _look(tx, event)
        said = _said(tx, after.account or before.account, before.said_up_to)
        self.complaints += [f"{why}: {_short(event)}" for why in self._wrong(tx, event, before, after, said)]
        return found

    def _wrong(self, tx: Tx, event: Said, before: Looked, after: Looked, said: str) -> list[str]:
        """What does not hold of one message that was handled."""
        new = [one for one in after.submitted if one not in before.submitted]
        brought = "".join(_submission(tx, *one) for one in new)
        wrong = []
        if said.count('"clues.receipt"') + said.count('"strivers.receipt"') != len(new) and after.account:
            wrong.append(f"{len(new)} submissions without as many receipts")
        if new:
            wrong += [
                f"{one} was in the preview and was not submitted"
                for one in self._in(before.present)
                if one not in brought
            ]
        name, _ = spoken.command(event.choice or event.text)
        has_expired = before.touched_at is not None and event.at - before.touched_at > DRAFT_LIVES
        is_free = bool(event.choice) or bool(name) or event.edits or TOO_LONG in said or has_expired
        if is_free or not (before.under_way or after.under_way or new):
            return wrong
        there = after.under_way + brought + said
        wanted = [*self._in(before.present), *self._in(shapes.encode(event).decode())]
        return wrong + [f"{one} is lost" for one in wanted if one not in there]

    def _in(self, text: str) -> list[str]:
        return [one for one in self.tokens if one in text]


def _look(tx: Tx, event: Said) -> Looked:
    account = accounts.account_of(tx, event.channel, event.speaker, event.at)
    if account is None:
        return Looked()
    said_up_to = int(tx.value("SELECT COALESCE(MAX(id), 0) FROM outbox"))
    submitted = tuple(
        (matter, number)
        for matter in ("clue", "striver")
        for (number,) in tx.all(f"SELECT id FROM {matter} WHERE account_id = :account", account=account.id)
    )
    found = dialogues.of(tx, account.id)
    told = [step for step in map(steps.from_shape, found.steps) if _told(step)] if found else []
    if found is None or not told:
        return Looked(account=account.id, submitted=submitted, said_up_to=said_up_to)
    return Looked(
        account=account.id,
        under_way="".join(shapes.encode(step).decode() for step in told),
        present=_told(told[-1]),
        touched_at=found.touched_at,
        submitted=submitted,
        said_up_to=said_up_to,
    )


def _told(step: steps.Step) -> str:
    """What a step holds of a report, as JSON, but for name and contact, which are kept elsewhere; empty for any other step."""
    draft = getattr(step, "draft", None) or getattr(step, "kept", None)
    if not dataclasses.is_dataclass(draft) or isinstance(draft, type):
        return ""
    hidden = {name: "" for name in ("name", "contact") if hasattr(draft, name)}
    return shapes.encode(replace(draft, **hidden)).decode()


def _submission(tx: Tx, matter: str, number: int) -> str:
    story = clues.story(tx, number) if matter == "clue" else strivers.story(tx, number)
    pieces = evidence.of_matter(tx, matter, number)
    return shapes.encode([story, *pieces]).decode()


def _said(tx: Tx, account: int, after: int) -> str:
    """All that was said to an account after a number, as JSON."""
    rows = tx.all(
        "SELECT made_at, body FROM outbox WHERE account_id = :account AND id > :after", account=account, after=after
    )
    opened = (tx.vault.open(body, f"outbox|{account}|{times.text(times.read(made))}") for made, body in rows if body)
    return "".join(body.decode() for body in opened)


def _short(event: Said) -> str:
    files = [file.name for file in event.files]
    return f"{event.speaker} at {event.at:%d %H:%M:%S}: {event.text[:60]!r} {event.choice!r} {files}"
