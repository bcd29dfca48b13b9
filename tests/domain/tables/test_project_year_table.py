"""The year's red-flag projects against a matrix by hand from the law §6.5, §4 and §9: counted, decided by two, on a document."""

from __future__ import annotations

from domain.matters.projects import project_years
from tests.support import law

TABLE = project_years.PROCEDURE
LAW = law.read("""
propose  | new > proposed | clock | | | | §6.5: the year
commend  | proposed > confirmed | leader + committee | | | says project_year; to board channels; showing year flagged reds authorisation; \
  said announce; unsaid return | §6.5, §4, §13B
drop     | proposed > dropped | leader | | | | §4: a quota is a maximum
return   | confirmed > proposed | clock | | leader | | §9
announce | confirmed > announced | clock | not_now | | | §9: what is so still
term project_year | proposed | 20 wd | §9: January to February
waits | proposed: leader | §2
sees reviewer, committee, leader | year flagged reds authorisation reason | §2
""")
