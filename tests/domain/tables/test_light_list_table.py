"""The lights of a month against a matrix by hand from the law §6.4 and §9: proposed by the clock, confirmed by a leader, said on day 8."""

from __future__ import annotations

from datetime import date

from domain.matters.projects import light_lists
from domain.mechanism.rules import RuleSet
from tests.support import law, lifecycles

TABLE = light_lists.PROCEDURE
LAW = law.read("""
propose  | new > proposed | clock | | | | §6.4: lights
confirm  | proposed > confirmed | leader | | | light_months; says lights; to board channels; showing month; said announce; unsaid return \
  | §9, §13B: two approvers
return   | confirmed > proposed | clock | | leader | moves linked project_month.put_out | §9
announce | confirmed > announced | clock | not_now | | moves linked project_month.show_light | §9: project owners
term light_confirm | proposed | 2 wd | §9: between day 5 and day 8
waits | proposed: leader | §2
sees reviewer, committee, leader | month due profile counts reds yellows missing | §2
""")


def test_lights_are_said_on_the_eighth_or_the_next_working_day() -> None:
    """The law §6.4; 8 August 2026 is a Saturday, 8 October the holiday's day of rest."""
    days, ends = lifecycles.days(), (date(2026, 3, 31), date(2026, 7, 31), date(2026, 9, 30))
    said = [days.local_day(days.said_at(each, RuleSet().light_push, lifecycles.AT)) for each in ends]
    assert said == [date(2026, 4, 8), date(2026, 8, 10), date(2026, 10, 8)]
