"""An arena before those who lead, rate and decide: who has a seat, the clock of a slot, the result (`domain/matters/arena`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from domain.cards import Value
from domain.matters.arena import arena_slots, arenas
from domain.matters.arena.arena_slots import SlotFacts
from domain.matters.arena.arenas import ArenaFacts
from domain.matters.scoring import periods as law
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import arenas as sayings
from domain.scoring import arenas as arithmetic
from domain.scoring import scores
from domain.scoring.arenas import Trimmed
from handlers.conversation.forms import mark_answers, naming
from handlers.conversation.procedures import derived, moves, polls, views
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters, shapes
from storage import people as accounts
from storage.mechanism import ballots, holders, parts
from storage.scoring import periods

_OF_DAY = "%H:%M:%S"
_OPEN = ("waiting", "rating", "short")
_SAID = ("announced", "opened")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotResult:
    """What the slot of a unit came to: its rank and score, on how many ballots, of which so many were dropped at each end; and the mean
    (`scene`) and the composite of which the score was combined, where it was."""

    unit: str
    rank: int
    score: str
    valid: int
    dropped: int
    scene: str = ""
    composite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaResult:
    """What an arena came to, the first first; the units without a score; and for the auditor, by the numbers of people, who gave every
    unit the same, and who gave each other's units the most (1) or the least that these got."""

    ranked: tuple[SlotResult, ...]
    unscored: tuple[str, ...]
    flat: tuple[tuple[int, str, int], ...]
    pairs: tuple[tuple[int, int, int, str, str], ...]


def result_of(standing: Standing) -> ArenaResult | None:
    """The result of an arena that was counted; None before."""
    written = standing.own.get("results")
    found: ArenaResult | None = shapes.decode(written.encode(), ArenaResult) if written else None
    return found


def named(room: Room, result: SlotResult) -> sayings.Ranked:
    """It as it is said."""
    return sayings.Ranked(
        rank=result.rank,
        unit=room.office.name_of(result.unit),
        score=result.score,
        valid=result.valid,
        scene=result.scene,
        composite=result.composite,
    )


def final_of(room: Room, standing: Standing) -> sayings.FinalShares | None:
    """What the final ranks are combined of; None where the arena alone decides."""
    share = round(room.office.rules_of(standing.rules).arena_composite * arithmetic.FULL)
    code = standing.own.get("period")
    period = law.name_of(code) if code else None
    return sayings.FinalShares(composite=share, scene=arithmetic.FULL - share, period=period) if share else None


def _composites(room: Room, period: periods.Period | None) -> dict[str, Decimal]:
    """The composites of a period by unit."""
    rankings = periods.rankings(room.tx, period.id) if period else []
    return {each.unit: each.score for ranking in rankings for each in ranking.standings if each.score is not None}


def _seats(room: Room, standing: Standing) -> tuple[int, ...]:
    """Who rates: of each unit whoever was given that role first; the others stand ready as proxies."""
    seats: dict[str, int] = {}
    for each in sorted(holders.of(room.tx, standing.id, (Role.RATER,)), key=lambda each: each.grant_id):
        if not each.has_recused:
            seats.setdefault(each.unit or str(each.person_id), each.person_id)
    return tuple(sorted(seats.values()))


def _case(room: Room, standing: Standing) -> ArenaFacts:
    rules, day = room.office.rules_of(standing.rules), standing.own.get("day", "")
    is_planned = standing.stage == "planned"
    is_combined = rules.arena_composite > 0 and (is_planned or standing.stage == "new")
    return ArenaFacts(
        raters=len(_seats(room, standing)) if is_planned else rules.arena_min_raters,
        least=rules.arena_min_raters,
        most=rules.arena_slots,
        is_day=not day or day <= room.today.isoformat(),
        composed=frozenset(_composites(room, periods.announced_last(room.tx))) if is_combined else None,
    )


