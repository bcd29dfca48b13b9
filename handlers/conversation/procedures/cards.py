"""Cards: a matter's present state with the moves its reader may make.

Pressing a card's button begins a move; when a matter moves, its live cards are refreshed, and blanked for whoever may no
longer see it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import people
from domain.cards import CardView
from domain.mechanism import supervising
from domain.mechanism.columns import is_party
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import cards as sayings
from handlers.conversation import gathering, handles
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts
from storage.database import Tx
from storage.desk import cards
from storage.road import history

LONGEST_ID = 19  # digits: more do not fit into a row of a database
_REST = re.compile(r"(\w{1,40}) (\d{1,18}) (\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card as it is to be sent: what it shows, and the handle of each button."""

    view: CardView
    handles: tuple[str, ...]


def show(room: Room, matter: str, matter_id: int, account_id: int) -> None:
    """Put a card before an account."""
    cards.show(room.tx, matter, matter_id, account_id, room.now)


def show_all(room: Room, every: Sequence[Standing]) -> None:
    """Put the cards of several matters before whoever acts here, in their order."""
    cards.show_all(room.tx, [(each.matter, each.id) for each in every], room.actor.account_id, room.now)


def refresh(room: Room, matter: str, matter_id: int, coming: int | None = None) -> None:
    """Let every live card of a matter show its present state; before them, put the card that is `coming` before its reader."""
    cards.refresh(room.tx, matter, matter_id, room.now, coming, waits=room.actor.account_id)


def show_to(room: Room, standing: Standing, accounts: Sequence[int]) -> None:
    """Put a matter's card before several accounts."""
    cards.show_to(room.tx, standing.matter, standing.id, accounts, room.now)


def refresh_before(room: Room, standing: Standing, people: Sequence[int]) -> None:
    """Let the live cards of a matter before these people show its present state."""
    cards.refresh_before(room.tx, standing.matter, standing.id, people, room.now, waits=room.actor.account_id)


def refresh_of(room: Room, person_id: int) -> None:
    """Let every live card before a person show what they may see of it now."""
    cards.refresh_of(room.tx, person_id, room.now, waits=room.actor.account_id)


def refresh_at(tx: Tx, matter: str, matter_id: int, now: datetime) -> None:
    """The same for a chore that has no room: a picture was made ready, a file turned out to be none."""
    cards.refresh(tx, matter, matter_id, now)


def draw(room: Room, card: cards.Card) -> Shown | None:
    """Say what a card shows its reader now; None where they may not see it (any more)."""
    actor = accounts.actor_of(room.tx, card.account_id)
    return None if actor is None else shown_to(room.acting_as(as_staff(actor)), card.matter, card.matter_id)


def awaits(room: Room, card: cards.Card) -> bool:
    """Whether a matter waits for the reader of its card: they have it, or they are meant by what is to be done next. While voices are
    given nobody need hear of every single one."""
    actor = accounts.actor_of(room.tx, card.account_id)
    seen = None if actor is None else sight(room.acting_as(as_staff(actor)), card.matter, card.matter_id)
    if actor is None or seen is None:
        return False
    standing, facts = seen
    table = room.office.matters[card.matter].procedure
    if standing.pending is None and table.ballot_in(standing.stage):
        return False
    is_theirs = actor.person_id is not None and standing.owner_id == actor.person_id
    return is_theirs or is_party(supervising.waits_for(table, standing), as_staff(actor), facts.relations)


def shown_to(reader: Room, matter: str, matter_id: int) -> Shown | None:
    """Say what a matter's card shows whoever acts here, with a handle for each button; None where they may not see it."""
    view = reader.office.matters[matter].view(reader, matter_id)
    if view is None:
        return None
    moves_of_it = any(not button.value.startswith("/") for button in view.buttons)
    standing = matters.standing(reader.tx, matter, matter_id) if moves_of_it else None
    vault, account = reader.tx.vault, reader.actor.account_id
    bound = tuple(
        button.value
        if button.value.startswith("/") or standing is None
        else handles.of_card(vault, account, matter, matter_id, standing.epoch, button.value)
        for button in view.buttons
    )
    return Shown(view=view, handles=bound)


