"""A cadre on the front line (一线历练): posted with a mentor, and appraised after six months. The law §1 row 16, §8.

The office says where and for what; a leader names who goes and who guides them, and another signs. Nobody clocks in: the cadre writes a
line when there is something to say. After the term the mentor says how it went, and somebody who is of neither unit, nor the mentor,
appraises. It is about a person: no unit is a party of it, nothing of it is announced, and its grade changes no score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.standing import PERSON, Standing
from domain.mechanism.table import MAKE, SIGN, Facts, Need, Procedure, Rule, looking, other_than
from domain.people import STAFF, Actor, Role
from domain.saying import Style

LINES = ("reform", "grassroots", "projects", "key_work", "service")  # 改革发展 乡镇基层 项目建设 重点工作 服务群众
GRADES = ("good", "fair", "poor")  # 好 一般 较差
_APART = frozenset({Role.ADMIN, Role.AUDITOR, Role.CUSTODIAN, Role.BYPASS_CONTACT, Role.PUBLISHER})
_GUIDING = frozenset(STAFF) - _APART
_POSTED_FROM = _GUIDING - {Role.LEADER, Role.COMMITTEE}
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_CADRE: frozenset[Party] = frozenset({Relation.CADRE})
_MENTOR: frozenset[Party] = frozenset({Relation.MENTOR})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_TOLD = (Relation.CADRE, Relation.MENTOR)
_POSTED, _APPRAISED = frozenset({"posted"}), frozenset({"appraised"})
_ADVISING = frozenset({"advising"})
RUNNING = _POSTED | _ADVISING | {"appraising"}
NAMED = RUNNING | _APPRAISED | {"ended", "ended_early"}
_WHY = (Asked("reason", "text"),)
_WHO_GUIDES = Asked("mentor", "person", of=_GUIDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFacts:
    """What the guards look at besides the posting: whether the actor is of the unit where the cadre is."""

    is_of_host: bool


def _are_two(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    cadre = given.get("cadre") or standing.own.get("cadre")
    return not cadre or cadre != given.get("mentor")


TWO_PEOPLE = Need("the cadre is not the mentor", Why.TWO_PARTS, _are_two)
NOT_OF_HOST = of_case(
    PostingFacts,
    "nobody of the unit where the cadre is",
    Why.RECUSED,
    lambda case, given: not case.is_of_host,
    frozenset({MAKE, SIGN}),
)
_OTHERS = (other_than(Relation.CADRE),)

MOVES = {
    "plan": Rule(
        start=frozenset({"new"}),
        end="planned",
        by=frozenset({Role.REVIEWER, Role.LEADER}),
        asks=(
            Asked("line", "one_of", "posting_line", LINES),
            Asked("host", "unit"),
            Asked("post", "text", longest=60),
            Asked("task", "text", longest=200),
        ),
        is_previewed=True,
    ),
    "post": Rule(
        start=frozenset({"planned"}),
        end="posted",
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(TWO_PEOPLE,),
        asks=(Asked("cadre", "person", of=_POSTED_FROM), _WHO_GUIDES),
        appoints={"cadre": Relation.CADRE, "mentor": Relation.MENTOR},
        tells=_TOLD,
        effects=("set_unit",),
        is_previewed=True,
        dates="posted_on",
    ),
    "drop": Rule(start=frozenset({"planned"}), end="dropped", by=frozenset({Role.REVIEWER, Role.LEADER}), asks=_WHY),
    "change_mentor": Rule(
        start=_POSTED | _ADVISING,
        by=_LEADER,
        needs=(*_OTHERS, TWO_PEOPLE),
        asks=(_WHO_GUIDES,),
        appoints={"mentor": Relation.MENTOR},
        tells=_TOLD,
    ),
    "tell_progress": Rule(
        start=_POSTED | _ADVISING,
        by=_CADRE,
        asks=(Asked("progress", "text", longest=200, adds=True), PROOF),
        tells=(Relation.MENTOR,),
        is_act=True,
    ),
    "come_due": Rule(start=_POSTED, end="advising", by=_CLOCK, tells=_TOLD, is_hidden=True),
    "advise": Rule(start=_ADVISING, end="appraising", by=_MENTOR, asks=(Asked("opinion", "text"), PROOF)),
    "go_without": Rule(start=_ADVISING, end="appraising", by=_CLOCK, tells=(Relation.MENTOR,), is_hidden=True),
    "appraise": Rule(
        start=frozenset({"appraising"}),
        end="appraised",
        by=frozenset({Role.REVIEWER}),
        second=Role.LEADER,
        needs=(NOT_OF_HOST, *_OTHERS, other_than(Relation.MENTOR)),
        asks=(Asked("grade", "one_of", "posting_grade", GRADES), Asked("appraisal", "text")),
        tells=_TOLD,
        is_previewed=True,
        dates="appraised_on",
    ),
    "extend": Rule(
        start=_APPRAISED,
        end="posted",
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=_OTHERS,
        asks=_WHY,
        tells=_TOLD,
        resets=frozenset({"opinion", "grade", "appraisal", "appraised_on"}),
    ),
    "end": Rule(start=_APPRAISED, end="ended", by=_LEADER, needs=_OTHERS, tells=_TOLD, style=Style.PRIMARY),
    "end_early": Rule(
        start=RUNNING,
        end="ended_early",
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=_OTHERS,
        asks=_WHY,
        tells=_TOLD,
        is_grave=True,
        style=Style.DANGER,
    ),
    "show_evidence": looking(NAMED, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE, Relation.MENTOR})),
}
_SHOWN = (
    *("line", "host", "post", "task", "cadre", "unit", "mentor", "posted_on", "due", "progress", "attachments"),
    *("opinion", "grade", "appraisal", "reason"),
)

PROCEDURE = Procedure(
    matter="posting",
    module=Module.HUANGYAN,
    first="new",
    moves=MOVES,
    begins=Beginning(move="plan", prefix="LL", are_many=True, states={"subject": PERSON}),
    terms=(
        Limit("posting_name", frozenset({"planned"})),
        Limit("posting_term", _POSTED, lapses="come_due", owed_by=_CADRE | _MENTOR),
        Limit("posting_advise", _ADVISING, lapses="go_without"),
        Limit("posting_appraise", frozenset({"appraising"})),
        Limit("posting_decide", _APPRAISED),
    ),
    shows=dict.fromkeys((*_TOLD, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={
        "planned": _LEADER,
        "advising": _MENTOR,
        "appraising": frozenset({Role.REVIEWER}),
        "appraised": _LEADER,
    },
)
