"""What a case shows besides its own facts, and what its guards look at besides the case."""

from decimal import Decimal

from domain.matters.objections import Earlier
from domain.matters.parts.case_guards import CaseFacts, CaseStage, labels
from domain.mechanism import seals
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings import cases as sayings
from domain.scoring import penalties
from domain.scoring.rotations import Colour
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import evidence, matters
from storage.mechanism import involvement
from storage.scoring import adjustments, flags

MOST = 1_000  # cases of one unit that are looked at
_BEFORE_LABEL = frozenset({CaseStage.COMPARING, CaseStage.VOTING, CaseStage.CONFIRMING})


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """What follows from a confirmation, before anybody votes on it (the law §4.1), and whether what was sealed still is as it was."""
    kept = standing.own.get("seal", "")
    state = Term("case_seal", "intact" if _is_intact(room, standing, kept) else "broken") if kept else None
    values = {"seal": sayings.Sealed(digest=seals.shown(kept), state=state)} if state else {}
    shown = {"consequences": _consequences(room, standing)} if standing.stage in _BEFORE_LABEL else {}
    return Found(values={**values, **shown})


def _consequences(room: Room, standing: Standing) -> sayings.Consequences:
    """All that the law §4.1 has recorded on L8: the points are those of the rules under which the case began (§6.1), or what was taken
    already for the clue that it follows from, since a matter takes points once."""
    before = () if standing.parent_id is None else adjustments.about(room.tx, standing.parent_id)
    points = Decimal(0) if before else penalties.points(standing.own, room.office.rules_of(standing.rules))
    other = _labelled_before(room, standing)
    return sayings.Consequences(
        points=_written(-points),
        taken=_written(-sum((entry.points for entry in before), Decimal(0))),
        other=other,
        first=None if other else Term("case_label", "first"),
    )


def _labelled_before(room: Room, standing: Standing) -> str:
    """The number of the case by which what this one is about is labelled still; empty where there is none."""
    others = matters.of_unit(room.tx, standing.matter, standing.unit, MOST)
    return next((each.number for each in others if labels(standing, each)), "")


def _written(points: Decimal) -> str:
    return f"{points:f}" if points else ""


def _is_intact(room: Room, standing: Standing, kept: str) -> bool:
    """Whether facts and files are as they were; a file that came later says nothing about that."""
    files = evidence.sealed_now(room.tx, standing.matter, standing.id) if standing.own.get(seals.SEALED_FILES) else ()
    return seals.is_intact(kept, seals.with_files(standing.own, files))


def case(room: Room, standing: Standing) -> CaseFacts:
    """Whether a yellow flag of the unit hangs now, not one of an earlier period (the law §4.1 L14), and whether this label is the second in
    a row; each asked only where something hangs on it."""
    if standing.stage == CaseStage.CONFIRMED:
        return CaseFacts(is_second=bool(_labelled_before(room, standing)))
    if standing.stage != CaseStage.RIPE:
        return CaseFacts()
    hanging = flags.hanging_on(room.tx, room.today)
    return CaseFacts(is_yellow=any(each.colour is Colour.YELLOW and each.unit == standing.unit for each in hanging))


def earlier(room: Room, standing: Standing) -> Earlier:
    """What whoever acts had to do with the case that is objected to."""
    parent = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
    if parent is None:
        return Earlier()
    known = involvement.of(room.tx, parent.id, room.actor)
    is_in_case = bool(known.did) or any(room.actor.person_id in people for people in known.parts.values())
    return Earlier(
        had_a_hand=is_in_case or _had_a_hand_in(room, parent.parent_id),
        may_be_voted_anew="vote_anew" in room.office.matters[parent.matter].procedure.moves,
    )


def _had_a_hand_in(room: Room, matter_id: int | None) -> bool:
    """Whether whoever acts did some part of the work on what a case came from."""
    found = None if matter_id is None else matters.of_id(room.tx, matter_id)
    if found is None:
        return False
    table = room.office.matters[found.matter].procedure
    return any(table.phases_of(move) for move in involvement.of(room.tx, found.id, room.actor).did)


CASES = Adds(finds=found, case=case)
OBJECTIONS = Adds(case=earlier)
