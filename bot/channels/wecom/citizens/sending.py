"""What goes out to citizens: within their window, under an id that makes a repeat harmless.

What may not be said to them now is kept until they write again (`Parked`). Nothing that was said can be changed or taken away.
"""

from __future__ import annotations

import base64
import itertools
import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.channel import (
    ChannelFinding,
    MessageTurn,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Parcel,
    Parked,
    Sent,
    Undeliverable,
    at_once,
)
from bot.channels.part_way import PartWay
from bot.channels.wecom import answers, hindrances, media
from bot.channels.wecom.citizens import layout
from bot.channels.wecom.citizens.layout import CitizenPiece
from bot.channels.wecom.citizens.windows import CitizenWindows
from bot.channels.wecom.client import CallRefused, CallUnanswered, Client
from bot.wording import Words
from domain.matters.troubles import TroubleReason
from domain.saying import Term

WRITE_ON = Term("wechat", "write_on")
LATER = "its turn comes later"
SHUT = "its reader has been silent for too long, or has had as many messages as may be"
OVER = frozenset({95001, 95002, 95013, 95031})  # too many, or too late: until they write
NOT_OURS_NOW = 95018  # a person of the office has the session, or it is too late
CITIZEN_GONE = frozenset({40003, 40096, 84061})
ACCOUNT_WRONG = frozenset({95000, 95003, 95004, 95017, 48002})  # of the whole account: nobody can be written to
LATELY = 1000  # messages that came back, of which it is remembered
PAUSE = 300.0  # seconds, until somebody has put right what is wrong with the account


