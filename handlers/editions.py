"""What the guards of an edition look at besides it: its candidates; and what their points make of them."""

from collections import Counter
from decimal import Decimal

from domain.cards import Names
from domain.matters.editions import EditionFacts, EditionStage
from domain.matters.parts.candidate_guards import CHOSEN, COMPARED, CandidateStage
from domain.matters.parts.candidate_ranking import cut
from domain.matters.parts.case_guards import FOUND
from domain.mechanism.kin import Kin
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK
from handlers.candidates import HOW
from handlers.conversation.procedures import announcing, moves, relatives
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters

_DECIDED = frozenset({EditionStage.DECIDING})


def case(room: Room, standing: Standing) -> EditionFacts:
    """How many candidates stand where, and what the rules say."""
    rules = room.office.rules_of(standing.rules)
    quota = min(rules.striver_quota_max, int(standing.own.get("quota") or rules.striver_quota_max))
    every = candidates(room, standing)
    labelled = matters.open_in(room.tx, (("case", stage) for stage in FOUND)) if standing.stage in _DECIDED else []
    return EditionFacts(
        candidates=Counter(each.stage for each in every),
        for_notice=_nameable(room, standing, "give_notice"),
        for_honour=_nameable(room, standing, "commend"),
        has_cases=standing.own.get("yields") == "cases" and any(_is_of_its_time(each, standing) for each in labelled),
        quota=quota,
        ratio=rules.striver_ratio,
        today=room.today,
    )


def _nameable(room: Room, edition: Standing, move: str) -> tuple[str, ...]:
    """What those are called whom a move would name in public now."""
    rule = room.office.matters["edition"].procedure.moves[move]
    if rule.announces is None or rule.announces.names is None or edition.stage not in rule.start:
        return ()
    return tuple(str(each.own["name"]) for each in announcing.nameable(room, edition, rule.announces.names))


def _is_of_its_time(found: Standing, edition: Standing) -> bool:
    """Whether a case began while an edition was held: cases belong to the one of their time."""
    return found.made_at is not None and edition.made_at is not None and found.made_at >= edition.made_at


def candidates(room: Room, edition: Standing) -> list[Standing]:
    """Everybody who is, or was, a candidate of an edition."""
    return relatives.of(room, edition, Kin.LINKED, "candidate", HOW)


def rank(room: Room, event: Event) -> None:
    """Once all have their points, part them by the places that are left: chosen, back to the committee, or not chosen."""
    every = candidates(room, event.after)
    left = int(event.after.own["places"]) - sum(each.stage in CHOSEN for each in every)
    open_ones = {each.id: each for each in every if each.stage in COMPARED}
    if left > 0 and any(each.stage == CandidateStage.COMPARING for each in open_ones.values()):
        return
    points = {number: Decimal(each.own.get("compare", {}).get("score", "0")) for number, each in open_ones.items()}
    parted = cut(points, left)
    clock = room.acting_as(CLOCK)
    for move, numbers in (("select", parted.above), ("tie", parted.level), ("pass_over", parted.below)):
        for number in numbers:
            moves.carry_out(clock, open_ones[number], move, {"authorisation": event.after.own.get("authorisation", "")})


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """For how many places there are candidates enough, while that is to be decided; then whom its next announcement would name."""
    known = facts.case
    if not isinstance(known, EditionFacts) or not known.candidates:
        return Found()
    places = str(known.most_places) if standing.stage == EditionStage.DECIDING else ""
    return Found(
        values={
            "most_places": places,
            "for_notice": Names(known.for_notice),
            "for_honour": Names(known.for_honour),
        }
    )


ADDS = Adds(finds=found, case=case)
EFFECTS: dict[str, Effect] = {"rank_candidates": rank}
