"""Running dialogues: one for each account, saved inside the message's transaction.

Called by `handlers/dispatch.py` (an answer), the commands (a beginning) and `handlers/moves.py` (what a move asks). Steps know
nothing of it.
"""

from datetime import timedelta

import msgspec

from domain import text as texts
from domain.saying import Choice, Saying, Term
from domain.sayings import dialogues as sayings
from handlers import handles, spoken, steps
from handlers.room import Room
from handlers.steps import Again, Ask, Back, Done, Heard, Known, Noted, Step
from storage import dialogues
from storage.dialogues import Open

Present = tuple[Open, Step]
DEEPEST = 12  # how many steps 返回 can take back


def begin(room: Room, step: Step, first: Saying | None = None) -> None:
    """Begin a dialogue with a step; one that was open is left."""
    open_now = Open(id=room.drawn.dialogue, version=1, steps=(steps.to_shape(step),), touched_at=room.now)
    dialogues.save(room.tx, room.actor.account_id, open_now)
    if first is not None:
        room.reply(first)
    _ask(room, open_now, step)


def present(room: Room) -> Present | None:
    """Return the open dialogue and its present step, as `loaded` does."""
    return loaded(room, dialogues.of(room.tx, room.actor.account_id))


def loaded(room: Room, found: Open | None) -> Present | None:
    """Return a saved dialogue and its present step. One that was silent for too long, or no longer loads, is ended."""
    if found is None:
        return None
    if room.now - found.touched_at > timedelta(hours=room.office.rules.clue_draft_hours):
        dialogues.end(room.tx, room.actor.account_id)
        room.reply(sayings.Expired())
        return None
    try:
        return found, steps.from_shape(found.steps[-1])
    except (KeyError, msgspec.ValidationError):
        dialogues.end(room.tx, room.actor.account_id)
        room.reply(sayings.Unloadable())
        return None


def answer(room: Room, found: Open, step: Step, heard: Heard) -> None:
    """Give an answer to the present step and let follow what follows."""
    known = _known(room)
    question = step.question(known)
    outcome = step.answer(_chosen(heard, question.choices), known)
    if isinstance(outcome, Again):
        if outcome.why is not None:
            room.reply(outcome.why)
        _ask(room, found, step, known)
    elif isinstance(outcome, Noted):
        _save(room, found, (*found.steps[:-1], steps.to_shape(outcome.step)), bump=False)
        if outcome.saying is not None:
            room.reply(outcome.saying)
    elif isinstance(outcome, Ask):
        kept = found.steps[:-1] if outcome.is_replacing else found.steps
        _ask(room, _save(room, found, (*kept, steps.to_shape(outcome.step))), outcome.step, known)
    elif isinstance(outcome, Back):
        back(room, found)
    elif isinstance(outcome, Done):
        dialogues.end(room.tx, room.actor.account_id)
        room.office.does[type(outcome.command)](room, outcome.command)


def press(room: Room, handle: handles.ChoiceHandle, now: Present | None) -> None:
    """A button of a question was pressed; an old one only shows the present question again."""
    if now is None:
        room.reply(sayings.AlreadyAnswered())
        return
    found, step = now
    choices = step.question(_known(room)).choices
    if found.id != handle.dialogue or found.version != handle.version or handle.index >= len(choices):
        room.reply(sayings.AlreadyAnswered())
        _ask(room, found, step)
        return
    answer(room, found, step, Heard(choice=choices[handle.index].value))


def back(room: Room, found: Open) -> None:
    """返回: ask the former step's question again."""
    if len(found.steps) < 2:
        cancel(room)
        return
    try:
        former = steps.from_shape(found.steps[-2])
    except (KeyError, msgspec.ValidationError):
        cancel(room)
        return
    _ask(room, _save(room, found, found.steps[:-1]), former)


def push(room: Room, found: Open, step: Step) -> None:
    """Put a question before the present one; the way back leads to it."""
    _ask(room, _save(room, found, (*found.steps, steps.to_shape(step))), step)


def leave(room: Room) -> None:
    """End the dialogue without a word."""
    dialogues.end(room.tx, room.actor.account_id)


def cancel(room: Room) -> None:
    """取消: end the dialogue."""
    dialogues.end(room.tx, room.actor.account_id)
    room.reply(sayings.Cancelled(), (Choice(value="/menu", label=Term("menu", "menu")),))


def repeat(room: Room) -> None:
    """Ask the present question again."""
    now = present(room)
    if now is not None:
        _ask(room, *now)


def _save(room: Room, found: Open, kept: tuple[dialogues.Shape, ...], *, bump: bool = True) -> Open:
    saved = Open(id=found.id, version=found.version + bump, steps=kept[-DEEPEST:], touched_at=room.now)
    dialogues.save(room.tx, room.actor.account_id, saved)
    return saved


def _ask(room: Room, found: Open, step: Step, known: Known | None = None) -> None:
    question = step.question(known or _known(room))
    ways_out = [Choice(value="/cancel", label=Term("menu", "cancel"))]
    if len(found.steps) > 1:
        ways_out.insert(0, Choice(value="/back", label=Term("menu", "back")))
    room.ask(question.saying, (*question.choices, *ways_out), found.id, found.version)


def _known(room: Room) -> Known:
    return Known(office=room.office, today=room.today, channel=room.channel)


def _chosen(heard: Heard, choices: tuple[Choice, ...]) -> Heard:
    """A number or a literal label typed instead of pressed means the choice."""
    if heard.choice or not heard.text or not choices:
        return heard
    typed = texts.folded(heard.text).strip().rstrip(".。、")
    if typed.isdecimal() and 1 <= int(typed) <= len(choices):
        return Heard(choice=choices[int(typed) - 1].value, files=heard.files)
    for choice in choices:
        if typed in _names(choice):
            return Heard(choice=choice.value, files=heard.files)
    return heard


def _names(choice: Choice) -> set[str]:
    """What a person may type for a choice: its literal text, or what the words files call it in any language."""
    if choice.text:
        return {texts.folded(choice.text)}
    return spoken.labels(choice.label) if choice.label else set()
