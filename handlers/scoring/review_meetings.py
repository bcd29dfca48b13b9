"""The review meeting of a period before whoever prepares it: who speaks by the figures, what was filed, who spoke (the law §1, §9).

The list of speakers follows the list of flags for as long as the meeting is ahead: what a leader strikes there asks nobody to speak here.
Whom somebody struck here by hand stays struck, and whom they added stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.cards import Names
from domain.matters.announcements import AnnouncementStage
from domain.matters.parts.case_guards import CaseStage
from domain.matters.scoring import periods, speeches
from domain.matters.scoring import review_meetings as law
from domain.matters.scoring.periods import PeriodStage
from domain.matters.scoring.review_meetings import ReviewMeetingFacts
from domain.mechanism.rules import MeetingForm
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Choice, Term
from domain.sayings.scoring import review_meetings as sayings
from domain.scoring.rotations import Colour
from handlers.conversation.forms import several
from handlers.conversation.procedures import cards, derived, moves, relatives
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.scoring import period_cards
from storage import announcements, matters
from storage import people as accounts
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

SUMMONS = ("summon", "put_off", "put_off_filed")  # each from other stages
DISMISSALS = ("strike", "excuse")
LISTS = ("speakers", "order", "spoke")
BY_HAND = "why_added"
GROUNDS = ("reds", "yellows", "cases", "sequence", "rank")
MOST_BUTTONS = 30  # that lead from a meeting to what was filed for it


def prepare(room: Room, event: Event) -> None:
    """Prepare the meeting of a period, of the form that a leader wants or the rule says; where one is prepared, its speakers follow the
    list that was confirmed."""
    clock, period = room.acting_as(CLOCK), event.after
    ahead = [each for each in of_period(room, period.id) if each.stage in law.OPEN]
    form = event.given.get("form", "" if ahead else room.office.rules_of(period.rules).meeting_form.value)
    if form and form != MeetingForm.NONE:
        made = relatives.begun(clock, relatives.new(clock, "review_meeting", period), "open", {"form": form})
        assert isinstance(made, Event), "nothing stands in the way of a meeting"
        ahead = [made.after]
        _seat(clock, made.after)
        room.office.matters["review_meeting"].followed(clock, made)
        if room.actor != CLOCK:
            cards.show(room, "review_meeting", made.after.id, room.actor.account_id)
    else:
        for meeting in ahead:
            _seat(clock, meeting)
            cards.refresh(room, "review_meeting", meeting.id)
    cards.refresh(room, "period", period.id)


def of_period(room: Room, period_id: int) -> list[Standing]:
    """The meetings of a period, those that were called off too."""
    return matters.children(room.tx, period_id, "review_meeting")


def not_before(room: Room, period_id: int, moment: datetime) -> datetime:
    """When what is to be said of a period may be said: the morning after its meeting, where one is convened, else at this moment."""
    ahead = (each for each in of_period(room, period_id) if each.stage == law.ReviewMeetingStage.CONVENED)
    return max((moment, *(_morning_after(room, each) for each in ahead)))


def _morning_after(room: Room, meeting: Standing) -> datetime:
    calendar = room.office.calendar
    return calendar.next_speaking_moment(calendar.end_of(date.fromisoformat(meeting.own["meets_on"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A unit that speaks by the figures: how, and what for. Empty is what there is not."""

    unit: str
    manner: str
    reds: str = ""
    yellows: str = ""
    cases: str = ""
    sequence: str = ""
    rank: str = ""

    def given(self) -> dict[str, str]:
        """It as a speech keeps it."""
        return {"speaker": self.unit, "manner": self.manner, **{name: getattr(self, name) for name in GROUNDS}}

    def is_of(self, speech: Standing) -> bool:
        """Whether a speech is this one still."""
        now = {name: speech.own.get(name, "") for name in ("manner", *GROUNDS)}
        return {"speaker": speech.unit, **now} == self.given()


def _wanted(room: Room, meeting: Standing) -> list[Speaker]:
    period = store.of_id(room.tx, meeting.parent_id or 0)
    assert period is not None, "a meeting is about a period"
    if meeting.own["form"] == MeetingForm.RANKING:
        most = room.office.rules_of(meeting.rules).meeting_speakers
        rankings = periods.measured(store.rankings(room.tx, period.id))
        return [
            Speaker(unit=each.unit, manner=speeches.EXPERIENCE, sequence=ranking.sequence, rank=str(each.rank))
            for ranking in rankings
            for each in ranking.standings
            if each.rank is not None and each.rank <= most
        ]
    listed = [flag for flag in flag_store.of_period(room.tx, period.id) if not flag.is_out]
    cases = [each for each in matters.waiting(room.tx, "case", (CaseStage.CONFIRMED,)) if not each.is_personal]
    units = dict.fromkeys((*(flag.unit for flag in listed), *(each.unit for each in cases)))
    every = [_of_flags(unit, listed, cases) for unit in units if unit]
    return sorted(every, key=lambda each: each.manner == speeches.STATEMENT)