def _changed(room: Room, event: Event) -> Event:
    """The draw, a proxy, and the result."""
    if event.move == "draw":
        is_combined = room.office.rules_of(event.before.rules).arena_composite > 0
        period = periods.announced_last(room.tx) if is_combined else None
        return arenas.drawn(event, room.drawn.code, _seats(room, event.before), period.code if period else "")
    if event.move == "send_proxy":
        return arenas.with_proxy(event, frozenset(parts.people_of(room.tx, event.after.id, Relation.RATER)))
    if event.move != "tally":
        return event
    found = _counted(room, event.after)
    own = {"results": shapes.encode(found).decode(), "is_scored": "yes" if found.ranked else "no"}
    return replace(event, after=replace(event.after, own={**event.after.own, **own}))


def _counted(room: Room, standing: Standing) -> ArenaResult:
    """Trim, rank, and look for what an auditor should see."""
    rules = room.office.rules_of(standing.rules)
    slots = matters.children(room.tx, standing.id, "arena_slot")
    given = _totals(room, slots)
    by_rater: dict[int, dict[str, Fraction]] = {}
    for slot in slots:
        for rater, total in given.get(slot.unit, {}).items():
            by_rater.setdefault(rater, {})[slot.unit] = total
    means = {unit: arithmetic.trimmed(totals.values(), rules.arena_trim) for unit, totals in given.items()}
    kept = {unit: mean for unit, mean in means.items() if mean is not None}
    code = standing.own.get("period")
    composites = _composites(room, periods.of_code(room.tx, code)) if code else {}
    places = scores.places(
        round(_final(mean, composites.get(unit), rules) * arithmetic.FULL) for unit, mean in kept.items()
    )
    ranked = [
        SlotResult(
            unit=unit,
            rank=place or 0,
            score=arithmetic.shown(_final(mean, composites.get(unit), rules)),
            valid=mean.of,
            dropped=mean.dropped,
            scene=mean.shown if unit in composites else "",
            composite=f"{composites[unit]:.2f}" if unit in composites else "",
        )
        for (unit, mean), place in zip(kept.items(), places, strict=True)
    ]
    unit_of = {each.person_id: each.unit for each in holders.of(room.tx, standing.id, (Relation.RATER,))}
    pairs = arithmetic.reciprocal(by_rater, unit_of, kept)
    return ArenaResult(
        ranked=tuple(sorted(ranked, key=lambda each: (each.rank, each.unit))),
        unscored=tuple(slot.unit for slot in slots if slot.unit not in kept),
        flat=tuple(
            (rater, arithmetic.shown(next(iter(by_rater[rater].values()))), len(by_rater[rater]))
            for rater in arithmetic.flat(by_rater)
        ),
        pairs=tuple(
            (
                one,
                other,
                1 if (there := by_rater[one][unit_of[other]]) > kept[unit_of[other]].most else -1,
                arithmetic.shown(there),
                arithmetic.shown(by_rater[other][unit_of[one]]),
            )
            for one, other in pairs
        ),
    )


def _final(mean: Trimmed, composite: Decimal | None, rules: RuleSet) -> Fraction:
    if composite is None:
        return Fraction(mean.hundredths, arithmetic.FULL)
    return arithmetic.combined(mean, composite, rules.arena_composite)


