"""What somebody found on patrol (巡查问题) of a stretch of river, a street, a road or a grid: fixed by the unit whose it is. The law §8.

What was fixed is counted, never how often anybody patrolled; and nobody must send a photo of what they found. The unit that fixed it
proves it, and somebody of another unit looks.
"""

from domain.matters.parts.dispatching import OFFICE, RAISER, RESULT, dispatched
from domain.mechanism.columns import PROOF, Asked, Beginning, Place
from domain.mechanism.modules import Module
from domain.people import Role

KINDS = ("river", "street", "road", "grid")  # 河道 街道 道路 网格

PROCEDURE = dispatched(
    "patrol_issue",
    Asked("sort", "one_of", "patrol_sort", KINDS, kept=Place.CATEGORY),
    Asked("segment", "text", longest=60),
    Asked("account", "text"),
    PROOF,
    begins=Beginning(move="raise", prefix="XC", is_of_own_unit=True),
    by=frozenset({Role.UNIT_CONTACT, Role.REVIEWER}),
    terms=("patrol_issue_assign", "patrol_issue_solve", "patrol_issue_close"),
    confirmed_by=RAISER | OFFICE,
    solved_with=(RESULT, Asked("evidence", "files", limit="clue_files_max", kept=Place.BESIDE)),
    shows=("sort", "segment", "raised_by", "account", "attachments", "unit", "result", "lacking", "reason"),
    module=Module.HUANGYAN,
)
