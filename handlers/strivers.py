"""When nominations of strivers are taken: within the window of the edition, and of its fields (the law §4.2 N0); and who else nominated
the same person: their nominations are merged in one candidate.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.matters.editions import EditionStage
from domain.matters.parts.candidate_guards import MERGED, CandidateStage
from domain.matters.strivers import Nominated, Nominating, StriverMove, StriverStage
from domain.mechanism.kin import Kin
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.saying import Saying, Term
from domain.sayings import strivers as sayings
from handlers.conversation.procedures import cards, relatives
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.understanding import people_named
from storage import matters
from storage.mechanism import kin

MOST = 50  # nominations that wait, which are compared with one
_CHECKED = (StriverStage.ELIGIBILITY, StriverStage.LISTED)
_C = CandidateStage
_BEFORE_NOTICE = (_C.CHECKING, _C.INSPECTING, _C.READY, _C.COMPARING, _C.SCORED, _C.SELECTED, _C.AGREED)
_MERGEABLE = tuple(("candidate", stage.value) for stage in _BEFORE_NOTICE)
_UNOPENED = (EditionStage.NEW, EditionStage.PROPOSED, EditionStage.DROPPED)
_OPENED = tuple(("edition", stage) for stage in EditionStage if stage not in _UNOPENED)


def case(room: Room, standing: Standing) -> Nominating | Nominated | None:
    """Of a nomination, where its candidate stands. Of one that is to begin, the window of the newest edition of strivers that was opened
    and may be public; None where there was none: then nominations wait for the next one."""
    if standing.stage in _CHECKED:
        every = relatives.of(room, standing, Kin.CHILDREN, "candidate", MERGED)
        return Nominated(candidate=every[0].stage) if every else None
    if standing.id:
        return None
    opened = (each for each in matters.open_in(room.tx, _OPENED) if _is_public(each))
    newest = max(opened, key=lambda each: each.id, default=None)
    return None if newest is None else _window(room, newest)


def explained(room: Room, facts: Facts, why: Why) -> Saying | None:
    """When nominations are taken, to whoever comes too soon or too late."""
    window = facts.case
    if why is not Why.OUTSIDE_WINDOW or not isinstance(window, Nominating):
        return None
    if room.today < window.begins_on:
        return sayings.TooSoon(title=window.title, begins_on=window.begins_on, ends_on=window.ends_on)
    return sayings.TooLate(title=window.title, ends_on=window.ends_on)


def _is_public(edition: Standing) -> bool:
    own = edition.own
    return own.get("yields") == "strivers" and bool(own.get("authorisation")) and bool(own.get("ends_on"))


def _window(room: Room, edition: Standing) -> Nominating:
    begins_on, ends_on = (date.fromisoformat(edition.own[name]) for name in ("begins_on", "ends_on"))
    return Nominating(
        title=edition.own["title"],
        begins_on=begins_on,
        ends_on=ends_on,
        fields=tuple(edition.own["fields"].split(",")),
        is_open=edition.stage == EditionStage.COLLECTING and begins_on <= room.today <= ends_on,
    )


def same(room: Room, nomination: Standing, told: str) -> list[Standing]:
    """The candidates of the same unit, or of any while that is not known, who are probably the person that was nominated: into one of
    them a nomination can be merged until a notice is given."""
    every = matters.open_in(room.tx, _MERGEABLE)
    of_unit = (each for each in every if not nomination.unit or each.unit == nomination.unit)
    return [each for each in of_unit if people_named.is_named(each.own["name"], told)]


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """Who is probably the same person: candidates, and nominations that nobody has taken up yet."""
    if standing.stage != StriverStage.NOMINATED:
        return Found()
    told = standing.own.get("nominee", "")
    lines = [_line(room, each, each.own["name"]) for each in same(room, standing, told)]
    lines += [_line(room, each, name) for each, name in _alike(room, standing, told)]
    return Found(values={"similar": tuple(lines)})


def offered(room: Room, nomination_id: int, asked: str) -> tuple[str, ...]:
    """The candidates in whom a nomination may be merged, those who are probably the same person."""
    nomination = matters.of_id(room.tx, nomination_id) if asked == "into" else None
    told = matters.told(room.tx, nomination_id).get("nominee", "") if nomination else ""
    return () if nomination is None else tuple(each.number for each in same(room, nomination, told))


def unfit(room: Room, nomination: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
    """A candidate of that number who is of another unit, or is not there any more."""
    if move != StriverMove.MERGE or not given.get("into"):
        return None
    found = _candidate(room, given["into"])
    is_fit = found is not None and nomination.unit in ("", found.unit) and ("candidate", found.stage) in _MERGEABLE
    return None if is_fit else sayings.NoSuchCandidate(number=given["into"])


def _alike(room: Room, nomination: Standing, told: str) -> Iterator[tuple[Standing, str]]:
    """Nominations of the same unit that wait, too, and call the person nearly the same."""
    waiting = [
        each for each in matters.waiting(room.tx, "striver", (StriverStage.NOMINATED,)) if each.id != nomination.id
    ]
    near = [each for each in waiting if not (each.unit and nomination.unit) or each.unit == nomination.unit][:MOST]
    for each in near:
        name = matters.told(room.tx, each.id).get("nominee", "")
        if people_named.are_alike(name, told):
            yield each, name


def _line(room: Room, each: Standing, name: str) -> sayings.SamePerson:
    stage = Term(f"stage.{each.matter}", each.stage)
    return sayings.SamePerson(number=each.number, name=name, post=each.own.get("post", ""), stage=stage)


def _candidate(room: Room, number: str) -> Standing | None:
    return matters.numbered(room.tx, "candidate", number.strip().upper())


def _join(room: Room, event: Event) -> None:
    """Let a nomination count for the candidate who is the same person."""
    into = _candidate(room, event.given["into"])
    if into is not None:
        kin.link(room.tx, event.after.id, into.id, MERGED, room.at)
        cards.refresh(room, "candidate", into.id)


ADDS = Adds(finds=found, case=case, options=offered, explains=explained, unfit=unfit)
EFFECTS: Mapping[str, Effect] = {"join_candidate": _join}
