"""The quarter of a project beside the law §5 (P-RED, P-SNAIL) in plain fractions, at every edge and for random projects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mechanism.rules import RuleSet
from domain.scoring.lights import Progress
from domain.scoring.quarters import SNAILS, Judged, Quarter, code_of, judged, months_of

RULES = RuleSet()


def quarter(
    done: str | None, target: str = "2000", *, starts: str = "", begun: bool = True, excused: bool = False
) -> Quarter:
    """The second quarter of a project of which 1000 were planned and 900 done before."""
    before = Progress(
        month="2026-03", goal=Decimal(9000), plan={"2026-03": Decimal(1000)}, actual=Decimal(900), starts=starts
    )
    last = replace(
        before,
        month="2026-06",
        plan={"2026-06": Decimal(1000) + Decimal(target)},
        actual=None if done is None else Decimal(900) + Decimal(done),
        is_started=begun,
    )
    return Quarter(last=last, before=before, is_excused=excused)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (quarter("2600"), Judged.RED_FLAG),  # 30 % and 600 over
        (quarter("2599.99"), Judged.NEITHER),
        (quarter("1499.99", "1000"), Judged.NEITHER),  # 50 %, and not 5 M yuan
        (quarter("1500", "1000"), Judged.RED_FLAG),
        (quarter("500", "0"), Judged.NEITHER),  # no target that could be exceeded
        (quarter("2000"), Judged.NEITHER),
        (quarter("1999.99"), Judged.BELOW_TARGET),
        (quarter("1999.99", excused=True), Judged.NEITHER),
        (quarter("1999.99", starts="2026-04"), Judged.NEITHER),  # begun this year: not carried over
        (quarter("1999.99", starts="2025-04"), Judged.BELOW_TARGET),
        (quarter("0", starts="2026-06", begun=False), Judged.LATE_START),
        (quarter("0", starts="2026-07", begun=False), Judged.NEITHER),
        (quarter("0", starts="2026-05", begun=False, excused=True), Judged.NEITHER),
        (quarter(None), Judged.MISSING),
    ],
)
def test_a_quarter_is_what_the_law_says(found: Quarter, expected: Judged) -> None:
    assert judged(found, RULES) is expected


def test_in_the_first_quarter_amounts_begin_at_nought() -> None:
    first = Quarter(last=replace(quarter("0").last, month="2026-03", plan={}, actual=Decimal(2249)), before=None)
    assert (first.target, first.done) == (Fraction(2250), Fraction(2249))
    assert judged(first, RULES) is Judged.BELOW_TARGET
    assert (code_of("2026-03"), months_of("2026-03")) == ("2026-Q1", ("2026-01", "2026-02", "2026-03"))


amounts = st.integers(0, 10_000).map(Decimal)


@given(
    done=amounts,
    target=amounts,
    starts=st.sampled_from(("", "2025-11", "2026-02", "2026-05", "2026-08")),
    begun=st.booleans(),
)
def test_random_quarters_are_judged_as_by_hand(done: Decimal, target: Decimal, starts: str, begun: bool) -> None:
    found = judged(quarter(str(done), str(target), starts=starts, begun=begun), RULES)
    is_late = not begun and starts != "" and starts <= "2026-06"
    is_old = starts < "2026"
    if is_late:
        assert found is Judged.LATE_START
    elif is_old and done < target:
        assert found is Judged.BELOW_TARGET
    elif target > 0 and Fraction(done) / Fraction(target) >= Fraction(13, 10) and done - target >= 500:
        assert found is Judged.RED_FLAG
    else:
        assert found is Judged.NEITHER


@given(done=amounts, more=amounts, target=amounts)
def test_nobody_becomes_a_snail_because_they_did_more(done: Decimal, more: Decimal, target: Decimal) -> None:
    worse, better = (judged(quarter(str(each), str(target)), RULES) for each in (done, done + more))
    assert not (better in SNAILS and worse not in SNAILS)
    assert not (worse is Judged.RED_FLAG and better is not Judged.RED_FLAG)
