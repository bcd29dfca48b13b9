"""A case of slackness until it is confirmed: L1 推荐 to L8 认定 of the law §4.1, a rule for each move."""

from domain.matters.objections import OBJECTIONS_DECIDED
from domain.matters.parts.case_guards import (
    APART,
    ASKED,
    BEFORE_LABEL,
    CLOCK,
    COMMITTEE,
    FROM_CLUE,
    INSPECTOR,
    KINDS,
    LEADER,
    LED,
    NO_CORRUPTION,
    NOT_ASKED,
    NOT_LISTED,
    OF_PERSON,
    OF_UNIT,
    OFFICER,
    PERSON,
    PUBLIC,
    STATED,
    SUBSTANTIATED,
    TOLERANCE_DECIDED,
    UNIT,
    VOTED_ON,
    WORKED_ON,
    S,
    at,
)
from domain.matters.parts.clue_guards import KINDS as CATEGORIES
from domain.matters.parts.clue_guards import SEVERITIES
from domain.mechanism.ballots import NEGATIVE, REASON, VOTE, Ballot
from domain.mechanism.columns import PROOF, Announces, Asked, Place, Relation
from domain.mechanism.needs import WITHOUT_OFFICER
from domain.mechanism.seals import SEALED_FILES
from domain.mechanism.table import Rule, all_named
from domain.people import Role
from domain.saying import Style

_REVIEWER = frozenset({Role.REVIEWER})
_BOTH = (Relation.OFFICER, Relation.SUBJECT)
_WHO_KNOWS = (Relation.OFFICER, Relation.INSPECTOR, Relation.EVALUATOR)
# Where a notice was given in public, that nothing came of it is said before the same people.
_DROPPED = Announces(kind="case_dropped", answers=("case_notice",), shows=("subject_name",))
CHECKED = ("documents", "site", "interviews")  # 查阅资料 实地查看 个别访谈
SCOPES = ("internal", PUBLIC)
# §5: the third yellow flag in a row; §6.2: last in two years running; §3 AUTO: a red light, a snail.
LEADS = ("yellow_streak", "two_years_last", "red_light", "snail_project")
RUBRIC = {"effect": 30, "responsibility": 30, "persistence": 20, "attitude": 20}  # 影响 责任 持续 态度

RECOMMENDED = {
    "recommend": Rule(
        start=at(S.NEW),
        end=S.RECOMMENDED,
        by=frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER}),
        needs=(FROM_CLUE, SUBSTANTIATED, OF_UNIT, NO_CORRUPTION),
        asks=(
            Asked("about", "matter", may_skip=True),
            Asked("unit", "unit", kept=Place.UNIT, where=("about", ("",))),
            Asked("subject", "one_of", "case_subject", KINDS),
            Asked("subject_name", "text", longest=40, where=("subject", ("team", "project"))),
            Asked("post", "text", longest=40, where=("subject", (PERSON,))),
            Asked("category", "one_of", "kind", CATEGORIES),
            Asked("first_severity", "one_of", "severity", SEVERITIES),
            Asked("facts", "text"),
            Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
        ),
        is_previewed=True,
    ),
    # What figures alone say is a lead and no verdict: it waits until somebody takes it up, who says what there is to it.
    "lead": Rule(
        start=at(S.NEW),
        end=S.RECOMMENDED,
        by=CLOCK,
        asks=(Asked("lead", "one_of", "case_lead", LEADS), Asked("subject", "one_of", "case_subject", KINDS)),
        is_hidden=True,
    ),
    "state_facts": Rule(
        start=at(S.RECOMMENDED),
        by=OFFICER,
        needs=(LED,),
        asks=(
            Asked("category", "one_of", "kind", CATEGORIES),
            Asked("first_severity", "one_of", "severity", SEVERITIES),
            Asked("facts", "text"),
        ),
        is_previewed=True,
    ),
    "take_up": Rule(start=WORKED_ON, by=_REVIEWER, needs=(WITHOUT_OFFICER,), owns=True, style=Style.PRIMARY),
    "name_inspectors": Rule(
        start=at(S.RECOMMENDED, S.INSPECTING),
        by=OFFICER,
        asks=(Asked("inspectors", "persons", of=_REVIEWER, least=2),),
        appoints={"inspectors": Relation.INSPECTOR},
        tells=(Relation.INSPECTOR,),
    ),
    "begin_inspection": Rule(
        start=at(S.RECOMMENDED),
        end=S.INSPECTING,
        by=OFFICER,
        needs=(all_named(2, Relation.INSPECTOR), STATED),
        tells=(Relation.INSPECTOR,),
        seals=("subject", "subject_name", "post", "category", "first_severity", "facts", SEALED_FILES),
    ),
    "extend_inspection": Rule(
        start=at(S.INSPECTING),
        by=OFFICER,
        second=Role.LEADER,
        asks=(Asked("why_longer", "text"),),
        tells=(Relation.INSPECTOR,),
        extends="case_inspect",
    ),
    "note_mending": Rule(
        start=at(S.INSPECTING, S.INSPECTED, S.HEARING, S.COMPARING),
        by=OFFICER | INSPECTOR,
        asks=(Asked("mending", "text"),),
        is_act=True,
    ),
    "report": Rule(
        start=at(S.INSPECTING),
        end=S.INSPECTED,
        by=INSPECTOR,
        second=Relation.INSPECTOR,
        asks=(
            Asked("checked", "some_of", "case_checked", CHECKED),
            Asked("found", "text"),
            Asked("severity", "one_of", "severity", SEVERITIES),
        ),
        tells=(Relation.OFFICER,),
        is_previewed=True,
    ),
    "turn_away": Rule(
        start=at(S.RECOMMENDED, S.INSPECTING, S.INSPECTED),
        end=S.TURNED_AWAY,
        by=OFFICER,
        second=Role.LEADER,
        asks=(Asked("reason", "text", "template_turn_away"),),
        tells=(Relation.APPLICANT,),
        style=Style.DANGER,
    ),
}

