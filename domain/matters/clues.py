"""The life of a clue (线索): the law §3 as a table. What is done from its acceptance to the answer is in `parts/clue_checking.py`."""

from domain.matters.parts import clue_checking, clue_reviews, clue_transfers
from domain.matters.parts.clue_guards import (
    CHECKED,
    DECIDE,
    KINDS,
    LEADERS,
    LED,
    NOT_OWN,
    OPEN,
    OWN,
    PAST_REVIEW,
    REAL_NAME,
    REJECT_REASONS,
    REVIEWER,
    SEVERITIES,
    SIGNED,
    TOLD_TO,
    TRIAGE,
    WORK,
    WORKERS,
    ClueMove,
    ClueStage,
)
from domain.mechanism.columns import Asked, Beginning, Place, Relation
from domain.mechanism.limits import Limit, Where
from domain.mechanism.parts import Phase
from domain.mechanism.table import FILES, QUOTA, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_REPORTER = frozenset({Role.REPORTER})
_CLOCK = frozenset({Role.CLOCK})
_ASKED = frozenset({ClueStage.NEED_INFO.value})
_CLAIMED = TRIAGE | {ClueStage.NEED_INFO.value, ClueStage.ACCEPTED.value, ClueStage.REVIEW.value}
_PASSED_ON = TRIAGE | CHECKED | {ClueStage.REVIEW.value}
PETITION = "yes"
OF_PETITION = Where("where it is a petition (信访)", lambda clue: clue.own.get("petition") == PETITION)
_SIGNED = ("signed", (REAL_NAME,))
TOLD = (  # what whoever reports is asked for, as far as their own words do not say it
    Asked(
        "story",
        "text",
        limit="clue_max_chars",
        kept=Place.STORY,
        gathers=True,
        offers=("unit", "kind", "when"),
        wish="detail",
    ),
    Asked("unit", "any_unit", words="told_unit", may_skip=True, kept=Place.UNIT, wish="unit"),
    Asked("kind", "kind", "kind", KINDS, words="told_kind", may_skip=True, kept=Place.CATEGORY, unsure="t99"),
    Asked("when", "time", may_skip=True, kept=Place.STORY, wish="time"),
    Asked("where", "place", may_skip=True, kept=Place.STORY, wish="place"),
    Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE, wish="document"),
    Asked("signed", "signing", "answer", ("anonymous", REAL_NAME), at_once="anonymous"),
    Asked("name", "text", longest=50, kept=Place.IDENTITY, where=_SIGNED, is_name=True),
    Asked("contact", "contact", longest=50, kept=Place.IDENTITY, where=_SIGNED),
)

SUPERIOR, MEDIA = "sup", "media"
ENTERED = (  # what staff are asked for of what came by a letter, a superior, the media or an inspection (the law §3, sources)
    Asked("source", "one_of", "source", ("mass", SUPERIOR, MEDIA, "insp")),
    Asked("superior_due", "day", may_skip=True, may_be_over=True, where=("source", (SUPERIOR,))),
    Asked("address", "text", longest=300, kept=Place.STORY, where=("source", (MEDIA,))),
    Asked("published", "past_day", kept=Place.STORY, where=("source", (MEDIA,))),
    Asked("archived", "text", longest=3000, kept=Place.STORY, where=("source", (MEDIA,))),
    *(asked for asked in TOLD if asked.name not in ("signed", "name", "contact")),
)

