"""A period's flags against a sheet written by hand from the law §5 and §9: struck, confirmed by a leader, signed, announced."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.matters.scoring import periods
from domain.matters.scoring.periods import PeriodCase
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = periods.PROCEDURE
LAW = law.read("""
OPENED = moves children announcement.cancel; moves children flag.withdraw
set_authorisation | proposed > = | leader | unreadable | | authorise; list_noted | §4: the document
waive         | proposed > = | leader | nothing_lacking | | waive; list_noted | §6.1: a waiver below the coverage
confirm       | proposed > confirmed | leader | earlier_first, no_authorisation, no_waiver | | list_confirmed; prepare_meeting; \
  says period; to board channels; showing number; signed hang; said announce; unsaid return | §5, §4, §6.1, §9: a leader confirms every flag
hold_meeting  | proposed, confirmed, announced > act | leader | has_meeting | | prepare_meeting | §1: 双月讲评, 双月擂台
why           | proposed, confirmed, announced, expired > act | leader, committee | nothing_listed | | tell_why | §11.3: whence it comes
strike        | proposed > = | leader | nothing_listed, recused | | strike_listed; list_noted | §5, §2 rule 2: never filled by force
unstrike      | proposed > = | leader | nothing_listed, recused | | unstrike_listed; list_noted | §5, §2 rule 2
propose       | computed > proposed | clock | | | | §5
propose_again | proposed, confirmed, expired > proposed | clock | | | OPENED | §5: other figures, another list
hang          | confirmed > = | clock | | | moves children flag.hang | §5, §9: once it is signed
return        | confirmed > proposed | clock | | | list_returned; OPENED | §9: sent back by who signs
announce      | confirmed > announced | clock | not_now | | tell_turns; lead_by_years; turn_next_lists | §9
expire        | proposed > expired | clock | | | list_lapsed | §5: a draft list expires after 10 wd
term flag_draft | proposed | 10 wd; by itself expire | §5
waits | proposed: leader | §5
sees leader, committee | due counts lines empty struck lacking waiver untold authorisation lacks comes_next review_meeting hash | §2
""")
READY = PeriodCase(authorisation="8号", kept=frozenset({"given"}), struck=frozenset({"given"}))


# Nothing is lacking that could be waived.
HELD: Mapping[str, lifecycles.Held] = {"period": {"known": Facts(case=READY), "but": ("waive",)}}


LISTED = PeriodCase(authorisation="8号", kept=frozenset({"1", "2"}), struck=frozenset({"3"}))


@pytest.mark.parametrize(
    ("move", "case", "given", "why"),
    [
        ("waive", PeriodCase(is_lacking=True), {}, None),  # §6.1
        ("waive", PeriodCase(), {}, Why.NOTHING_LACKING),
        ("waive", PeriodCase(is_lacking=True, waiver="x"), {}, Why.NOTHING_LACKING),
        ("confirm", PeriodCase(authorisation="8号"), {}, None),
        ("confirm", PeriodCase(), {}, Why.NO_AUTHORISATION),  # §4
        ("confirm", PeriodCase(waiver="x"), {}, Why.NO_AUTHORISATION),
        ("confirm", PeriodCase(authorisation="8号", has_earlier=True), {}, Why.EARLIER_FIRST),
        ("confirm", PeriodCase(authorisation="8号", is_lacking=True), {}, Why.NO_WAIVER),  # §6.1
        ("confirm", PeriodCase(authorisation="8号", is_lacking=True, waiver="x"), {}, None),
        ("confirm", None, {}, Why.EARLIER_FIRST),  # nothing is known: nothing is confirmed
        ("strike", LISTED, {}, None),
        ("strike", LISTED, {"flags": "1,2"}, None),
        ("strike", LISTED, {"flags": "1,3"}, Why.NOTHING_LISTED),
        ("strike", PeriodCase(struck=frozenset({"3"})), {}, Why.NOTHING_LISTED),
        ("strike", PeriodCase(kept=frozenset({"1"}), own=frozenset({"1"})), {"flags": "1"}, Why.RECUSED),  # §2 rule 2
        ("unstrike", LISTED, {"struck": "3"}, None),
        ("unstrike", LISTED, {"struck": "1"}, Why.NOTHING_LISTED),
        ("unstrike", PeriodCase(kept=frozenset({"1"})), {}, Why.NOTHING_LISTED),
        ("why", LISTED, {"about": "1,3"}, None),
        ("why", LISTED, {"about": "4"}, Why.NOTHING_LISTED),
        ("why", PeriodCase(), {}, Why.NOTHING_LISTED),
        ("set_authorisation", LISTED, {"number": "清政办〔2026〕1号"}, None),
        ("set_authorisation", PeriodCase(), {"number": "x" * 61}, Why.UNREADABLE),
    ],
)
def test_a_guard_refuses_for_its_reason(
    move: str, case: PeriodCase | None, given: dict[str, str], why: Why | None
) -> None:
    """A waiver that was not needed was hidden on the card and taken when it was typed."""
    standing, leader = lifecycles.at(TABLE, "proposed"), lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, standing, move, leader, Facts(case=case), given) is why
    assert move != "confirm" or periods.lacks(standing, Facts(case=case)) is why
