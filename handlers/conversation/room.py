"""What a handler has at hand: the transaction, the office's values, who acts, and when.

Lives here: `Office` (a cached view, made in `bot/`), `Room` (one message's surroundings), `Matter` (what every matter offers
to the cards and moves). Made by `handlers/conversation/dispatch.py` and the clock; used by all handlers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from domain import people, units
from domain.cards import CardView
from domain.channels import Channels, Traits
from domain.mechanism import calendar
from domain.mechanism import rules as law
from domain.mechanism.ballots import Poll
from domain.mechanism.parts import Holder
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Procedure
from domain.saying import DESK, Choice, Class, Say, Saying
from handlers.conversation import handles
from handlers.understanding import unit_names
from handlers.understanding.units import Finder
from storage.database import Tx
from storage.matters import Family
from storage.mechanism.involvement import Involvement
from storage.mechanism.parts import Addressee
from storage.road import outbox, routes

BETWEEN_PARTS = timedelta(seconds=1.5)  # longest between two pictures of an album, as they come from the channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How the office presents itself."""

    name: str = ""
    phone: str = ""
    address: str = ""
    signature: str = ""
    own_unit: str = ""  # by which unit of the register it is itself
    head: str = ""  # by which names and posts people call who leads it
    retention: str = ""
    retention_en: str = ""
    contests: str = ""  # the names of those that it holds, with 、 between; empty: those of the law

    def retention_in(self, locale: str) -> str:
        """How long data is kept, in the office's words for this language; in Chinese where it gave no others."""
        return (self.retention_en if locale == "en" else "") or self.retention


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Randomness, drawn at the door: a query code, an alias, a number for a new dialogue."""

    code: str
    alias: str
    dialogue: int


class Matter(Protocol):
    """What a matter offers to the engine of cards and moves."""

    procedure: Procedure

    def view(self, room: "Room", matter_id: int) -> CardView | None:
        """Show what this actor may see of it now; None where they may not see it."""
        ...

    def may_see(self, room: "Room", standing: Standing, facts: Facts) -> bool:
        """Whether this actor may see it at all."""
        ...

    def suggested(self, room: "Room", matter_id: int, asked: str) -> tuple[str, ...]:
        """Offer answers for what a move asks; empty for those of the table."""
        ...

    def facts(self, room: "Room", standing: Standing) -> Facts:
        """Say what the guards of its moves look at, for whoever acts here."""
        ...

    def followed(self, room: "Room", event: Event) -> None:
        """Let follow what follows from a recorded event: effects and who hears of it."""
        ...


@runtime_checkable
class Typed(Protocol):
    """A matter for which something is typed that only it can look up. No guard: those are in the table."""

    def unfit(self, room: "Room", standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """Say what does not fit of what was typed; None where everything does."""
        ...


@runtime_checkable
class Explaining(Protocol):
    """A matter that has more to say of a refusal than the common words."""

    def explained(self, room: "Room", facts: Facts, why: Why) -> Saying | None:
        """Say why a move was refused; None where the common words will do."""
        ...


@runtime_checkable
class Passing(Protocol):
    """A matter that has more to say than who was first to whoever presses something after it has moved on."""

    def passed(self, room: "Room", facts: Facts) -> Saying | None:
        """Say it; None where the common words will do."""
        ...


@runtime_checkable
class Weighed(Protocol):
    """A matter that says, before a grave move, how much hangs on it."""

    def stakes(self, room: "Room", matter_id: int, move: str) -> Saying | None:
        """Say how much hangs on this move; None where there is nothing to count."""
        ...


@runtime_checkable
class Changing(Protocol):
    """A matter of which a move changes more than where it stands: its own facts, or who has claimed it."""

    def changed(self, room: "Room", event: Event) -> Event:
        """The event with all that is to be remembered of it."""
        ...


@runtime_checkable
class Brought(Protocol):
    """A matter that somebody brings in and follows by a query code."""

    def brought(self, room: "Room", standing: Standing, given: Mapping[str, str]) -> None:
        """Keep what is its own besides, let the reviewers hear that it waits, and answer with the receipt."""
        ...


@runtime_checkable
class Lined(Protocol):
    """A matter that stands in a queue with others: who has decided one is offered the next."""

    def coming(self, room: "Room", event: Event) -> int | None:
        """Take up the card that follows; return its number, None where none does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office as values: register, rules, calendar, profile, and the tables of matters, commands and doers."""

    register: units.Register
    finder: Finder
    rules: law.RuleSet  # by which what begins now is judged
    calendar: calendar.Calendar
    profile: Profile
    matters: Mapping[str, Matter]
    commands: Mapping[str, "Command"] = field(default_factory=dict)
    does: Mapping[type, Callable[["Room", Any], None]] = field(default_factory=dict)
    locale: str = "zh"
    channel_policy: str = "open"
    public_url: str = ""
    has_mail: bool = False
    is_demo: bool = False
    versions: law.Versions = field(default_factory=law.Versions)
    channels: Channels = field(default_factory=Channels)

    def rules_of(self, version: int) -> law.RuleSet:
        """The rules under which a matter began, by the number it keeps; the law: it is judged by them until its end."""
        return self.rules if version == self.rules.version else self.versions.of(version)

    def is_narrow(self, channel: str) -> bool:
        """Whether a channel carries public announcements and progress by code alone (the design §9, `mainland`)."""
        return self.channel_policy == "mainland" and self.channels.of(channel).is_abroad

    def is_in_line(self, one: str, other: str) -> bool:
        """Whether one of two units is the other, above it or below it (the law §2)."""
        register = self.register
        return bool(one and other) and one in register and other in register and units.is_in_line(register, one, other)

    def name_of(self, code: str) -> str:
        """Return a unit's name; nothing for a code that is not in the register."""
        unit = self.register.get(code)
        return unit.name if unit else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One line of THE TABLE: who may, and what it does with what was written behind it.

    `daily`: for whom it stands first in the menu; the rest of a long one stands behind 更多事项.
    """

    name: str
    roles: frozenset[people.Role]
    run: Callable[["Room", str], None]
    daily: frozenset[people.Role] = frozenset()
    is_shown: bool = True
    needs_consent: bool = False
    module: str = ""  # of which part of the house; where that is off, the command is not there
    is_harmless: bool = False  # also given on a narrow channel: it tells nobody's story and shows nobody's


@dataclass(frozen=True, slots=True)
class KnownPoll:
    """The ballot that is under way in a matter, as it stands since this epoch."""

    matter_id: int
    epoch: int
    poll: Poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One message's surroundings. `at` is legal time, `now` real time. `album` is what the message is a part of, if it is.

    What is said to a part of an album stays back for a moment, so that what is said to the next part can take its place: an album
    has one answer.
    """

    tx: Tx
    office: Office
    actor: people.Actor
    at: datetime
    now: datetime
    drawn: Drawn
    channel: str = ""
    album: str = ""
    involvement: Involvement | None = None  # of whoever acts, in the matter at hand, where it was loaded with it
    polled: KnownPoll | None = None  # the ballot that is under way in the matter at hand, where it is known
    addressed: dict[Any, list[Addressee]] | None = (
        None  # the accounts of whom a matter concerns, where one move tells several times
    )
    family: Family | None = None  # the relatives of the matter that is moved, where they were asked for together
    heard: list[Saying] | None = None  # what is said to whoever sits at the machine: they have no account
    hints: list[Saying] | None = None  # what is shown over the button that was pressed, where it can be
    is_seen: bool = False  # whoever acts has pressed on the very card that shows what comes of it

    @property
    def traits(self) -> Traits:
        """What is known of the channel by which this message came."""
        return self.office.channels.of(self.channel)

    @property
    def is_narrow(self) -> bool:
        """Whether this message came by a channel that may not carry what people have to tell."""
        return self.office.is_narrow(self.channel)

    def shown(self, name: str) -> str:
        """A unit's name on a button of whoever acts here: beside the Chinese name an English one for who reads English."""
        return unit_names.beside(name) if self.actor.locale == "en" else name

    @property
    def today(self) -> date:
        """The office's day."""
        return self.office.calendar.local_day(self.at)

    def reply(
        self,
        saying: Saying,
        choices: Sequence[Choice] = (),
        *,
        picture: str = "",
        evidence: tuple[int, ...] = (),
        about: tuple[str, int] | None = None,
        is_interim: bool | None = None,
    ) -> None:
        """Answer whoever speaks, or sits at the machine. Choices here are commands (`/…`); a dialogue's own are put by the engine.

        `about` is the matter of which it shows what only those see who see its card.

        One that `is_interim` takes the place of an interim one before it that has not left yet; None: if it answers a part of an album.
        """
        handle = tuple(choice.value for choice in choices)
        say = Say(
            to=self.actor.account_id,
            saying=saying,
            choices=tuple(choices),
            picture=picture,
            evidence=evidence,
            about=outbox.about(*about) if about else DESK if saying.is_of_desk else "",
        )
        self._put(say, handle, is_interim=is_interim)

    def hint(self, saying: Saying, choices: Sequence[Choice] = ()) -> None:
        """Answer a press with something short that may be missed, for what stands there or comes next says as much: over the button,
        where the channel can, which costs nobody their turn; else as any answer, with these choices."""
        if self.hints is None:
            self.reply(saying, choices)
        else:
            self.hints.append(saying)

    def tell(
        self,
        account_id: int,
        saying: Saying,
        choices: Sequence[Choice] = (),
        *,
        kind: Class = Class.NOTICE,
        picture: str = "",
        is_quiet: bool = False,
        channel: str | None = None,
    ) -> None:
        """Tell somebody something; who has left is not told. `channel` is the account's, where it is known."""
        channel = channel or routes.channel_of(self.tx, account_id)
        if channel is None:
            return
        handle = tuple(choice.value for choice in choices)
        say = Say(to=account_id, saying=saying, choices=tuple(choices), kind=kind, picture=picture, is_quiet=is_quiet)
        outbox.put(self.tx, say, channel, handle, self.now)

    def ask(
        self, saying: Saying, choices: Sequence[Choice], dialogue: int, version: int, *, is_interim: bool | None = None
    ) -> None:
        """Put a dialogue's question with handles bound to this account, dialogue and version; interim as in `reply`."""
        account = self.actor.account_id
        bound = tuple(
            choice.value
            if choice.value.startswith("/")
            else handles.of_choice(self.tx.vault, account, dialogue, version, index)
            for index, choice in enumerate(choices)
        )
        say = Say(to=account, saying=saying, choices=tuple(choices))
        self._put(say, bound, is_interim=is_interim)

    def answer(self, account_id: int | None, saying: Saying, choices: Sequence[Choice] = ()) -> None:
        """Answer whoever asked for something that was decided later; somebody without an account asked at the machine, and whoever
        acts here hears it."""
        if account_id:
            self.tell(account_id, saying, choices, kind=Class.REPLY)
        else:
            self.reply(saying, choices)

    def units_of(self, unit: str, earlier: Sequence[people.Left]) -> tuple[str, ...]:
        """The units whose matters are out of somebody's hands: their own, and those that they left not long ago (the law §2)."""
        due_at, lasts = self.office.calendar.due_at, self.office.rules.conflict_chain
        return (unit, *(left.unit for left in earlier if self.at <= due_at(left.at, lasts)))

    def is_in_line(self, unit: str) -> bool:
        """Whether a unit of the actor's is this unit, above it or below it (the law §2)."""
        return self.is_of_line(self.actor, unit)

    def line(self) -> frozenset[str]:
        """The units of the actor, and those above and below them, by code."""
        mine = self.units_of(self.actor.unit, self.actor.earlier) if self.actor.unit or self.actor.earlier else ()
        return frozenset(each.code for each in self.office.register.units if mine and self.is_in_line(each.code))

    def is_of_line(self, who: people.Actor | Holder, unit: str) -> bool:
        """The same of anybody: of their unit, or of one that they left not long ago."""
        return any(self.office.is_in_line(one, unit) for one in self.units_of(who.unit, who.earlier))

    def acting_as(self, actor: people.Actor) -> "Room":
        """The same room with somebody else acting in it."""
        return replace(self, actor=actor)

    def _put(self, say: Say, handles: tuple[str, ...], *, is_interim: bool | None) -> None:
        if not say.to:
            if self.heard is not None:
                self.heard.append(say.saying)
            return
        held = BETWEEN_PARTS if self.album else timedelta()
        may_be_replaced = bool(self.album) if is_interim is None else is_interim
        outbox.put(self.tx, say, self.channel, handles, self.now, held=held, is_interim=may_be_replaced)
        if may_be_replaced:
            outbox.replace_interim(self.tx, say.to)
