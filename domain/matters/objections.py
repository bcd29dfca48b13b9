"""An objection (异议) against a case while its notice is given: real names and facts, checked by another officer (the law §4.1 L7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.needs import WITHOUT_OFFICER
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role

FINDINGS = ("unfounded", "vote_anew", "not_established")
_RAISED = frozenset({"raised", "checking"})
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
_APPLICANT: frozenset[Party] = frozenset({Relation.APPLICANT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the guards look at: whether the actor had to do with the case before, by a move or a part in it."""

    had_a_hand: bool = False


def _is_apart(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not isinstance(facts.case, Earlier) or not facts.case.had_a_hand


APART = Need("other than who had a hand in the case", Why.OTHER_OFFICER, _is_apart, frozenset({MAKE}))

MOVES = {
    "raise": Rule(
        start=frozenset({"new"}),
        end="raised",
        by=frozenset({Role.UNIT_CONTACT, Role.REVIEWER}),
        asks=(
            Asked("about", "matter"),
            Asked("objector", "text", longest=50),
            Asked("why", "text"),
            Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
        ),
        also=(Also(kind="case", move="object"),),
        is_previewed=True,
    ),
    "take_up": Rule(
        start=_RAISED,
        end="checking",
        by=frozenset({Role.REVIEWER}),
        needs=(APART, WITHOUT_OFFICER),
        tells=(Relation.APPLICANT,),
        owns=True,
    ),
    "extend": Rule(
        start=frozenset({"checking"}),
        by=_OFFICER,
        second=Role.LEADER,
        asks=(Asked("why_longer", "text"),),
        tells=(Relation.APPLICANT,),
        extends="case_objection",
    ),
    "find": Rule(
        start=frozenset({"checking"}),
        ends_by="finding",
        ends={"unfounded": "dismissed", "vote_anew": "upheld", "not_established": "upheld"},
        by=_OFFICER,
        second=Role.LEADER,
        needs=(APART,),
        asks=(Asked("finding", "one_of", "objection_finding", FINDINGS), Asked("reason", "text")),
        also=(
            Also(kind="case", move="settle", where=(("finding", "unfounded"),)),
            Also(kind="case", move="vote_anew", where=(("finding", "vote_anew"),)),
            Also(kind="case", move="drop", where=(("finding", "not_established"),)),
        ),
        tells=(Relation.APPLICANT,),
    ),
    "show_evidence": looking(
        frozenset({"raised", "checking", "dismissed", "upheld"}), frozenset({Role.REVIEWER, Relation.OFFICER})
    ),
    "withdraw": Rule(
        start=_RAISED,
        end="withdrawn",
        by=_APPLICANT,
        also=(Also(kind="case", move="settle"),),
        tells=(Relation.OFFICER,),
        is_grave=True,
    ),
}

# Who objected is told to nobody but those who check it; the unit sees its own objections alone.
_OF_APPLICANT = ("about", "objector", "why", "finding", "reason")

PROCEDURE = Procedure(
    matter="objection",
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="raise",
        prefix="YY",
        about="about",
        kinds={"case": frozenset({"notice", "objected"})},
        are_many=True,
    ),
    terms=(Limit("case_objection", _RAISED, extend="case_objection_ext"),),
    shows={
        Relation.APPLICANT: _OF_APPLICANT,
        Role.REVIEWER: (*_OF_APPLICANT, "attachments", "why_longer"),
        Role.LEADER: ("about", "why", "why_longer", "finding", "reason"),
        Role.COMMITTEE: ("about", "why", "finding", "reason"),
    },
    todo={"raised": frozenset({Role.REVIEWER}), "checking": _OFFICER},
)
