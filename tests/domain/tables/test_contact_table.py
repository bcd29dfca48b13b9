"""Outside contacts against a matrix written by hand from the law §2, rule 5: recorded by anybody who works here, read by the auditor."""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Relation
from domain.people import STAFF, Role
from tests.support import law, lifecycles

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


@pytest.mark.parametrize("stage", ["new", "recorded", "noted"])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, LAW.lines, stage)


def test_nobody_reads_it_but_the_auditor_and_whoever_recorded_it_and_nothing_follows() -> None:
    assert TABLE.shows.keys() == {Role.AUDITOR, Relation.APPLICANT}
    for rule in TABLE.moves.values():
        assert (rule.announces, rule.effects, rule.also, rule.opens, rule.tells) == (None, (), (), (), ())


def test_it_is_about_whatever_people_begin_wherever_it_stands() -> None:
    begins = TABLE.begins
    assert begins is not None
    for kind in ("clue", "case", "measure", "striver", "objection", "tolerance", "clarification", "staff"):
        table = PROCEDURES[kind]
        assert begins.kinds[kind] >= {end for rule in table.moves.values() for end in rule.every_end}
