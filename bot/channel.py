"""What a channel is: the seam between our rooms and the platforms.

Lives here: `Parcel` (a worded message on its way out), the five outcomes of sending, and `Channel`, which each platform's in
`bot/channels/` is one of; what is known of them are their traits (`domain/channels.py`). What comes in goes through the
intake, `bot/house/intake.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, ExceptionHandler

from bot import language
from bot.card_text import CardText
from bot.settings import Settings
from domain import errors, said
from domain.channels import Traits
from domain.evidence import Media
from domain.matters.troubles import TroubleReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button as the person sees it. `handle` is at most 64 bytes and comes back as `Said.choice`. `number`, where the channel's buttons
    are chosen by typing one, stands at the front of the label; 0: none does."""

    label: str
    handle: str
    style: str = "plain"
    number: int = 0
    select: "ButtonSelect | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonSelect:
    """Answers that may be chosen at a button: one, or several. Each has the words that are sent with the press, and its label."""

    options: tuple[tuple[str, str], ...]
    is_several: bool


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
    data: bytes = field(repr=False)
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

    `number` is the outbox number, visible to the platform's own de-duplication. `route` is the decrypted address, which the channel
    understands; of public words that of the audience. `edits` is the reference of an earlier message this one replaces (a card that
    moved, a title that becomes the whole announcement): its id or, where the channel edits by tickets, a ticket.
    `card` is the same as `text` part by part. `layout` is `list` for a list that one works through. `is_staff` asks for protection against
    forwarding where the platform has it. `takes_away`: what `edits` names is emptied, with its files and buttons.
    `is_awaited`, of a card that is edited by tickets: it waits for its reader, so it is said anew where it cannot be edited any more.
    `begun`, of public words: what of them stands already, as an earlier attempt had it (see `MessageTurn`). `table`: the figures that were
    approved with them, as `bot/publishing/tables.py` reads them, where the audience takes tables.
    """

    number: int
    route: str
    text: str
    card: CardText | None = None
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[Fact, ...] = ()
    edits: str = ""
    layout: str = ""
    is_quiet: bool = False
    is_staff: bool = False
    is_card: bool = False
    takes_away: bool = False
    is_awaited: bool = False
    table: bytes = b""
    begun: str = ""
    locale: str = "zh"


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it; `ref` is what a later edit needs, empty where there can be none (any more)."""

    ref: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was surely not sent and may be tried again, not before `retry_after` seconds; `is_overall` halts the whole channel.

    `begun`, here and in the outcomes below: what of it stands, or may stand, after all; None: what was said of it at the last turn.
    """

    why: str
    retry_after: float = 0.0
    is_overall: bool = False
    begun: str | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """It was surely not sent, because its reader has been silent for too long: it is kept until they write again."""

    why: str


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """It may have been sent: the answer was lost. Of several messages all others stand."""

    why: str
    begun: str | None = None


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """It will never be sent, for one of the law's reasons. `moved_to` is the new route, where the platform names one.

    `why` is what the platform said, which may repeat somebody's words: it belongs into no log. `is_gone`: nothing else
    will be sent there, either, because the person blocked us or the chat is no more.
    """

    why: str
    moved_to: str = ""
    is_gone: bool = False
    reason: TroubleReason = TroubleReason.REFUSED
    begun: str | None = None


Outcome = Sent | NotSent | Parked | OutcomeUnknown | Undeliverable


class MessageTurn(Protocol):
    """Awaited before each message of a parcel leaves."""

    async def __call__(self, begun: str = "") -> float:
        """0 when it may leave, or the seconds until then where they are many; then what is left of the parcel is NotSent, with these
        seconds as `retry_after`.

        `begun`: in words of the channel's own, what of the parcel stands, and what is in doubt from now on (`IN_DOUBT`), this message with
        it. It is durable before that leaves, whoever dies over it, and comes back as `Parcel.begun`; what is in doubt is never said again
        before a person has decided so. Without it a parcel of public words that somebody died over is for a person as a whole.
        """
        ...


async def at_once(begun: str = "") -> float:
    """No pace to keep, and nothing to remember."""
    return 0.0


class FileGone(errors.FlagpostError):
    """The platform no longer has that file; ask the person to send it again."""


class FileWithheld(errors.FlagpostError):
    """The platform does not hand out files of that size; ask the person for a smaller one."""


class FileDelayed(errors.FlagpostError):
    """The platform did not hand out that file just now; try again later."""


class Fetcher(Protocol):
    """Brings the bytes behind a file reference."""

    async def fetch(self, file: said.FileRef) -> bytes:
        """Return the whole file; raise FileGone where the platform has lost it."""
        ...


class Sender(Protocol):
    """What delivery needs of a channel. `send` answers with an outcome and raises nothing but cancellation."""

    @property
    def traits(self) -> Traits:
        """What is known of it."""
        ...

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Bring one parcel to its route, once. Each message asks for its turn; that of the first has come."""
        ...


