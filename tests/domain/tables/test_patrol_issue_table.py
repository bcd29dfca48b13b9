"""Issues found on patrol against a matrix by hand from the law §8: reported, given to a unit, fixed, looked at by somebody else."""

from __future__ import annotations

from domain.matters.programmes import patrol_issues
from tests.support import law

TABLE = patrol_issues.PROCEDURE
LAW = law.read("""
OFFICE = reviewer, leader
LOOKS = applicant, reviewer, leader
raise         | new > raised | unit_contact, reviewer | | | | §8: issue report
assign        | raised, assigned, escalated > assigned | OFFICE | | applicant | set_unit | §8: owner unit
turn_down     | raised > declined | OFFICE | | applicant | | §11.1
solve         | assigned, escalated > solved | subject | | | | §8: fixed
close         | solved > closed | LOOKS | other_officer, recused | applicant, subject | resets lacking | §8, §2: somebody else
send_back     | solved > assigned | LOOKS | other_officer, recused | subject | | §8
escalate      | assigned > escalated | clock | | applicant, subject, leader | | §8
withdraw      | raised, assigned, escalated > withdrawn | applicant | recused | subject | | §11.1, §2 rule 2
show_evidence | raised, assigned, escalated, solved, closed > act | OFFICE, subject | nothing_sent | | show_evidence | §2
term patrol_issue_assign | raised | 2 wd | §8
term patrol_issue_solve | assigned | 10 wd; rests escalated solved; anew by assign; by itself escalate | §8
term patrol_issue_close | solved | 5 wd | §8
waits | raised: OFFICE; assigned: subject; escalated: subject, leader; solved: applicant, reviewer | §2
sees applicant, subject, reviewer, committee, leader | sort segment raised_by account attachments unit result lacking reason | §8
""")
