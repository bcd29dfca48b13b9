"""Difficulties against a matrix by hand from the law §8: raised, assigned, solved within 15 wd, closed by whoever raised it."""

from __future__ import annotations

from domain.matters.programmes import difficulties
from tests.support import law

TABLE = difficulties.PROCEDURE
LAW = law.read("""
OFFICE = reviewer, leader
raise         | new > raised | project_owner, unit_contact, owner, subject | | | | §8: raised
assign        | raised, assigned, escalated > assigned | OFFICE | | applicant | set_unit | §8: assigned
turn_down     | raised > declined | OFFICE | | applicant | | §11.1
solve         | assigned, escalated > solved | subject | | | | §8: solved
close         | solved > closed | applicant, leader | other_officer, recused | applicant, subject | resets lacking | §8: closed by the lead
send_back     | solved > assigned | applicant, leader | other_officer, recused | subject | | §8
escalate      | assigned > escalated | clock | | applicant, subject, leader | | §8: escalates
withdraw      | raised, assigned, escalated > withdrawn | applicant | recused | subject | | §11.1, §2 rule 2
show_evidence | raised, assigned, escalated, solved, closed > act | OFFICE, subject | nothing_sent | | show_evidence | §2
term difficulty_assign | raised | 3 wd | §8
term difficulty_solve | assigned | 15 wd; rests escalated solved; anew by assign; by itself escalate | §8: at most 15 wd
term difficulty_close | solved | 5 wd | §8
waits | raised: OFFICE; assigned: subject; escalated: subject, leader; solved: applicant | §2
sees applicant, subject, reviewer, committee, leader | parent sort raised_by account attachments unit result lacking reason | §8
begins | project: running; undertaking: not_started, under_way; breakthrough: running | §8
""")
