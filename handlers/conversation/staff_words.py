"""What members of staff type: a command with its words, a part of the queue, a place in the newest list, a button of the newest card.

Words that are none of these are not taken for anything (`handlers/conversation/heeding.py` offers to search for them).
"""

from domain import text as texts
from domain.mechanism.table import DECLINE, SIGN
from domain.people import STAFF, Role
from domain.saying import Choice, Term
from domain.sayings import moves as move_sayings
from domain.sayings.desk import queue as sayings
from handlers.conversation import dialogues, entrance
from handlers.conversation.forms import several
from handlers.conversation.procedures import cards, derived, moves
from handlers.conversation.room import Room
from handlers.desk import queue
from handlers.understanding import spoken
from handlers.understanding.units import sure
from storage import matters
from storage import submissions as brought_in
from storage.desk import cards as card_rows
from storage.road import pages

_OPENING = {"/card": queue.show_card, "/matter": derived.show}  # what leads from a line of a list to its card
REMOVAL = "removal"
LOOKED_BACK = 40  # messages among which the newest list is looked for


def by_words(room: Room, text: str) -> bool:
    """Do what words of staff ask for, and say whether they asked for anything."""
    folded = texts.folded(text).strip().rstrip("。.!！")
    if part := spoken.staff("parts", folded):
        return Role.REVIEWER in room.actor.roles and _run(room, "todo", part)
    if _of_several(room, text) or _by_command(room, text) or press(room, folded) or _by_duty(room, folded):
        return True
    return _by_label(room, folded)


def open_place(room: Room, place: int) -> bool:
    """Open what stands at this place of the newest list; False where no list of the last messages has it."""
    name, _, of = _places(room).get(str(place), "").partition(" ")
    if name in _OPENING:
        _OPENING[name](room, of)
    return name in _OPENING


def _places(room: Room) -> dict[str, str]:
    """What stands in the newest list, by its places; nothing where the last messages hold none."""
    for stored in pages.lately_said(room.tx, room.actor.account_id, LOOKED_BACK):
        if stored.layout == "list":
            return {choice.text: handle for choice, handle in zip(stored.choices, stored.handles, strict=True)}
    return {}


def _by_label(room: Room, folded: str) -> bool:
    """Do what a button of the last messages does, by its label: a channel that shows few of them names the others to be typed."""
    for stored in pages.lately_said(room.tx, room.actor.account_id, LOOKED_BACK):
        for choice, handle in zip(stored.choices, stored.handles, strict=True):
            if handle.startswith("/") and folded in dialogues.names(choice):
                return _run(room, *spoken.command(handle))
    return False


def _of_several(room: Room, text: str) -> bool:
    """「受理 1 3-5」: a move of several clues of the newest list at once, where the law decides them so."""
    word, _, rest = text.strip().partition(" ")
    move = spoken.staff("moves", texts.folded(word).strip())
    if not move or not rest.strip():
        return False
    cards_of = {place: handle for place, handle in _places(room).items() if place.isdecimal()}
    numbered = [f"{handle.removeprefix('/card ')}|{place}" for place, handle in cards_of.items() if "/card " in handle]
    chosen = several.chosen(rest, numbered)
    found = [brought_in.of_number(room.tx, number) for number in chosen.split(",") if chosen]
    every = [each for each in found if each is not None]
    if not every or Role.REVIEWER not in room.actor.roles or len({each.matter for each in every}) > 1:
        return False
    rule = room.office.matters[every[0].matter].procedure.moves.get(move)
    if rule is None:
        return False
    if len(every) > 1 and not rule.is_for_several:
        room.reply(move_sayings.NotForSeveral(move=Term(f"move.{every[0].matter}", move)))
        return True
    moves.begin_of_several(room, every, move)
    return True