MOVES = {
    ClueMove.SUBMIT: Rule(
        start=frozenset({ClueStage.DRAFT}),
        end=ClueStage.SUBMITTED,
        by=_REPORTER,
        needs=(QUOTA,),
        asks=TOLD,
        is_previewed=True,
        is_hidden=True,
    ),
    ClueMove.ENTER: Rule(
        start=frozenset({ClueStage.DRAFT}),
        end=ClueStage.SUBMITTED,
        by=REVIEWER,
        asks=ENTERED,
        is_previewed=True,
        is_hidden=True,
    ),
    ClueMove.IMPORT: Rule(
        start=frozenset({ClueStage.DRAFT}),
        end=ClueStage.SUBMITTED,
        by=_CLOCK,
        asks=(ENTERED[0], *TOLD),
        is_hidden=True,
    ),
    ClueMove.REGISTER: Rule(
        start=frozenset({ClueStage.SUBMITTED}), end=ClueStage.REGISTERED, by=_CLOCK, is_hidden=True
    ),
    ClueMove.OPENTRIAGE: Rule(start=frozenset({ClueStage.REGISTERED}), end=ClueStage.TRIAGE, by=_CLOCK, is_hidden=True),
    ClueMove.CLAIM: Rule(
        start=_CLAIMED, by=REVIEWER, needs=(NOT_OWN, *WORK), is_act=True, effects=("claim",), is_answered=False
    ),
    ClueMove.RELEASE: Rule(
        start=_CLAIMED, by=REVIEWER, needs=(OWN,), is_act=True, effects=("release",), is_answered=False
    ),
    ClueMove.ACCEPT: Rule(
        start=TRIAGE,
        end=ClueStage.ACCEPTED,
        by=REVIEWER,
        needs=DECIDE,
        asks=(Asked("severity", "one_of", "severity", SEVERITIES),),
        tells=TOLD_TO,
        is_for_several=True,
        style=Style.PRIMARY,
    ),
    ClueMove.ASK_MORE: Rule(
        start=TRIAGE,
        end=ClueStage.NEED_INFO,
        by=REVIEWER,
        needs=WORK,
        asks=(Asked("questions", "text", "template_ask_more"),),
        tells=TOLD_TO,
        says=("questions",),
    ),
    ClueMove.REJECT: Rule(
        start=TRIAGE,
        end=ClueStage.REJECTED,
        by=REVIEWER,
        second=Role.REVIEWER,
        needs=DECIDE,
        asks=(
            Asked("reason", "one_of", "reject_reason", REJECT_REASONS),
            Asked("explanation", "text"),
        ),
        tells=TOLD_TO,
        says=("reason", "explanation"),
        is_for_several=True,
        style=Style.DANGER,
    ),
    **clue_transfers.MOVES,
    **clue_checking.MOVES,
    **clue_reviews.MOVES,
    ClueMove.MERGE: Rule(
        start=TRIAGE,
        end=ClueStage.MERGED,
        by=REVIEWER,
        needs=DECIDE,
        asks=(Asked("into", "matter"),),
        tells=TOLD_TO,
        effects=("merge",),
        is_grave=True,
    ),
    ClueMove.CORRECT_UNIT: Rule(
        start=TRIAGE, by=REVIEWER, needs=WORK, asks=(Asked("unit", "unit"),), effects=("set_clue_unit",)
    ),
    ClueMove.CORRECT_KIND: Rule(
        start=_PASSED_ON,
        by=WORKERS,
        needs=WORK,
        asks=(Asked("kind", "one_of", "kind", KINDS),),
        effects=("set_clue_kind",),
    ),
    ClueMove.MARK_PETITION: Rule(
        start=TRIAGE, by=REVIEWER, needs=WORK, asks=(Asked("petition", "one_of", "petition", (PETITION, "no")),)
    ),
    ClueMove.WRITE: Rule(
        start=OPEN,
        by=WORKERS,
        needs=WORK,
        asks=(Asked("text", "text"),),
        tells=TOLD_TO,
        says=("text",),
        noted=("office", "text"),
        is_act=True,
    ),
    ClueMove.SHOW_EVIDENCE: Rule(
        start=OPEN | LED,
        by=WORKERS | frozenset(LEADERS),
        needs=(FILES,),
        is_act=True,
        effects=("show_evidence",),
        is_answered=False,
    ),
    ClueMove.RECUSE: Rule(start=OPEN, by=WORKERS, is_act=True, is_grave=True, recuses=True, effects=("release",)),
    ClueMove.CONTINUE: Rule(start=frozenset({ClueStage.WITHDRAWN}), end=ClueStage.TRIAGE, by=REVIEWER, tells=TOLD_TO),
    ClueMove.ARCHIVE: Rule(
        start=frozenset({ClueStage.WITHDRAWN, ClueStage.ANSWERED, ClueStage.REVIEWED, ClueStage.CLOSED}),
        end=ClueStage.ARCHIVED,
        by=REVIEWER,
        needs=(PAST_REVIEW,),
        tells=TOLD_TO,
    ),
    ClueMove.ANSWER: Rule(
        start=frozenset({ClueStage.NEED_INFO}),
        end=ClueStage.TRIAGE,
        by=_REPORTER,
        asks=(Asked("answer", "text", may_skip=True),),
        noted=("answer", "answer"),
    ),
    ClueMove.SUPPLEMENT: Rule(
        start=frozenset({*_PASSED_ON, *LED, ClueStage.TRANSFERRED, ClueStage.REJECTED}),
        by=_REPORTER,
        asks=(Asked("text", "text", may_skip=True),),
        noted=("supplement", "text"),
        is_act=True,
    ),
    ClueMove.LAPSE: Rule(
        start=frozenset({ClueStage.NEED_INFO}), end=ClueStage.TRIAGE, by=_CLOCK, tells=TOLD_TO, is_hidden=True
    ),
    ClueMove.WITHDRAW: Rule(
        start=TRIAGE | _ASKED | CHECKED,
        end=ClueStage.WITHDRAWN,
        by=_REPORTER,
        tells=TOLD_TO,
        is_grave=True,
    ),
}

