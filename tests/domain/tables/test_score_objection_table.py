"""An objection to figures against a matrix by hand from the law §6.1: by the unit, before publication, checked by one."""

from __future__ import annotations

from domain.matters.scoring import score_objections
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = score_objections.PROCEDURE
LAW = law.read("""
raise    | new > raised | unit_contact | too_late | leader | hold_publication | §6.1: objection ≤3 wd before publication
take_up  | raised, checking > checking | reviewer | owned_by_other | applicant | takes it | §2, design §5: what nobody has in hand
find     | checking > unfounded:dismissed founded:upheld | officer + leader | | applicant | reopen_list | §6.1, §2 rule 2
show_evidence | raised, checking, dismissed, upheld > act | reviewer, officer | nothing_sent | | show_evidence | §2
withdraw | raised, checking > withdrawn | applicant | | officer | | §6.1
term rank_objection | raised, checking | 3 wd | §6.1
waits | raised: reviewer; checking: officer | §2
sees applicant, leader, committee | unit period why finding reason | §2
sees reviewer | unit period why finding reason attachments | §2
""")


def test_nobody_objects_once_the_term_is_over_or_the_period_announced() -> None:
    known = Facts(case=score_objections.ObjectionWindow(is_open=False))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "new"), "raise", lifecycles.ACTORS["unit_contact"], known)
    assert isinstance(made, Refused)
    assert made.why is Why.TOO_LATE
