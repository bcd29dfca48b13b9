"""A list that the clock drafts from facts (拟定名单): a leader decides on it, others sign, then it is said. The law §5, §9, §13B.

Lives here: `drafted`, the life of every such list, `STRUCK` and `SAME`. Until a leader decides, a list says what the facts say now; then it
keeps what stood on it. Where the facts say something else when its moment comes, it is not said and goes back, and leaders decide on what
is so now (`Adds.listed` in `handlers/conversation/procedures/derived.py` says what stands on it).
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.table import Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

STRUCK = "struck"
"""Under which name a list keeps the ids of those that were struck."""
SAME = Need("the list that was decided on", Why.NOT_NOW, lambda standing, by, facts, given: facts.is_same)
WAS_STRUCK = Need(
    "something that was struck", Why.NOTHING_LISTED, lambda standing, by, facts, given: bool(standing.own.get(STRUCK))
)
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_NEW, _PROPOSED, _CONFIRMED = frozenset({"new"}), frozenset({"proposed"}), frozenset({"confirmed"})
_NONE: Mapping[str, Rule] = MappingProxyType({})


def drafted(
    matter: str,
    prefix: str,
    *asks: Asked,
    says: str,
    public: tuple[str, ...],
    shows: tuple[str, ...],
    body: frozenset[str] = frozenset(),
    term: str = "",
    decide: str = "confirm",
    second: Party | None = None,
    decided_by: tuple[Asked, ...] = (),
    needs: tuple[Need, ...] = (),
    to_strike: tuple[Need, ...] = (),
    effects: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    also: Mapping[str, tuple[Also, ...]] = MappingProxyType({}),
    more: Mapping[str, Rule] = _NONE,
    module: str = "",
) -> Procedure:
    """The life of such a list. `asks`: what the clock states of it, first of when it is; `says`: the kind of its announcement, which
    shows the facts that are `public`; `term`: the rule of how long leaders have. They `decide`, on what they are asked (`decided_by`)
    and where the guards `needs` allow it, alone or with a `second` signer. `to_strike`: the guards of striking, where entries may be
    struck. `effects` and `also`: what a move of it changes besides, by the move; `more`: moves of its own; `module`: of which part of
    the house it is.
    """
    announces = Announces(kind=says, audiences=("board", "channels"), shows=public, said="announce", falls="return")
    moves = {
        "propose": Rule(
            start=_NEW, end="proposed", by=_CLOCK, asks=asks, effects=effects.get("propose", ()), is_hidden=True
        ),
        **(_strikes(to_strike) if to_strike else {}),
        decide: Rule(
            start=_PROPOSED,
            end="confirmed",
            by=_LEADER,
            second=second,
            asks=decided_by,
            needs=needs,
            effects=effects.get(decide, ()),
            announces=announces,
            is_grave=True,
            style=Style.PRIMARY,
        ),
        **more,
        "return": Rule(
            start=_CONFIRMED,
            end="proposed",
            by=_CLOCK,
            also=also.get("return", ()),
            tells=(Role.LEADER,),
            is_hidden=True,
        ),
        "announce": Rule(
            start=_CONFIRMED,
            end="announced",
            by=_CLOCK,
            needs=(SAME,),
            also=also.get("announce", ()),
            effects=effects.get("announce", ()),
            is_hidden=True,
        ),
    }
    return Procedure(
        matter=matter,
        module=module,
        first="new",
        moves=moves,
        begins=Beginning(move="propose", prefix=prefix, is_offered=False),
        terms=(Limit(term, _PROPOSED),) if term else (),
        shows=dict.fromkeys((Role.REVIEWER, Role.COMMITTEE, Role.LEADER), shows),
        body=body,
        is_read_by_all=True,
        todo={"proposed": _LEADER},
        exports=tuple(each.name for each in asks[:1]),
    )


def _strikes(guards: tuple[Need, ...]) -> Mapping[str, Rule]:
    """A leader strikes entries with a reason, and restores them."""
    return {
        "strike": Rule(
            start=_PROPOSED,
            by=_LEADER,
            needs=guards,
            asks=(Asked(STRUCK, "several", adds=True), Asked("reason", "text", adds=True)),
        ),
        "restore": Rule(start=_PROPOSED, by=_LEADER, needs=(WAS_STRUCK,), resets=frozenset({STRUCK, "reason"})),
    }
