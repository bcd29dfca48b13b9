"""The life of an announcement (公告), and who may approve it (the law §9, the design §7).

Lives here: `Rendering` (what is said, word for word) with the hash that approvals cover, what is enough, and at the end the table
of moves with its guards. An author and two approvers, all different; nothing is changed once it was proposed: a correction is a
new announcement.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta
from enum import StrEnum

from domain.mechanism import ballots
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Asked
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import Approvers
from domain.mechanism.table import MAKE, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style

PREFIX = "GG"  # with which its number begins
BOARD = "board"  # the audience of the public board (光荣榜): its words are shown, and sent nowhere
_UNIT = "unit:"  # the contacts of one unit, by its code
LONGEST_NOTICE = 600  # characters of a formal notice (the law §9)
MOST_NAMED = 240  # of them, for the names of what was missed: with the longest names of units and posts the rest fits
LONGEST_PART = 4096  # characters of one public message: what every channel takes
LATER = 100  # parts of an announcement on each of its occasions; more messages no notice has
REMINDER, CLOSE = 1, 2  # 公示提醒, 公示期满
CATCH_UP = timedelta(hours=48)  # a publication missed by more is not made up for without asking


class AnnouncementStage(StrEnum):
    """Where an announcement stands."""

    WORDED = "worded"  # 已成文
    PROPOSED = "proposed"  # 待签发
    APPROVED = "approved"  # 已签发
    PUBLISHED = "published"  # 已发布
    VOID = "void"  # 已退回
    EXPIRED = "expired"  # 逾期失效


class AnnouncementMove(StrEnum):
    """What can be done with an announcement. Approving is an act, so that one approval leaves the other's button alive."""

    APPROVE = "approve"  # 同意发布
    PREVIEW = "preview"  # 逐页预览
    RETURN = "return"  # 退回
    RESCHEDULE = "reschedule"  # 重新安排
    SCHEDULE = "schedule"  # 定时
    WITHDRAW = "withdraw"  # 撤回
    PROPOSE = "propose"
    COMPLETE = "complete"
    LOSE = "lose"
    PUBLISH = "publish"
    OVERTAKE = "overtake"
    CANCEL = "cancel"
    EXPIRE = "expire"


_SIGNERS = frozenset({Role.LEADER, Role.COMMITTEE})
_CLOCK = frozenset({Role.CLOCK})
_PUBLISHER = frozenset({Role.PUBLISHER})
_PROPOSED = frozenset({AnnouncementStage.PROPOSED.value})
_APPROVED = frozenset({AnnouncementStage.APPROVED.value})
_OPEN = _PROPOSED | _APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One public message, word for word, for one audience on one channel in one language.

    `part` is its place where an announcement is said in several messages; those from `LATER` on are said on a later day.
    `picture` is the SHA-256 of the picture's bytes,
    empty where there is none; `alt` is read to those who cannot see it. `figures` is the SHA-256 of the same figures as a table, which
    the public board shows and gives away; empty where there are none.
    """

    audience: str
    channel: str
    locale: str
    part: int
    title: str
    text: str
    picture: str = ""
    alt: str = ""
    figures: str = ""

    @property
    def later(self) -> int:
        """On which occasion it is said: 0 when the announcement is, `REMINDER` and `CLOSE` of a notice later."""
        return self.part // LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCase:
    """What the law looks at: the `hash` that approvals cover, the author (None: the clock), the units that it names, and the people
    who have declared a conflict of interest in what is announced (`away`).

    `apart_id` is whoever confirmed what is announced and may not sign it too; None where the office is too small for that.
    `is_missed`: its moment was missed by so much that a person must say when. `is_overtaken`: what it says is not so any more, since
    somebody whom it names has fallen away.
    """

    author_id: int | None
    named: frozenset[str]
    hash: str = ""
    apart_id: int | None = None
    away: frozenset[int] = frozenset()
    is_missed: bool = False
    is_overtaken: bool = False

    def keeps_away(self, person_id: int | None, units: Collection[str]) -> bool:
        """Whether the voice of somebody of these units does not count, whatever their role is (the law §2)."""
        return person_id in (self.author_id, self.apart_id) or person_id in self.away or self.names(units)

    def names(self, units: Collection[str]) -> bool:
        """Whether it names one of these units."""
        return bool(self.named & set(units) - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody who may hold a pen: their roles and their unit."""

    person_id: int
    roles: frozenset[str]
    unit: str = ""


