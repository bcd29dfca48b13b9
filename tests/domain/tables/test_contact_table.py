"""Outside contacts against a matrix written by hand from the law §2, rule 5: recorded by anybody who works here, read by the auditor."""

from __future__ import annotations

from domain.lifecycles import PROCEDURES
from domain.people import STAFF
from tests.support import law

TABLE = PROCEDURES["contact"]
LAW = law.read(f"""
record  | new > recorded | {",".join(STAFF)} | | | | §2 rule 5: one tap, by anybody who works here
say_who | recorded > = | applicant | | | | §2 rule 5
note    | recorded > noted | auditor | | | | §2 rule 5: shown to the auditor
waits | recorded: auditor | §2 rule 5
sees auditor | applicant parent about who how | §2 rule 5
sees applicant | about who how | §2 rule 5: their own word
begins | anywhere | §2 rule 5
""")
