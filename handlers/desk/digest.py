"""The desk: one message that tells a member of staff what waits for them, with the button that leads there.

Lives here: what the message says when it is sent; who is rung is in `handlers/desk/ringing.py`. It is made anew once a day, and
once it was looked at; until then it is refreshed where it stands.
"""

from collections import Counter
from collections.abc import Mapping

from domain.cards import CardView
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Procedure
from domain.people import STAFF, Role
from domain.saying import Choice, Style, Term
from domain.sayings.desk import queue as sayings
from handlers.conversation.procedures import derived, moves
from handlers.conversation.room import Room
from handlers.desk import queue
from storage.desk import cards
from storage.desk import queue as rows

_SHOWN = ("to_sign", "overdue", "mine")


class Desk:
    """The desk as a card. It makes no moves: its buttons are commands."""

    procedure = Procedure(matter=cards.DESK, first="", moves={})

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """What waits for whoever reads; None for a citizen."""
        roles = room.actor.roles
        if not roles & set(STAFF):
            return None
        counts = _reviewers(room) if Role.REVIEWER in roles else {}
        counts |= Counter(_APART.get(each.matter, "matters") for each in derived.waiting(room))
        nothing = None if any(counts.values()) else Term("remark", "nothing_waits")
        every = dict.fromkeys(_COUNTED, 0) | counts
        return CardView(
            title=None, body=(sayings.Digest(nothing=nothing, **every),), buttons=tuple(_buttons(room, every))
        )

    def facts(self, room: Room, standing: Standing) -> Facts:
        """None."""
        return moves.common_facts(room, standing)

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """Its buttons are commands."""
        return False

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def followed(self, room: Room, event: Event) -> None:
        """Nothing follows."""


_APART = {"period": "flags", "announcement": "announcements"}  # what is counted by itself
_COUNTED = (
    "unclaimed",
    "mine",
    "to_sign",
    "due_soon",
    "overdue",
    "nominations",
    "flags",
    "announcements",
    "matters",
)


def _reviewers(room: Room) -> dict[str, int]:
    viewer = queue.viewer_of(room)
    parts = ("mine", "unclaimed", "overdue", "soon", "to_sign")
    mine, unclaimed, overdue, soon, to_sign = rows.count(room.tx, viewer, *(queue.wanted(room, name) for name in parts))
    return {
        "unclaimed": unclaimed,
        "mine": mine,
        "to_sign": to_sign + len(rows.nominations_to_sign(room.tx, viewer)),
        "due_soon": soon - overdue,
        "overdue": overdue,
        "nominations": len(rows.nominations(room.tx, viewer, limit=queue.MOST_NOMINATIONS)),
    }


def _buttons(room: Room, counts: Mapping[str, int]) -> list[Choice]:
    style = Style.PRIMARY if any(counts.values()) else Style.PLAIN
    buttons = [Choice(value="/todo", label=Term("queue", "open"), style=style)]
    if Role.REVIEWER in room.actor.roles:
        buttons += [Choice(value=f"/todo {name}", label=Term("queue", name)) for name in _SHOWN if counts[name]]
    return buttons
