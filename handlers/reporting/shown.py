"""What the cards of clues and nominations show besides the facts of their tables: the story, what came with it, what was said since.

A reviewer reads it (审核卡片, the law §9); nothing in it says who brought it.
"""

from collections.abc import Mapping

from domain import clues, strivers
from domain.cards import Value
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Term
from domain.sayings import clues as sayings
from handlers.conversation import attachments
from handlers.conversation.room import Room
from handlers.conversation.views import Found
from handlers.desk import timelines
from handlers.reporting import submissions, unreachable
from storage import clues as clue_rows
from storage import strivers as striver_rows
from storage.desk import finding

LONGEST_SUMMARY = 700
NEXT: Mapping[str, str] = {
    clues.Stage.TRIAGE: "triage",
    clues.Stage.ACCEPTED: "verify",
    clues.Stage.ANSWERED: "may_review",
    clues.Stage.NEED_INFO: "wait_answer",  # of a nomination, too
    clues.Stage.TRANSFERRED: "wait_receipt",
    clues.Stage.REJECTED: "may_review",
    clues.Stage.REVIEW: "review",
    strivers.Stage.NOMINATED: "take_up",
    strivers.Stage.ELIGIBILITY: "joint_check",
}
_UNDECIDED = frozenset({clues.Stage.SUBMITTED, clues.Stage.REGISTERED, clues.Stage.TRIAGE})


def clue(room: Room, standing: Standing, facts: Facts) -> Found:
    """A clue before a reviewer."""
    row, told = clue_rows.of_id(room.tx, standing.id), clue_rows.story(room.tx, standing.id)
    assert row is not None, "it stands somewhere"
    values = {
        **_common(room, standing),
        "source": Term("source", row.source),
        "signed": Term("real_name", "yes" if row.is_real_name else "no"),
        "unit_told": "" if standing.unit else told.unit_told,
        "kind": Term("kind", standing.category),
        "when": sayings.When.of(told.when),
        "where": told.where,
        "story": told.story if len(told.story) <= LONGEST_SUMMARY else told.story[:LONGEST_SUMMARY] + "…",
        "similar": tuple(other.number for other in finding.similar(room.tx, standing.id)),
        "decided": None if standing.stage in _UNDECIDED else _decided(room, standing),
    }
    course = Choice(value=f"/history {standing.number}", label=Term("menu", "history"))
    labels = {} if standing.owner_id is None else {clues.Move.CLAIM.value: "take_over"}
    return Found(values=values, labels=labels, buttons=(course,))


def striver(room: Room, standing: Standing, facts: Facts) -> Found:
    """A nomination before a reviewer."""
    told = striver_rows.story(room.tx, standing.id)
    values = {
        **_common(room, standing),
        "field": Term("striver_field", standing.category),
        "unit_told": "" if standing.unit else told.unit_told,
        "nominee": told.nominee,
        "deeds": told.deeds,
    }
    return Found(values=values)


def _common(room: Room, standing: Standing) -> Mapping[str, Value]:
    """What came with it and was said since, and whether whoever brought it can be told."""
    lost = unreachable.since(room, standing.account_id) if standing.account_id is not None else None
    coming = NEXT.get(standing.stage)
    return {
        "attachments": attachments.lines(room, standing.matter, standing.id),
        "unreachable": None if lost is None else sayings.Unreachable(since=lost),
        "notes": submissions.said_since(room, standing.matter, standing.id),
        "next": None if coming is None else Term("comes_next", coming),
    }


def _decided(room: Room, standing: Standing) -> Value:
    return timelines.last_decision(room, standing.matter, standing.id, standing.stage)
