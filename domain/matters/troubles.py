"""What went wrong on the way in or out and waits for an operator: its life, and why it happened (the design §7).

A trouble is one word whose outcome nobody knows, one word that was given up, or one message that could not be handled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style


class TroubleStage(StrEnum):
    """Where a trouble stands. The three after the first wait for an operator."""

    MET = "met"  # 出现
    UNKNOWN = "unknown"  # 结果不明
    UNDELIVERED = "undelivered"  # 没有送到
    UNHANDLED = "unhandled"  # 没有处理
    AGAIN = "again"  # 已重发
    SENT = "sent"  # 已确认发出
    ASIDE = "aside"  # 已放下


class TroubleMove(StrEnum):
    """How it came before the operators, and what they can do about it."""

    NOT_KNOWN = "not_known"
    NOT_DELIVERED = "not_delivered"
    NOT_HANDLED = "not_handled"
    SEND_AGAIN = "send_again"  # 重发
    WAS_SENT = "was_sent"  # 已发出
    TRY_AGAIN = "try_again"  # 重新处理
    SET_ASIDE = "set_aside"  # 放下


class TroubleReason(StrEnum):
    """Why; each has words in the table `[trouble_reason]`."""

    ANSWER_LOST = "answer_lost"  # the platform's answer did not come
    CLAIM_EXPIRED = "claim_expired"  # whoever sent it died over it
    POST_GONE = "post_gone"  # the title of public words was taken away
    RESTORED = "restored"  # this database came from a backup, and what happened after that is not known
    NOT_APPROVED = "not_approved"  # the approvals fell before it was sent
    BLOCKED = "blocked"  # the person blocked the bot
    CHAT_GONE = "chat_gone"  # the account or chat is no more
    VOICE_GONE = "voice_gone"  # that by which we speak there was removed or locked
    TOO_LARGE = "too_large"  # a picture or text beyond what the platform takes
    REFUSED = "refused"  # the platform does not take such a message
    DAY_OVER = "day_over"  # it failed for a day
    NO_ROUTE = "no_route"  # nobody knows any more where to send it
    NO_PLACE = "no_place"  # no channel for announcements is set
    NO_WORDS = "no_words"  # a language lacks the words
    FAULT = "fault"  # handling failed
    UNREADABLE = "unreadable"  # the platform brought what nobody can read


NOBODY_THERE = frozenset({TroubleReason.BLOCKED, TroubleReason.CHAT_GONE, TroubleReason.NO_ROUTE})
OPEN = (TroubleStage.UNKNOWN, TroubleStage.UNDELIVERED, TroubleStage.UNHANDLED)
_ADMIN = frozenset({Role.ADMIN})
_OUTGOING = frozenset({TroubleStage.UNKNOWN.value, TroubleStage.UNDELIVERED.value})

BEGINNINGS = {
    TroubleStage.UNKNOWN: TroubleMove.NOT_KNOWN,
    TroubleStage.UNDELIVERED: TroubleMove.NOT_DELIVERED,
    TroubleStage.UNHANDLED: TroubleMove.NOT_HANDLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleCase:
    """What the guards look at: why it happened, and what stands in the way of sending the row again (None: nothing does)."""

    reason: TroubleReason
    hindered: TroubleReason | None


def _is_decided(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Of an unknown outcome 重发 and 已发出 decide; it is put aside only where nothing may be sent any more."""
    return (
        standing.stage != TroubleStage.UNKNOWN
        or not isinstance(facts.case, TroubleCase)
        or facts.case.hindered is not None
    )


MAY_GO = of_case(TroubleCase, "nothing in the way of sending it", Why.CANNOT_GO_OUT, lambda case, _: not case.hindered)
DECIDED = Need("its outcome known, or nothing to be sent any more", Why.CANNOT_SET_ASIDE, _is_decided)
READABLE = of_case(
    TroubleCase,
    "a message that can be read",
    Why.CANNOT_BE_READ,
    lambda case, _: case.reason is not TroubleReason.UNREADABLE,
)


def _decision(start: frozenset[str], end: TroubleStage, *needs: Need, effect: str, style: Style = Style.PLAIN) -> Rule:
    """What an operator decides of the word or the message; its card shows that it is done."""
    return Rule(start=start, end=end, by=_ADMIN, needs=needs, effects=(effect,), is_answered=False, style=style)


MOVES = {
    **{
        move: Rule(start=frozenset({TroubleStage.MET.value}), end=stage, by=frozenset({Role.CLOCK}), is_hidden=True)
        for stage, move in BEGINNINGS.items()
    },
    TroubleMove.SEND_AGAIN: _decision(_OUTGOING, TroubleStage.AGAIN, MAY_GO, effect="send_again", style=Style.PRIMARY),
    TroubleMove.WAS_SENT: _decision(frozenset({TroubleStage.UNKNOWN.value}), TroubleStage.SENT, effect="was_sent"),
    TroubleMove.TRY_AGAIN: _decision(
        frozenset({TroubleStage.UNHANDLED.value}), TroubleStage.AGAIN, READABLE, effect="try_again", style=Style.PRIMARY
    ),
    TroubleMove.SET_ASIDE: _decision(frozenset(OPEN), TroubleStage.ASIDE, DECIDED, effect="let_go"),
}

_FACTS = ("what", "title", "announcement", "audience", "channel", "to", "begun", "at", "attempts", "reason", "platform")

PROCEDURE = Procedure(
    matter="trouble",
    first=TroubleStage.MET,
    moves={move.value: rule for move, rule in MOVES.items()},
    shows={Role.ADMIN: (*_FACTS, "ask", "decided_by")},
    body=frozenset({"ask"}),
)
