"""The life of one flag: proposed with its period, struck or hung, acknowledged by its unit (the law §5, §9).

Lives here: the stages and moves of a flag, its number and its inscription's table. Which flags the figures call for is in
`domain/scoring/rotations.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.mechanism.columns import Announces, Asked, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style
from domain.scoring.rotations import Proposal


class FlagStage(StrEnum):
    """Where a flag stands."""

    CALLED_FOR = "called_for"  # 应授
    PROPOSED = "proposed"  # 拟授
    STRUCK = "struck"  # 已划去
    HUNG = "hung"  # 已授
    WITHDRAWN = "withdrawn"  # 已撤回
    REPLACED = "replaced"  # 已由新的数据取代
    EXEMPTED = "exempted"  # 已免责（容错）
    REVOKED = "revoked"  # 已撤销: it was announced by mistake


class FlagMove(StrEnum):
    """What can be done with a flag. 收到 is an act: a unique signature, harmless when repeated. Leaders strike at the card of the
    period."""

    ACKNOWLEDGE = "acknowledge"  # 收到
    HANG_UP = "hang_up"  # 登记悬挂: where the cloth hangs, and who keeps it
    HAND_IN = "hand_in"  # 登记收回
    REVOKE = "revoke"  # 撤销: a correction is an entry of its own, and never an edit
    PROPOSE = "propose"
    STRIKE = "strike"  # 划去
    UNSTRIKE = "unstrike"  # 恢复
    REPLACE = "replace"
    HANG = "hang"
    WITHDRAW = "withdraw"
    EXEMPT = "exempt"  # 容错免责: the flag is taken down and counts no more
    RESTORE = "restore"  # 恢复: the tolerance was revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCase:
    """What the guards look at: the flag by its number, when its unit acknowledged it, and whether it was announced."""

    number: str
    acknowledged_at: datetime | None
    is_announced: bool = False


ANNOUNCED = of_case(FlagCase, "a flag that was announced", Why.NOT_NOW, lambda case, _: case.is_announced)
UNREAD = of_case(FlagCase, "not acknowledged yet", Why.ALREADY_READ, lambda case, _: case.acknowledged_at is None)
_CLOCK = frozenset({Role.CLOCK})
_LEADER = frozenset({Role.LEADER})
_UNIT = frozenset({Relation.SUBJECT})
_PROPOSED = frozenset({FlagStage.PROPOSED.value})
_STRUCK = frozenset({FlagStage.STRUCK.value})
_HUNG = frozenset({FlagStage.HUNG.value})

PLACES = ("gate", "head_office", "elsewhere")
"""A red flag hangs at the gate, a yellow one in the head's office (the law §1, §5)."""
_PLAN_DROPPED = Also(kind="flag_plan", move="drop", of=Kin.CHILDREN)

MOVES = {
    FlagMove.ACKNOWLEDGE: Rule(
        start=_HUNG,
        by=_UNIT,
        needs=(UNREAD,),
        effects=("acknowledge_notice",),
        is_act=True,
        is_answered=False,
        style=Style.PRIMARY,
    ),
    FlagMove.HANG_UP: Rule(
        start=_HUNG,
        by=frozenset({Role.REVIEWER}),
        asks=(
            Asked("place", "one_of", "flag_place", PLACES),
            Asked("custodian", "text", longest=30),
            Asked("hung_on", "past_day"),
        ),
        is_answered=False,
    ),
    FlagMove.HAND_IN: Rule(
        start=_HUNG | {FlagStage.WITHDRAWN, FlagStage.EXEMPTED, FlagStage.REVOKED},
        by=frozenset({Role.REVIEWER}),
        asks=(Asked("returned_on", "past_day"),),
        is_answered=False,
    ),
    FlagMove.REVOKE: Rule(
        start=_HUNG,
        end=FlagStage.REVOKED,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(ANNOUNCED,),
        asks=(Asked("reason", "text"),),
        tells=(Relation.SUBJECT,),
        also=(_PLAN_DROPPED,),
        announces=Announces(kind="flag_revoked", answers=("period",), shows=("reason",)),
        is_grave=True,
        style=Style.DANGER,
    ),
    FlagMove.PROPOSE: Rule(
        start=frozenset({FlagStage.CALLED_FOR.value}), end=FlagStage.PROPOSED, by=_CLOCK, is_hidden=True
    ),
    FlagMove.STRIKE: Rule(
        start=_PROPOSED,
        end=FlagStage.STRUCK,
        by=_LEADER,
        asks=(Asked("reason", "text"),),
        effects=("strike_flag",),
        is_hidden=True,
        is_answered=False,
    ),
    FlagMove.UNSTRIKE: Rule(
        start=_STRUCK, end=FlagStage.PROPOSED, by=_LEADER, effects=("unstrike_flag",), is_hidden=True, is_answered=False
    ),
    FlagMove.REPLACE: Rule(start=_PROPOSED | _STRUCK, end=FlagStage.REPLACED, by=_CLOCK, is_hidden=True),
    FlagMove.HANG: Rule(
        start=_PROPOSED,
        end=FlagStage.HUNG,
        by=_CLOCK,
        effects=("show_notice", "lead_by_streak"),
        opens=(Opens(kind="flag_plan", move="ask", where=(("colour", "yellow"),)),),
        paper="flag_notice",
        is_hidden=True,
    ),
    FlagMove.WITHDRAW: Rule(
        start=_HUNG,
        end=FlagStage.WITHDRAWN,
        by=_CLOCK,
        also=(_PLAN_DROPPED,),
        effects=("propose_anew",),
        is_hidden=True,
    ),
    FlagMove.EXEMPT: Rule(start=_HUNG, end=FlagStage.EXEMPTED, by=_CLOCK, also=(_PLAN_DROPPED,), is_hidden=True),
    FlagMove.RESTORE: Rule(start=frozenset({FlagStage.EXEMPTED.value}), end=FlagStage.HUNG, by=_CLOCK, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="flag",
    module=Module.FLAGS,
    first=FlagStage.CALLED_FOR,
    moves={move.value: rule for move, rule in MOVES.items()},
    # A flag that hangs is public; before, leaders see it in the list of its period.
    shows=dict.fromkeys(
        (Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("notice", "place", "custodian", "hung_on", "returned_on", "reason"),
    ),
    body=frozenset({"notice"}),
    is_formal=True,
    unseen=frozenset({FlagStage.CALLED_FOR, FlagStage.PROPOSED, FlagStage.STRUCK, FlagStage.REPLACED}),
)


def numbers(period: str, proposals: Iterable[Proposal]) -> list[tuple[str, Proposal]]:
    """Each proposal with the number of its flag (旗号): period, R or Y, and a count within the period and colour."""
    counts: dict[str, int] = {}
    numbered = []
    for proposal in proposals:
        letter = proposal.colour.value[0].upper()
        counts[letter] = counts.get(letter, 0) + 1
        numbered.append((f"{period}-{letter}{counts[letter]:02}", proposal))
    return numbered