_ABOVE = (
    "source",
    "superior_due",
    "address",
    "published",
    "signed",
    "unit",
    "unit_told",
    "kind",
    "petition",
    "severity",
    "transferred_to",
    "when",
    "where",
)
_BODY = ("story", "archived", "attachments", "unreachable")
_BELOW = ("similar", "linked", "notes", *clue_checking.SHOWN, "pending", "decided", "next")
_OFFICE = (Role.REVIEWER, Relation.ASSIGNEE, Relation.OFFICER, Relation.INSPECTOR)
_OF_OFFICE = (*_ABOVE, *_BODY, *_BELOW)

PROCEDURE = Procedure(
    matter="clue",
    first=ClueStage.DRAFT,
    begins=Beginning(
        move=ClueMove.SUBMIT,
        prefix="QS",
        command="report",
        follows=(ClueMove.REGISTER, ClueMove.OPENTRIAGE),
        quota="clue_per_day",
        has_code=True,
        doors={"enter": ClueMove.ENTER},
        upward="upward",
    ),
    moves={move.value: rule for move, rule in MOVES.items()},
    terms=(
        Limit("clue_register", frozenset({ClueStage.REGISTERED})),
        Limit("clue_triage_target", TRIAGE, stops_in=_ASKED, is_promised=True),
        Limit("clue_accept_notice_realname", TRIAGE, where=SIGNED, stops_in=_ASKED, is_promised=True),
        Limit("clue_inform_petition", TRIAGE, where=OF_PETITION, stops_in=_ASKED),
        Limit("clue_need_info", _ASKED, lapses=ClueMove.LAPSE),
        *clue_transfers.TERMS,
        *clue_checking.TERMS,
        *clue_reviews.TERMS,
    ),
    shows=dict.fromkeys((*_OFFICE, *LEADERS), _OF_OFFICE),
    closed_to=dict.fromkeys(LEADERS, frozenset(ClueStage) - LED),
    todo={
        ClueStage.ASSIGNED: frozenset({Relation.ASSIGNEE}),
        ClueStage.VERIFYING: frozenset({Relation.OFFICER}),
        ClueStage.CONCLUDED: frozenset({Relation.OFFICER}),
        **dict.fromkeys(sorted(LED), frozenset({Role.LEADER})),
    },
    above={Relation.OFFICER: Role.REVIEWER},  # leaders read of a clue only what waits for them
    body=frozenset(_BODY),
    phases={
        Phase.TRIAGE: frozenset({"accept", "ask_more", "reject", "merge", "transfer"}),
        Phase.VERIFY: frozenset({"take_up", "take_on", "visit_site", "rate", "conclude", "close"}),
        Phase.REVIEW: frozenset({"uphold", "reopen", "uphold_finally", "overturn"}),
    },
    next={
        ClueStage.TRIAGE: "triage",
        ClueStage.ACCEPTED: "assign",
        ClueStage.ASSIGNED: "take_on",
        ClueStage.VERIFYING: "verify",
        ClueStage.CONCLUDED: "close",
        ClueStage.ANSWERED: "may_review",
        ClueStage.NEED_INFO: "wait_answer",
        ClueStage.TRANSFERRED: "wait_receipt",
        ClueStage.REJECTED: "may_review",
        ClueStage.REVIEW: "review",
        ClueStage.REVIEWED: "may_review_again",
        ClueStage.SECOND_REVIEW: "second_review",
        ClueStage.UNOWNED: "settle",
    },
)