def _totals(room: Room, slots: Sequence[Standing]) -> dict[str, dict[int, Fraction]]:
    """By unit and rater, what the ballots of the slots that were closed with enough of them come to."""
    found: dict[str, dict[int, Fraction]] = {}
    for slot in slots:
        counted = {int(one) for one in slot.own.get("counted", "").split(",") if one}
        votes = ballots.about(room.tx, slot.id, "rate", slot.own["turn"]) if slot.stage == "locked" else ()
        if votes:
            found[slot.unit] = {
                each.person_id: mark_answers.total(each.given["marks"]) for each in votes if each.person_id in counted
            }
    return found


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    office, rules, own = room.office, room.office.rules_of(standing.rules), standing.own
    order = matters.children(room.tx, standing.id, "arena_slot") if own.get("seed") else []
    result = result_of(standing)
    ranking = tuple(named(room, each) for each in result.ranked) if result else ()
    values: dict[str, Value] = {
        "due": views.day_of(room, standing) if standing.stage == "returned" else None,
        "rules": sayings.ArenaRules(
            minutes=rules.arena_minutes,
            rating=rules.arena_rating.amount,
            criteria=tuple(mark_answers.mark(name, weight) for name, weight in arenas.weights(own).items()),
            final=final_of(room, standing),
        ),
        "order": tuple(sayings.Placed(place=each.own["place"], unit=office.name_of(each.unit)) for each in order),
        "speakers": ()
        if order
        else tuple(sayings.Placed(place="", unit=office.name_of(unit)) for unit in arenas.speakers(own)),
        "seed": sayings.Draw(seed=own["seed"]) if own.get("seed") else None,
        "raters": len(facts.parts.get(Relation.RATER, ())) or len(_seats(room, standing)),
        "ranking": ranking,
        "result": ranking if standing.stage in _SAID else (),
        "unscored": tuple(map(office.name_of, result.unscored)) if result else (),
    }
    if result is not None and Role.AUDITOR in room.actor.roles:
        values |= _audited(room, standing, result)
    return Found(values=values, buttons=_leading_on(room, standing, order))


def _leading_on(room: Room, standing: Standing, slots: Sequence[Standing]) -> tuple[Choice, ...]:
    """For whoever leads an arena that runs, the button that leads to the slot which is open, or comes next."""
    coming = next((each for each in slots if each.stage in _OPEN), None)
    if coming is None or standing.stage != "running" or not room.actor.roles & {Role.REVIEWER, Role.LEADER}:
        return ()
    called = f"{coming.own['place']} {room.shown(room.office.name_of(coming.unit))}"
    return (Choice(value=derived.place_of(coming), label=Term("matter", "arena_slot"), parts=(called,)),)


def _audited(room: Room, standing: Standing, result: ArenaResult) -> dict[str, Value]:
    """What only an auditor sees: what looks odd, and, once they are sealed no more, the ballots without their raters."""
    pairs = [(one, other) for one, other, *_ in result.pairs]
    people = {one for pair in pairs for one in pair} | {rater for rater, *_ in result.flat}
    called = accounts.labels_of(room.tx, frozenset(people))
    is_open = standing.stage == "opened"
    slots = matters.children(room.tx, standing.id, "arena_slot") if is_open else []
    return {
        "flat": tuple(
            sayings.FlatVoter(rater=called.get(rater, ""), total=total, slots=slots_)
            for rater, total, slots_ in result.flat
        ),
        "pairs": tuple(
            sayings.ExtremePair(
                one=called.get(one, ""),
                other=called.get(other, ""),
                side=Term("extreme", "high" if side > 0 else "low"),
                given=given,
                returned=returned,
            )
            for one, other, side, given, returned in result.pairs
        ),
        "ballots": tuple(
            sayings.SlotBallots(
                unit=room.office.name_of(unit), totals=tuple(map(arithmetic.shown, sorted(totals.values())))
            )
            for unit, totals in _totals(room, slots).items()
        ),
    }


def _slot_case(room: Room, standing: Standing) -> SlotFacts:
    """Of a slot that waits, whether it is its turn; a ballot needs nothing but the slot itself."""
    rating = standing.term("arena_rating")
    closed_at = rating.due_at if rating else standing.since
    turn = standing.own.get("turn", arena_slots.FIRST)
    if standing.stage != "waiting" or standing.parent_id is None:
        return SlotFacts(is_running=True, is_next=True, turn=turn, closed_at=closed_at)
    parent = matters.of_id(room.tx, standing.parent_id)
    open_now = [
        each
        for each in matters.children(room.tx, standing.parent_id, "arena_slot")
        if each.stage in ("rating", "short")
        or (each.stage == "waiting" and int(each.own["place"]) < int(standing.own["place"]))
    ]
    return SlotFacts(is_running=parent is not None and parent.stage == "running", is_next=not open_now, turn=turn)


