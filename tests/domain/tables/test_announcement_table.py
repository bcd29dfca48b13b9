"""An announcement against a sheet written by hand from the law §9, §13 B and the design §7: an author and two approvers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import announcements
from domain.matters.announcements import AnnouncementCase, AnnouncementStage
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = announcements.PROCEDURE
LAW = law.read("""
SIGNERS = leader, committee
approve    | proposed > act | SIGNERS | author, confirmed_it, recused | | tell_signed; \
  voices announcement_approvers: complete, lost lose | §13B, design §7: two approvers, neither its author
preview    | proposed, approved > act | SIGNERS | | | show_pages | design §7: exactly what is approved
return     | proposed, approved > void | SIGNERS | | | not_said | §9, design §7
schedule   | approved > = | publisher | | | set_moment | §2: the publisher sends approved items, later where that is wanted
withdraw   | approved > void | publisher | | | tell_signers; not_said | §2: 撤回更正
reschedule | approved, published > = | leader, publisher | not_needed | | set_moment | design §7: what was missed is asked about
propose    | worded > proposed | clock | | | | §9
complete   | proposed > approved | clock | | | set_moment; all_signed | §9: every item approved by two
lose       | approved > proposed | clock | | | tell_signers; show_signers | design §7: an approval falls with the role
publish    | approved > published | clock | not_now | | said; tell_signers | §9
overtake   | approved > void | clock | not_now | | tell_signers; not_said; word_again | design §7: what is not true any more is not said
cancel     | proposed, approved > void | clock | | | not_said | design §7: what is not true any more is not said
expire     | proposed > expired | clock | | | tell_signers; not_said | §5: a draft expires after 10 wd
term flag_draft | proposed | 10 wd; by itself expire | §5
sees publisher | where publish_at published_at signed words later hash | §2: approved items only
shut publisher | worded proposed void expired | §2: never an unapproved item
waits | proposed: SIGNERS | §9
sees SIGNERS | where publish_at published_at approvals signed recused unread untold all_read words later hash | §9, design §7
""")
MISSED = AnnouncementCase(author_id=None, named=frozenset({"U04"}), is_missed=True)


@pytest.mark.parametrize("stage", [stage.value for stage in AnnouncementStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    """Its moment was missed, and nobody signs: who may is in `test_announcements.py`. What is so still is published, and nothing else."""
    lifecycles.hold(TABLE, LAW.lines, stage, Facts(case=MISSED), but=("approve", "overtake"))
    lifecycles.hold(TABLE, LAW.lines, stage, Facts(case=replace(MISSED, is_overtaken=True)), but=("approve", "publish"))


@pytest.mark.parametrize(
    ("move", "stage", "case", "unit", "why"),
    [
        ("approve", "proposed", replace(MISSED, author_id=4), "", Why.AUTHOR),  # §13B
        ("approve", "proposed", replace(MISSED, apart_id=4), "", Why.CONFIRMED_IT),
        ("approve", "proposed", MISSED, "U04", Why.RECUSED),  # §2 rule 2
        ("reschedule", "approved", replace(MISSED, is_missed=False), "", Why.NOT_NEEDED),
    ],
)
def test_a_guard_refuses_for_its_reason(move: str, stage: str, case: AnnouncementCase, unit: str, why: Why) -> None:
    leader = replace(lifecycles.ACTORS["leader"], unit=unit)
    assert procedure.hindrance(TABLE, lifecycles.at(TABLE, stage), move, leader, Facts(case=case)) is why
