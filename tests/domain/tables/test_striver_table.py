"""A nomination against a matrix written by hand from the law §4.2 and, for its notices, §3."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.matters import strivers
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = strivers.PROCEDURE

LAW = law.read("""
OPEN = nominated, need_info, eligibility
submit        | draft > submitted | reporter, unit_contact, reviewer | day_is_full, outside_window, other_field | | | \
  §4.2 N0, §4.2 N1, §3: unit, citizen, self, staff; five a day; within window and fields
register      | submitted > nominated | clock | | | | §4.2 N1
take_up       | nominated > eligibility | reviewer | unit_missing | reporter | \
  opens candidate.enter giving name post; takes it | §4.2 N1, §4.2 N2
merge         | nominated > eligibility | reviewer | | reporter | join_candidate; moves self striver.be_listed; takes it \
  | §4.2 N1, §3: the same person, each answered; nobody learns of another
ask_more      | nominated > need_info | reviewer | | reporter | reads questions | §3: its notices are mirrored
turn_down     | nominated > turned_down | reviewer + reviewer | | reporter | reads reason explanation | §3: second eyes
correct_unit  | nominated > = | reviewer | | | set_unit | §3
write         | OPEN > act | reviewer | | reporter | reads text | §3
show_evidence | OPEN > act | reviewer | nothing_sent | | show_evidence | §2
recuse        | OPEN > act | reviewer | | | leaves it | §2: recusal
answer        | need_info > nominated | reporter | | | | §3
supplement    | nominated, eligibility > act | reporter | | | | §3
withdraw      | OPEN > withdrawn | reporter | | reporter | moves children candidate.fall_away and merged | §3
lapse         | need_info > nominated | clock | | reporter | | §3
be_listed     | eligibility > listed | clock | still_checked | reporter | | §4.2 N2, §3: every step is told, without its ground
know          | eligibility, listed > = | reviewer | not_now | reporter | | §4.2 N1, §11.2: self; whose consent it is
be_asked      | listed > = | clock | not_now | reporter | | §4.2 N1: own consent before any publicity
consent       | listed > = | reporter | not_now | reporter | moves children candidate.consent and merged giving consent \
  | §4.2 N1, §11.2: their own consent
take_back     | listed > = | reporter | not_now | reporter | moves children candidate.withdraw_consent and merged | §11.2
be_in_notice  | listed > = | clock | | reporter | | §4.2 N5, §3
be_honoured   | listed > honoured | clock | | reporter | | §4.2 N8, §3
fall_through  | eligibility, listed > not_chosen | clock | | reporter | | §4.2 N2, §3
term striver_take_up | nominated | 5 wd; rests need_info; promised | §3
term striver_need_info | need_info | 10 wd; by itself lapse | §3
term striver_eligibility | eligibility | 5 wd; promised | §4.2 N2
sees reviewer | field whom verified unit unit_told nominee deeds attachments unreachable similar notes children linked \
  pending next | §2
""")
SELF = {"whom": "oneself", "verified": "3月5日当面核对"}


HELD: Mapping[str, lifecycles.Held] = {
    "striver": {
        "known": Facts(case=strivers.Nominated(candidate="inspecting")),
        "unit": "U04",
        "own": SELF,
        "but": ("consent", "take_back"),
    }
}


def test_nobody_is_checked_of_whom_the_unit_is_not_known() -> None:
    """§4.2 N2: cases, sanctions and measures are known by unit and post."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "nominated"), "take_up", lifecycles.ACTORS["reviewer"])
    assert isinstance(made, Refused)
    assert made.why is Why.UNIT_MISSING


@pytest.mark.parametrize(("candidate", "is_listed"), [("", False), ("checking", False), ("inspecting", True)])
def test_who_nominated_hears_that_the_check_was_passed_once_it_was(candidate: str, is_listed: bool) -> None:
    """§4.2 N2: also where the nomination came later than another of the same person."""
    facts = Facts(case=strivers.Nominated(candidate=candidate))
    assert (lifecycles.became(TABLE, "eligibility", "be_listed", "clock", facts) is not None) is is_listed


@pytest.mark.parametrize(
    ("candidate", "own", "consents", "takes_back"),
    [
        ("selected", SELF, True, False),
        ("agreed", SELF, False, True),
        ("notice", SELF, False, True),
        ("commended", SELF, False, False),  # §4.2 V: then it is revoked
        ("selected", {"whom": "oneself"}, False, False),  # §11.2: nobody made sure who they are
        ("agreed", {"whom": "other", "verified": "-"}, False, False),  # §4.2 N1: their own consent
    ],
)
def test_whoever_nominated_themselves_consents_and_nobody_else_does_by_a_nomination(
    candidate: str, own: dict[str, str], consents: bool, takes_back: bool
) -> None:
    facts = Facts(case=strivers.Nominated(candidate=candidate))
    may = [
        lifecycles.became(TABLE, "listed", move, "reporter", facts, own) is not None
        for move in ("consent", "take_back")
    ]
    assert may == [consents, takes_back]
