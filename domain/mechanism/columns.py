"""Columns of a lifecycle table that say more than who moves from where to where (the design §5).

Lives here: `Relation` and `Party` (who, by their relation to this very matter), `Asked` (what a move needs to know), `Also`
(the move it makes of the matter it is about), `Announces` (what it proposes to be said in public), `Beginning` (how people begin
one in chat).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.mechanism.kin import Also
from domain.people import Actor, Role


class Relation(StrEnum):
    """What somebody is to one matter; their roles do not say it."""

    APPLICANT = "applicant"  # 申请人: who began it in chat
    SUBJECT = "subject"  # 当事单位: a contact of the unit it is about
    OWNER = "owner"  # 项目业主: a project owner of the unit it is about
    OFFICER = "officer"  # 承办人: who has taken it on
    ASSIGNEE = "assignee"  # 受交办人: who was asked to take it on
    INSPECTOR = "inspector"  # 考察人员
    HELPER = "helper"  # 帮扶联系人
    EVALUATOR = "evaluator"  # 验收员
    MEMBER = "member"  # 评审小组成员
    VISITOR = "visitor"  # 回访人员
    RATER = "seated_rater"  # 评委: who rates in an arena, whether or not others hold that role
    NOMINEE = "nominee"  # 被推荐人, where they are in a conversation here
    CADRE = "cadre"  # 历练干部
    MENTOR = "mentor"  # 导师
    DATA_UNIT = "data_unit"  # 指标责任单位: whoever files figures for the unit that answers for an indicator


Party = Role | Relation
OF_UNIT: Mapping[Relation, frozenset[Role]] = {
    Relation.SUBJECT: frozenset({Role.UNIT_CONTACT}),
    Relation.OWNER: frozenset({Role.PROJECT_OWNER}),
    Relation.DATA_UNIT: frozenset({Role.UNIT_CONTACT, Role.DATA_OWNER}),
}
"""Who is what because they are of the unit that it is about, and hold one of these roles."""
APPOINTED = frozenset(Relation) - {Relation.APPLICANT, Relation.OFFICER, *OF_UNIT}
"""Who is what because a move named them for it (`Rule.appoints`)."""
OWN_SIDE: frozenset[Party] = frozenset({Relation.APPLICANT, Relation.NOMINEE, Relation.CADRE, *OF_UNIT})
"""Whom it concerns: they speak for themselves, and a conflict of interest does not silence them (the law §2)."""


def is_party(parties: frozenset[Party], by: Actor, relations: frozenset[Relation]) -> bool:
    """Whether an actor, who is `relations` to the matter, is one of these parties."""
    return bool(parties & by.roles) or bool(parties & relations)


class Place(StrEnum):
    """Where an answer stays."""

    OWN = "own"  # among the matter's own facts
    STORY = "story"  # with what was told, under a key of the matter's own
    UNIT = "unit"  # as the unit that the matter is about
    CATEGORY = "category"  # as what its kind is parted by
    BESIDE = "beside"  # in rows or columns of its own: files, and what a query asks for
    IDENTITY = "identity"  # who somebody is, under a key of its own; nobody reads it here


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a move needs to know.

    `how`: "text", "day" (the answer is its ISO date), "past_day" (one that has come), "days" (several, with commas), "known_day"
    (of a year that is known as a whole), "works" (whether people work on it), "rule" (a number of the law, decided anew: `key:
    before → after`), "profile" (what the office says of itself of the `item` that was answered), "unit", "matter", "number" (a
    whole one from `least` to `most`), "amount" (none below zero, with up to two decimals),
    "one_of" or "some_of" a words table, "listed" (one of the names that the office keeps), "period" (by its code, which is stated and
    not asked), "several" of a list, "person" or "persons" (`least` of them at least) who hold one of the roles `of` and have no conflict
    of interest (where those are too few, as in a small office, also one of `or_of`), "member" (somebody who works here, as far as the
    guards allow it), "figures" (a figure for each unit of a list). The options of "several" are `<id>|<text>`, the text beginning with
    a number that may be typed, those of people `<id>|<label>`; the answers of "several", "some_of", "person" and "persons" are ids with
    commas. The options of "marks" (one of 0 to 100 for each) are `<weight>|<criterion>`, the answer items with a mark each.

    "items" are several lines of the same `parts`, which are asked for as text, day or number (`domain/items.py`).

    Of what people tell by themselves: "any_unit" (one of the register, or as they call it: then the answer is empty, and the name in
    `<name>_told`), "kind" (of a words table, those that their words suggest first), "time" and "place" as they say it, "files",
    "signing" (anonymous or not), "contact". `gathers`: words that answer no other question are added to it, and `offers` names the
    answers that are recognised in it and offered to be confirmed. `unsure`: the option for who does not know. `at_once`: its answer for
    who is in a hurry. `wish`: what would make the matter stronger where it is missing. `kept`: where the answer stays.

    `adds`: the answer is added to those of earlier rounds, in a line of its own, and takes the place of none.

    `where`: it is asked only where an earlier answer is one of these; several may share a name and differ in that. `words`: the key
    of its question where that is not its name; `skip`: the label of what leaves it out. `longest`: in characters; `limit` names
    the rule that says it, or how many files. `is_name`: its words are who somebody is; `is_document`: they are the number of a document.
    `may_be_over`: a "day" that may have passed; else none is taken.
    """

    name: str
    how: str
    table: str = ""
    options: tuple[str, ...] = ()
    may_skip: bool = False
    where: tuple[str, tuple[str, ...]] | None = field(default=None, kw_only=True)
    words: str = field(default="", kw_only=True)
    skip: str = field(default="skip", kw_only=True)
    longest: int = field(default=1000, kw_only=True)
    limit: str = field(default="", kw_only=True)
    of: frozenset[Role] = field(default=frozenset(), kw_only=True)
    or_of: frozenset[Role] = field(default=frozenset(), kw_only=True)
    parts: tuple["Asked", ...] = field(default=(), kw_only=True)
    least: int = field(default=1, kw_only=True)
    most: int = field(default=0, kw_only=True)
    kept: Place = field(default=Place.OWN, kw_only=True)
    adds: bool = field(default=False, kw_only=True)
    gathers: bool = field(default=False, kw_only=True)
    offers: tuple[str, ...] = field(default=(), kw_only=True)
    unsure: str = field(default="", kw_only=True)
    at_once: str = field(default="", kw_only=True)
    wish: str = field(default="", kw_only=True)
    is_name: bool = field(default=False, kw_only=True)
    is_document: bool = field(default=False, kw_only=True)
    may_be_over: bool = field(default=False, kw_only=True)

    def is_asked(self, given: Mapping[str, str]) -> bool:
        """Whether it belongs to a form with these answers."""
        return self.where is None or given.get(self.where[0], "") in self.where[1]


