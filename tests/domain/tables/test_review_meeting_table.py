"""A review meeting and its speeches against matrices by hand from the law §1 rows 3 and 6, §2, §4.1 L9 and §9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from domain.matters.scoring import review_meetings, speeches
from domain.matters.scoring.review_meetings import ReviewMeetingFacts
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE, SPEECH = review_meetings.PROCEDURE, speeches.PROCEDURE
LAW = law.read("""
OFFICE = reviewer, leader + leader
EITHER = reviewer, leader
open     | new > preparing | clock | | | | §9: period end and 10 wd
convene  | preparing > convened | OFFICE | list_unconfirmed, too_late, child_lacking | | summon_speakers | §9, §5: a leader confirms flags
strike   | preparing, convened > = | EITHER | nothing_listed, recused | | strike_speakers | §1: from the figures; §11.3: with the reason
add      | preparing, convened > = | EITHER | recused, speaks_already, results_only | | add_speaker | §1: 不搞平衡, 只讲成绩
order    | preparing, convened > = | EITHER | nothing_listed | | | §1: keeps the agenda
put_off  | convened > = | OFFICE | too_late | | summon_speakers | §9
call_off | preparing, convened > called_off | leader | | | dismiss_speakers | §1: a period needs no meeting
meet     | convened > met | clock | | | | §9
record   | convened, met > held | OFFICE | meeting_ahead, nothing_listed | | close_speeches | §1: keeps agenda and minutes
show_evidence | convened, met, held > act | reviewer, leader, committee | nothing_sent | | show_evidence | §2
term meeting_prepare | preparing | 3 wd | §9
term meeting_hold | convened | 10 wd; by itself meet; day meets_on; anew by put_off; right | §9
term meeting_record | met | 3 wd | §1
waits | preparing, met: reviewer | §2
sees reviewer, committee, leader | period form meets_on meets_at place counts agenda struck untold lacks decided attachments reason | §1, §2
""")
OF_SPEECH = law.read("""
plan      | new > planned | clock | | | | §1: speakers from the figures
summon    | planned > asked | clock | | subject | paper meeting_notice | §9: 会议通知
acknowledge | asked > read | subject | | | | §9: a read receipt for notices
file      | asked, read, late, filed > filed | subject | speech_missing | | | §1, §4.1 L9: 表态发言 uploaded
send_back | filed > read | reviewer | | subject | | §1
put_off   | asked, read, late > asked | clock | | subject | | §9: another time is another notice
put_off_filed | filed > = | clock | | subject | | §9
fall_late | asked, read > late | clock | | subject, reviewer | | §13A: overdue goes up
strike    | planned > struck | clock | | | | §1: nobody is told of what they were not asked for
excuse    | asked, read, late, filed > excused | clock | | subject | | §1
speak     | asked, read, late, filed > spoken | clock | | | | §1: agenda and minutes
miss      | asked, read, late, filed > absent | clock | | | | §1
show_evidence | asked, read, late, filed, spoken, absent > act | reviewer, committee, leader | nothing_sent | | show_evidence | §2
term speech_due | asked, read | 1 wd; by itself fall_late; day due_on; anew by put_off | §9, §13A
waits | asked, read, late: subject | §9
SEEN = period manner reds yellows cases sequence rank meets_on meets_at place most speech attachments lacking reason
sees subject | SEEN | §2: own unit's notices
sees reviewer, committee, leader | SEEN why_added due_on parent | §2
shut subject | planned struck | §5: nothing of a flag before a leader has confirmed it
""")
ONE = frozenset({"1"})
SHEETS = ((TABLE, LAW), (SPEECH, OF_SPEECH))


HELD: Mapping[str, lifecycles.Held] = {"review_meeting": {"children": {"speech": {"planned": 1}}}}


@pytest.mark.parametrize(
    ("stage", "move", "case", "given", "why"),
    [
        ("preparing", "convene", ReviewMeetingFacts(is_confirmed=False), {}, Why.LIST_UNCONFIRMED),
        ("preparing", "convene", ReviewMeetingFacts(), {}, Why.CHILD_LACKING),
        ("preparing", "convene", ReviewMeetingFacts(today="2026-03-10"), {"meets_on": "2026-03-09"}, Why.TOO_LATE),
        ("convened", "put_off", ReviewMeetingFacts(today="2026-03-10"), {"meets_on": "2026-03-09"}, Why.TOO_LATE),
        ("preparing", "strike", ReviewMeetingFacts(speakers=ONE, own=ONE), {"speakers": "1"}, Why.RECUSED),
        ("preparing", "add", ReviewMeetingFacts(own=frozenset({"U04"})), {"speaker": "U04"}, Why.RECUSED),
        ("preparing", "strike", ReviewMeetingFacts(), {}, Why.NOTHING_LISTED),
        ("preparing", "strike", ReviewMeetingFacts(speakers=frozenset({"1"})), {"speakers": "1,2"}, Why.NOTHING_LISTED),
        ("preparing", "add", ReviewMeetingFacts(units=frozenset({"U01"})), {"speaker": "U01"}, Why.SPEAKS_ALREADY),
        ("convened", "record", ReviewMeetingFacts(has_come=False, speakers=frozenset({"1"})), {}, Why.MEETING_AHEAD),
        ("convened", "record", ReviewMeetingFacts(speakers=frozenset({"1"})), {}, None),
    ],
)
def test_a_guard_refuses_for_its_reason(
    stage: str, move: str, case: ReviewMeetingFacts, given: dict[str, str], why: Why | None
) -> None:
    standing, leader = lifecycles.at(TABLE, stage), lifecycles.ACTORS["leader"]
    assert procedure.hindrance(TABLE, standing, move, leader, Facts(case=case), given) is why


@pytest.mark.parametrize(
    ("meets_on", "today", "due"),
    [
        (date(2026, 3, 12), date(2026, 3, 4), date(2026, 3, 11)),
        (date(2026, 3, 9), date(2026, 3, 4), date(2026, 3, 6)),  # over the weekend
        (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5)),  # today, and not yesterday
    ],
)
def test_a_speech_is_filed_a_working_day_before_its_meeting(meets_on: date, today: date, due: date) -> None:
    assert speeches.file_by(meets_on, today, lifecycles.RULES, lifecycles.days()) == due
