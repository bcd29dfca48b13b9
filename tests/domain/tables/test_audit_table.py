"""The quarterly sample of rejected clues against a sheet written by hand from the law §11.12 and §2."""

from __future__ import annotations

from domain.matters import audits
from tests.support import law

TABLE = audits.PROCEDURE
LAW = law.read("""
draw           | new > drawn | auditor | | | takes it | §11.12: 5 % of rejects, each quarter
find_in_order  | drawn > in_order | auditor | | | | §11.12
find_anomalous | drawn > found | auditor | | leader | | §2, §11.12: flag anomalies, to whom it should
account_for    | found > accounted | leader | | officer | | §11.12
term ruling_decide | found | 10 wd | §11.12
waits | drawn: auditor; found: leader | §11.12
sees auditor, leader | since until rejects seed sample which note account | §2: the log, and never a clue
shut leader | drawn | §11.12
""")
