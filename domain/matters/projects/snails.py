"""The snail award (蜗牛奖) of a confirmed case, and the year of awards, of which nought is a valid result. The law §5 (SNAIL), §4, §11.

Only a case of delay or of weak planning can lead to one, never a person's; it is struck off (督察销号) once the standard is met.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.mechanism.columns import PROOF, Announces, Asked, Beginning, Party, Relation
from domain.mechanism.drafts import drafted
from domain.mechanism.kin import Also, Kin
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.refusals import Why
from domain.mechanism.standing import PERSON, Standing
from domain.mechanism.table import MAKE, Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role
from domain.saying import Style

CATEGORIES = frozenset({"t05", "t12"})  # 拖沓敷衍 谋划不深推进滞后
_CONFIRMED = frozenset({"confirmed", "planning", "late", "rectifying", "extended"})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_HUNG, _PROPOSED = frozenset({"hung"}), frozenset({"proposed"})
_TOLD = (Relation.SUBJECT,)
_EVERYBODY = ("board", "channels")
_REASON = (Asked("reason", "text"),)


def _is_slow(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return "category" not in given or given["category"] in CATEGORIES


def _is_no_person(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return given.get("subject") != PERSON


SLOW = Need("a case of delay or of weak planning", Why.NO_SNAIL, _is_slow, frozenset({MAKE}))
NO_PERSON = Need("not a person's case", Why.PERSON_NEVER_PUBLIC, _is_no_person, frozenset({MAKE}))

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="proposed",
        by=_LEADER,
        needs=(SLOW, NO_PERSON),
        asks=(Asked("about", "matter"), Asked("grounds", "text", longest=200)),
        is_previewed=True,
    ),
    # What was awarded before there was a book here (the law §10): it counts in its year, and is over.
    "record": Rule(
        start=frozenset({"new"}),
        end="cleared",
        by=_CLOCK,
        asks=(Asked("hung_on", "past_day"), Asked("grounds", "text", longest=200)),
        is_hidden=True,
    ),
    "award": Rule(
        start=_PROPOSED,
        end="announcing",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=(Asked("authorisation", "text", longest=60),),
        announces=Announces(
            kind="snail_awarded",
            audiences=_EVERYBODY,
            shows=("grounds", "authorisation"),
            said="hang",
            falls="hold_back",
        ),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "drop": Rule(start=_PROPOSED, end="dropped", by=_LEADER, asks=_REASON),
    "hang": Rule(start=frozenset({"announcing"}), end="hung", by=_CLOCK, tells=_TOLD, dates="hung_on", is_hidden=True),
    "hold_back": Rule(start=frozenset({"announcing"}), end="proposed", by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    "report": Rule(
        start=_HUNG, end="reported", by=frozenset(_TOLD), asks=(Asked("result", "text"), PROOF), tells=(Role.REVIEWER,)
    ),
    "send_back": Rule(
        start=frozenset({"reported"}),
        end="hung",
        by=_REVIEWER,
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=_TOLD,
    ),
    "clear": Rule(
        start=frozenset({"reported"}),
        end="cleared",
        by=_REVIEWER,
        second=Role.LEADER,
        announces=Announces(kind="snail_cleared", answers=("snail_awarded",)),
        tells=_TOLD,
    ),
    "revoke": Rule(
        start=frozenset({"hung", "reported", "cleared"}),
        end="revoked",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        announces=Announces(kind="snail_revoked", answers=("snail_awarded",)),
        tells=_TOLD,
        is_grave=True,
        is_undoing=True,
    ),
    # With the case whose decision was found to be wrong: what was not said yet is not said, what was is put right (the law §4.1 V).
    "fall_away": Rule(
        start=_PROPOSED | {"announcing"},
        end="dropped",
        by=_CLOCK,
        also=(Also(kind="announcement", move="cancel", of=Kin.CHILDREN),),
        tells=(Role.LEADER,),
        is_hidden=True,
    ),
    "be_revoked": Rule(
        start=frozenset({"hung", "reported", "cleared"}),
        end="revoked",
        by=_CLOCK,
        announces=Announces(kind="snail_revoked", answers=("snail_awarded",)),
        tells=_TOLD,
        is_hidden=True,
    ),
    "show_evidence": looking(frozenset({"reported", "cleared"}), _REVIEWER | _LEADER),
}
AWARDED = frozenset({"hung", "reported", "cleared"})

PROCEDURE = Procedure(
    matter="snail",
    module=Module.SNAIL,
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="propose",
        prefix="WN",
        about="about",
        kinds={"case": _CONFIRMED},
        takes={"case": ("category", "subject")},
    ),
    terms=(Limit("snail_clear", frozenset({"reported"})),),
    shows={
        Relation.SUBJECT: ("unit", "grounds", "hung_on", "result", "attachments", "lacking"),
        **dict.fromkeys(
            (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
            ("parent", "unit", "grounds", "authorisation", "hung_on", "result", "attachments", "lacking", "reason"),
        ),
    },
    todo={"proposed": _LEADER, "hung": frozenset(_TOLD), "reported": _REVIEWER},
)

OF_YEAR = drafted(
    "snail_year",
    "WY",
    *(Asked("year", "text"), Asked("awards", "text"), Asked("before", "text", may_skip=True)),
    says="snail_year",
    public=("year", "awards", "before"),
    shows=("year", "awards", "before"),
    module=Module.SNAIL,
)


def by_year(hung: Iterable[date], until: int) -> dict[int, int]:
    """How many were awarded in each year from the first award on: a year without any is there, too."""
    years = [day.year for day in hung]
    return {year: years.count(year) for year in range(min(years, default=until), until + 1)}
