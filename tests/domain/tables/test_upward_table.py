"""What is about the office itself, against a matrix written by hand from the law §2 rule 4: to the contact above, as an alias."""

from __future__ import annotations

import pytest

from domain.matters import upward
from domain.matters.upward import OwnOffice
from tests.support import law

TABLE = upward.PROCEDURE
LAW = law.read("""
OPEN = received, looking, passed
submit        | draft > submitted | reporter | day_is_full | | | §3 SUBMITTED: as every clue
enter         | draft > submitted | reviewer | | | | §3 SOURCES: a letter; whoever entered it sees it no more
import        | draft > submitted | clock | | | | §3 SOURCES: letters
register      | submitted > received | clock | | | | §2 rule 4: past the queue
take_up       | received > looking | bypass_contact | | reporter | takes it | §2 rule 4
pass_on       | OPEN > passed | bypass_contact | | reporter | reads target; secret target discipline | §3 TRANSFERRED: with its ground
take_back     | passed > looking | bypass_contact | | reporter | | §3 TRANSFERRED: the body disputes it
answer_it     | OPEN > answered | bypass_contact | | reporter | reads result | §2 rule 4, §3 CLOSED
write         | OPEN > act | bypass_contact | | reporter | reads text | §9: status to that reporter
show_evidence | OPEN > act | bypass_contact | nothing_sent | | show_evidence | §2
supplement    | OPEN > act | reporter | | | | §3
withdraw      | OPEN > withdrawn | reporter | | reporter | | §3 WITHDRAWN
term clue_triage_target | received | 5 wd; promised | §3 TRIAGE
term clue_accept_notice_realname | received | 15 wd; only with a real name; promised | §3 TRIAGE: hard where real-name
term clue_cap | looking | 60 d; promised | §3 VERIFYING: the cap
term clue_transfer | passed | 5 wd | §3 TRANSFERRED
waits | received: bypass_contact; looking: officer | §2 rule 4
sees bypass_contact | alias signed unit unit_told kind when where target ground story attachments unreachable notes next | §2 rule 4: \
  as an alias, and nobody else
""")
STAGES = ("draft", "submitted", "received", "looking", "passed", "answered", "withdrawn")


OWN = OwnOffice(units=frozenset({"U05"}), names=("清溪县效能办", "效能办"), heads=("毛主任", "Head Mao"))


@pytest.mark.parametrize(
    ("given", "is_meant"),
    [
        ({"unit": "U05", "story": "三个月不办"}, True),
        ({"unit": "", "unit_told": "县效能办", "story": "三个月不办"}, True),
        ({"unit": "", "story": "效 能\n办三个月不办"}, True),  # nobody gets past it by a blank
        ({"unit": "U04", "story": "毛主任打招呼不让办"}, True),
        (
            {"unit": "U04", "story": "I was told that head Mao said to wait."},
            True,
        ),  # a name of two words was never found
        ({"unit": "U04", "story": "三个月不办，向效能办反映过"}, False),  # about another unit
        ({"unit": "", "story": "三个月不办"}, False),
    ],
)
def test_it_is_about_the_office_by_its_unit_its_name_or_who_leads_it(given: dict[str, str], is_meant: bool) -> None:
    assert OWN.is_meant(given) is is_meant