def digest(renderings: Iterable[Rendering]) -> str:
    """SHA-256 over every message of an announcement, in one fixed order: what an approval covers."""
    ordered = sorted(astuple(rendering) for rendering in renderings)
    return hashlib.sha256(json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def kept_apart(
    confirmer_id: int | None, signers: Iterable[Signer], named: Collection[str], needed: Approvers
) -> int | None:
    """Whoever confirmed the list, where others are enough to sign its announcement; None where they are not.

    In an office of two who may, the one who confirmed signs too, and the public line says how many people it was.
    """
    others = [each for each in signers if each.person_id != confirmer_id and not (each.unit and each.unit in named)]
    return confirmer_id if ballots.can_fill([each.roles for each in others], needed) else None


def can_be_signed(signers: Iterable[frozenset[str]], needed: Approvers) -> bool:
    """Whether these people, each by their roles, are enough to sign an announcement at all; nobody signs twice."""
    return ballots.can_fill(list(signers), needed)


def people(apart_id: int | None, needed: Approvers) -> int:
    """How many different people at least will have decided before an announcement is out: who confirmed, and who signed.

    It is written down when the announcement is made; where more sign later than had to, it stays true.
    """
    return len(needed) + (apart_id is not None)


def numbered(year: int, count: int) -> str:
    """The number of the so manieth announcement of a year."""
    return f"{PREFIX}-{year}-{count:04}"


def is_wanted(audience: str, wanted: Collection[str]) -> bool:
    """Whether a place that is public, or a group's, is among those that the table asks for; `channels` are all but the board."""
    return audience in wanted or (audience != BOARD and "channels" in wanted)


def for_unit(code: str) -> str:
    """The audience of one unit."""
    return f"{_UNIT}{code}"


def unit_of(audience: str) -> str:
    """The unit, by code, whose contacts alone are told; empty where it is public or a group's."""
    return audience.removeprefix(_UNIT) if audience.startswith(_UNIT) else ""


def _of_case(name: str, why: Why, holds: Callable[[AnnouncementCase, Actor], bool]) -> Need:
    """A guard that looks at the case; without one it does not hold."""
    return Need(
        name,
        why,
        lambda standing, by, facts, given: isinstance(facts.case, AnnouncementCase) and holds(facts.case, by),
        frozenset({MAKE}),
    )


SIGNING = (
    _of_case("not its author", Why.AUTHOR, lambda case, by: not by.is_person(case.author_id)),
    _of_case("not who confirmed the list", Why.CONFIRMED_IT, lambda case, by: not by.is_person(case.apart_id)),
    _of_case("of no unit that is named", Why.RECUSED, lambda case, by: not (by.unit and by.unit in case.named)),
)
MISSED = _of_case("its moment was missed", Why.NOT_NEEDED, lambda case, by: case.is_missed)
TRUE_STILL = _of_case("what it says is so still", Why.NOT_NOW, lambda case, by: not case.is_overtaken)
OVERTAKEN = _of_case("what it says is not so any more", Why.NOT_NOW, lambda case, by: case.is_overtaken)

APPROVALS = Ballot(slots="announcement_approvers", passes=AnnouncementMove.COMPLETE, falls=AnnouncementMove.LOSE)

MOVES = {
    AnnouncementMove.APPROVE: Rule(
        start=_PROPOSED,
        by=_SIGNERS,
        needs=SIGNING,
        ballot=APPROVALS,
        effects=("tell_signed",),
        is_act=True,
        is_answered=False,
        style=Style.PRIMARY,
    ),
    AnnouncementMove.PREVIEW: Rule(start=_OPEN, by=_SIGNERS, effects=("show_pages",), is_act=True, is_answered=False),
    AnnouncementMove.RETURN: Rule(
        start=_OPEN,
        end=AnnouncementStage.VOID,
        by=_SIGNERS,
        asks=(Asked("reason", "text"),),
        effects=("not_said",),
        is_grave=True,
        is_answered=False,
        style=Style.DANGER,
    ),
    AnnouncementMove.RESCHEDULE: Rule(
        start=_APPROVED | {AnnouncementStage.PUBLISHED},  # also what follows a notice
        by=frozenset({Role.LEADER, Role.PUBLISHER}),
        needs=(MISSED,),
        effects=("set_moment",),
    ),
    AnnouncementMove.SCHEDULE: Rule(  # later than was planned, never sooner
        start=_APPROVED, by=_PUBLISHER, asks=(Asked("day", "day"),), effects=("set_moment",)
    ),
    AnnouncementMove.WITHDRAW: Rule(  # what was said already is withdrawn in public (`corrections.py`)
        start=_APPROVED,
        end=AnnouncementStage.VOID,
        by=_PUBLISHER,
        asks=(Asked("reason", "text"),),
        effects=("tell_signers", "not_said"),
        is_grave=True,
        style=Style.DANGER,
    ),
    AnnouncementMove.PROPOSE: Rule(
        start=frozenset({AnnouncementStage.WORDED.value}), end=AnnouncementStage.PROPOSED, by=_CLOCK, is_hidden=True
    ),
    AnnouncementMove.COMPLETE: Rule(
        start=_PROPOSED, end=AnnouncementStage.APPROVED, by=_CLOCK, effects=("set_moment", "all_signed"), is_hidden=True
    ),
    AnnouncementMove.LOSE: Rule(
        start=_APPROVED,
        end=AnnouncementStage.PROPOSED,
        by=_CLOCK,
        effects=("tell_signers", "show_signers"),
        is_hidden=True,
    ),
    AnnouncementMove.PUBLISH: Rule(
        start=_APPROVED,
        end=AnnouncementStage.PUBLISHED,
        by=_CLOCK,
        needs=(TRUE_STILL,),
        effects=("said", "tell_signers"),
        is_hidden=True,
    ),
    # At its very moment: no signature covers what somebody is no more.
    AnnouncementMove.OVERTAKE: Rule(
        start=_APPROVED,
        end=AnnouncementStage.VOID,
        by=_CLOCK,
        needs=(OVERTAKEN,),
        effects=("tell_signers", "not_said", "word_again"),
        is_hidden=True,
    ),
    AnnouncementMove.CANCEL: Rule(
        start=_OPEN, end=AnnouncementStage.VOID, by=_CLOCK, effects=("not_said",), is_hidden=True
    ),
    AnnouncementMove.EXPIRE: Rule(
        start=_PROPOSED, end=AnnouncementStage.EXPIRED, by=_CLOCK, effects=("tell_signers", "not_said"), is_hidden=True
    ),
}

PROCEDURE = Procedure(
    matter="announcement",
    first=AnnouncementStage.WORDED,
    moves={move.value: rule for move, rule in MOVES.items()},
    terms=(Limit("flag_draft", _PROPOSED, lapses=AnnouncementMove.EXPIRE),),
    shows={
        **dict.fromkeys(
            (Role.LEADER, Role.COMMITTEE),
            (
                *("where", "publish_at", "published_at", "approvals", "signed", "recused"),
                *("unread", "untold", "all_read", "words", "later", "hash"),
            ),
        ),
        Role.PUBLISHER: ("where", "publish_at", "published_at", "signed", "words", "later", "hash"),
    },
    closed_to={
        Role.PUBLISHER: frozenset(AnnouncementStage) - {AnnouncementStage.APPROVED, AnnouncementStage.PUBLISHED}
    },
    body=frozenset({"words", "later"}),
    todo={AnnouncementStage.PROPOSED: _SIGNERS},
    is_read_by_all=True,
)
