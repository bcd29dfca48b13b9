"""Exemptions from a light against a matrix by hand from the law §6.4: the owner asks with a document, for a quarter at most."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.matters.projects import exemptions
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = exemptions.PROCEDURE
LAW = law.read("""
ask       | new > asked | project_owner, unit_contact, owner, subject | too_many_months | | | §2, §6.4: exemption request
decide    | asked > granted:granted refused:refused | leader | | owner, subject | | §6.4: approved
withdraw  | asked > withdrawn | applicant | | | | §11.1
end_early | granted > ended | leader | | owner, subject | | §11.1
show_evidence | asked, granted > act | reviewer, leader | nothing_sent | | show_evidence | §6.4: document attached
term light_exemption_decide | asked | 5 wd | §13A
waits | asked: leader | §2
sees applicant, owner, subject, reviewer, committee, leader | parent unit ground months account attachments answer why reason \
  first many | §2
begins | project: running | §6.4
""")


@pytest.mark.parametrize(
    ("asked_in", "first", "many", "named"),
    [
        (3, 2, 1, ("2026-02",)),  # the month that is entered now
        (3, 3, 3, ("2026-03", "2026-04", "2026-05")),
        (1, 12, 2, ("2025-12", "2026-01")),
        (12, 1, 1, ("2027-01",)),
    ],
)
def test_it_names_the_months_that_come_next(asked_in: int, first: int, many: int, named: tuple[str, ...]) -> None:
    asked = Standing(
        matter="exemption",
        id=1,
        stage="asked",
        epoch=1,
        since=lifecycles.AT,
        own={"first": str(first), "many": str(many)},
        made_at=datetime(2026, asked_in, 4, 2, tzinfo=UTC),
    )
    assert exemptions.months_of(asked, lifecycles.days()) == named


def test_a_quarter_is_the_most() -> None:
    facts, owner = Facts(case=exemptions.ExemptionFacts(most=3)), lifecycles.ACTORS["project_owner"]
    new = lifecycles.at(TABLE, "new")
    why = [procedure.hindrance(TABLE, new, "ask", owner, facts, {"many": many}) for many in ("3", "4")]
    assert why == [None, Why.TOO_MANY_MONTHS]
