"""A correction against a matrix written by hand from the law §9 (更正声明) and §2 (撤回更正): written by one, signed by two others."""

from __future__ import annotations

from domain.matters import corrections
from tests.support import law

TABLE = corrections.PROCEDURE
LAW = law.read("""
propose | new > announcing | publisher, leader | | | says announcement_corrected; by its author's hand; showing how wrong right why; \
  said be_said; unsaid fall | §9: 更正声明; §2: 撤回更正
be_said | announcing > said | clock | | applicant | take_back_said | §9: a withdrawn notice stands no longer
fall    | announcing > dropped | clock | | applicant | | §9
sees applicant, publisher, leader, committee | about how wrong right why | §9
begins | announcement: published | §2
""")
