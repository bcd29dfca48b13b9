"""An arena and its slots against a matrix by hand from the law §6.6, §9 and §2."""

from __future__ import annotations

from collections.abc import Mapping

from domain.matters.arena import arena_slots, arenas
from domain.mechanism.ballots import Grant, Poll, Voter
from domain.mechanism.columns import Relation
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

ARENA = law.read("""
BOTH = reviewer, leader
RESULT = says arena if is_scored=yes; to board channels; showing title day; said announce; unsaid return
plan         | new > planned | reviewer | too_many_speakers, speaks_twice, weights_off, no_composite | | takes it | §6.6: event, criteria
draw         | planned > drawn | reviewer | too_few_raters, no_composite | | names seated_rater; opens arena_slot.line_up for order | §6.6
send_proxy   | drawn > = | reviewer | no_such_seat, no_such_seat | | names seated_rater | §6.6: proxy named before start
send_agenda  | drawn > act | clock | | seated_rater | card | §9: agenda to raters
start        | drawn > running | reviewer | not_its_day | | | §6.6
tally        | running > counted | clock | child_open | leader | RESULT | §6.6: no live board until all slots lock
return       | counted > returned | clock | | | | §13B
put_forward  | returned > counted | leader | | | RESULT | §13B: two approvers
announce     | counted > announced | clock | | seated_rater | card | §9: result to raters, then public
open_ballots | announced > opened | clock | | auditor | | §6.6: ballots sealed 1 year
call_off     | planned, drawn, running, returned > called_off | BOTH | | seated_rater | moves children arena_slot.fall_away | §6.6
term arena_agenda | drawn | 1 d; ahead of day; by itself send_agenda; right | §9: event day −1
term arena_decide | returned | 1 d | §13B
term arena_sealed | announced | 12 months; by itself open_ballots | §6.6: ballots sealed 1 year
waits | planned, drawn, running: reviewer; returned: leader | §2
sees seated_rater | due title day place rules order speakers result reason | §2: agenda
sees reviewer, committee, leader | due title day place rules order speakers seed raters ranking unscored reason | §6.6
sees auditor | due title day place rules order speakers seed raters ranking unscored reason flat pairs ballots | §6.6: flagged to auditor
""")
SLOT = law.read("""
line_up        | new > waiting | clock | | subject | | §6.6: slots
open           | waiting > rating | reviewer | arena_not_running, not_its_turn | | card; names seated_rater | §6.6: opens when speaker ends
rate           | rating > act | seated_rater | rating_over | | vote lock or fall_short; quorum 4/5; secret; quiet | §6.6: one ballot, 80 %
lock           | rating > locked | clock | | | moves arena.tally | §6.6: 100 % ballots
fall_short     | rating > short | clock | | officer | | §6.6: valid if ≥80 % ballots
pause          | rating > act | reviewer | not_now | | | §6.6
resume         | rating > act | reviewer, clock | not_now | | | §6.6
rate_again     | short > rating | leader | rated_twice | | card; names seated_rater | §6.6
leave_unscored | short, waiting > unscored | leader | | subject | moves arena.tally | §6.6
fall_away      | waiting, rating, short > fallen | clock | | subject | | §6.6
term arena_rating | rating | 3 min; by itself rate; rests with 30 min; right | §6.6: closes after 3 min
term arena_pause  | rating | 30 min; by itself resume; from pause; until resume | §6.6
term arena_decide | short | 1 d | §6.6
waits | rating: seated_rater; short: leader | §2
sees subject | place due reason | §2
sees seated_rater | place due rate | §2: see others' scores never before lock
sees reviewer, leader | parent place due rate reason | §2
""")
ARENAS, SLOTS = arenas.PROCEDURE, arena_slots.PROCEDURE
SHEETS = ((ARENAS, ARENA), (SLOTS, SLOT))
SEATED = Facts(parts={Relation.RATER: frozenset({12})})
VOTER = Voter(person_id=8, grants=(Grant(id=1, role="seated_rater", voice=8),))
HELD: Mapping[str, lifecycles.Held] = {
    "arena": {"known": SEATED},
    # A clock that runs cannot go on: that is in the scenario.
    "arena_slot": {"known": Facts(poll=Poll(voters={8: VOTER}, votes=())), "but": ("resume",)},
}
