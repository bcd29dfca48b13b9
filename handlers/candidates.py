"""What a candidate shows besides their own facts, what the guards look at besides them, and the edition to which they belong."""

from domain.matters.parts.candidate_guards import CandidateFacts, CandidateStage
from domain.mechanism import procedure
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from handlers.conversation.procedures import eligibility
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters
from storage.mechanism import kin

HOW = "edition"  # the link between a candidate and the edition to which they belong
MOST = 1_000  # cases about one unit that are looked at
_JOINED = (("edition", "collecting"), ("edition", "deciding"))
_CHECKED = frozenset({CandidateStage.CHECKING})


def edition_of(room: Room, candidate: Standing) -> Standing | None:
    """The edition to which a candidate belongs, or would now; None where there is none (the law §4.2 N0)."""
    linked = [number for number, _ in kin.linked(room.tx, candidate.id, HOW)]
    found = matters.of_ids(room.tx, linked) or matters.open_in(room.tx, _JOINED)
    return next((each for each in found if each.own.get("yields") == "strivers"), None)


def join(room: Room, event: Event) -> None:
    """Let a candidate belong to the edition that is open, once."""
    edition = edition_of(room, event.after)
    if edition is not None:
        kin.link(room.tx, event.after.id, edition.id, HOW, room.at)


def case(room: Room, standing: Standing) -> CandidateFacts:
    """Whether a case about them is under way, and whether there is an edition; each asked only where something hangs on it."""
    if standing.stage not in _CHECKED:
        return CandidateFacts()
    table = room.office.matters["case"].procedure
    cases = matters.of_unit(room.tx, "case", standing.unit, MOST)
    return CandidateFacts(
        has_open_case=any(
            procedure.leads_on(table, each.stage) and eligibility.is_of_same(each, standing) for each in cases
        ),
        is_in_edition=edition_of(room, standing) is not None,
    )


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """In which field they were nominated."""
    nomination = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
    return Found(values={} if nomination is None else {"field": Term("striver_field", nomination.category)})


ADDS = Adds(finds=found, case=case)
EFFECTS: dict[str, Effect] = {"join_edition": join}