PROOF = Asked("proof", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE)
"""What goes with words, asked right behind them: the form waits for 完成, and takes files and more lines of the same words until then."""
PERSONS = ("person", "persons")
CALLED = (*PERSONS, "member")
"""The kinds of answers that are numbers of people."""


def people_of(answer: str) -> tuple[int, ...]:
    """The numbers of the people in an answer of "person" or "persons"; none where it is no such answer."""
    parts = answer.split(",")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdigit() for part in parts) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announces:
    """An announcement that follows once the move is made: worded and drawn, signed by two, and said.

    `kind` names its renderer or, where it is plain, its words (`announced.<kind>`), into which the facts of the matter go that it `shows`.
    `audiences`: `board`, `channels` (all but it), `group:<name>`, `units` (the contacts of those that it names). `answers`: kinds of
    announcements; it puts right the last of them about this matter or what that is about, and reaches whomever that reached. Where none
    was said there is nothing to put right, and nothing follows unless it has `audiences` of its own; one about this very matter that was
    not said yet is called off; a matter about an announcement puts that one right. `is_written_by_hand`: whoever made the move wrote its
    words, is its author, and never signs it. `invites`: the kind of matter by which anybody may object to it while what it is about stands
    where that can begin. `signed`, `said` and `falls` are the moves that the clock makes of the matter once all have signed, once it is
    published, and where it was sent back, lapsed, could not be proposed or was withdrawn in public. `where` as in `Also`. Of a matter
    about a person nothing is said, unless it is said `with_consent` (the law §13 B). `is_unnamed`: its words name nobody, and nothing that
    stands beside them in public tells which unit they are about or what they put right (§7.4).

    `lasts`: the rule that says how long the notice stands which it gives: on the working day before its last, and on the one after it, the
    words `announced_later` are pushed where it was, signed in the same ballot, while somebody whom it names is in one of the stages
    `stands`.

    `names`: it names relatives of the matter, those of whom the clock now makes this move with the same answers; `signed`, `said` and
    `falls` are then moves of theirs, and what is said later of one of them answers it. `keeps`: it names of those whom that named which
    it puts right, and who did not make this move, whoever stands in one of these stages. `each` are their facts that it shows, a line
    each (`announced.<kind>.each`).
    """

    kind: str
    audiences: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    invites: str = ""
    signed: str = ""
    said: str = ""
    falls: str = ""
    where: tuple[tuple[str, str], ...] = ()
    with_consent: bool = False
    is_unnamed: bool = False
    is_written_by_hand: bool = False
    names: Also | None = None
    keeps: frozenset[str] = frozenset()
    lasts: str = ""
    stands: frozenset[str] = frozenset()
    each: tuple[str, ...] = ()

    def follows(self, values: Mapping[str, str]) -> bool:
        """Whether it follows for a matter whose own facts are `values`."""
        return all(values.get(name) == value for name, value in self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How a matter is begun in chat: by which move, with which letters its number begins, and about what.

    `about`: the name of the answer that says which matter it is about, which must be of one of `kinds` and there in one of the
    stages named; empty: about none; `are_many`: several may be under way about one. `is_of_newest`: it is about
    the one whose card was shown last, where that fits. `is_named`: its readers read the number of what it is about, also where they may
    not see that. `is_of_notice`: it is about what a notice said that invites it, is named by the number of that notice, and nothing else
    can be named. `takes`: facts of what it is about, by its kind, that the guards see and the matter keeps as if they had been
    answered, empty where they are not there. `alone`: the move that the clock makes at once where its guards allow that nobody signs.
    `is_of_own_unit`: it is about the unit of whoever begins it. `is_offered`: whether the menu offers it, or another command leads
    to it. `command`: what begins it, where it is not called like the
    matter. `is_guarded_first`: its guards look at no answer, so that whoever may not begin it hears that before they write. `follows`:
    the moves that the clock makes at once. `quota`: the rule that says how many somebody may bring in a day;
    `has_code`: whoever brings it follows it by a query code, and is known to nobody. `doors`: other first moves, by the command that
    begins with each. `states`: facts that every one of them has from the beginning. `upward`: the kind as which it begins where it is
    about the office itself (the law §2).
    """

    move: str
    prefix: str
    command: str = ""
    follows: tuple[str, ...] = ()
    quota: str = ""
    has_code: bool = False
    is_guarded_first: bool = False
    about: str = ""
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: str = ""
    is_offered: bool = True
    are_many: bool = False
    is_of_newest: bool = False
    is_named: bool = False
    is_of_own_unit: bool = False
    is_of_notice: bool = False
    doors: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    upward: str = ""
