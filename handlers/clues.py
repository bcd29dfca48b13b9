"""Clues: what they have besides what their table says.

Lives here: `Clues`, with the claims that bind and what a clue is merged into; `EFFECTS` and `ADDS`, the effects and the facts of the
card that are its own. The reporter's own side is in `handlers/reporting/following.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.matters.parts import clue_guards
from domain.matters.parts.clue_guards import ClueMove, ClueStage
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import moves as move_sayings
from handlers.conversation.procedures import cards, own_office
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.desk import timelines
from handlers.reporting.brought import BroughtIn
from storage import clues as rows
from storage import matters
from storage import people as accounts
from storage.desk import finding
from storage.mechanism import kin
from storage.road import reach

LONGEST_SUMMARY = 700
_MERGEABLE = frozenset({ClueStage.TRIAGE, ClueStage.NEED_INFO, ClueStage.ACCEPTED})
_UNDECIDED = frozenset({ClueStage.SUBMITTED, ClueStage.REGISTERED, ClueStage.TRIAGE})
_OFFICERS = clue_guards.VERIFYING | clue_guards.CONCLUDED | {ClueStage.ANSWERED, ClueStage.REJECTED, ClueStage.ARCHIVED}
_CLAIMS = frozenset({ClueMove.CLAIM, ClueMove.RELEASE, ClueMove.RECUSE})


class Clues(BroughtIn):
    """The matter of clues."""

    def facts(self, room: Room, standing: Standing) -> Facts:
        """Whether it is about this office itself: known too late, it is passed on to above."""
        known = super().facts(room, standing)
        is_open = standing.stage in clue_guards.TRIAGE | {ClueStage.REVIEW}
        return replace(known, is_about_us=is_open and standing.unit in own_office.of(room.office).units)

    def waiting(self, room: Room) -> list[Standing]:
        """An officer's own (reviewers have the queue), and what leaders decide."""
        roles, todo = room.actor.roles, self.procedure.todo
        is_officer = Role.CASE_OFFICER in roles and Role.REVIEWER not in roles
        own = rows.in_hand(room.tx, room.actor.person_id or 0) if is_officer else []
        led = rows.led(room.tx) if roles & {Role.LEADER, Role.COMMITTEE} else []
        return [*(each for each in own if each.stage in todo), *led]

    def unfit(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """A merge into nothing."""
        return self._bad_merge(room, standing, given["into"]) if move == ClueMove.MERGE and given.get("into") else None

    def changed(self, room: Room, event: Event) -> Event:
        """A claim binds anew with every step of its owner, and does not run while others are waited for; who asks for more is who
        waits for the answer. Who verifies it has it until it is answered; once it is handed back or reviewed, it is another's."""
        after, person = event.after, event.by.person_id
        if event.outcome is Outcome.MOVED and after.stage == ClueStage.TRANSFERRED:
            body = event.given.get("target") or event.given["whither"]
            after = replace(after, own={**after.own, "transferred_to": ",".join((*clue_guards.passed_to(after), body))})
        if event.outcome is Outcome.MOVED and _is_officers(event.before) and not _is_officers(after):
            after = replace(after, owner_id=None, owned_until=None)
        elif _is_officers(after):
            after = replace(after, owned_until=None)
        elif event.move == ClueMove.ASK_MORE and person is not None and after.owner_id in (None, person):
            after = replace(after, owner_id=person, owned_until=None)
        elif _binds_anew(event):
            after = replace(after, owned_until=_claim_ends(room))
        return replace(event, after=after)

    def followed(self, room: Room, event: Event) -> None:
        """A claim binds anew with an act of its owner, too."""
        is_claim = event.move in _CLAIMS or _is_officers(event.after)
        if event.outcome is Outcome.ACTED and not is_claim and _binds_anew(event):
            rows.hold(room.tx, event.after.id, room.actor.person_id or 0, _claim_ends(room))
        super().followed(room, event)

    def brought(self, room: Room, standing: Standing, given: Mapping[str, str]) -> None:
        """Registered at once, never silently dropped."""
        rows.add_beside(room.tx, standing, given)
        super().brought(room, standing, given)

    def _bad_merge(self, room: Room, clue: Standing, number: str) -> Saying | None:
        """Into an open clue about the same unit that this reviewer may see, and not into itself (the law §3: same subject)."""
        found = matters.numbered(room.tx, "clue", number.strip().upper())
        if found is None or found.id == clue.id or found.stage not in _MERGEABLE:
            return sayings.MergeTargetUnknown(number=number)
        is_same = found.unit == clue.unit or not (found.unit and clue.unit)
        is_seen = is_same and not self.facts(room, found).is_recused
        return None if is_seen else sayings.MergeTargetUnknown(number=number)


def _finds(room: Room, standing: Standing, facts: Facts) -> Found:
    """What a clue's card shows a reviewer besides (审核卡片, the law §9); nothing in it says who brought it."""
    story = standing.own.get("story", "")
    is_decided = standing.stage not in _UNDECIDED
    values = {
        "source": Term("source", rows.source_of(room.tx, standing.id)),
        "story": story if len(story) <= LONGEST_SUMMARY else story[:LONGEST_SUMMARY] + "…",
        "transferred_to": tuple(Term("transfer_target", body) for body in clue_guards.passed_to(standing)),
        "similar": _similar(room, standing.id, "into"),
        "decided": timelines.last_decision(room, "clue", standing.id, standing.stage) if is_decided else None,
    }
    course = Choice(value=f"/history {standing.number}", label=Term("menu", "history"))
    labels = {} if standing.owner_id is None else {ClueMove.CLAIM.value: "take_over"}
    return Found(values=values, labels=labels, buttons=(course,))


def _similar(room: Room, clue_id: int, asked: str) -> tuple[str, ...]:
    """Similar clues to merge into."""
    return tuple(each.number for each in finding.similar(room.tx, clue_id)) if asked == "into" else ()


def _set_unit(room: Room, event: Event) -> None:
    rows.set_unit(room.tx, event.after.id, event.given["unit"])


def _set_kind(room: Room, event: Event) -> None:
    rows.set_kind(room.tx, event.after.id, event.given["kind"])


def _merge(room: Room, event: Event) -> None:
    """What was merged into it before goes along."""
    clue, into = event.after.id, matters.numbered(room.tx, "clue", event.given["into"].strip().upper())
    if into is not None:
        kin.hand_on(room.tx, clue, into.id, clue_guards.MERGED)
        kin.link(room.tx, clue, into.id, clue_guards.MERGED, room.at)
        cards.refresh(room, "clue", into.id)


def _claim(room: Room, event: Event) -> None:
    """Claim what is free, or take over what somebody claimed and then left alone; they hear of it."""
    clue, former = event.after, event.before.owner_id
    before = accounts.label_of(room.tx, former)
    if not rows.claim(room.tx, clue.id, room.actor.person_id or 0, at=room.at, until=_claim_ends(room)):
        room.reply(move_sayings.OwnedByOther(who=before))
        return
    room.reply(sayings.Claimed(number=clue.number, before=before, days=room.office.rules.clue_claim.amount))
    for account in reach.of_person(room.tx, room.now, former) if former is not None else ():
        room.tell(account, sayings.ClaimTakenOver(number=clue.number, who=room.actor.label))


def _release(room: Room, event: Event) -> None:
    """Put it back; whoever steps back says so by that move itself."""
    was_own = rows.release(room.tx, event.after.id, room.actor.person_id or 0)
    if was_own and event.move == ClueMove.RELEASE:
        room.reply(sayings.Released(number=event.after.number))


def _is_officers(clue: Standing) -> bool:
    return clue.stage in _OFFICERS


def _binds_anew(event: Event) -> bool:
    owner = event.before.owner_id
    return owner is not None and (event.by.person_id == owner or event.move in (ClueMove.ANSWER, ClueMove.LAPSE))


def _claim_ends(room: Room) -> datetime:
    return room.office.calendar.due_at(room.at, room.office.rules.clue_claim)


ADDS = Adds(finds=_finds, options=_similar)
EFFECTS: Mapping[str, Effect] = {
    "set_clue_unit": _set_unit,
    "set_clue_kind": _set_kind,
    "merge": _merge,
    "claim": _claim,
    "release": _release,
}