def _of_flags(unit: str, listed: Sequence[flag_store.Flag], cases: Sequence[Standing]) -> Speaker:
    """Who holds a yellow flag, or is given one at this meeting for a confirmed case (the law §4.1 L9), answers for it, whatever red ones
    they hold besides."""
    of_colour = {
        colour: "、".join(flag.category for flag in listed if flag.unit == unit and flag.colour is colour)
        for colour in (Colour.RED, Colour.YELLOW)
    }
    reds, yellows = of_colour[Colour.RED], of_colour[Colour.YELLOW]
    labels = "、".join(each.number for each in cases if each.unit == unit)
    manner = speeches.STATEMENT if yellows or labels else speeches.EXPERIENCE
    return Speaker(unit=unit, manner=manner, reds=reds, yellows=yellows, cases=labels)


def _seat(clock: Room, meeting: Standing) -> None:
    """Let the speakers be those whom the figures call for now."""
    every = matters.children(clock.tx, meeting.id, "speech")
    wanted = {each.unit: each for each in _wanted(clock, meeting)}
    by_hand = {each.unit for each in every if each.own.get(BY_HAND) or each.own.get("reason")}
    kept = {each.unit for each in every if _is_kept(each, wanted.get(each.unit))} | by_hand
    for speech in every:
        if speech.stage in speeches.AHEAD and speech.unit not in kept:
            _dismiss(clock, speech, {})
    for unit, speaker in wanted.items():
        if unit not in kept:
            _plan(clock, meeting, speaker.given())


def _is_kept(speech: Standing, wanted: Speaker | None) -> bool:
    return speech.stage in speeches.AHEAD and wanted is not None and wanted.is_of(speech)


def _plan(clock: Room, meeting: Standing, given: Mapping[str, str]) -> None:
    """One more speaker; asked at once where the others were asked already."""
    period = store.of_id(clock.tx, meeting.parent_id or 0)
    assert period is not None, "a meeting is about a period"
    made = relatives.begun(clock, relatives.new(clock, "speech", meeting), "plan", {"period": period.code, **given})
    assert isinstance(made, Event), "nothing stands in the way of a speech"
    clock.office.matters["speech"].followed(clock, made)
    if meeting.stage == law.ReviewMeetingStage.CONVENED:
        _summon(clock, meeting, made.after)


def _summon(clock: Room, meeting: Standing, speech: Standing) -> None:
    rules, calendar = clock.office.rules_of(meeting.rules), clock.office.calendar
    due = speeches.file_by(date.fromisoformat(meeting.own["meets_on"]), clock.today, rules, calendar)
    notice = {asked.name: meeting.own[asked.name] for asked in speeches.MEETING}
    notice |= {"due_on": due.isoformat(), "most": str(rules.meeting_speech_minutes)}
    for move in SUMMONS:
        moves.carry_out(clock, speech, move, dict(notice))


def _dismiss(clock: Room, speech: Standing, given: Mapping[str, str]) -> None:
    for move in DISMISSALS:
        moves.carry_out(clock, speech, move, dict(given))


def _summon_all(room: Room, event: Event) -> None:
    """Every speaker gets the notice; what is to be said in public waits for the meeting."""
    clock = room.acting_as(CLOCK)
    for speech in _ahead(room, event.after):
        _summon(clock, event.after, speech)
    found = announcements.latest_about(room.tx, event.after.parent_id or 0)
    if found is None or found.stage not in (AnnouncementStage.PROPOSED, AnnouncementStage.APPROVED):
        return
    announcements.plan(room.tx, found.id, max(found.publish_at, _morning_after(room, event.after)))
    cards.refresh(room, "announcement", found.id)


def _strike(room: Room, event: Event) -> None:
    clock, chosen = room.acting_as(CLOCK), several.ids(event.given["speakers"])
    for speech in matters.of_ids(room.tx, chosen):
        _dismiss(clock, speech, {"reason": event.given["reason"]})


def _add(room: Room, event: Event) -> None:
    given = {name: event.given[name] for name in ("speaker", "manner")}
    _plan(room.acting_as(CLOCK), event.after, {**given, BY_HAND: event.given["reason"]})


def _dismiss_all(room: Room, event: Event) -> None:
    for speech in _ahead(room, event.after):
        _dismiss(room.acting_as(CLOCK), speech, {"reason": event.given["reason"]})


def _close(room: Room, event: Event) -> None:
    """Note of every speech whether it was given."""
    spoke = several.ids(event.given["spoke"])
    for speech in _ahead(room, event.after):
        moves.carry_out(room.acting_as(CLOCK), speech, "speak" if speech.id in spoke else "miss", {})


def _ahead(room: Room, meeting: Standing) -> list[Standing]:
    """The speeches of a meeting that are to be given, in the order that was decided, the others behind as they were proposed."""
    every = [each for each in matters.children(room.tx, meeting.id, "speech") if each.stage in speeches.AHEAD]
    return sorted(every, key=_by_order(meeting))


