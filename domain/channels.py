"""What is known of a channel beyond its name: its traits, which the house reads instead of the name (the design §9).

Lives here: `Traits`, the `Limits` of a platform, and `Channels`, all that the office knows of. Each channel states its own
traits, in its folder; which channels there are is listed in `bot/channels/every.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

IN_DOUBT = "?"
"""Ends a word of what has begun of a parcel where nobody knows whether it stands: it left, or was about to leave."""


class Edits(StrEnum):
    """By what a message that was sent can be changed later: its own id, again and again; a ticket that is good once; nothing."""

    ID = "id"
    TICKET = "ticket"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many messages in so many seconds, wherever the window begins."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform bears: `per_second` in all; in one chat, which is one member's, and in one group, every rate at once.

    `group_begins`: how the address of a group begins. `window`: how long after a person's last message they may be written
    to; what is said to them later is parked until they write again. None: at any time.
    """

    per_second: int
    chat: tuple[Rate, ...] = ()
    group: tuple[Rate, ...] = ()
    group_begins: tuple[str, ...] = ()
    window: timedelta | None = None

    @property
    def longest(self) -> float:
        """Seconds after which what was sent counts nowhere any more."""
        return max([1.0, *(rate.seconds for rate in (*self.chat, *self.group))])

    def rates_of(self, chat: str) -> tuple[Rate, ...]:
        """The rates that count for the chat of this address."""
        is_group = bool(self.group_begins) and chat.startswith(self.group_begins)
        return self.group if is_group else self.chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One channel. `is_ours`: people are there by a session of ours, without an account anywhere, and files are with us already.

    `is_abroad`: its servers are outside the mainland. `takes_real_names`: a reporter may say there who they are (the law §3).
    `pulls`: its pages fetch what is said, nothing is pushed. `buttons` and `selects` are the most that one card may have, None:
    as many as one likes. `combines`: what is said at once should go as one message. `limits` are None where it pulls.
    `numbers`: its buttons come to it with numbers, and are chosen by typing one, too; the house knows what each stands for.
    `is_private`: people come there by the account of their private life; what whoever works here has to do is said where else they are.
    `hints`: how many characters it shows over a button whose press it confirms, beside all limits, once and never surely; 0: none.
    """

    name: str
    is_ours: bool
    is_abroad: bool
    takes_real_names: bool
    pulls: bool
    edits: Edits
    buttons: int | None
    selects: int | None
    combines: bool = False
    numbers: bool = False
    is_private: bool = False
    hints: int = 0
    limits: Limits | None = None

    @property
    def parks(self) -> bool:
        """Whether what is said may have to wait until the person writes again."""
        return self.limits is not None and self.limits.window is not None


# Where nobody speaks: a card that is drawn, the clock's room.
NOBODY = Traits(
    name="",
    is_ours=False,
    is_abroad=False,
    takes_real_names=False,
    pulls=False,
    edits=Edits.NOTHING,
    buttons=0,
    selects=0,
)
# A channel that was taken away, of which there are yet accounts: nothing is entrusted to it.
GONE = replace(NOBODY, is_abroad=True)


@dataclass(frozen=True, slots=True)
class Channels:
    """Every channel that there is, whether or not this office has set it up."""

    every: tuple[Traits, ...] = ()

    def __iter__(self) -> Iterator[Traits]:
        """Each, in the order of the list."""
        return iter(self.every)

    def of(self, name: str) -> Traits:
        """The traits of a channel; those of `NOBODY` without a name, those of `GONE` for one that there is no more."""
        if not name:
            return NOBODY
        return next((each for each in self.every if each.name == name), GONE)

    @property
    def pulling(self) -> tuple[str, ...]:
        """The names of those whose pages fetch what is said."""
        return tuple(each.name for each in self.every if each.pulls)
