"""The snail award and its year against matrices by hand from the law §5 (SNAIL), §4 and §1: from a case, by two, until it is struck off."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters.projects import snails
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from tests.support import law, lifecycles

TABLE, YEAR = snails.PROCEDURE, snails.OF_YEAR
LAW = law.read("""
FILE = unit grounds hung_on result attachments lacking
propose   | new > proposed | leader | no_snail, person_never_public | | | §5: from an L-case, T05 or T12; §11.2
record    | new > cleared | clock | | | | §5, §1: awards of years before
award     | proposed > announcing | leader + committee | | | says snail_awarded; to board channels; showing grounds authorisation; \
  said hang; unsaid hold_back | §5, §4, §13B
drop      | proposed > dropped | leader | | | | §5: 0 to k
hang      | announcing > hung | clock | | subject | | §5: the plaque
hold_back | announcing > proposed | clock | | leader | | §9
report    | hung > reported | subject | | reviewer | | §1: until the standard is met
send_back | reported > hung | reviewer | | subject | | §1
clear     | reported > cleared | reviewer + leader | | subject | says snail_cleared; answers snail_awarded | §1: 督察销号
revoke    | hung, reported, cleared > revoked | leader + committee | | subject | says snail_revoked; answers snail_awarded | §11.1
fall_away | proposed, announcing > dropped | clock | | leader | moves children announcement.cancel | §4.1 V: with its case
be_revoked | hung, reported, cleared > revoked | clock | | subject | says snail_revoked; answers snail_awarded | §4.1 V: in the same scope
show_evidence | reported, cleared > act | reviewer, leader | nothing_sent | | show_evidence | §2
term snail_clear | reported | 10 wd | §13A
waits | proposed: leader; hung: subject; reported: reviewer | §2
sees subject | FILE | §2: own notices
sees reviewer, committee, leader | parent authorisation reason FILE | §2
begins | case: confirmed, planning, late, rectifying, extended | §5
""")
OF_YEAR = law.read("""
propose  | new > proposed | clock | | | | §5: zero is a valid year
confirm  | proposed > confirmed | leader | | | says snail_year; to board channels; showing year awards before; said announce; \
  unsaid return | §6.5, §13B
return   | confirmed > proposed | clock | | leader | | §9
announce | confirmed > announced | clock | not_now | | | §9: what is so still
waits | proposed: leader | §2
sees reviewer, committee, leader | year awards before | §2
""")
SHEETS = ((TABLE, LAW), (YEAR, OF_YEAR))


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"category": "t05", "subject": "unit"}, None),
        ({"category": "t12", "subject": "project"}, None),
        ({"category": "t13", "subject": "unit"}, Why.NO_SNAIL),
        ({"category": "t05", "subject": "person"}, Why.PERSON_NEVER_PUBLIC),
    ],
)
def test_only_delay_and_weak_planning_of_no_person_lead_to_one(case: dict[str, str], why: Why | None) -> None:
    leader = lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, lifecycles.at(TABLE, "new"), "propose", leader, given=case) is why


def test_eight_awards_since_2018_and_none_in_2021() -> None:
    """The law §10: the history of the fictional county."""
    hung = [date(2018, 9, 1)] * 2 + [date(2019, 3, 1)] * 4 + [date(2020, 7, 1)] * 2
    assert snails.by_year(hung, 2021) == {2018: 2, 2019: 4, 2020: 2, 2021: 0}
    assert snails.by_year([], 2021) == {2021: 0}
