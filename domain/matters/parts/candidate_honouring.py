"""A candidate who was chosen: the consent, N5 公示 to N9 回访 of the law §4.2, and the revocation. A rule for each move.

Nothing names anybody before they have agreed; they may take that back until they are commended, and then every notice ends. A title stays
with whoever wants to be named no more after that.
"""

from dataclasses import replace

from domain.matters.objections import OBJECTIONS_DECIDED
from domain.matters.parts.candidate_choosing import LONGEST_MERITS, NOT_CHOSEN
from domain.matters.parts.candidate_guards import (
    APART,
    CLOCK,
    CONSENT,
    EDITION_OVER,
    HONOURED,
    LEADER,
    NOMINEE,
    NOTIFIED,
    OFFICER,
    REACHABLE,
    C,
    at,
    of_nominations,
)
from domain.mechanism.columns import Announces, Asked, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.needs import ELIGIBLE
from domain.mechanism.table import Rule
from domain.people import STAFF, Role
from domain.saying import Style

_CONSENTS = {"agreed": C.AGREED, "declined": C.DECLINED}
_THEMSELVES = NOMINEE | CLOCK  # by the clock once who nominated themselves has said so on their nomination
_REASON = (Asked("reason", "text"),)
_BOTH = (Relation.OFFICER, Relation.NOMINEE)
MEASURES = Asked("measures", "text", longest=60)
HONOURS = (Asked("meeting", "text", longest=60), Asked("honours", "text", longest=60))
_ENDS = (NOT_CHOSEN, *EDITION_OVER)
_VISIT = Opens(kind="visit", move="plan", each="turn", values=("yearly",), gives=("post",))
_NO_VISITS = Also(kind="visit", move="fall_away", of=Kin.CHILDREN)
_DECLINED = tuple(replace(each, where=(("consent", "declined"),)) for each in _ENDS)
# Where a notice was given whoever is out of it is not named again: it ends before the same people, and says who still stands.
_ENDED = Announces(
    kind="candidate_ended",
    answers=("candidate_commended", "candidate_notice", "candidate_ended"),
    keeps=NOTIFIED | HONOURED,
    each=("name", "post"),
    with_consent=True,
)

_WITHDRAWN = Rule(
    start=at(C.AGREED) | NOTIFIED,
    end=C.DECLINED,
    by=_THEMSELVES,
    also=_ENDS,
    announces=_ENDED,
    effects=("withhold_name",),
    tells=(*_BOTH, Role.LEADER),
    is_grave=True,
)

_UNNAMED = Rule(
    start=HONOURED | at(C.LAPSED, C.REVOKED),
    by=NOMINEE,
    effects=("withhold_name",),
    tells=(*_BOTH, Role.LEADER),
    is_grave=True,
)

CONSENTED = {
    "ask_consent": Rule(
        start=at(C.SELECTED),
        by=OFFICER,
        needs=(REACHABLE,),
        asks=(Asked("nominee", "member", of=frozenset(STAFF)),),
        appoints={"nominee": Relation.NOMINEE},
        tells=(Relation.NOMINEE,),
    ),
    "consent": Rule(
        start=at(C.SELECTED),
        ends_by="consent",
        ends=_CONSENTS,
        by=_THEMSELVES,
        asks=(CONSENT,),
        also=_DECLINED,
        tells=(Relation.OFFICER,),
        style=Style.PRIMARY,
    ),
    "record_consent": Rule(
        start=at(C.SELECTED),
        ends_by="consent",
        ends=_CONSENTS,
        by=OFFICER,
        asks=(CONSENT, Asked("consent_paper", "text", longest=60)),
        also=_DECLINED,
        tells=_BOTH,
    ),
    "reword": Rule(
        start=at(C.SELECTED, C.AGREED),
        by=OFFICER,
        asks=(Asked("merits", "text", longest=LONGEST_MERITS),),
        tells=(Relation.NOMINEE,),
    ),
    "withdraw_consent": _WITHDRAWN,
    "record_withdrawal": replace(_WITHDRAWN, by=OFFICER, asks=(Asked("withdrawal_paper", "text", longest=60),)),
}