HEARD = {
    "serve": Rule(
        start=at(S.INSPECTED),
        end=S.HEARING,
        by=OFFICER,
        asks=(Asked("issue", "text", longest=60), Asked("summary", "text", longest=200)),
        tells=(Relation.SUBJECT,),
        paper="hearing_notice",
        is_previewed=True,
    ),
    "reply": Rule(
        start=at(S.HEARING),
        end=S.COMPARING,
        by=UNIT,
        asks=(
            Asked("reply", "text"),
            PROOF,
        ),
        tells=(Relation.OFFICER,),
        is_previewed=True,
    ),
    "record_reply": Rule(
        start=at(S.HEARING),
        end=S.COMPARING,
        by=OFFICER,
        needs=(OF_PERSON,),
        asks=(Asked("reply", "text"),),
        is_previewed=True,
    ),
    "fall_silent": Rule(start=at(S.HEARING), end=S.COMPARING, by=CLOCK, tells=_BOTH, is_hidden=True),
    "reply_late": Rule(
        start=at(S.COMPARING), by=UNIT, asks=(Asked("late_reply", "text"), PROOF), tells=(Relation.OFFICER,)
    ),
}

DECIDED = {
    # Before the vote: what a member wants to know of the dossier, and what all of them are told (the law §2). Voting goes on meanwhile.
    "ask_more": Rule(
        start=VOTED_ON,
        by=COMMITTEE,
        needs=(NOT_ASKED,),
        asks=(Asked("wanted", "text", adds=True),),
        tells=_WHO_KNOWS,
        is_act=True,
        is_previewed=True,
    ),
    "answer_more": Rule(
        start=VOTED_ON,
        by=frozenset(_WHO_KNOWS),
        needs=(ASKED,),
        asks=(Asked("explained", "text", adds=True), PROOF),
        tells=(Role.COMMITTEE,),
        is_act=True,
        style=Style.PRIMARY,
    ),
    "leave_unanswered": Rule(
        start=VOTED_ON,
        by=CLOCK,
        tells=(Relation.OFFICER, Role.COMMITTEE, Role.LEADER),
        is_act=True,
        is_hidden=True,
    ),
    "compare": Rule(
        start=at(S.COMPARING),
        by=COMMITTEE,
        asks=tuple(Asked(name, "number", least=0, most=most) for name, most in RUBRIC.items()),
        ballot=Ballot(passes="put_to_vote", fails="dismiss", rubric=tuple(RUBRIC), mark="case_mark", is_secret=True),
        is_act=True,
    ),
    "put_to_vote": Rule(start=at(S.COMPARING), end=S.VOTING, by=CLOCK, is_hidden=True),
    "vote": Rule(
        start=at(S.VOTING),
        by=COMMITTEE,
        asks=(VOTE, REASON),
        ballot=Ballot(passes="propose", fails="dismiss", majority=NEGATIVE, is_secret=True),
        is_act=True,
    ),
    "recuse": Rule(start=at(S.COMPARING, S.VOTING, S.JUDGING), by=COMMITTEE, is_act=True, is_grave=True, recuses=True),
    "propose": Rule(start=at(S.VOTING), end=S.PROPOSED, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "dismiss": Rule(
        start=at(S.COMPARING, S.VOTING),
        end=S.NOT_ESTABLISHED,
        by=CLOCK,
        tells=(*_BOTH, Relation.APPLICANT),
        announces=_DROPPED,
        is_hidden=True,
    ),
}

NOTIFIED = {
    "give_notice": Rule(
        start=at(S.PROPOSED),
        ends_by="scope",
        ends={"internal": S.NOTICE, PUBLIC: S.PUBLISHING},
        by=OFFICER,
        needs=(NOT_LISTED, OBJECTIONS_DECIDED),
        asks=(
            Asked("scope", "one_of", "case_scope", SCOPES),
            Asked("authorisation", "text", longest=60, where=("scope", (PUBLIC,)), is_document=True),
            Asked("grounds", "text", longest=200),
        ),
        paper="intended_notice",
        tells=(Relation.SUBJECT,),
        announces=Announces(
            kind="case_notice",
            audiences=("board",),
            shows=("subject_name", "grounds", "authorisation"),
            invites="public_objection",
            said="begin_notice",
            falls="call_off",
            where=(("scope", PUBLIC),),
        ),
        is_previewed=True,
    ),
    "begin_notice": Rule(start=at(S.PUBLISHING), end=S.NOTICE, by=CLOCK, tells=_BOTH, is_hidden=True),
    # Not signed, or withdrawn in public: nothing is confirmed without a notice that stood its days.
    "call_off": Rule(
        start=at(S.PUBLISHING, S.NOTICE, S.OBJECTED, S.CONFIRMING),
        end=S.PROPOSED,
        by=CLOCK,
        tells=_BOTH,
        is_hidden=True,
    ),
    "object": Rule(start=at(S.NOTICE, S.OBJECTED), end=S.OBJECTED, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "settle": Rule(
        start=at(S.OBJECTED),
        end=S.NOTICE,
        by=CLOCK,
        needs=(OBJECTIONS_DECIDED,),
        tells=(Relation.OFFICER,),
        is_hidden=True,
    ),
    "vote_anew": Rule(start=at(S.OBJECTED, S.PROPOSED), end=S.VOTING, by=CLOCK, tells=_BOTH, is_hidden=True),
    "drop": Rule(
        start=at(S.OBJECTED, S.PROPOSED),  # also where the notice was withdrawn meanwhile
        end=S.NOT_ESTABLISHED,
        by=CLOCK,
        tells=(*_BOTH, Relation.APPLICANT),
        announces=_DROPPED,
        is_hidden=True,
    ),
    "end_notice": Rule(start=at(S.NOTICE), end=S.CONFIRMING, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "confirm": Rule(
        start=at(S.CONFIRMING),
        end=S.CONFIRMED,
        by=LEADER,
        needs=(APART, TOLERANCE_DECIDED),
        asks=(Asked("meeting", "text", longest=60),),
        tells=_BOTH,
        effects=("penalty",),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "not_confirm": Rule(
        start=at(S.CONFIRMING),
        end=S.NOT_ESTABLISHED,
        by=LEADER,
        needs=(APART,),
        asks=(Asked("reason", "text", "template_not_confirmed"),),
        tells=(*_BOTH, Relation.APPLICANT),
        announces=_DROPPED,
    ),
    "exempt": Rule(
        start=BEFORE_LABEL,
        end=S.EXEMPTED,
        by=CLOCK,
        tells=_BOTH,
        announces=Announces(kind="case_exempted", answers=("case_notice",), shows=("subject_name",)),
        is_hidden=True,
    ),
    "resume": Rule(start=at(S.EXEMPTED), end=S.COMPARING, by=CLOCK, tells=_BOTH, is_hidden=True),
    "clarify": Rule(start=at(S.TURNED_AWAY, S.NOT_ESTABLISHED, S.REVOKED), end=S.CLARIFIED, by=CLOCK, is_hidden=True),
}

MOVES = {**RECOMMENDED, **HEARD, **DECIDED, **NOTIFIED}
