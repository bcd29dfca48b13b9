"""A case of slackness from the flag on: L9 授旗 to L15 表彰 of the law §4.1, and the withdrawal of a wrong decision."""

from dataclasses import replace

from domain.matters.parts.case_guards import (
    ALL_CLOSED,
    CLOCK,
    COMMITTEE,
    FIRST,
    LABELLED,
    LEADER,
    MENDED,
    MENDING,
    NOT_EXTENDED,
    NOT_YELLOW,
    OF_NO_PERSON,
    OF_PERSON,
    OFFICER,
    ONCE,
    PLANNED,
    SECOND,
    SOME_CLOSED,
    TWO_GOOD,
    UNIT,
    UNSIGNED,
    WITHIN_CAP,
    S,
    at,
)
from domain.mechanism.ballots import POSITIVE, REASON, VOTE, Ballot
from domain.mechanism.columns import PROOF, Announces, Asked, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.needs import ELIGIBLE
from domain.mechanism.table import Rule, other_than
from domain.people import Role
from domain.saying import Style

_IN_A_SMALL_OFFICE = frozenset({Role.REVIEWER, Role.COMMITTEE})  # who helps or evaluates where nobody holds the role
_BOTH = (Relation.OFFICER, Relation.SUBJECT)
_REASON = Asked("reason", "text")
_HELPED = (Relation.OFFICER, Relation.HELPER)
ADVICE = ("remove", "extend", "account")
DECISIONS = ("extend", "account")
INDICATORS = ("recovered", "not_recovered", "none")
COSIGNED = ("agrees", "differs")
ORGANS = ("discipline", "organisation")
_VISITS = Opens(kind="visit", move="plan", each="turn", values=("first", "second", "third"))
_NO_VISITS = Also(kind="visit", move="fall_away", of=Kin.CHILDREN)
_FLAG_DOWN = Also(kind="slack_flag", move="remove", of=Kin.CHILDREN)
_NO_SNAIL = tuple(Also(kind="snail", move=move, of=Kin.CHILDREN) for move in ("fall_away", "be_revoked"))
_ITEMS_DROPPED = Also(kind="plan_item", move="drop", of=Kin.CHILDREN)

_AWARD = Rule(
    start=at(S.CONFIRMED),
    end=S.PLANNING,
    by=OFFICER,
    needs=(OF_NO_PERSON, FIRST),
    asks=(Asked("ceremony", "text", longest=60), Asked("statement", "text")),
    opens=(Opens(kind="slack_flag", move="hang", gives=("meeting", "grounds")),),
    tells=(Relation.SUBJECT,),
    paper="slack_flag_notice",
    is_previewed=True,
)