def press(room: Room, word: str) -> bool:
    """Press the button of the newest card that is called so; what stands in its way is said as for a pressed one."""
    shown = card_rows.last_shown(room.tx, room.actor.account_id)
    known = word if word in (SIGN, DECLINE) else spoken.staff("moves", word)
    move = known or (_called(room, shown[0], word) if shown else "")
    if not move:
        return False
    move = {"take_over": "claim"}.get(move, move)
    if shown is None:
        room.reply(sayings.NoCard(), (Choice(value="/todo", label=Term("menu", "todo")),))
        return True
    if move in (SIGN, DECLINE) and not _is_pending(room, *shown):
        return False
    if move not in (*room.office.matters[shown[0]].procedure.moves, SIGN, DECLINE):
        return False
    cards.begin(room, *shown, move)
    return True


def _is_pending(room: Room, matter: str, matter_id: int) -> bool:
    standing = matters.standing(room.tx, matter, matter_id)
    return standing is not None and standing.pending is not None


def _called(room: Room, matter: str, word: str) -> str:
    """The move of a matter whose button is called so, in any language; empty where none is."""
    moves_of_it = room.office.matters[matter].procedure.moves
    open_ones = (name for name, rule in moves_of_it.items() if not rule.is_hidden)
    return next((name for name in open_ones if word in spoken.labels(Term(f"move.{matter}", name))), "")


def waits_for_signature(room: Room) -> bool:
    """Whether the card shown last waits for the signature of whoever acts here."""
    return room.actor.person_id is not None and SIGN in _newest(room)[1]


def show_help(room: Room, rest: str) -> None:
    """帮助: for staff, what each of their roles does here, and what they may do with the card shown last."""
    roles = [role for role in STAFF if role in room.actor.roles]
    if not roles:
        entrance.show_help(room, rest)
        return
    number, open_now = _newest(room)
    shown = card_rows.last_shown(room.tx, room.actor.account_id)
    table = f"move.{shown[0]}" if shown else "move"
    told = sayings.StaffHelp(
        roles=tuple(sayings.RoleHelp(words=Term("help_for", role.value)) for role in roles),
        number=number,
        open_now=tuple(Term(table, move) for move in open_now),
        phone=room.office.profile.phone,
    )
    entrance.offer(room, told)


def number_of_newest(room: Room) -> str:
    """The number of the clue or nomination whose card was shown last; empty where there is none."""
    shown = card_rows.last_shown(room.tx, room.actor.account_id)
    found = brought_in.of_id(room.tx, *shown) if shown else None
    return found.number if found else ""


def _newest(room: Room) -> tuple[str, list[str]]:
    shown = card_rows.last_shown(room.tx, room.actor.account_id)
    number = number_of_newest(room)
    reader = room.acting_as(cards.as_staff(room.actor))
    seen = cards.sight(reader, *shown) if shown and number else None
    return ("", []) if seen is None else (number, moves.open_to(reader, *seen))


def _by_duty(room: Room, folded: str) -> bool:
    """What the law calls a duty of theirs, where no card with such a button stands before them: what waits for them (the law §13 A).
    Whoever wants a flag taken down reads how that is done."""
    duty = spoken.staff("duties", folded)
    if duty == REMOVAL and Role.UNIT_CONTACT in room.actor.roles:
        return _run(room, "myflags", REMOVAL)
    return bool(duty) and _run(room, "todo", "")


def _by_command(room: Room, text: str) -> bool:
    """A command, and behind it its words: 搜索 自然资源局, 待办 逾期."""
    first, _, rest = text.strip().replace("：", " ").replace(":", " ").partition(" ")
    name, _ = spoken.command(first)
    rest = rest.strip()
    if not name or not rest:
        return False
    return _run(room, name, _part(room, rest) if name == "todo" else rest)


def _part(room: Room, words: str) -> str:
    """What 待办 is narrowed to: one of its parts, a unit, a kind; as it was typed where it is none of them."""
    folded = texts.folded(words).strip()
    if part := spoken.staff("parts", folded):
        return part
    if unit := sure(room.office.finder.find(words)):
        return f"unit {unit.code}"
    kind = spoken.choice_named("kind", folded)
    return f"kind {kind}" if kind else words


def _run(room: Room, name: str, rest: str) -> bool:
    command = room.office.commands.get(name)
    if command is None or not command.roles & room.actor.roles:
        return False
    command.run(room, rest)
    return True
