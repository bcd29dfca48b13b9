"""An office with everybody in it who concludes a clue, and what follows from it: measures, clarifications, visits."""

from __future__ import annotations

import re
from types import MappingProxyType

from domain.people import Role
from storage import vault
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

CONCLUDED = (
    REPORTED
    + """
    王 > {number}
    王 [受理]
    王 [造成不良影响]
    王 > {number}
    王 [办结]
    王 [属实]
    王 > 积压的举报已经处理。
    赵 > {number}
    赵 [同意]
"""
)


class Desk(Play):
    """Reviewers 王, 赵 and 孙, leaders 周 and 吴, committee member 委, and 联 of the bureau (U04) that clues are about: all of them on
    a channel where nobody is forgotten who says nothing for months."""

    STAFF = MappingProxyType(
        {
            **dict.fromkeys("王赵孙", Role.REVIEWER),
            **dict.fromkeys("周吴", Role.LEADER),
            "委": Role.COMMITTEE,
            "联": Role.UNIT_CONTACT,
        }
    )

    async def play(self, script: str) -> None:
        """Play it, with the staff on their channel."""
        await super().play(re.sub(rf"^(\s*[{''.join(self.STAFF)}]) ", r"\1@telegram ", script, flags=re.MULTILINE))


async def opened(house: DirectStage) -> Desk:
    """The house with all of them in it."""
    for who, role in Desk.STAFF.items():
        code = vault.new_code()
        await house.invites(code, role, who, "U04" if role is Role.UNIT_CONTACT else "")
        await house.follows(f"{who}@telegram", code)
    return Desk(house)
