"""What a candidate shows besides their own facts, what the guards look at besides them, and the edition to which they belong."""

from dataclasses import replace

from domain.matters.parts.candidate_guards import CandidateFacts, CandidateStage
from domain.matters.strivers import StriverStage
from domain.mechanism import procedure
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Term
from handlers import pledge_boards
from handlers.conversation.procedures import eligibility
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import board, matters, staff, strivers
from storage.mechanism import kin

HOW = "edition"  # the link between a candidate and the edition to which they belong
_GONE = (StriverStage.WITHDRAWN, StriverStage.TURNED_DOWN)  # nominations that stand no more
MOST = 1_000  # cases about one unit that are looked at
_JOINED = (("edition", "collecting"), ("edition", "deciding"))


def edition_of(room: Room, candidate: Standing) -> Standing | None:
    """The edition to which a candidate belongs, or would now: one that calls for their field; None where there is none (§4.2 N0)."""
    linked = [number for number, _ in kin.linked(room.tx, candidate.id, HOW)]
    found = matters.of_ids(room.tx, linked) or [
        each for each in matters.open_in(room.tx, _JOINED) if _calls_for(room, each, candidate)
    ]
    return next((each for each in found if each.own.get("yields") == "strivers"), None)


def _calls_for(room: Room, edition: Standing, candidate: Standing) -> bool:
    nomination = None if candidate.parent_id is None else matters.of_id(room.tx, candidate.parent_id)
    fields = edition.own.get("fields", "")
    return nomination is None or not fields or nomination.category in fields.split(",")


def join(room: Room, event: Event) -> None:
    """Let a candidate belong to the edition that is open, once."""
    edition = edition_of(room, event.after)
    if edition is not None:
        kin.link(room.tx, event.after.id, edition.id, HOW, room.at)


def case(room: Room, standing: Standing) -> CandidateFacts:
    """What the guards look at, each asked only where something hangs on it."""
    nominated, is_own = strivers.nominations(room.tx, standing.id, _GONE, room.actor.person_id)
    known = CandidateFacts(nominations=nominated, is_own=is_own)
    if standing.stage == CandidateStage.CHECKING:
        table = room.office.matters["case"].procedure
        cases = matters.of_unit(room.tx, "case", standing.unit, MOST)
        return replace(
            known,
            has_open_case=any(
                procedure.leads_on(table, each.stage) and eligibility.is_of_same(each, standing) for each in cases
            ),
            is_in_edition=edition_of(room, standing) is not None,
        )
    return replace(
        known, is_reachable=standing.stage == CandidateStage.SELECTED and bool(_of_unit(room, standing.unit))
    )


def _of_unit(room: Room, unit: str) -> tuple[str, ...]:
    """Who works in a unit and has an account here, as a question offers them."""
    return tuple(f"{each.id}|{each.label}" for each in staff.members(room.tx) if unit and each.unit == unit)


def offered(room: Room, candidate_id: int, asked: str) -> tuple[str, ...]:
    """Who may be asked for the consent: the nominee is somebody of the unit."""
    found = matters.of_id(room.tx, candidate_id) if asked == "nominee" else None
    return () if found is None else _of_unit(room, found.unit)


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """In which field they were nominated, and by how many, who are told apart nowhere; beside it how their unit keeps its pledges."""
    kept = {"pledges": pledge_boards.of_unit(room, standing.unit)} if Role.LEADER in room.actor.roles else {}
    nomination = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
    if nomination is None:
        return Found(values=kept)
    number = facts.case.nominations if isinstance(facts.case, CandidateFacts) else 0
    field = Term("striver_field", nomination.category)
    return Found(values={**kept, "field": field, "nominations": str(number)})


def _is_recused(room: Room, looked_at: object) -> bool:
    """Whether the actor nominated them, or themselves (the law §2, rules 1 and 2); a nominee who was asked is of the unit anyway."""
    return isinstance(looked_at, CandidateFacts) and looked_at.is_own


ADDS = Adds(finds=found, case=case, options=offered, is_recused=_is_recused)
EFFECTS: dict[str, Effect] = {
    "join_edition": join,
    "withhold_name": lambda room, event: board.withhold(room.tx, event.after.id, room.at),
}