@runtime_checkable
class TwoPhase(Protocol):
    """A channel that can post an announcement's title and edit it into the whole: that may be repeated freely."""

    async def post_title(self, route: str, title: str, messages: int = 1, turn: MessageTurn = at_once) -> Outcome:
        """Post the bare title."""
        ...

    def messages_for(self, parcel: Parcel) -> int:
        """How many messages a parcel becomes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFinding:
    """What an operator should know of how a channel is set up, or stands. `key` names one of the command line's sentences (`check.…`),
    which `facts` fill; what `is_to_mind` is well, but somebody should know of it."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_well: bool = True
    is_to_mind: bool = False

    def said(self, locale: str) -> str:
        """The sentence; of a list of names each."""
        words = language.table(locale)
        comma = str(words["comma"])
        facts = {
            name: comma.join(map(str, fact)) if isinstance(fact, list) else fact for name, fact in self.facts.items()
        }
        return str(words["check"][self.key]).format(**facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """How one channel stands. `why` says what keeps it from working, `minds` what else somebody should know; `counts` by what came of
    updates."""

    why: ChannelFinding | None
    silent_for: float | None
    rebuilt: int
    minds: Sequence[ChannelFinding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_hearing(self) -> bool:
        """Whether the platform can be heard."""
        return self.why is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Somewhere public: its name, the channel that reaches it, the languages it is told in, and its address there.

    What is for an audience without an address is shown by the channel, not sent. `takes_tables`: figures can be laid out there as a table.
    """

    name: str
    channel: str
    locales: tuple[str, ...]
    route: str = ""
    takes_tables: bool = False


Menu = Mapping[str, Sequence[tuple[str, str]]]
"""Language ("" for whoever speaks another) to the commands that everybody may give: name and description."""


class Channel:
    """A way to reach people, as the house sees it. What a platform has none of stays as it is here.

    Life: made (`opened` of its class, see `bot/channels/surroundings.py`), `start`, `close` before the web server is asked to
    end, `stop` after delivery has ended.
    """

    traits: Traits

    @classmethod
    def set_up(cls, given: Settings) -> str:
        """How the settings have it: the name of the command line's words for it (`check.set_up.…`); empty where they leave it off."""
        return ""

    @classmethod
    async def examined(cls, given: Settings) -> Sequence[ChannelFinding]:
        """What `flagpost check` finds where it is set up, by calls that change nothing."""
        return ()

    async def start(self, menu: Menu) -> None:
        """Begin to listen, in the background; whether the platform answers or not, the house opens. `menu` is to be shown."""

    def close(self) -> None:
        """End what holds requests open, so that the web server can stop."""

    async def stop(self) -> None:
        """Stop listening, and hang up."""

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Bring one parcel to its route, once; raise nothing but cancellation. Where the channel pulls, nobody asks for it."""
        raise NotImplementedError

    async def fetch(self, file: said.FileRef) -> bytes:
        """Return the whole of a file that somebody sent; raise FileGone, FileRefused or FileDelayed."""
        raise FileGone

    def facts(self) -> ChannelFacts | None:
        """How it stands, for whoever watches; None where there is nothing to watch."""
        return None

    def routes(self) -> Sequence[BaseRoute]:
        """The pages it serves."""
        return ()

    def doors(self) -> Mapping[str, ASGIApp]:
        """By path, the doors at which its platform calls: they are answered before every page, because they are busy."""
        return {}

    def failures(self) -> Mapping[Any, ExceptionHandler]:
        """What answers, by kind of failure, where a page cannot be shown."""
        return {}

    def audiences(self) -> Sequence[Audience]:
        """Whom it tells in public."""
        return ()


def whole(title: str, text: str) -> str:
    """Return public words as one message: the title that was posted first, then the text."""
    return f"{title}\n\n{text}" if title and text else title or text
