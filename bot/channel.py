"""What a channel is: the seam between our rooms and the platforms.

Lives here: `Parcel` (a worded message on its way out), the four outcomes of sending, and the `Channel` protocol. Implemented in
`bot/channels/`. What comes in goes through the intake, `bot/house/intake.py`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from domain import errors, said
from domain.evidence import Media
from domain.troubles import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button as the person sees it. `handle` is at most 64 bytes and comes back as `Said.choice`."""

    label: str
    handle: str
    style: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something in the words that the reader keeps, such as a number. `name` is the same in every language."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What goes with the words, to be seen, heard, watched or read. `key` is its content hash: a platform's own id for it
    may be kept under that. For a page `data` is empty where it is evidence: the page asks for it by its key."""

    key: str
    data: bytes
    name: str
    media: Media = Media.PICTURE
    alt: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is seen at once, as a picture in the conversation."""
        return self.media is Media.PICTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One worded message for one place.

    `number` is the outbox number, visible to the platform's own de-duplication. `route` is the decrypted address (Telegram: chat id;
    web: account id as text; public: the channel's configured audience). `edits` is the reference of an earlier message this one replaces
    (a card that moved, a title that becomes the whole announcement); `accepts` tells a web page what it may offer ("text",
    "files", or nothing). `layout` is `list` for a list that one works through. `is_staff` asks for protection against
    forwarding where the platform has it. `takes_away`: what `edits` names is emptied, with its files and buttons.
    """

    number: int
    route: str
    text: str
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[Fact, ...] = ()
    edits: str = ""
    layout: str = ""
    is_quiet: bool = False
    is_staff: bool = False
    is_card: bool = False
    takes_away: bool = False
    locale: str = "zh"


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it; `ref` is what a later edit needs."""

    ref: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was surely not sent and may be tried again, not before `retry_after` seconds; `is_overall` halts the whole channel."""

    why: str
    retry_after: float = 0.0
    is_overall: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent: the answer was lost."""

    why: str


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """It will never be sent, for one of the law's reasons. `moved_to` is the new route, where the platform names one.

    `why` is what the platform said, which may repeat somebody's words: it belongs into no log. `is_gone`: nothing else
    will be sent there, either, because the person blocked us or the chat is no more.
    """

    why: str
    moved_to: str = ""
    is_gone: bool = False
    reason: Reason = Reason.REFUSED


Outcome = Sent | NotSent | Unknown | Undeliverable

# Awaited before a further message leaves: 0 when it may, or the seconds until then where they are many; then what is
# left of the parcel is NotSent, with these seconds as `retry_after`.
Turn = Callable[[], Awaitable[float]]


async def at_once() -> float:
    """No pace to keep."""
    return 0.0


class FileGone(errors.FlagpostError):
    """The platform no longer has that file; ask the person to send it again."""


class FileRefused(errors.FlagpostError):
    """The platform does not hand out files of that size; ask the person for a smaller one."""


class FileDelayed(errors.FlagpostError):
    """The platform did not hand out that file just now; try again later."""


class Fetcher(Protocol):
    """Brings the bytes behind a file reference."""

    async def fetch(self, file: said.FileRef) -> bytes:
        """Return the whole file; raise FileGone where the platform has lost it."""
        ...


class Channel(Protocol):
    """A way to reach people. `send` answers with an outcome and raises nothing but cancellation."""

    name: str

    async def send(self, parcel: Parcel, turn: Turn = at_once) -> Outcome:
        """Bring one parcel to its route, once. It is its turn; where it becomes several messages, each further asks."""
        ...


@runtime_checkable
class TwoPhase(Protocol):
    """A channel that can post an announcement's title and edit it into the whole: that may be repeated freely."""

    async def post_title(self, route: str, title: str, messages: int = 1, turn: Turn = at_once) -> Outcome:
        """Post the bare title."""
        ...

    def messages_for(self, parcel: Parcel) -> int:
        """How many messages a parcel becomes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """How one channel stands. `why` is one of our own sentences; `counts` by what came of updates."""

    is_hearing: bool
    why: str
    silent_for: float | None
    rebuilt: int
    counts: dict[str, int] = field(default_factory=dict)


def whole(title: str, text: str) -> str:
    """Return public words as one message: the title that was posted first, then the text."""
    return f"{title}\n\n{text}" if title and text else title or text
