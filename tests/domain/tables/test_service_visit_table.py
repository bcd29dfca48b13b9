"""An issue of a specialist's visit against a matrix by hand from the law §8 (千名专员进村入企)."""

from __future__ import annotations

from domain.matters.programmes import service_visits
from tests.support import law

TABLE = service_visits.PROCEDURE
LAW = law.read("""
raise         | new > raised | support_contact, unit_contact, reviewer | | | takes it | §8: specialist, visit, issue
assign        | raised, assigned, escalated > assigned | reviewer, leader | | officer | set_unit | §8: issue dispatch
turn_down     | raised > declined | reviewer, leader | | officer | | §11.1
solve         | assigned, escalated > solved | subject | | | | §8: answer
close         | solved > closed | reporter | other_officer, recused | officer, subject, reporter | resets lacking | §8: enterprise confirms
send_back     | solved > assigned | reporter | other_officer, recused | subject, reporter | | §8: enterprise confirms
escalate      | assigned > escalated | clock | | officer, subject, leader | | §8: due date
change_code   | raised, assigned, escalated, solved > act | officer | | | change_code | §8: enterprise confirms, by its code
withdraw      | raised, assigned, escalated > withdrawn | officer | recused | subject | | §8
show_evidence | raised, assigned, escalated, solved, closed > act | reviewer, leader, subject | nothing_sent | | show_evidence | §2
term service_visit_assign | raised | 2 wd | §8
term service_visit_solve | assigned | 10 wd; rests escalated solved; anew by assign; by itself escalate | §8: due date
term service_visit_close | solved | 10 wd | §8
waits | raised: reviewer, leader; assigned: subject; escalated: subject, leader; solved: officer | §8
sees officer, subject, reviewer, committee, leader | visited visited_on raised_by account attachments unit result lacking reason | §8
""")
