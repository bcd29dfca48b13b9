"""The identity vault (身份库) and recusals that the body orders: what follows from their tables in `domain/matters/`."""

from collections.abc import Mapping

from domain.mechanism.columns import people_of
from domain.mechanism.standing import Event
from domain.sayings import vault as sayings
from handlers.conversation.procedures import cards, polls
from handlers.conversation.procedures.derived import Effect
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts
from storage.mechanism import parts, recusals
from storage.road import emptying, history, reach


def open_identity(room: Room, event: Event) -> None:
    """Show the custodian who reported, on a page of ours and never on a channel of others; every look is in the history.

    Neither history nor a card keeps it. The message is emptied when the opening is closed (`close_identity`).
    """
    opening = event.after
    known = matters.identity_of(room.tx, opening.parent_id or 0)
    if not room.traits.is_ours:
        room.reply(sayings.OnPageAlone(link=f"{room.office.public_url}/chat"))
    elif not known:
        room.reply(sayings.NoIdentity())
    else:
        said = sayings.Identity(number=opening.number, name=known["name"], contact=known["contact"])
        room.reply(said, about=(opening.matter, opening.id))


def close_identity(room: Room, event: Event) -> None:
    """Take back who reported from whoever looked, in the transaction that closes the opening: their page may never be opened again, and
    whoever leads as well still sees the card."""
    opening = event.after
    looked = history.doer(room.tx, opening.matter, opening.id, "look")
    if not looked:
        return
    for account in accounts.accounts_of_person(room.tx, int(looked.removeprefix("person:"))):
        emptying.of_matter(room.tx, account, opening.matter, opening.id, room.now)


def recuse_named(room: Room, event: Event) -> None:
    """Keep somebody away from a matter as if they had recused themselves: no card, no claim, no part, no voice."""
    about = matters.of_id(room.tx, event.after.parent_id or 0)
    if about is None:
        return
    for person in people_of(event.given["person"]):
        recusals.recuse(room.tx, about.matter, about.id, person, room.at)
        parts.let_go(room.tx, about.id, person, room.at)
        for account in reach.of_person(room.tx, room.now, person):
            room.tell(account, sayings.Recused(number=about.number))
    cards.refresh(room, about.matter, about.id)
    polls.settle(room, about)


EFFECTS: Mapping[str, Effect] = {
    "open_identity": open_identity,
    "close_identity": close_identity,
    "recuse_named": recuse_named,
}