class CitizenSending:
    """Sends for one account of customer service. `marks` makes of words a keyed hash of 16 bytes."""

    def __init__(
        self, *, client: Client, account: str, windows: CitizenWindows, words: Words, marks: Callable[[str], bytes]
    ) -> None:
        self._words = words
        self._marks = marks
        self._client = client
        self._account = account
        self._windows = windows
        self._part_way: PartWay[str] = PartWay()
        self._unsure: set[str] = set()  # ids of messages whose answer was lost
        self.why: ChannelFinding | None = None  # what keeps the whole account from saying anything
        self._came_back: deque[str] = deque(maxlen=LATELY)

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Send a parcel. Raises nothing but cancellation."""
        if parcel.takes_away or parcel.edits:
            return Sent(parcel.edits if not parcel.takes_away else "")
        if code := self._windows.take_welcome(parcel.route):
            await turn()  # it is the first message: what it leaves over is said below, or kept
            outcome = await self._welcome(parcel, code)
            if outcome is not None:
                return outcome
        return await self._post(parcel, turn)

    async def _welcome(self, parcel: Parcel, code: str) -> Outcome | None:
        """Say it to whoever has just come and has not written: one message. None where it cannot be said so, or not to its end. Whoever
        only presses on it may have opened no window, so that nothing can be answered: they are asked to type."""
        piece, is_all = layout.welcome(parcel, self._words.term(WRITE_ON, parcel.locale))
        if piece is None:
            return None
        number = self._message_id(parcel, 0)
        body = {"code": code, "msgid": number, "msgtype": piece.kind, piece.kind: piece.body}
        try:
            await self._client.call("kf/send_msg_on_event", body)
        except CallUnanswered:
            return OutcomeUnknown("no answer")
        except Exception:
            return None
        if not is_all:
            self._part_way.keep((parcel.route, parcel.number), [piece], [number])
            return None
        return Sent(number)

    async def _post(self, parcel: Parcel, turn: MessageTurn) -> Outcome:
        found = layout.pieces(parcel, self._tail(parcel))
        if not found:
            return Undeliverable("nothing to say")
        place = (parcel.route, parcel.number)
        posted = self._arrived(self._part_way.taken_up(place, found))
        try:
            for piece in found[len(posted) :]:
                if seconds := await turn():
                    return NotSent(LATER, retry_after=seconds)
                if not self._windows.may_be_told(parcel.route):
                    return Parked(SHUT)
                done = await self._post_piece(parcel, len(posted), piece)
                if isinstance(done, OutcomeUnknown) and piece is not found[-1]:
                    return NotSent(done.why)  # the last, which is answered, surely has not left
                if not isinstance(done, str):
                    return done
                posted.append(done)
        finally:
            if len(posted) < len(found):
                self._part_way.keep(place, found, posted)
        if self._arrived(posted) != posted:
            return Parked(SHUT)
        return Sent(" ".join(posted))

    def came_back(self, message: str) -> None:
        """A message did not arrive of which the house does not know yet that it was said: others of its parcel are under way, or wait."""
        self._came_back.append(message)

    def _arrived(self, posted: list[str]) -> list[str]:
        """The messages before the first that came back."""
        return list(itertools.takewhile(lambda number: number not in self._came_back, posted))

    async def _post_piece(self, parcel: Parcel, place: int, piece: CitizenPiece) -> str | Outcome:
        """Send one message; the id under which it stands."""
        try:
            kind, content = piece.kind, piece.body
            if piece.attachment is not None:
                kind, media_id = await media.bring(self._client, piece.attachment)
                content = {"media_id": media_id}
        except Exception as error:
            return answers.outcome(error, is_repeatable=True)
        body = {"open_kfid": self._account, "touser": parcel.route, "msgtype": kind, kind: content}
        done = await self._sent(parcel.route, body, self._message_id(parcel, place))
        if isinstance(done, Undeliverable) and not done.is_gone:
            # It may have been taken once before, and have come back, or whoever sent it died over it: no id is good twice.
            other = new_id()
            done = await self._sent(parcel.route, body, other)
            self._unsure.discard(other)  # it is never said again under this one
        return done

    async def _sent(self, route: str, body: Mapping[str, Any], number: str) -> str | Outcome:
        try:
            await self._client.call("kf/send_msg", {**body, "msgid": number})
        except CallRefused as refused:
            return self._refused(route, number, refused.code)
        except CallUnanswered as error:
            self._unsure.add(number)  # the platform knows its id and refuses it a second time
            return answers.outcome(error)
        except Exception as error:
            return answers.outcome(error, is_repeatable=True)
        self.why = None
        self._unsure.discard(number)
        self._windows.told(route)
        return number

    def _refused(self, route: str, number: str, code: int) -> str | Outcome:
        if code in OVER:
            self._windows.shut(route)
            return Parked(SHUT)
        if code == NOT_OURS_NOW:
            self._windows.shut(route)
            self._windows.of(route).is_with_human = None  # asked for when they write again
            return Parked(SHUT)
        if code in ACCOUNT_WRONG:
            self.why = hindrances.of_service(code, self._account)
            return NotSent(f"errcode {code}", retry_after=PAUSE, is_overall=True)
        if code in CITIZEN_GONE:
            return Undeliverable(f"errcode {code}", is_gone=True, reason=TroubleReason.CHAT_GONE)
        found = answers.outcome(CallRefused(code))
        if isinstance(found, Undeliverable) and number in self._unsure:
            self._unsure.discard(number)  # it was taken the first time: a second one under its id is refused
            self._windows.told(route)
            return number
        return found

    def _tail(self, parcel: Parcel) -> str:
        """Where it may be the last message that reaches them, how to let more come."""
        return self._words.term(WRITE_ON, parcel.locale) if self._windows.is_last(parcel.route) else ""

    def _message_id(self, parcel: Parcel, place: int) -> str:
        """An id of at most 32 letters and digits: the same for the same message, and another for every other. It is kept in clear, so that
        whoever knows what is usually said must not find by it to whom."""
        told = [parcel.number, place, parcel.route, parcel.text, [button.handle for button in parcel.buttons]]
        return _id(self._marks(json.dumps(told)))


def new_id() -> str:
    """One that nothing has had: a message whose own id is used up must not be given up because its next ones are, too."""
    return _id(secrets.token_bytes(15))


def _id(drawn: bytes) -> str:
    return base64.b32encode(drawn[:15]).decode()
