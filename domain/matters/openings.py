"""Opening the identity of whoever reported (身份开启): asked for by whoever has the clue, opened by the custodian and a leader
together. The law §2 (custodian), §11.5: dual approval, logged, with a reason.

The custodian sees the identity until the next working day is over, and nothing of the clue; whoever asked sees the clue, and nothing of
the identity: what there is to ask the reporter, the custodian asks.
"""

from domain.matters.parts.clue_guards import ClueStage
from domain.matters.ruling import ANOTHER
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_ASKED = frozenset({"asked"})
_CUSTODIAN = frozenset({Role.CUSTODIAN})
_OPENED = frozenset({"opened"})
_CLOCK = frozenset({Role.CLOCK})
_TOLD = (Relation.APPLICANT,)
OPENED_IT = Need(
    "opened by oneself",
    Why.NOT_YOURS,
    lambda _standing, _by, facts, _given: "open" in facts.did,
    frozenset({MAKE}),
)

MOVES = {
    "ask": Rule(
        start=frozenset({"new"}),
        end="asked",
        by=frozenset({Role.REVIEWER, Role.CASE_OFFICER}),
        asks=(Asked("about", "matter"), Asked("why", "text")),
        is_previewed=True,
    ),
    "open": Rule(
        start=_ASKED,
        end="opened",
        by=_CUSTODIAN,
        second=Role.LEADER,
        needs=(ANOTHER,),
        tells=_TOLD,
        is_grave=True,
    ),
    "look": Rule(
        start=_OPENED,
        by=_CUSTODIAN,
        needs=(OPENED_IT,),
        effects=("open_identity",),
        is_act=True,
        is_answered=False,
        style=Style.PRIMARY,
    ),
    "close": Rule(start=_OPENED, end="closed", by=_CUSTODIAN, needs=(OPENED_IT,), effects=("close_identity",)),
    "refuse": Rule(
        start=_ASKED, end="refused", by=_CUSTODIAN | {Role.LEADER}, asks=(Asked("reason", "text"),), tells=_TOLD
    ),
    "withdraw": Rule(start=_ASKED, end="withdrawn", by=frozenset(_TOLD)),
    "lapse": Rule(start=_ASKED, end="lapsed", by=_CLOCK, tells=_TOLD, is_hidden=True),
    "fall_shut": Rule(start=_OPENED, end="closed", by=_CLOCK, effects=("close_identity",), is_hidden=True),
}

PROCEDURE = Procedure(
    matter="opening",
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="ask", prefix="SF", about="about", kinds={"clue": frozenset(ClueStage) - {ClueStage.DRAFT}}, are_many=True
    ),
    terms=(
        Limit("opening_decide", _ASKED, lapses="lapse"),
        Limit("opening_look", _OPENED, lapses="fall_shut", is_right=True),
    ),
    shows={
        Relation.APPLICANT: ("about", "why", "reason"),
        **dict.fromkeys((Role.CUSTODIAN, Role.LEADER, Role.AUDITOR), ("applicant", "why", "reason")),
    },
    closed_to={Role.CUSTODIAN: frozenset({"closed"})},
    todo={"asked": _CUSTODIAN, "opened": _CUSTODIAN},
)
