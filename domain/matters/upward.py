"""A clue about the office that runs the bot, or about who leads it (直送上级): it by-passes the office, and only the contact of the
upper level sees it (the law §2 rule 4). The law says no more of it than that; its terms are those of a clue.

It is a kind of its own and no clue: whatever counts, lists, finds, compares or merges clues does not know of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.matters import clues
from domain.matters.parts.clue_guards import SECRET_TARGETS, SIGNED, TRANSFER_TARGETS, ClueMove
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role
from domain.saying import Style


class UpwardStage(StrEnum):
    """Where it stands. A draft is a dialogue, as with every clue."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    RECEIVED = "received"  # 已直送
    LOOKING = "looking"  # 上级办理中
    PASSED = "passed"  # 已转送
    ANSWERED = "answered"  # 已答复
    WITHDRAWN = "withdrawn"  # 撤回


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOffice:
    """The office that runs the bot, as whoever reports may mean it: the `units` that are it, its `names`, and its `heads`."""

    units: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    def is_meant(self, given: Mapping[str, str]) -> bool:
        """Whether what was told is about it: by its unit, by its name where no unit was found, by who leads it in any case."""
        told = _closed_up(f"{given.get('unit_told', '')}\n{given.get('story', '')}")
        called = self.heads if given.get("unit") else (*self.heads, *self.names)
        return given.get("unit", "") in self.units or any(_closed_up(name) in told for name in called)


def _closed_up(text: str) -> str:
    """Without blanks and capitals, so that nobody is missed by either."""
    return re.sub(r"\s", "", text).casefold()


_CONTACT = frozenset({Role.BYPASS_CONTACT})
_REPORTER = frozenset({Role.REPORTER})
_TOLD = (Role.REPORTER,)
_RECEIVED = frozenset({UpwardStage.RECEIVED.value})
_LOOKING = frozenset({UpwardStage.LOOKING.value})
_PASSED = frozenset({UpwardStage.PASSED.value})
_OPEN = _RECEIVED | _LOOKING | _PASSED

MOVES = {
    "submit": clues.MOVES[ClueMove.SUBMIT],
    "enter": clues.MOVES[ClueMove.ENTER],
    "import": clues.MOVES[ClueMove.IMPORT],
    "register": Rule(
        start=frozenset({UpwardStage.SUBMITTED}), end=UpwardStage.RECEIVED, by=frozenset({Role.CLOCK}), is_hidden=True
    ),
    "take_up": Rule(start=_RECEIVED, end=UpwardStage.LOOKING, by=_CONTACT, tells=_TOLD, owns=True, style=Style.PRIMARY),
    "pass_on": Rule(  # each body with its ground stands in the history, as with every clue: that is the ledger
        start=_OPEN,
        end=UpwardStage.PASSED,
        by=_CONTACT,
        asks=(Asked("target", "one_of", "transfer_target", TRANSFER_TARGETS), Asked("ground", "text")),
        tells=_TOLD,
        says=("target",),
        secret={"target": SECRET_TARGETS},
        is_grave=True,
    ),
    "take_back": Rule(
        start=_PASSED, end=UpwardStage.LOOKING, by=_CONTACT, asks=(Asked("ground", "text"),), tells=_TOLD
    ),
    "answer_it": Rule(
        start=_OPEN,
        end=UpwardStage.ANSWERED,
        by=_CONTACT,
        asks=(Asked("result", "text"),),
        tells=_TOLD,
        says=("result",),
        noted=("office", "result"),
        is_grave=True,
    ),
    "write": Rule(
        start=_OPEN,
        by=_CONTACT,
        asks=(Asked("text", "text"),),
        tells=_TOLD,
        says=("text",),
        noted=("office", "text"),
        is_act=True,
    ),
    "show_evidence": looking(_OPEN, _CONTACT),
    "supplement": Rule(
        start=_OPEN,
        by=_REPORTER,
        asks=(Asked("text", "text", may_skip=True),),
        noted=("supplement", "text"),
        is_act=True,
    ),
    "withdraw": Rule(start=_OPEN, end=UpwardStage.WITHDRAWN, by=_REPORTER, tells=_TOLD, is_grave=True),
}
_BODY = ("story", "attachments", "unreachable")
PROCEDURE = Procedure(
    matter="upward",
    first=UpwardStage.DRAFT,
    begins=Beginning(
        move="submit", prefix="ZS", follows=("register",), quota="clue_per_day", has_code=True, is_offered=False
    ),
    moves=MOVES,
    terms=(
        Limit("clue_triage_target", _RECEIVED, is_promised=True),
        Limit("clue_accept_notice_realname", _RECEIVED, where=SIGNED, is_promised=True),
        Limit("clue_cap", _LOOKING, is_promised=True),
        Limit("clue_transfer", _PASSED),
    ),
    shows={
        Role.BYPASS_CONTACT: (
            "alias",
            "signed",
            "unit",
            "unit_told",
            "kind",
            "when",
            "where",
            "target",
            "ground",
            *_BODY,
            "notes",
            "next",
        )
    },
    body=frozenset(_BODY),
    todo={UpwardStage.RECEIVED: _CONTACT, UpwardStage.LOOKING: frozenset({Relation.OFFICER})},
    next={UpwardStage.RECEIVED: "take_up_above", UpwardStage.PASSED: "wait_receipt"},
    is_apart=True,
)