def _slot_changed(room: Room, event: Event) -> Event:
    """Who may rate when it opens, and whose ballots counted when it closes."""
    if event.move in ("open", "rate_again"):
        return arena_slots.opened(event, _raters(room, event.after))
    if event.move != "lock":
        return event
    poll = moves.facts_of(replace(room, polled=None), event.before).poll
    counted = "" if poll is None else ",".join(str(each.person_id) for each in poll.counted.values())
    return replace(event, after=replace(event.after, own={**event.after.own, "counted": counted}))


def _raters(room: Room, slot: Standing) -> tuple[int, ...]:
    """The raters of the arena without those of the unit that speaks, and whoever else a conflict keeps away (the law §2)."""
    table = room.office.matters["arena_slot"].procedure
    seated, voting = set(parts.people_of(room.tx, slot.parent_id or 0, Relation.RATER)), table.moves["rate"].by
    seated -= {room.actor.person_id or 0}  # whoever leads does not rate
    every = (each for each in holders.of(room.tx, slot.id, (Role.RATER,)) if each.person_id in seated)
    return tuple(each.person_id for each in every if not naming.is_kept_away(room, table, slot, each, voting))


def _options(room: Room, arena_id: int, asked: str) -> tuple[str, ...]:
    """Who rates, as the office calls them."""
    seated = parts.people_of(room.tx, arena_id, Relation.RATER) if asked == "absent" else ()
    called = accounts.labels_of(room.tx, frozenset(seated))
    return tuple(f"{one}|{called.get(one, '')}" for one in seated)


def _slot_options(room: Room, slot_id: int, asked: str) -> tuple[str, ...]:
    """The criteria of the arena with their weights."""
    slot = matters.standing(room.tx, "arena_slot", slot_id) if asked == "marks" else None
    arena = matters.of_id(room.tx, slot.parent_id) if slot and slot.parent_id else None
    every = arenas.weights(arena.own) if arena else {}
    return tuple(mark_answers.option(name, weight) for name, weight in every.items())


def _slot_found(room: Room, standing: Standing, facts: Facts) -> Found:
    is_over = standing.stage not in _OPEN and bool(room.actor.roles & {Role.REVIEWER, Role.LEADER})
    arena = matters.of_id(room.tx, standing.parent_id) if is_over and standing.parent_id else None
    slots = matters.children(room.tx, arena.id, "arena_slot") if arena else []
    return Found(values={"due": _closes(room, standing)}, buttons=_leading_on(room, arena, slots) if arena else ())


def _closes(room: Room, standing: Standing) -> sayings.Closes | None:
    rating = standing.term("arena_rating")
    if rating is None:
        return None
    if rating.stopped_at is not None:
        seconds = max(0, int((rating.due_at - rating.stopped_at).total_seconds()))
        return sayings.Closes(left=f"{seconds // 60}:{seconds % 60:02}")
    return sayings.Closes(until=_of_day(room, rating.due_at))


def _of_day(room: Room, at: datetime) -> str:
    return at.astimezone(room.office.calendar.timezone).strftime(_OF_DAY)


def _slot_explained(room: Room, facts: Facts, why: Why) -> Saying | None:
    """To a rater who comes too late, when it closed."""
    return _slot_passed(room, facts) if why is Why.RATING_OVER else None


def _slot_passed(room: Room, facts: Facts) -> Saying | None:
    """The same once it has moved on."""
    slot = facts.case
    if not isinstance(slot, SlotFacts) or slot.closed_at is None:
        return None
    is_late = Relation.RATER in facts.relations and slot.closed_at <= room.at
    return sayings.RatingClosed(closed=_of_day(room, slot.closed_at)) if is_late else None


def _turn(case: object) -> str:
    return case.turn if isinstance(case, SlotFacts) else arena_slots.FIRST


ADDS: Mapping[str, Adds] = {
    "arena": Adds(finds=_found, case=_case, options=_options, changes=_changed),
    "arena_slot": Adds(
        finds=_slot_found,
        case=_slot_case,
        options=_slot_options,
        explains=_slot_explained,
        passed=_slot_passed,
        changes=_slot_changed,
        voting=polls.Voting(subject=_turn),
    ),
}
