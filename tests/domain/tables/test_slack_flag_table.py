"""The yellow flag of a case against a matrix by hand from the law §4.1 L9, L12A, V."""

from __future__ import annotations

from domain.matters import slack_flags
from tests.support import law

TABLE = slack_flags.PROCEDURE
LAW = law.read("""
hang        | new > hung                | clock   | | subject | | §4.1 L9, §5 SLACK: from there only
acknowledge | hung > acknowledged       | subject | | officer | | §9: a read receipt for flag notices
remove      | hung, acknowledged > removed | clock | | subject | | §4.1 L12A: taken down with the removal
withdraw    | hung, acknowledged, removed > withdrawn | clock | | subject | | §4.1 V: found wrong, also later
waits | hung: subject | §9
sees subject, reviewer, committee, leader | parent meeting grounds | §2, §9: 黄旗通知
""")
