"""A topic that everybody who works here discusses (大讨论): 讨论, 查摆, 措施, 落实. The law §1 row 15, §8.

One topic a week. Everybody writes what they think into a box, and who wrote what is kept nowhere: history knows that there was a word on
that day, in the name of nobody, and the words stand in no order of time. They are read once the box is closed. Whoever opened it sums
up what is wrong and lists measures, which a leader signs; it is closed when each is done, and checked by somebody else than who did it.
"""

from dataclasses import replace
from hashlib import sha256

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Opens
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import WITHOUT_OFFICER, did_not, every_child, of_case
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event
from domain.mechanism.table import MAKE, Procedure, Rule, looking
from domain.people import STAFF, Role
from domain.saying import Style

EVERYBODY = frozenset(STAFF) - {Role.BYPASS_CONTACT}
_ALL: frozenset[Party] = frozenset(EVERYBODY)
_OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_BOX, _EXAMINING, _PLANNING = frozenset({"discussing"}), frozenset({"examining"}), frozenset({"planning"})
_CARRYING_OUT = frozenset({"carrying_out"})
_WHY = (Asked("reason", "text"),)
OPINION = "opinion"

ONE_A_WEEK = of_case(
    bool,
    "no other topic within a week",
    Why.TOPIC_OF_WEEK,
    lambda is_any, given: not is_any,
    frozenset({MAKE}),
)


def shuffled(event: Event) -> Event:
    """What was written so far, in an order that tells nothing of when: that of its digests."""
    before = filter(None, event.before.own.get(OPINION, "").split("\n"))
    lines = sorted((*before, " ".join(event.given[OPINION].split())), key=lambda line: sha256(line.encode()).digest())
    return replace(event, after=replace(event.after, own={**event.after.own, OPINION: "\n".join(lines)}))


MOVES = {
    "open": Rule(
        start=frozenset({"new"}),
        end="discussing",
        by=_OFFICE,
        needs=(ONE_A_WEEK,),
        asks=(Asked("title", "text", longest=60), Asked("question", "text")),
        is_previewed=True,
        owns=True,
        effects=("call_together",),
    ),
    "give_opinion": Rule(
        start=_BOX,
        by=_ALL,
        asks=(Asked(OPINION, "text", longest=300, adds=True),),
        is_act=True,
        is_previewed=True,
        is_unnamed=True,
        style=Style.PRIMARY,
    ),
    "close_box": Rule(start=_BOX, end="examining", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "take_over": Rule(
        start=_BOX | _EXAMINING | _PLANNING | _CARRYING_OUT, by=_OFFICE, needs=(WITHOUT_OFFICER,), owns=True
    ),
    "sum_up": Rule(start=_EXAMINING, end="planning", by=_OFFICER, asks=(Asked("summary", "text"),), is_previewed=True),
    "list_measures": Rule(
        start=_PLANNING,
        end="carrying_out",
        by=_OFFICER,
        second=Role.LEADER,
        asks=(
            Asked("measures", "items", parts=(Asked("measure", "text"), Asked("unit", "unit"), Asked("until", "day"))),
        ),
        opens=(Opens(kind="discussion_measure", move="list", each="measures"),),
        is_previewed=True,
    ),
    "close": Rule(
        start=_CARRYING_OUT,
        end="closed",
        by=_LEADER,
        needs=(every_child(frozenset({"done", "dropped"}), "discussion_measure"),),
        style=Style.PRIMARY,
    ),
    "drop": Rule(start=_EXAMINING | _PLANNING, end="dropped", by=_LEADER, asks=_WHY, tells=(Relation.OFFICER,)),
}
_SHOWN = ("officer", "title", "question", "due", OPINION, "summary", "children", "reason")

PROCEDURE = Procedure(
    matter="discussion",
    module=Module.HUANGYAN,
    first="new",
    moves=MOVES,
    begins=Beginning(move="open", prefix="TL", are_many=True, is_guarded_first=True),
    terms=(
        Limit("discussion_box", _BOX, lapses="close_box", is_right=True),
        Limit("discussion_sum_up", _EXAMINING),
        Limit("discussion_measures", _PLANNING),
    ),
    shows=dict.fromkeys(sorted(_ALL), _SHOWN),
    todo={"examining": _OFFICER, "planning": _OFFICER},
    exports=("title",),
)

_OPEN, _REPORTED, _DONE = frozenset({"open", "overdue"}), frozenset({"reported"}), frozenset({"done"})
_TOLD = (Relation.SUBJECT,)
MEASURE_MOVES = {
    "list": Rule(
        start=frozenset({"new"}),
        end="open",
        by=_CLOCK,
        asks=(Asked("unit", "unit", kept=Place.UNIT), Asked("measure", "text"), Asked("until", "day")),
        tells=_TOLD,
        is_hidden=True,
    ),
    "report_done": Rule(
        start=_OPEN, end="reported", by=_UNIT, asks=(Asked("result", "text"), PROOF), is_previewed=True
    ),
    # A conflict of interest keeps whoever is of that unit from it (the law §2 rule 2).
    "verify": Rule(
        start=_REPORTED,
        end="done",
        by=_OFFICE,
        needs=(did_not("reported it", frozenset({"report_done"})),),
        asks=(Asked("checked", "text"),),
        tells=_TOLD,
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "send_back": Rule(
        start=_REPORTED, end="open", by=_OFFICE, asks=(Asked("lacking", "text", "template_lacking"),), tells=_TOLD
    ),
    "fall_overdue": Rule(
        start=frozenset({"open"}), end="overdue", by=_CLOCK, tells=(*_TOLD, Role.LEADER), is_hidden=True
    ),
    "drop": Rule(start=_OPEN, end="dropped", by=_LEADER, asks=_WHY, tells=_TOLD, is_grave=True),
    "show_evidence": looking(_OPEN | _REPORTED | _DONE, _OFFICE | {Role.COMMITTEE}),
}

MEASURE = Procedure(
    matter="discussion_measure",
    module=Module.HUANGYAN,
    first="new",
    moves=MEASURE_MOVES,
    begins=Beginning(move="list", prefix="CF", is_offered=False, is_named=True),
    terms=(
        Limit("discussion_measure_due", frozenset({"open"}), day="until", lapses="fall_overdue"),
        Limit("discussion_check", _REPORTED),
    ),
    shows=dict.fromkeys(
        (Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("parent", "measure", "until", "result", "attachments", "lacking", "checked", "reason"),
    ),
    todo={"open": _UNIT, "overdue": _UNIT | {Role.LEADER}, "reported": _OFFICE},
    exports=("measure",),
)
