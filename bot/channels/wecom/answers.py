"""What WeCom's refusals say about a message: which of the outcomes of sending they are."""

from __future__ import annotations

import logging

from bot.channel import NotSent, OutcomeUnknown, Undeliverable
from bot.channels.wecom import client, hindrances
from bot.channels.wecom.tokens import SecretRefused
from domain.matters.troubles import TroubleReason

LOG = logging.getLogger(__name__)

MINUTE = 60.0  # how long whoever was too fast is shut out, and how long a change of trusted addresses takes
TOKEN_PAUSE = 10.0
NO_SUCH_MEMBER = frozenset({40003, 60111, 81013, 86001, 86003})
OUT_OF_REACH = frozenset({43004, 60011, 60030})  # no member any more, or outside the app's visible scope
ROBOT_GONE = frozenset({93000, 93004})
BEYOND_SIZE = frozenset({45001, 45002})
Failed = NotSent | OutcomeUnknown | Undeliverable


def outcome(error: Exception, *, is_repeatable: bool = False) -> Failed:
    """What an error says about the message. `is_repeatable`: doing it twice does no harm."""
    match error:
        case SecretRefused():
            return NotSent("the secret is refused", retry_after=error.retry_after, is_overall=True)
        case client.CallRefused(code=code):
            return _refused(code)
        case client.CallNotMade():
            return NotSent("no connection")
        case client.CallUnanswered():
            return NotSent("no answer") if is_repeatable else OutcomeUnknown("no answer")
        case _:
            LOG.error("MemberSending on WeCom failed in a way it should not: %s", type(error).__name__)
            return NotSent(type(error).__name__) if is_repeatable else OutcomeUnknown(type(error).__name__)


def _refused(code: int) -> Failed:
    why = f"errcode {code}"
    if code in (hindrances.BUSY, hindrances.TOO_MANY_AT_ONCE):
        return NotSent(why)  # the pusher tries again, each time later
    if code in (hindrances.TOO_MANY, hindrances.NOT_TRUSTED):
        return NotSent(why, retry_after=MINUTE, is_overall=True)
    if code in hindrances.DEAD_TOKEN | hindrances.BAD_SECRET:
        return NotSent(why, retry_after=TOKEN_PAUSE, is_overall=True)
    if code in NO_SUCH_MEMBER:
        return Undeliverable(why, is_gone=True, reason=TroubleReason.CHAT_GONE)
    if code in ROBOT_GONE:
        return Undeliverable(why, is_gone=True, reason=TroubleReason.VOICE_GONE)
    if code in BEYOND_SIZE:
        return Undeliverable(why, reason=TroubleReason.TOO_LARGE)
    if code in OUT_OF_REACH:
        return Undeliverable(why, is_gone=True, reason=TroubleReason.BLOCKED)
    return Undeliverable(why)
