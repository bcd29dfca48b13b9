"""What a text leads to by the codes, numbers and questions in it: a matter, an invitation, the way to a query code.

Lives here: `by_words`, for whatever anybody writes, and `tried`, the one place where a query code is looked up and wrong ones
are counted. How codes are written is in `domain/codes.py`; the reporter's dialogues are in `handlers/reporting/following.py`.
"""

from domain import codes
from domain import text as texts
from domain.codes import FoundCodes
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as sayings
from handlers.conversation import dialogues, entrance, staff_words
from handlers.conversation.forms.telling import FormStep
from handlers.conversation.procedures import derived, notices
from handlers.conversation.room import Room
from handlers.conversation.steps import Step
from handlers.desk import queue
from handlers.reporting import following, progress
from handlers.understanding import spoken
from handlers.understanding.units import sure
from storage import invitations
from storage.people import Account
from storage.road import tallies

FEW_WORDS = 44  # columns of words beside a code or number; with more of them a text is a story, and stays one
A_REMARK = 20  # columns of words that say what the code beside them is for, where nothing was told yet: “查一下”
_READERS = frozenset({Role.REVIEWER, Role.CASE_OFFICER})  # to whom the number of a clue may show its card


def by_words(room: Room, account: Account, text: str) -> bool:
    """Do what the codes, numbers or the question in a text ask for, and say whether it did; before consent, too.

    A query code shows where its matter stands, in one message. The number of a matter asks for the code, or shows it where it
    is one's own (a reviewer gets its card). An invitation is redeemed. A question how one's matter stands leads to it. An
    open dialogue in which something was already said stays: its question is asked again. What is told in the same breath is more
    of it: the code is answered, and False leaves the words to the dialogue.
    """
    found = codes.find(text)
    if not found.invitations and _tells_more(room, found.rest):
        return _beside(room, found)
    is_short = texts.width(found.rest) <= FEW_WORDS or asks_for_status(room, found.rest)
    if found.invitations and not room.is_narrow:
        entrance.come_in(room, account, entrance.INVITATION + found.invitations[0])
        return True
    if found.codes or found.perhaps:
        return _by_code(room, account, found, is_short=is_short)
    if found.is_broken and is_short:
        return _answer(room, following.unreadable(room))
    if found.numbers and is_short:
        return _by_number(room, found.numbers[0])
    if found.ordinal is not None and room.actor.person_id is not None and dialogues.present(room) is None:
        if staff_words.open_place(room, found.ordinal):
            return True
        if _READERS & room.actor.roles:
            return _by_number(room, f"QS-{room.today.year}-{found.ordinal:06}")
    return room.actor.person_id is None and asks_for_status(room, text) and _lead(room, "")


def is_harmless(room: Room, text: str) -> bool:
    """Whether a narrow channel may carry this text: a code, a number or a question, and no story beside it."""
    found = codes.find(text)
    leads = found.codes or found.perhaps or found.is_broken or found.numbers
    return bool(leads and texts.width(found.rest) <= FEW_WORDS) or asks_for_status(room, text)


def asks_for_status(room: Room, text: str) -> bool:
    """Whether words ask how one's own matter stands, and tell no story: they name no unit."""
    if not texts.has_words(text) or not spoken.asks(text, "status"):
        return False
    return sure(room.office.finder.find(text)) is None


def _tells_more(room: Room, words: str) -> bool:
    """Whether words beside a code or number belong to what is being told, and are not only about the code."""
    now = dialogues.present(room)
    if now is None or not texts.has_words(words) or not (now[1].has_work() or _begins_a_story(room, now[1], words)):
        return False
    return not (asks_for_status(room, words) or spoken.is_thanks(words) or spoken.is_remark(words))


def _begins_a_story(room: Room, step: Step, words: str) -> bool:
    """Whether somebody who was just asked what happened tells it beside a code: a sentence, or any words that name a unit."""
    is_asked = isinstance(step, FormStep) and step.making.gathers is not None
    return is_asked and (texts.width(words) > A_REMARK or sure(room.office.finder.find(words)) is not None)


def _beside(room: Room, found: FoundCodes) -> bool:
    """Answer a code and nothing else: False, because the words are not answered yet. A receipt that was pasted tells nothing."""
    tried = following.tried(room, found)
    if isinstance(tried, Standing):
        if tried.number in found.numbers:
            return progress.show(room, tried)
        room.reply(progress.standing(room, tried))
    elif tried is not None and found.codes:
        room.reply(tried)
    return False


def _by_code(room: Room, account: Account, found: FoundCodes, *, is_short: bool) -> bool:
    tried = following.tried(room, found)
    if isinstance(tried, Standing):
        if is_short or tried.number in found.numbers:  # a receipt that was pasted whole has many words
            return progress.show(room, tried)
        return following.add_words(room, tried, found.rest)
    for code in () if room.is_narrow else (*found.codes, *found.perhaps):
        if invitations.is_invitation(room.tx, code):
            tallies.uncount(room.tx, room.actor.account_id, following.CODES)
            entrance.come_in(room, account, entrance.INVITATION + code)
            return True
    return bool(found.codes) and is_short and _answer(room, tried)


def _by_number(room: Room, number: str) -> bool:
    if room.actor.person_id is not None and dialogues.present(room) is not None:
        return False  # what a move asks for may be a number
    if derived.kind_of(number) and room.actor.person_id is not None:
        derived.show(room, number)
        return True
    if _READERS & room.actor.roles:
        queue.show_card(room, number)
        return True
    if derived.kind_of(number) == "announcement":
        notices.show(room, "")  # what is public needs no code
        return True
    return _lead(room, number)


def _lead(room: Room, number: str) -> bool:
    """Show one's own matter, or ask for the code; a dialogue that holds something is not left for that."""
    own = following.own(room, number)
    if own is not None:
        return progress.show(room, own)
    if number:
        return _answer(room, sayings.NumberNeedsCode(number=number))
    now = dialogues.present(room)
    if now is not None and now[1].has_work():
        return False  # it may as well be part of what is being told
    following.ask_code(room, "look")
    return True


def _answer(room: Room, saying: Saying | None) -> bool:
    """Say what was wrong with a code; outside a dialogue that holds something, ask for it again. What staff have opened stays open."""
    if saying is None:
        return False
    now = dialogues.present(room)
    if now is not None and (now[1].has_work() or room.actor.person_id is not None):
        room.reply(saying)
        dialogues.repeat(room)
    elif isinstance(saying, sayings.TooManyCodes):
        dialogues.leave(room)
        room.reply(saying, (*following.own_choices(room), Choice(value="/menu", label=Term("menu", "menu"))))
    else:
        following.ask_code(room, "look", saying)
    return True
