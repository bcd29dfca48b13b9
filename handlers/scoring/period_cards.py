"""What a period's card shows: the proposed flags in a few lines and a picture, what may be chosen of them, and what its guards look at.

The figures behind each flag are told where they are asked for (`handlers/scoring/flag_reasons.py`).
"""

from collections import Counter
from collections.abc import Sequence

from domain.cards import Names
from domain.matters.scoring import periods
from domain.matters.scoring.review_meetings import ReviewMeetingStage
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Saying, Term
from domain.sayings.scoring import periods as sayings
from domain.scoring import rotations
from domain.scoring.standings import Ranking
from handlers.conversation.forms import several
from handlers.conversation.procedures import views
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.scoring import flags as notices
from storage import matters
from storage import people as accounts
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

SHOWN_HASH = 12  # characters of a hash that are shown: enough to compare by eye
LISTS = {
    "about": (False, True),
    "flags": (False,),
    "struck": (True,),
}  # whether struck flags are among what is asked for


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The proposed flags in a few lines and a picture, and what the list still lacks."""
    period = store.of_id(room.tx, standing.id)
    assert period is not None, "it stands somewhere"
    listed = flag_store.of_period(room.tx, period.id)
    kept, places = [flag for flag in listed if not flag.is_out], numbered(listed)
    is_open, lacks = period.stage is periods.PeriodStage.PROPOSED, periods.lacks(standing, facts)
    day = room.office.calendar.local_day(standing.due_at) if standing.due_at and is_open else None
    needed = str(room.office.rules_of(period.rules).rank_coverage)
    reds, yellows = (len(_of(kept, colour)) for colour in (rotations.Colour.RED, rotations.Colour.YELLOW))
    meetings = _meetings(room, period.id)
    return Found(
        title=sayings.FlagListTitle(
            period=periods.name_of(period.code), stage=Term("stage.period", period.stage.value)
        ),
        values={
            "due": sayings.Until(day=day) if day else None,
            "counts": sayings.PeriodCounts(reds=reds, yellows=yellows) if kept else None,
            "lines": tuple(_line(room, name, kept, places) for name in sorted({flag.category for flag in kept})),
            "empty": None if kept else Term("remark", "no_flags"),
            "struck": tuple(_struck(room, flag, places[flag.id]) for flag in listed if flag.is_struck),
            "lacking": tuple(_coverage(ranking, needed) for ranking in lacking(room, period.id)),
            "waiver": period.waiver,
            "untold": Names(tuple(short_name(room, code) for code in notices.reached(room, period.id)[1])),
            "authorisation": period.authorisation,
            "lacks": Term("refused", lacks.value) if lacks and is_open else None,
            "comes_next": Term("next.period", period.stage.value),
            "review_meeting": tuple(views.named(each) for each in meetings),
            "hash": period.hash[:SHOWN_HASH],
        },
        buttons=tuple(views.leading(each) for each in meetings),
        picture=period.picture,
    )


def choices(room: Room, period_id: int, asked: str) -> tuple[str, ...]:
    """The flags that may be answered to a question of this name, to choose several of."""
    if asked not in LISTS:
        return ()
    listed = flag_store.of_period(room.tx, period_id)
    places = numbered(listed)
    decides = asked != "about"  # whoever has a conflict of interest may look, and decides nothing
    wanted = [
        flag for flag in listed if flag.is_struck in LISTS[asked] and not (decides and room.is_in_line(flag.unit))
    ]
    often = {unit for unit, times in Counter(flag.unit for flag in wanted).items() if times > 1}
    return several.options(_option(room, flag, places[flag.id], is_alone=flag.unit not in often) for flag in wanted)


def _option(room: Room, flag: flag_store.Flag, place: int, *, is_alone: bool) -> several.Option:
    """A flag as it stands in a list; of a unit that stands there twice, with what tells one from the other."""
    apart = None if is_alone else (Term("picture", f"{flag.colour.value}_flag"), room.shown(flag.category))
    return several.Option(id=flag.id, text=f"{place} {room.shown(short_name(room, flag.unit))}", apart=apart)


def stakes(room: Room, period_id: int, move: str) -> Saying | None:
    """Before a list is confirmed: how many flags of it stand, and how many were struck."""
    if move != periods.PeriodMove.CONFIRM:
        return None
    listed = flag_store.of_period(room.tx, period_id)
    kept = [flag for flag in listed if not flag.is_out]
    reds, yellows = (str(len(_of(kept, colour))) for colour in (rotations.Colour.RED, rotations.Colour.YELLOW))
    return sayings.Stakes(reds=reds, yellows=yellows, struck=str(len(listed) - len(kept)))


def numbered(listed: Sequence[flag_store.Flag]) -> dict[int, int]:
    """Each flag's number in its list, struck ones counted too: what a person reads and types."""
    return {flag.id: number for number, flag in enumerate(listed, start=1)}


