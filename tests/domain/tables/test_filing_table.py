"""The filing of figures against a matrix by hand from the law §2 and §6.1: who files, who checks, when they are frozen."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot import office_calendar
from domain.matters.scoring import filings
from domain.matters.scoring.filings import FilingCase
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = filings.PROCEDURE
LAW = law.read("""
NOT_OWN = needs_check, announced_already
OWN = not_now, announced_already
open        | new > open | clock | | | | §6.1: each indicator, its source owner
enter       | open, late > filed | data_unit | NOT_OWN | | keep_figures | §2: submit
enter_own   | open, late > checking | data_unit | OWN | | | §2: own-unit data not without second check
correct     | filed > = | data_unit | NOT_OWN | | keep_figures | §2: correct with reason
correct_own | filed > checking | data_unit | OWN | | | §2: correct with reason, second check
check       | checking > filed | reviewer | | data_unit | keep_figures | §2: second check
send_back   | checking > open | reviewer | | data_unit | | §2: second check
ask_missing | filed > open | clock | | | | §6.1: missing data
note_import | open, late, checking > filed | clock | | | | §6.1: missing data; they may come by a file
fall_late   | open > late | clock | | data_unit, reviewer | | §6.1: due day; §13A
freeze      | open, late, checking, filed > frozen | clock | | | rank_figures | §6.1: freeze date, inputs frozen
reopen      | frozen > late | leader | announced_already | data_unit | resets freeze_on | §6.1: objection before publication
term filing_due    | open | 5 wd; day due_on; by itself fall_late | §6.1: due day
term filing_check  | checking | 1 wd | §2
term filing_freeze | open, late, checking, filed | 7 wd; day freeze_on; by itself freeze | §6.1: freeze date
waits | open, late: data_unit; checking: reviewer | §2
sees data_unit, reviewer, committee, leader | unit due indicator period figures missing reason lacking | §2: own indicators all units
""")
CALENDAR = office_calendar.load(ZoneInfo("Asia/Shanghai"), {})
STAGES = ["new", "open", "late", "checking", "filed", "frozen"]


@pytest.mark.parametrize(("has_own", "plain", "own"), [(False, True, False), (True, False, True)])
@pytest.mark.parametrize(("stage", "move"), [("open", "enter"), ("late", "enter"), ("filed", "correct")])
def test_figures_of_ones_own_unit_count_once_somebody_else_has_checked_them(
    stage: str, move: str, has_own: bool, plain: bool, own: bool
) -> None:
    """The law §2, data owner: never own-unit data without second check."""
    for name, may in ((move, plain), (f"{move}_own", own)):
        made = _made(stage, name, FilingCase(has_own=has_own))
        assert isinstance(made, Event) if may else isinstance(made, Refused), (name, made)
    made = _made(stage, f"{move}_own", FilingCase(has_own=True))
    assert isinstance(made, Event)
    assert made.after.stage == "checking"


@pytest.mark.parametrize(
    ("stage", "move", "who"),
    [("open", "enter", "data_unit"), ("filed", "correct", "data_unit"), ("frozen", "reopen", "leader")],
)
def test_the_figures_of_an_announced_period_stay(stage: str, move: str, who: str) -> None:
    """The law §6.1: inputs frozen."""
    made = _made(stage, move, FilingCase(has_own=False, is_announced=True), who)
    assert isinstance(made, Refused)
    assert made.why is Why.ANNOUNCED_ALREADY


@pytest.mark.parametrize(
    ("due_day", "freeze_day", "due_on", "frozen_on"),
    [
        (None, None, date(2026, 3, 6), date(2026, 3, 10)),  # 5 and 7 working days after Saturday 28 February
        (3, 9, date(2026, 3, 3), date(2026, 3, 9)),
        (20, 28, date(2026, 3, 20), date(2026, 3, 30)),  # the 28th is a Saturday
        (20, None, date(2026, 3, 20), date(2026, 3, 20)),  # later than the rule freezes: not before it is due
        (None, 4, date(2026, 3, 4), date(2026, 3, 4)),  # earlier than the rule asks: not due after it is frozen
        (7, 8, date(2026, 3, 9), date(2026, 3, 9)),  # a weekend
    ],
)
def test_figures_are_due_and_frozen_on_the_indicators_own_days_or_by_the_rule(
    due_day: int | None, freeze_day: int | None, due_on: date, frozen_on: date
) -> None:
    """The law §6.1: due day, freeze date; counted by hand from the calendar of 2026."""
    found = filings.days(due_day, freeze_day, date(2026, 2, 28), RuleSet(), CALENDAR)
    assert (found.due_on, found.frozen_on) == (due_on, frozen_on)


def _made(stage: str, move: str, case: FilingCase, who: str = "data_unit") -> Event | Refused:
    relation = lifecycles.RELATED.get(who)
    known = Facts(case=case, relations=frozenset({relation} if relation else ()))
    actor = lifecycles.ACTORS.get(who, lifecycles.ACTORS["unit_contact"])
    return lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, actor, known)
