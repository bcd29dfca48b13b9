"""A flag that is given by a decision of its own, outside of a period's figures (决定授旗). The law §5, §10 (U33), §4.

One leader proposes it for a unit by a document, somebody of the committee signs, and it hangs once it was announced. In its category it
then turns with the next period like every other flag (`storage/scoring/flags.py`, `held_before`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.matters.scoring import flags
from domain.matters.scoring.flags import FlagMove
from domain.mechanism.columns import Announces, Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import did_not
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style
from domain.scoring.rotations import Colour, HeldFlag

HANGS = frozenset({"hung", "acknowledged"})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_COMMITTEE: frozenset[Party] = frozenset({Role.COMMITTEE})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_PROPOSED, _ANNOUNCING = frozenset({"proposed"}), frozenset({"announcing"})
_TOLD = (Relation.SUBJECT,)
_SAID = Announces(
    kind="decided_flag",
    audiences=("board", "channels"),
    shows=("colour", "grounds", "authorisation"),
    said="hang",
    falls="hold_back",
)
_OF_FLAG = flags.MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsHeld:
    """What the guards look at: the flags that hang today, by unit and category."""

    held: frozenset[tuple[str, str]]


def _is_free(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    wanted = given.get("unit", standing.unit), given.get("category", standing.category)
    return not isinstance(facts.case, FlagsHeld) or wanted not in facts.case.held


FREE = Need("a unit that holds no flag in this category", Why.HOLDS_FLAG, _is_free)

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="proposed",
        by=_LEADER,
        needs=(FREE,),
        asks=(
            Asked("unit", "unit", kept=Place.UNIT),
            Asked("category", "listed", kept=Place.CATEGORY),
            Asked("colour", "one_of", "flag_colour", tuple(Colour)),
            Asked("grounds", "text", longest=200),
            Asked("authorisation", "text", longest=60),
        ),
        is_previewed=True,
    ),
    "approve": Rule(
        start=_PROPOSED,
        end="announcing",
        by=_COMMITTEE,
        needs=(FREE, did_not("proposed it", frozenset({"propose"}))),
        tells=(Role.LEADER,),
        announces=_SAID,
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "turn_down": Rule(
        start=_PROPOSED,
        end="turned_down",
        by=_LEADER | _COMMITTEE,
        asks=(Asked("reason", "text"),),
        tells=(Role.LEADER,),
    ),
    "expire": Rule(start=_PROPOSED, end="lapsed", by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    "hang": Rule(
        start=_ANNOUNCING,
        end="hung",
        by=_CLOCK,
        needs=(FREE,),
        tells=_TOLD,
        opens=_OF_FLAG[FlagMove.HANG].opens,
        dates="given_on",
        is_hidden=True,
    ),
    "hold_back": Rule(start=_ANNOUNCING, end="proposed", by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    "acknowledge": Rule(
        start=frozenset({"hung"}), end="acknowledged", by=_UNIT, tells=(Role.LEADER,), style=Style.PRIMARY
    ),
    "hang_up": replace(_OF_FLAG[FlagMove.HANG_UP], start=HANGS),
    "hand_in": replace(_OF_FLAG[FlagMove.HAND_IN], start=HANGS | {"revoked"}),
    "revoke": replace(
        _OF_FLAG[FlagMove.REVOKE],
        start=HANGS,
        needs=(),
        announces=Announces(kind="flag_revoked", answers=(_SAID.kind,), shows=("reason",)),
    ),
}

PROCEDURE = Procedure(
    matter="decided_flag",
    module=Module.FLAGS,
    first="new",
    moves=MOVES,
    begins=Beginning(move="propose", prefix="DQ"),
    terms=(Limit("flag_draft", _PROPOSED, lapses="expire"),),
    shows={
        Relation.SUBJECT: (
            *("category", "colour", "grounds", "authorisation"),
            *("place", "custodian", "hung_on", "returned_on"),
        ),
        **dict.fromkeys(
            (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
            (
                *("unit", "category", "colour", "grounds", "authorisation"),
                *("place", "custodian", "hung_on", "returned_on", "reason"),
            ),
        ),
    },
    closed_to={Relation.SUBJECT: _PROPOSED | _ANNOUNCING | {"turned_down", "lapsed"}},
    todo={"proposed": _COMMITTEE, "hung": _UNIT},
)


def held(given: Standing) -> HeldFlag:
    """What it is to the next period: a flag of a unit in a category, for the first time."""
    return HeldFlag(unit=given.unit, category=given.category, colour=Colour(given.own["colour"]))
