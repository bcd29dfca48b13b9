"""Who works here and in which role (人员): every change of it is a matter, decided by an administrator and, where it gives a voice in
what becomes public, signed by somebody who has one already.

The law says nothing public without two approvals. An administrator who could appoint both approvers alone would be all of them; so
whoever shall lead or sit on the committee, or stand in for one who does, is signed for by one who may sign (`SIGNED`); so are who opens
identities and who audits, and a device on which another could speak as one of them. A new office
has nobody who could: in chat the very first of them is appointed without a signature, and every other waits for it. At the machine
itself that is so as long as nobody can sign, also where all who could have left: whoever sits there holds the keys of everything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.matters.ruling import decided_by_two
from domain.mechanism.columns import Asked, Beginning
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, SIGN, Facts, Need, Rule
from domain.people import MAY_BE_DEPUTISED, NEEDS_UNIT, STAFF, Actor, Role, may_be_one

SIGNED = frozenset({Role.LEADER, Role.COMMITTEE})
"""The roles whose voice makes something public."""
SIGNED_FOR = SIGNED | {Role.CUSTODIAN, Role.AUDITOR, Role.BYPASS_CONTACT}
"""The roles that nobody is given by an administrator alone: those, who opens identities, who watches over the rest, and who hears
of this office itself."""

LONGEST_POST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What somebody is here: the roles they hold, those of them that are their own, their unit, and whether they have something in hand."""

    roles: frozenset[Role] = frozenset()
    own: frozenset[Role] = frozenset()
    unit: str = ""
    has_claims: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who works here, by number, as the guards see it; `author` is who wants a change. `has_signers`: somebody held a role of `SIGNED`
    once, or is invited to one."""

    today: date
    author: int | None = None
    places: Mapping[int, Placement] = field(default_factory=dict)
    has_signers: bool = False

    def of(self, given: Mapping[str, str], name: str) -> Placement:
        """What the person of this answer is here; nobody is nothing."""
        number = given.get(name, "")
        return self.places.get(int(number), Placement()) if number.isdecimal() else Placement()


def _need(name: str, why: Why, holds: Callable[[Roster, Mapping[str, str]], bool]) -> Need:
    """A guard that looks at who works here and at what was answered; what is not answered yet is in nobody's way."""

    def asked(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        assert isinstance(facts.case, Roster), "these guards look at who works here"
        return holds(facts.case, {**standing.own, **given})

    return Need(name, why, asked)


def _role(given: Mapping[str, str]) -> Role | None:
    return Role(given["role"]) if given.get("role") else None


def _has_unit(roster: Roster, given: Mapping[str, str]) -> bool:
    unit = roster.of(given, "person").unit if "person" in given else given.get("unit", "not asked for yet")
    return bool(unit) or _role(given) not in NEEDS_UNIT


def _one_unit(roster: Roster, given: Mapping[str, str]) -> bool:
    is_one = roster.of(given, "other").unit == roster.of(given, "person").unit
    return is_one or "other" not in given or _role(given) not in NEEDS_UNIT


def _days_fit(roster: Roster, given: Mapping[str, str]) -> bool:
    since, until = given.get("since") or roster.today.isoformat(), given.get("until")
    return until is None or until >= max(since, roster.today.isoformat())


def _keeps_an_admin(roster: Roster, given: Mapping[str, str]) -> bool:
    return _role(given) is not Role.ADMIN or sum(Role.ADMIN in place.roles for place in roster.places.values()) > 1


def _gives_voice(roster: Roster, given: Mapping[str, str]) -> bool:
    """Whether a change gives a voice in what becomes public: a role of it, or a device on which another holds one."""
    if "role" in given:
        return _role(given) in SIGNED_FOR
    return bool(roster.of(given, "person").roles & SIGNED_FOR) and given.get("person") != str(roster.author)


def _is_unsigned(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    assert isinstance(facts.case, Roster), "these guards look at who works here"
    if not _gives_voice(facts.case, {**standing.own, **given}):
        return True
    is_at_the_machine = standing.account_id is None
    return facts.is_alone and (is_at_the_machine or not facts.case.has_signers)


UNSIGNED = Need("no voice in what becomes public, or nobody who could sign", Why.ANOTHER_DECIDES, _is_unsigned)
HAS_UNIT = _need("a unit to speak for", Why.NEEDS_UNIT, _has_unit)
WORKS_HERE = _need("works here", Why.NOBODY, lambda roster, given: bool(roster.of(given, "person").roles))
HOLDS = _need(
    "holds the role",
    Why.HAS_NOT_ROLE,
    lambda roster, given: _role(given) in (None, *roster.of(given, "person").roles),
)
HOLDS_IT_AS_OWN = _need(
    "holds the role, and not for another",
    Why.HAS_NOT_ROLE,
    lambda roster, given: _role(given) in (None, *roster.of(given, "person").own),
)
LACKS = _need(
    "does not hold the role yet", Why.HAS_ROLE, lambda roster, given: _role(given) not in roster.of(given, "person").own
)
ANOTHER_ADMIN = _need("an administrator stays", Why.LAST_ADMIN, _keeps_an_admin)
DEPUTISED = _need(
    "a role in which one stands in", Why.NOT_DEPUTISED, lambda _, given: _role(given) in (None, *MAY_BE_DEPUTISED)
)
ANOTHER_PERSON = _need("not for themselves", Why.ONESELF, lambda _, given: given.get("other") != given.get("person"))
OTHER_WORKS_HERE = _need(
    "the other works here",
    Why.NOBODY,
    lambda roster, given: "other" not in given or bool(roster.of(given, "other").roles),
)
OTHER_LACKS = _need(
    "the other does not hold it",
    Why.HAS_ROLE,
    lambda roster, given: _role(given) not in roster.of(given, "other").roles,
)
OTHER_SHARES = _need(
    "the other holds one of the same roles, or reviews",
    Why.HAS_NOT_ROLE,
    lambda roster, given: (
        "other" not in given
        or bool(roster.of(given, "other").roles & (roster.of(given, "person").roles | {Role.REVIEWER}))
    ),
)
ONE_UNIT = _need("of one unit", Why.OTHER_UNIT, _one_unit)
DAYS_FIT = _need("days in their order, and not over", Why.DAYS_WRONG, _days_fit)
CLAIMS = _need("something in hand", Why.NO_CLAIMS, lambda roster, given: roster.of(given, "person").has_claims)
OWN_OR_ADMIN = Need(
    "one's own, or an administrator",
    Why.NOT_YOURS,
    lambda _standing, by, _facts, given: Role.ADMIN in by.roles or given.get("person") == str(by.person_id),
    frozenset({MAKE}),
)


def _is_apart(roster: Roster, given: Mapping[str, str]) -> bool:
    role, roles = _role(given), roster.of(given, "other" if "other" in given else "person").roles
    return role is None or may_be_one(roles | {role})


FROM_ABOVE = _need("the contact above has no other role", Why.FROM_ABOVE, _is_apart)
_NEW = frozenset({"new"})
_ADMIN = frozenset({Role.ADMIN})
_EFFECT = ("enact_staff",)
_PERSON = Asked("person", "member")
_ROLE = Asked("role", "one_of", "role", tuple(STAFF))
_OTHERS = tuple(role.value for role in STAFF if role is not Role.REVIEWER and role not in NEEDS_UNIT)
_UNIT = (
    Asked("unit", "unit", where=("role", tuple(NEEDS_UNIT))),
    Asked("unit", "unit", may_skip=True, where=("role", (Role.REVIEWER,)), words="unit_of_reviewer", skip="no_unit"),
    Asked("unit", "unit", may_skip=True, where=("role", _OTHERS), words="unit_or_none", skip="no_unit"),
)


def _proposed(*needs: Need, asks: tuple[Asked, ...], by: frozenset[Role] = _ADMIN) -> Rule:
    """What may have to be signed."""
    return Rule(start=_NEW, end="proposed", by=by, needs=needs, asks=asks)


def _at_once(*needs: Need, asks: tuple[Asked, ...], is_grave: bool = False) -> Rule:
    """What an administrator does alone: it takes something away, or gives nobody a voice."""
    return Rule(start=_NEW, end="decided", by=_ADMIN, needs=needs, asks=asks, effects=_EFFECT, is_grave=is_grave)


FIRST = {
    "invite": _proposed(HAS_UNIT, asks=(_ROLE, *_UNIT, Asked("post", "text", longest=LONGEST_POST))),
    "appoint": _proposed(WORKS_HERE, LACKS, HAS_UNIT, FROM_ABOVE, asks=(_PERSON, _ROLE)),
    "stand_in": _proposed(
        WORKS_HERE,
        HOLDS_IT_AS_OWN,
        DEPUTISED,
        ANOTHER_PERSON,
        OTHER_WORKS_HERE,
        OTHER_LACKS,
        ONE_UNIT,
        FROM_ABOVE,
        DAYS_FIT,
        asks=(_PERSON, _ROLE, Asked("other", "member"), Asked("since", "day", may_skip=True), Asked("until", "day")),
    ),
    "take": _at_once(WORKS_HERE, HOLDS, ANOTHER_ADMIN, asks=(_PERSON, _ROLE), is_grave=True),
    "recall": _at_once(asks=(Asked("deputy", "text"),)),
    "hand_over": _at_once(ANOTHER_PERSON, OTHER_SHARES, CLAIMS, asks=(_PERSON, Asked("other", "member"))),
    "device": _proposed(WORKS_HERE, OWN_OR_ADMIN, asks=(_PERSON,), by=frozenset(STAFF)),
    "sign_out": _at_once(asks=(_PERSON,), is_grave=True),
    "change": _at_once(
        asks=(_PERSON, Asked("unit", "unit", may_skip=True), Asked("post", "text", may_skip=True, longest=LONGEST_POST))
    ),
    "cancel": _at_once(asks=(Asked("invitation", "text"),)),
}


def _still_fits(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    asked = FIRST.get(standing.category)
    return asked is None or all(need.holds(standing, by, facts, given) for need in asked.needs if SIGN in need.asked)


STILL = Need("what was proposed still fits who works here", Why.CANNOT_BE_NAMED, _still_fits)
PROCEDURE = decided_by_two(
    "staff",
    Beginning(move="invite", prefix="RY", alone="decide_alone", is_offered=False),
    FIRST,
    ("person", "role", "unit", "post", "other", "since", "until", "deputy", "invitation", "reason"),
    alone=(UNSIGNED,),
    still=(STILL,),
)