def _by_order(meeting: Standing) -> Callable[[Standing], int]:
    order = several.ids(meeting.own.get("order", ""))
    return lambda speech: order.index(speech.id) if speech.id in order else len(order)


def _case(room: Room, standing: Standing) -> ReviewMeetingFacts:
    period = None if standing.parent_id is None else store.of_id(room.tx, standing.parent_id)
    listed, meets_on, line = _ahead(room, standing), standing.own.get("meets_on", ""), room.line()
    return ReviewMeetingFacts(
        is_confirmed=_is_confirmed(period),
        has_come=bool(meets_on) and date.fromisoformat(meets_on) <= room.today,
        speakers=frozenset(str(each.id) for each in listed),
        units=frozenset(each.unit for each in listed),
        own=frozenset(str(each.id) for each in listed if each.unit in line) | line,
        today=room.today.isoformat(),
    )


def _is_confirmed(period: store.Period | None) -> bool:
    return period is not None and period.stage in (PeriodStage.CONFIRMED, PeriodStage.ANNOUNCED)


def _options(room: Room, meeting_id: int, asked: str) -> tuple[str, ...]:
    standing = matters.standing(room.tx, "review_meeting", meeting_id)
    if standing is None or asked not in LISTS:
        return ()
    listed, apart = enumerate(_ahead(room, standing), start=1), room.line() if asked == "speakers" else ()
    return several.options(
        several.Option(id=each.id, text=f"{place} {_short(room, each)}")
        for place, each in listed
        if each.unit not in apart
    )


def _short(room: Room, speech: Standing) -> str:
    return room.shown(period_cards.short_name(room, speech.unit))


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    """Who speaks, in their order, with what was filed; whom somebody struck, with the reason."""
    period = store.of_id(room.tx, standing.parent_id or 0)
    every = matters.children(room.tx, standing.id, "speech")
    listed = sorted((each for each in every if each.stage in speeches.AHEAD | speeches.OVER), key=_by_order(standing))
    has_filed = [each for each in listed if each.own.get("speech") or each.stage == "filed"]
    asked = [each for each in listed if each.stage != "planned"]
    lacks = law.lacks(standing, facts)
    reached = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    return Found(
        values={
            "period": periods.name_of(period.code) if period else None,
            "lacks": Term("refused", lacks.value) if lacks else None,
            "untold": Names(tuple(_short(room, each) for each in listed if each.unit not in reached)),
            "counts": sayings.Filed(filed=str(len(has_filed)), asked=str(len(asked))) if asked else None,
            "agenda": tuple(_line(room, place, each) for place, each in enumerate(listed, start=1)),
            "struck": _not_speaking(room, [each for each in every if each not in listed and each.own.get("reason")]),
            **(
                {"due": None} if standing.stage == law.ReviewMeetingStage.CONVENED else {}
            ),  # the day of the meeting is shown
        },
        buttons=tuple(
            Choice(value=derived.place_of(each), label=Term("matter", "speech"), parts=(_short(room, each),))
            for each in has_filed[:MOST_BUTTONS]
        ),
    )


def _not_speaking(room: Room, struck: Sequence[Standing]) -> tuple[sayings.NotSpeaking, ...]:
    """Who does not speak, together with those of the same reason."""
    return tuple(
        sayings.NotSpeaking(
            units=tuple(_short(room, each) for each in struck if each.own["reason"] == reason), reason=reason
        )
        for reason in dict.fromkeys(each.own["reason"] for each in struck)
    )


def _line(room: Room, place: int, speech: Standing) -> sayings.AgendaLine:
    return sayings.AgendaLine(
        place=place,
        unit=_short(room, speech),
        manner=Term("speech_manner", speech.own["manner"]),
        added=speech.own.get(BY_HAND, ""),
        **{name: speech.own.get(name, "") for name in GROUNDS},
        stage=Term("stage.speech", speech.stage),
    )


def _changed(room: Room, event: Event) -> Event:
    """The order that was decided is kept."""
    if event.move != "order":
        return event
    return replace(event, after=replace(event.after, own={**event.after.own, "order": event.given["order"]}))


def _speech_found(room: Room, standing: Standing, facts: Facts) -> Found:
    """A button of what was filed already says so."""
    labels = {"file": "file_again"} if standing.stage == "filed" else {}
    return Found(labels=labels)


EFFECTS: Mapping[str, Effect] = {
    "prepare_meeting": prepare,
    "summon_speakers": _summon_all,
    "strike_speakers": _strike,
    "add_speaker": _add,
    "dismiss_speakers": _dismiss_all,
    "close_speeches": _close,
}
ADDS: Mapping[str, Adds] = {
    "review_meeting": Adds(finds=_found, case=_case, options=_options, changes=_changed),
    "speech": Adds(finds=_speech_found),
}