FLAGGED = {
    "award": _AWARD,
    # Twice in a row goes to discipline or the organisation department (the law §4.1, consequences): its flag hangs all the same, and
    # no notice asks for a plan.
    "award_again": replace(_AWARD, end=S.ACCOUNTABLE, needs=(OF_NO_PERSON, SECOND), paper=""),
    "serve_person": Rule(
        start=at(S.CONFIRMED), end=S.MEASURED, by=OFFICER, needs=(OF_PERSON,), tells=(Relation.SUBJECT,)
    ),
    "name_helper": Rule(
        start=PLANNED | MENDING,
        by=OFFICER,
        asks=(Asked("helper", "person", of=frozenset({Role.SUPPORT_CONTACT}), or_of=_IN_A_SMALL_OFFICE),),
        appoints={"helper": Relation.HELPER},
        tells=(Relation.HELPER, Relation.SUBJECT),
    ),
    "helper_overdue": Rule(start=PLANNED, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "file_plan": Rule(
        start=PLANNED,
        end=S.RECTIFYING,
        by=UNIT,
        needs=(WITHIN_CAP,),
        asks=(
            Asked("analysis", "text"),
            Asked(
                "items",
                "items",
                parts=(Asked("item", "text"), Asked("owner", "text"), Asked("until", "day")),
            ),
        ),
        opens=(Opens(kind="plan_item", move="list", each="items"),),
        tells=_HELPED,
        is_previewed=True,
    ),
    "plan_overdue": Rule(start=at(S.PLANNING), end=S.LATE, by=CLOCK, tells=_BOTH, is_hidden=True),
    "urge": Rule(start=at(S.LATE), end=S.PLANNING, by=LEADER, asks=(Asked("urging", "text"),), tells=_BOTH),
    "return_plan": Rule(
        start=at(S.RECTIFYING),
        end=S.PLANNING,
        by=OFFICER,
        asks=(Asked("lacking", "text", "template_lacking"),),
        also=(_ITEMS_DROPPED,),
        tells=(Relation.SUBJECT,),
    ),
    # Acts: they leave a request for more time waiting for its signer. The helper signs besides, and holds up nobody (the law §2).
    "report_progress": Rule(
        start=MENDING,
        by=UNIT,
        asks=(Asked("progress", "text"), PROOF),
        tells=_HELPED,
        resets=frozenset({"cosign", "differs"}),
        is_act=True,
    ),
    "miss_progress": Rule(start=MENDING, by=CLOCK, tells=(*_BOTH, Relation.HELPER), is_act=True, is_hidden=True),
    "cosign": Rule(
        start=MENDING,
        by=frozenset({Relation.HELPER}),
        needs=(UNSIGNED,),
        asks=(
            Asked("cosign", "one_of", "case_cosign", COSIGNED),
            Asked("differs", "text", where=("cosign", ("differs",))),
            replace(PROOF, where=("cosign", ("differs",))),
        ),
        tells=_BOTH,
        is_act=True,
        style=Style.PRIMARY,
    ),
    "advise": Rule(
        start=PLANNED | MENDING,
        by=frozenset({Relation.HELPER}),
        asks=(Asked("help", "text"), PROOF),
        tells=_BOTH,
        is_act=True,
    ),
}

EVALUATED = {
    "apply_removal": Rule(
        start=MENDING,
        end=S.EVALUATING,
        by=UNIT,
        needs=(ALL_CLOSED, SOME_CLOSED),
        asks=(Asked("result", "text"), PROOF),
        tells=_HELPED,
    ),
    "ask_longer": Rule(  # L12B: who has to mend asks, a leader grants or refuses
        start=at(S.RECTIFYING),
        end=S.EXTENDED,
        by=UNIT,
        second=Role.LEADER,
        needs=(NOT_EXTENDED,),
        asks=(Asked("rectify_longer", "text"), PROOF),
        tells=(*_BOTH, Relation.HELPER),
        is_previewed=True,
    ),
    "fall_due": Rule(
        start=PLANNED | MENDING, end=S.EVALUATING, by=CLOCK, tells=(*_BOTH, Relation.HELPER), is_hidden=True
    ),
    "name_evaluator": Rule(
        start=at(S.EVALUATING),
        by=OFFICER,
        asks=(Asked("evaluator", "person", of=frozenset({Role.SITE_EVALUATOR}), or_of=_IN_A_SMALL_OFFICE),),
        appoints={"evaluator": Relation.EVALUATOR},
        tells=(Relation.EVALUATOR,),
    ),
    "evaluate": Rule(
        start=at(S.EVALUATING),
        ends_by="advice",
        ends={"remove": S.JUDGING, "extend": S.DECIDING, "account": S.DECIDING},
        by=frozenset({Relation.EVALUATOR}),
        needs=(other_than(Relation.HELPER), MENDED, ONCE),
        asks=(
            Asked("site", "text"),
            PROOF,
            Asked("satisfaction", "number", least=0, most=100),
            Asked("indicator", "one_of", "case_indicator", INDICATORS),
            Asked("advice", "one_of", "case_advice", ADVICE),
        ),
        tells=(Relation.OFFICER,),
        is_previewed=True,
    ),
    "judge": Rule(
        start=at(S.JUDGING),
        by=COMMITTEE,
        asks=(replace(VOTE, words="removal_choice"), REASON),
        ballot=Ballot(passes="remove", fails="keep", majority=POSITIVE, is_secret=True),
        is_act=True,
    ),
    "remove": Rule(
        start=at(S.JUDGING),
        end=S.VISITING,
        by=CLOCK,
        also=(_FLAG_DOWN,),
        opens=(_VISITS,),
        announces=Announces(kind="case_removed", answers=("case_notice",), shows=("subject_name",)),
        tells=(*_BOTH, Relation.HELPER),
        paper="removal_notice",
        is_hidden=True,
    ),
    "keep": Rule(start=at(S.JUDGING), end=S.DECIDING, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "decide": Rule(
        start=at(S.DECIDING),
        ends_by="decision",
        ends={"extend": S.EXTENDED, "account": S.ACCOUNTABLE},
        by=LEADER,
        second=Role.COMMITTEE,
        needs=(ONCE,),
        asks=(Asked("decision", "one_of", "case_decision", DECISIONS), _REASON),
        tells=_BOTH,
    ),
    "refer": Rule(
        start=at(S.ACCOUNTABLE),
        end=S.REFERRED,
        by=OFFICER,
        asks=(Asked("organ", "one_of", "case_organ", ORGANS), Asked("document", "text", longest=60, is_document=True)),
        tells=(Relation.SUBJECT, Role.LEADER),
    ),
    "record_outcome": Rule(
        start=at(S.REFERRED),
        end=S.VISITING,
        by=OFFICER,
        asks=(Asked("outcome", "text"),),
        opens=(_VISITS,),
        tells=(Relation.SUBJECT,),
    ),
}

CONVERTED = {
    "come_of_age": Rule(start=at(S.VISITING), end=S.RIPE, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "visit_poor": Rule(
        start=at(S.VISITING, S.RIPE),
        end=S.PLANNING,
        by=CLOCK,
        also=(_NO_VISITS,),
        tells=(*_BOTH, Relation.HELPER),
        is_hidden=True,
    ),
    "convert": Rule(
        start=at(S.RIPE),
        end=S.CONVERTED,
        by=OFFICER,
        second=Role.LEADER,
        needs=(TWO_GOOD, NOT_YELLOW),
        also=(_FLAG_DOWN,),
        tells=(Relation.SUBJECT,),
        style=Style.PRIMARY,
    ),
    "close": Rule(
        start=at(S.RIPE, S.MEASURED),
        end=S.CLOSED,
        by=OFFICER,
        second=Role.LEADER,
        asks=(_REASON,),
        also=(_FLAG_DOWN,),
        tells=(Relation.SUBJECT,),
    ),
    "commend": Rule(
        start=at(S.CONVERTED),
        end=S.COMMENDED,
        by=LEADER,
        needs=(ELIGIBLE,),
        asks=(Asked("honour", "text", longest=60),),
        tells=_BOTH,
    ),
    "revoke": Rule(
        start=LABELLED,
        end=S.REVOKED,
        by=LEADER,
        second=Role.COMMITTEE,
        asks=(_REASON,),
        also=(Also(kind="slack_flag", move="withdraw", of=Kin.CHILDREN), *_NO_SNAIL, _ITEMS_DROPPED, _NO_VISITS),
        effects=("restore",),
        announces=Announces(kind="case_revoked", answers=("case_removed", "case_notice"), shows=("subject_name",)),
        tells=(*_BOTH, Relation.APPLICANT),
        is_grave=True,
        style=Style.DANGER,
        is_undoing=True,
    ),
}

MOVES = {**FLAGGED, **EVALUATED, **CONVERTED}
