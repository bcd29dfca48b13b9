"""Objections (异议) while a notice is given: real names and facts, checked by another officer (the law §4.1 L7, §4.2 N6).

Two doors and one check: `PROCEDURE` is what a unit raises about its own case, and what a reviewer enters that came by another way;
`OF_ANYBODY` is what anybody raises about a notice that was said in public. Who that is, nobody reads here: what they write is kept as a
story, and their name and contact under a key of their own.
"""

from dataclasses import dataclass

from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.needs import WITHOUT_OFFICER, every_child, of_case
from domain.mechanism.refusals import Why
from domain.mechanism.table import MAKE, QUOTA, Procedure, Rule, looking
from domain.people import Role

FINDINGS = ("unfounded", "vote_anew", "not_established")
_CHECKING = frozenset({"checking"})
_RAISED = frozenset({"raised"}) | _CHECKING
_FOUND = frozenset({"dismissed", "upheld"})
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
_NOTIFIED = dict.fromkeys(("case", "candidate"), frozenset({"notice", "objected"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the guards look at: whether the actor had to do with the case before, by a move or a part in it, and whether it is one on
    which the committee can vote anew."""

    had_a_hand: bool = False
    may_be_voted_anew: bool = True


OF_ITS_KIND = of_case(  # candidates are compared with one another: nobody alone is compared anew (the law §4.2 N6)
    Earlier,
    "a vote anew only on a case",
    Why.NOT_NOW,
    lambda case, given: given.get("finding") != "vote_anew" or case.may_be_voted_anew,
    frozenset({MAKE}),
)
OBJECTIONS_DECIDED = every_child(_FOUND | {"withdrawn"}, "objection", "public_objection")
"""What an objection suspends goes on once none of them is open (the law §4.1 L7, §4.2 N6)."""
APART = of_case(
    Earlier,
    "other than who had a hand in the case",
    Why.OTHER_OFFICER,
    lambda case, _: not case.had_a_hand,
    frozenset({MAKE}),
)


_EVIDENCE = Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE)
_OBJECT = (Also(kind="", move="object"),)
_FOLLOWS = (
    Also(kind="", move="settle", where=(("finding", "unfounded"),)),
    Also(kind="", move="vote_anew", where=(("finding", "vote_anew"),)),
    Also(kind="", move="drop", where=(("finding", "not_established"),)),
)


def _checked(raised_by: Party) -> dict[str, Rule]:
    """What becomes of an objection, whoever raised it; they hear of every step. Who follows it by a code reads what was found as news,
    since they have no card, and is told that they withdrew."""
    tells, has_code = (raised_by,), raised_by is Role.REPORTER
    return {
        "take_up": Rule(
            start=_RAISED,
            end="checking",
            by=frozenset({Role.REVIEWER}),
            needs=(APART, WITHOUT_OFFICER),
            tells=tells,
            owns=True,
        ),
        "extend": Rule(
            start=_CHECKING,
            by=_OFFICER,
            second=Role.LEADER,
            asks=(Asked("why_longer", "text"),),
            tells=tells,
            extends="case_objection",
        ),
        "find": Rule(
            start=_CHECKING,
            ends_by="finding",
            ends={"unfounded": "dismissed", "vote_anew": "upheld", "not_established": "upheld"},
            by=_OFFICER,
            second=Role.LEADER,
            needs=(APART, OF_ITS_KIND),
            asks=(Asked("finding", "one_of", "objection_finding", FINDINGS), Asked("reason", "text")),
            also=_FOLLOWS,
            tells=tells,
            says=("finding", "reason") if has_code else (),
        ),
        "show_evidence": looking(_RAISED | _FOUND, frozenset({Role.REVIEWER, Relation.OFFICER})),
        "withdraw": Rule(
            start=_RAISED,
            end="withdrawn",
            by=frozenset(tells),
            also=(Also(kind="", move="settle"),),
            tells=(Relation.OFFICER, *tells) if has_code else (Relation.OFFICER,),
            is_grave=True,
        ),
    }


_TODO = {"raised": frozenset({Role.REVIEWER}), "checking": _OFFICER}

# Who objected is told to nobody but those who check it; the unit sees its own objections alone.
_OF_APPLICANT = ("about", "objector", "why", "finding", "reason")

PROCEDURE = Procedure(
    matter="objection",
    first="new",
    moves={
        "raise": Rule(
            start=frozenset({"new"}),
            end="raised",
            by=frozenset({Role.UNIT_CONTACT, Role.REVIEWER}),
            asks=(
                Asked("about", "matter"),
                Asked("objector", "text", longest=50, is_name=True),
                Asked("why", "text"),
                _EVIDENCE,
            ),
            also=_OBJECT,
            is_previewed=True,
        ),
        **_checked(Relation.APPLICANT),
    },
    begins=Beginning(move="raise", prefix="YY", about="about", kinds=_NOTIFIED, are_many=True),
    terms=(Limit("case_objection", _RAISED, extend="case_objection_ext"),),
    shows={
        Relation.APPLICANT: _OF_APPLICANT,
        Role.REVIEWER: (*_OF_APPLICANT, "attachments", "why_longer"),
        Role.LEADER: ("about", "why", "why_longer", "finding", "reason"),
        Role.COMMITTEE: ("about", "why", "finding", "reason"),
    },
    todo=_TODO,
)

_READ = ("about", "parent", "why", "attachments", "unreachable", "why_longer", "finding", "reason")
OF_ANYBODY = Procedure(
    matter="public_objection",
    first="new",
    moves={
        "submit": Rule(
            start=frozenset({"new"}),
            end="raised",
            by=frozenset({Role.REPORTER}),
            needs=(QUOTA,),
            asks=(
                Asked("about", "matter"),
                Asked("why", "text", limit="clue_max_chars", kept=Place.STORY),
                _EVIDENCE,
                Asked("name", "text", longest=50, kept=Place.IDENTITY, is_name=True),
                Asked("contact", "contact", longest=50, kept=Place.IDENTITY),
            ),
            also=_OBJECT,
            is_previewed=True,
            is_hidden=True,
        ),
        **_checked(Role.REPORTER),
    },
    begins=Beginning(
        move="submit",
        prefix="SY",
        about="about",
        kinds=_NOTIFIED,
        are_many=True,
        is_of_notice=True,
        is_named=True,
        is_offered=False,
        has_code=True,
        quota="clue_per_day",
    ),
    terms=(Limit("case_objection", _RAISED, extend="case_objection_ext", is_promised=True),),
    shows={
        Role.REVIEWER: _READ,
        Role.LEADER: ("about", "why", "why_longer", "finding", "reason"),
        Role.COMMITTEE: ("about", "why", "finding", "reason"),
    },
    body=frozenset({"why", "unreachable"}),
    todo=_TODO,
)