def rest_of(matter: str, matter_id: int, after: int) -> str:
    """The command behind 更多 on a card: its buttons from a place on."""
    return f"/rest {matter} {matter_id} {after}"


def rest(room: Room, text: str) -> None:
    """更多: show the buttons of a card that did not fit on it, as many as the channel shows at once."""
    place = _REST.fullmatch(text)
    matter, matter_id, after = (place[1], int(place[2]), int(place[3])) if place else ("", 0, 0)
    is_known = matter in room.office.matters
    shown = shown_to(room.acting_as(as_staff(room.actor)), matter, matter_id) if is_known else None
    if shown is None:
        room.reply(sayings.NotForYou())
        return
    bound = zip(shown.view.buttons, shown.handles, strict=True)
    left, most = [replace(button, value=handle) for button, handle in bound][after:], room.traits.buttons
    if most is not None and len(left) > most:
        further = Choice(value=rest_of(matter, matter_id, after + most - 1), label=Term("queue", "rest"))
        left = [*left[: most - 1], further]
    title = None if shown.view.title is None else gathering.kept(shown.view.title)
    room.reply(sayings.RestOfCard(title=title), left, about=(matter, matter_id))


def press(room: Room, handle: handles.CardHandle, ticket: str = "", chosen: str = "") -> None:
    """A button of a card was pressed. One from before the last move changes nothing and shows the present state.

    `ticket`: by which the platform lets that very card be edited, once. `chosen`: what was chosen at the button, in the words
    that answer its first question.
    """
    reader = room.acting_as(as_staff(room.actor))
    seen = sight(reader, handle.matter, handle.id)
    if seen is None:
        room.reply(sayings.NotForYou())
        return
    standing, facts = seen
    is_kept = bool(ticket) and cards.keep_ticket(reader.tx, handle.matter, handle.id, room.actor.account_id, ticket)
    if standing.epoch != handle.epoch:
        moves.moved_on(reader, standing, stands_there=is_kept)
        return
    move, _, argument = handle.value.partition(":")
    moves.begin_at(replace(reader, is_seen=True), standing, facts, move, argument, chosen=chosen)


def begin(room: Room, matter: str, matter_id: int, move: str) -> None:
    """Begin a move of a card that was named instead of pressed."""
    reader = room.acting_as(as_staff(room.actor))
    seen = sight(reader, matter, matter_id)
    if seen is None:
        room.reply(sayings.NotForYou())
        return
    moves.begin_at(reader, *seen, move)


def sight(reader: Room, matter: str, matter_id: int) -> tuple[Standing, Facts] | None:
    """Where a matter stands and what its guards look at; None where there is none, or its reader may not see it.

    Nothing is drawn for it: no story is opened.
    """
    found = moves.loaded(reader, matter, matter_id)
    return found if found is not None and reader.office.matters[matter].may_see(reader, *found) else None


def named(room: Room, rest: str) -> tuple[str, int] | None:
    """The matter that a button names by its kind and id (`flag 12`); None where it names none so."""
    kind, _, number = rest.partition(" ")
    is_id = number.isascii() and number.isdecimal() and len(number) < LONGEST_ID
    return (kind, int(number)) if is_id and kind in room.office.matters else None


def may_see(room: Room, matter: str, matter_id: int, account_id: int) -> bool:
    """Whether an account may see a matter now, as somebody who works here."""
    actor = accounts.actor_of(room.tx, account_id)
    return actor is not None and sight(room.acting_as(as_staff(actor)), matter, matter_id) is not None


def last_mover(room: Room, matter: str, matter_id: int) -> str:
    """Say who moved a matter last, as the office calls them."""
    actor = history.last_actor(room.tx, matter, matter_id)
    return accounts.label_of(room.tx, int(actor.removeprefix("person:"))) if actor.startswith("person:") else ""


def as_staff(actor: people.Actor) -> people.Actor:
    """At a card nobody acts as a reporter."""
    return replace(actor, roles=actor.roles - {Role.REPORTER})
