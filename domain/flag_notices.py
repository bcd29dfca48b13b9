"""The life of one flag: proposed with its period, struck or hung, acknowledged by its unit (the law §5, §9).

Lives here: the stages and moves of a flag, its number and its inscription's table. Which flags there are is in
`domain/flags.py`.
"""

from collections.abc import Iterable
from enum import StrEnum

from domain.flags import Proposal
from domain.mechanism.procedure import Procedure, Rule
from domain.people import Role


class Stage(StrEnum):
    """Where a flag stands."""

    PROPOSED = "proposed"  # 拟授
    STRUCK = "struck"  # 已划去
    HUNG = "hung"  # 已授
    WITHDRAWN = "withdrawn"  # 已撤回
    REPLACED = "replaced"  # 已由新的数据取代
    EXEMPTED = "exempted"  # 已免责（容错）


class Move(StrEnum):
    """What can be done with a flag. 收到 is an act: a unique signature, harmless when repeated."""

    ACKNOWLEDGE = "acknowledge"  # 收到
    HANG = "hang"
    WITHDRAW = "withdraw"
    EXEMPT = "exempt"  # 容错免责: the flag is taken down and counts no more
    RESTORE = "restore"  # 恢复: the tolerance was revoked


_CLOCK = frozenset({Role.CLOCK})
_HUNG = frozenset({Stage.HUNG.value})

MOVES = {
    Move.ACKNOWLEDGE: Rule(start=_HUNG, by=frozenset({Role.UNIT_CONTACT}), is_act=True),
    Move.HANG: Rule(start=frozenset({Stage.PROPOSED.value}), end=Stage.HUNG, by=_CLOCK, is_hidden=True),
    Move.WITHDRAW: Rule(start=_HUNG, end=Stage.WITHDRAWN, by=_CLOCK, is_hidden=True),
    Move.EXEMPT: Rule(start=_HUNG, end=Stage.EXEMPTED, by=_CLOCK, is_hidden=True),
    Move.RESTORE: Rule(start=frozenset({Stage.EXEMPTED.value}), end=Stage.HUNG, by=_CLOCK, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="flag", first=Stage.PROPOSED, moves={move.value: rule for move, rule in MOVES.items()}, terms={}
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