def short_name(room: Room, code: str) -> str:
    """What a unit is called day to day."""
    unit = room.office.register.get(code)
    return (unit.short or unit.name) if unit else code


def case(room: Room, standing: Standing) -> periods.PeriodCase:
    """What the guards of a period look at."""
    period = store.of_id(room.tx, standing.id)
    assert period is not None, "it stands somewhere"
    listed = flag_store.of_period(room.tx, period.id)
    return periods.PeriodCase(
        authorisation=period.authorisation,
        waiver=period.waiver,
        is_lacking=bool(lacking(room, period.id)),
        has_earlier=bool(store.open_before(room.tx, period.ends_on)),
        has_meeting=bool(_meetings(room, period.id)),
        kept=frozenset(str(flag.id) for flag in listed if not flag.is_out),
        struck=frozenset(str(flag.id) for flag in listed if flag.is_struck),
        own=frozenset(str(flag.id) for flag in listed if room.is_in_line(flag.unit)),
    )


def _meetings(room: Room, period_id: int) -> list[Standing]:
    """The review meetings of a period, but those that were called off."""
    every = matters.children(room.tx, period_id, "review_meeting")
    return [each for each in every if each.stage != ReviewMeetingStage.CALLED_OFF]


def kept(room: Room, standing: Standing) -> dict[str, str]:
    """Which flags stand on the list: one that is exempted after it was confirmed stands there no more."""
    return {"listed": " ".join(str(flag.id) for flag in flag_store.of_period(room.tx, standing.id) if not flag.is_out)}


def lacking(room: Room, period_id: int) -> list[Ranking]:
    """The rankings of a period that have fewer figures than the rule asks for."""
    return [ranking for ranking in periods.measured(store.rankings(room.tx, period_id)) if ranking.needs_waiver]


def _line(
    room: Room, category: str, kept: Sequence[flag_store.Flag], places: dict[int, int]
) -> sayings.NumberedCategoryFlags:
    inside = [flag for flag in kept if flag.category == category]
    red, yellow = (
        tuple(f"{places[flag.id]} {short_name(room, flag.unit)}" for flag in _of(inside, colour))
        for colour in (rotations.Colour.RED, rotations.Colour.YELLOW)
    )
    return sayings.NumberedCategoryFlags(category=category, red=red, yellow=yellow)


def _of(listed: Sequence[flag_store.Flag], colour: rotations.Colour) -> list[flag_store.Flag]:
    return [flag for flag in listed if flag.colour is colour]


def _struck(room: Room, flag: flag_store.Flag, number: int) -> sayings.StruckLine:
    return sayings.StruckLine(
        number=number,
        unit=short_name(room, flag.unit),
        who=accounts.label_of(room.tx, flag.struck_by),
        why=flag.struck_why,
    )


def _coverage(ranking: Ranking, needed: str) -> sayings.CoverageLine:
    return sayings.CoverageLine(sequence=ranking.sequence, coverage=str(ranking.coverage), needed=needed)
