"""What went wrong on the way in or out and waits for an operator: its life, and why it happened (the design §7).

A trouble is one word whose outcome nobody knows, one word that was given up, or one message that could not be handled.
"""

from enum import StrEnum

from domain.mechanism.procedure import Procedure, Rule
from domain.people import Role


class Stage(StrEnum):
    """Where a trouble stands. The three after the first wait for an operator."""

    MET = "met"  # 出现
    UNKNOWN = "unknown"  # 结果不明
    UNDELIVERED = "undelivered"  # 没有送到
    UNHANDLED = "unhandled"  # 没有处理
    AGAIN = "again"  # 已重发
    SENT = "sent"  # 已确认发出
    ASIDE = "aside"  # 已放下


class Move(StrEnum):
    """How it came before the operators, and what they can do about it."""

    NOT_KNOWN = "not_known"
    NOT_DELIVERED = "not_delivered"
    NOT_HANDLED = "not_handled"
    SEND_AGAIN = "send_again"  # 重发
    WAS_SENT = "was_sent"  # 已发出
    TRY_AGAIN = "try_again"  # 重新处理
    SET_ASIDE = "set_aside"  # 放下


class Reason(StrEnum):
    """Why; each has words in the table `[trouble_reason]`."""

    ANSWER_LOST = "answer_lost"  # the platform's answer did not come
    CLAIM_EXPIRED = "claim_expired"  # whoever sent it died over it
    POST_GONE = "post_gone"  # the title of public words was taken away
    RESTORED = "restored"  # this database came from a backup, and what happened after that is not known
    NOT_APPROVED = "not_approved"  # the approvals fell before it was sent
    BLOCKED = "blocked"  # the person blocked the bot
    CHAT_GONE = "chat_gone"  # the account or chat is no more
    REFUSED = "refused"  # the platform does not take such a message
    DAY_OVER = "day_over"  # it failed for a day
    NO_ROUTE = "no_route"  # nobody knows any more where to send it
    NO_PLACE = "no_place"  # no channel for announcements is set
    NO_WORDS = "no_words"  # a language lacks the words
    FAULT = "fault"  # handling failed
    UNREADABLE = "unreadable"  # the platform brought what nobody can read


NOBODY_THERE = frozenset({Reason.BLOCKED, Reason.CHAT_GONE, Reason.NO_ROUTE})
OPEN = (Stage.UNKNOWN, Stage.UNDELIVERED, Stage.UNHANDLED)
_ADMIN = frozenset({Role.ADMIN})
_OUTGOING = frozenset({Stage.UNKNOWN.value, Stage.UNDELIVERED.value})

BEGINNINGS = {
    Stage.UNKNOWN: Move.NOT_KNOWN,
    Stage.UNDELIVERED: Move.NOT_DELIVERED,
    Stage.UNHANDLED: Move.NOT_HANDLED,
}

MOVES = {
    **{
        move: Rule(start=frozenset({Stage.MET.value}), end=stage, by=frozenset({Role.CLOCK}), is_hidden=True)
        for stage, move in BEGINNINGS.items()
    },
    Move.SEND_AGAIN: Rule(start=_OUTGOING, end=Stage.AGAIN, by=_ADMIN),
    Move.WAS_SENT: Rule(start=frozenset({Stage.UNKNOWN.value}), end=Stage.SENT, by=_ADMIN),
    Move.TRY_AGAIN: Rule(start=frozenset({Stage.UNHANDLED.value}), end=Stage.AGAIN, by=_ADMIN),
    Move.SET_ASIDE: Rule(start=frozenset(OPEN), end=Stage.ASIDE, by=_ADMIN),
}

PROCEDURE = Procedure(
    matter="trouble",
    first=Stage.MET,
    moves={move.value: rule for move, rule in MOVES.items()},
    terms={},
)