NOTIFIED_OF = {
    # The edition names them together (`editions.py`): whoever agreed, and gets no award before then, is put up by it.
    "be_put_up": Rule(
        start=at(C.AGREED),
        end=C.PUBLISHING,
        by=CLOCK,
        needs=(ELIGIBLE, OBJECTIONS_DECIDED),
        asks=(MEASURES,),
        paper="striver_notice",
        tells=(Relation.NOMINEE,),
        is_hidden=True,
    ),
    "begin_notice": Rule(
        start=at(C.PUBLISHING),
        end=C.NOTICE,
        by=CLOCK,
        needs=(ELIGIBLE,),
        also=(of_nominations("be_in_notice"),),
        tells=_BOTH,
        is_hidden=True,
    ),
    # Not signed, or withdrawn in public: nobody is commended without a notice that stood its days.
    "call_off": Rule(
        start=at(C.PUBLISHING, C.NOTICE, C.OBJECTED, C.APPROVING, C.APPROVED),
        end=C.AGREED,
        by=CLOCK,
        tells=_BOTH,
        is_hidden=True,
    ),
    "object": Rule(start=at(C.NOTICE, C.OBJECTED), end=C.OBJECTED, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "settle": Rule(
        start=at(C.OBJECTED),
        end=C.NOTICE,
        by=CLOCK,
        needs=(OBJECTIONS_DECIDED,),
        tells=(Relation.OFFICER,),
        is_hidden=True,
    ),
    "drop": Rule(
        start=at(C.OBJECTED, C.AGREED),  # also where the notice was withdrawn meanwhile
        end=C.NOT_APPROVED,
        by=CLOCK,
        also=_ENDS,
        announces=_ENDED,
        tells=_BOTH,
        is_hidden=True,
    ),
    "end_notice": Rule(start=at(C.NOTICE), end=C.APPROVING, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
}

COMMENDED = {
    "approve": Rule(
        start=at(C.APPROVING),
        end=C.APPROVED,
        by=LEADER,
        needs=(APART, ELIGIBLE),
        tells=_BOTH,
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "not_approve": Rule(
        start=at(C.SELECTED, C.AGREED, C.APPROVING, C.APPROVED),
        end=C.NOT_APPROVED,
        by=LEADER,
        asks=_REASON,
        also=_ENDS,
        announces=_ENDED,
        tells=(Relation.OFFICER,),
    ),
    "be_put_forward": Rule(
        start=at(C.APPROVED),
        end=C.COMMENDING,
        by=CLOCK,
        needs=(ELIGIBLE,),
        asks=HONOURS,
        paper="commendation",
        tells=(Relation.NOMINEE,),
        is_hidden=True,
    ),
    "be_commended": Rule(
        start=at(C.COMMENDING),
        end=C.COMMENDED,
        by=CLOCK,
        needs=(ELIGIBLE,),
        also=(of_nominations("be_honoured"), *EDITION_OVER),
        opens=(_VISIT,),
        tells=_BOTH,
        is_hidden=True,
    ),
    "hold_back": Rule(start=at(C.COMMENDING), end=C.APPROVED, by=CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "visited": Rule(start=HONOURED, by=CLOCK, opens=(_VISIT,), tells=(Relation.OFFICER,), is_hidden=True),
    "visit_poor": Rule(start=HONOURED, by=CLOCK, tells=(Relation.OFFICER, Role.LEADER), is_hidden=True),
    # A title has an end day like every other (the law §11.1).
    "lapse": Rule(
        start=HONOURED,
        end=C.LAPSED,
        by=CLOCK,
        also=(_NO_VISITS,),
        tells=_BOTH,
        is_hidden=True,
    ),
    "revoke": Rule(
        start=HONOURED,
        end=C.REVOKED,
        by=LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        also=(_NO_VISITS,),
        announces=Announces(
            kind="candidate_revoked",
            answers=("candidate_commended",),
            shows=("name", "post"),
            with_consent=True,
        ),
        tells=_BOTH,
        is_grave=True,
        style=Style.DANGER,
        is_undoing=True,
    ),
    "withdraw_name": _UNNAMED,
    "record_name_withdrawn": replace(_UNNAMED, by=OFFICER, asks=(Asked("withdrawal_paper", "text", longest=60),)),
}

MOVES = {**CONSENTED, **NOTIFIED_OF, **COMMENDED}
