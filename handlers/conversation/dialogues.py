"""Running dialogues: one for each account, saved inside the message's transaction.

Steps know nothing of it.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import msgspec

from domain import text as texts
from domain.saying import Choice, Saying, Term
from domain.sayings import dialogues as sayings
from handlers.conversation import gathering, guarding, handles, steps
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Back, Done, Heard, Known, Noted, Question, Step
from handlers.understanding import spoken
from storage.desk import cards
from storage.road import dialogues
from storage.road.dialogues import Open

Present = tuple[Open, Step]
DEEPEST = 12  # how many steps 返回 can take back
MOST_DIGITS = 3  # of the number of an entry


def begin(room: Room, step: Step, first: Saying | None = None, *, is_above: bool = False) -> None:
    """Begin a dialogue with a step; one that was open is left. What is said `first` is a message of its own, or `is_above` the question."""
    open_now = Open(id=room.drawn.dialogue, version=1, steps=(steps.to_shape(step),), touched_at=room.now)
    dialogues.save(room.tx, room.actor.account_id, open_now)
    if first is not None and not is_above:
        room.reply(first)
    _ask(room, open_now, step, first=first if is_above else None)


def present(room: Room) -> Present | None:
    """Return the open dialogue and its present step, as `loaded` does."""
    return loaded(room, dialogues.of(room.tx, room.actor.account_id))


def loaded(room: Room, found: Open | None) -> Present | None:
    """Return a saved dialogue and its present step. One that was silent for too long, or no longer loads, is ended."""
    if found is None:
        return None
    of_citizen = timedelta(hours=room.office.rules.clue_draft_hours)
    if room.now - found.touched_at > (dialogues.STAFF_LASTS if room.actor.person_id else of_citizen):
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
    known = known_to(room)
    question = step.question(known)
    if heard.files and not step.may_take_files():
        room.reply(sayings.FilesNotHere(names=tuple(map(gathering.name_of, heard.files))), is_interim=False)
        if not heard.text and not heard.choice:
            _ask(room, found, step, known)
            return
    outcome = step.answer(heard if _is_plain(room, step, heard) else _chosen(heard, question.choices), known)
    if isinstance(outcome, Again):
        _ask_again(room, found, question, step, outcome, known)
    elif isinstance(outcome, Noted):
        _save(room, found, (*found.steps[:-1], steps.to_shape(outcome.step)), bump=False)
        if outcome.saying is not None and room.hints is not None and not outcome.must_be_read:
            room.hint(outcome.saying)
        elif outcome.saying is not None:
            room.reply(outcome.saying, is_interim=not outcome.must_be_read)
    elif isinstance(outcome, Ask):
        kept = found.steps[:-1] if outcome.is_replacing else found.steps
        saved = _save(room, found, (*kept, steps.to_shape(outcome.step)))
        _ask(room, saved, outcome.step, known, outcome.first)
    elif isinstance(outcome, Back):
        _give_back(room, found, outcome.heard)
    elif isinstance(outcome, Done):
        dialogues.end(room.tx, room.actor.account_id)
        room.office.does[type(outcome.command)](room, outcome.command)


def press(room: Room, handle: handles.ChoiceHandle, now: Present | None) -> None:
    """A button of a question was pressed; an old one only shows the present question again."""
    if now is None:
        room.reply(sayings.AlreadyAnswered())
        return
    found, step = now
    version = found.version
    if step.is_aside and (handle.dialogue, handle.version) == (found.id, version - 1) and len(found.steps) > 1:
        found, version = _save(room, found, found.steps[:-1]), handle.version  # the question beneath is answered
        step = steps.from_shape(found.steps[-1])
    choices = step.question(known_to(room)).choices
    if found.id != handle.dialogue or version != handle.version or handle.index >= len(choices):
        room.hint(sayings.AlreadyAnswered())
        _ask(room, found, step)
        return
    answer(room, found, step, Heard(choice=choices[handle.index].value))


def back(room: Room, found: Open) -> None:
    """返回: ask the former step's question again."""
    if len(found.steps) < 2:
        cancel(room)
        return
    try:
        left, former = steps.from_shape(found.steps[-1]), steps.from_shape(found.steps[-2])
    except (KeyError, msgspec.ValidationError):
        cancel(room)
        return
    former = former.keeping(left)
    _ask(room, _save(room, found, (*found.steps[:-2], steps.to_shape(former))), former)


def push(room: Room, found: Open, step: Step) -> None:
    """Put a question before the present one; the way back leads to it."""
    aside = steps.to_shape(steps.from_shape(found.steps[-1]).put_aside())
    _ask(room, _save(room, found, (*found.steps[:-1], aside, steps.to_shape(step))), step)


def bring(room: Room, step: Step, *instead_of: type[Step]) -> None:
    """Ask something that comes by itself, before whatever is asked now; in the place of a question of these kinds."""
    now = present(room)
    if now is None or isinstance(now[1], instead_of):
        begin(room, step)
    else:
        push(room, now[0], step)


def beside(room: Room, found: Open, step: Step, first: Saying, *choices: Choice) -> None:
    """Say something beside the open question and ask it again; its buttons stay good, and these choices stand behind them."""
    known = known_to(room)
    saved = _save(room, found, (*found.steps[:-1], steps.to_shape(step)), bump=False)
    saying = gathering.together(first, step.asked_again(known)) or first
    asked = (*step.question(known).choices, *choices, *_ways_out(saved))
    room.ask(saying, asked, saved.id, saved.version)


def leave(room: Room) -> None:
    """End the dialogue without a word."""
    dialogues.end(room.tx, room.actor.account_id)


def cancel(room: Room) -> None:
    """取消: end the dialogue; the card it came from is shown again, its buttons alive."""
    now = present(room)
    card = now[1].returns_to() if now is not None else None
    dialogues.end(room.tx, room.actor.account_id)
    room.reply(sayings.Cancelled(), (Choice(value="/menu", label=Term("menu", "menu")),))
    if card is not None:
        cards.show(room.tx, *card, room.actor.account_id, room.now)


def repeat(room: Room, first: Saying | None = None) -> None:
    """Ask the present question again; what is said `first` stands above it."""
    now = present(room)
    if now is not None:
        _ask(room, *now, first=first)
    elif first is not None:
        room.reply(first)


def _save(room: Room, found: Open, kept: tuple[dialogues.Shape, ...], *, bump: bool = True) -> Open:
    saved = Open(id=found.id, version=found.version + bump, steps=kept[-DEEPEST:], touched_at=room.now)
    dialogues.save(room.tx, room.actor.account_id, saved)
    return saved


def _ask_again(room: Room, found: Open, asked: Question, step: Step, again: Again, known: Known) -> None:
    """Ask the same again. Buttons that mean what they meant stay good: only other ones make the question a new one."""
    if again.step is None:
        if again.why is not None:
            room.reply(again.why)
        _ask(room, found, step, known)
        return
    is_other = again.step.question(known).choices != asked.choices
    saved = _save(room, found, (*found.steps[:-1], steps.to_shape(again.step)), bump=is_other)
    _ask(room, saved, again.step, known, again.why, is_interim=not again.must_be_read)


def _give_back(room: Room, found: Open, heard: Heard | None) -> None:
    """Go back to the step that was put aside; what was said instead of an answer is for that one."""
    if heard is None or len(found.steps) < 2:
        back(room, found)
        return
    saved = _save(room, found, found.steps[:-1])
    now = loaded(room, saved)
    if now is not None:
        answer(room, *now, heard)


def _ask(
    room: Room,
    found: Open,
    step: Step,
    known: Known | None = None,
    first: Saying | None = None,
    *,
    is_interim: bool | None = None,
) -> None:
    question = step.question(known or known_to(room))
    saying = gathering.together(first, question.saying) or question.saying
    room.ask(saying, (*question.choices, *_ways_out(found)), found.id, found.version, is_interim=is_interim)


def _ways_out(found: Open) -> tuple[Choice, ...]:
    ways = ("back", "cancel") if len(found.steps) > 1 else ("cancel",)
    return tuple(Choice(value=f"/{way}", label=Term("menu", way)) for way in ways)


def known_to(room: Room) -> Known:
    """What steps may look at in this room."""
    return Known(
        office=room.office,
        today=room.today,
        channel=room.channel,
        locale=room.actor.locale,
        leak=partial(guarding.answer, room),
    )


def _chosen(heard: Heard, choices: tuple[Choice, ...]) -> Heard:
    """A number or a literal label typed instead of pressed means the choice."""
    if heard.choice:
        return heard if any(choice.value == heard.choice for choice in choices) else _called_alike(heard, choices)
    if not heard.text or not choices:
        return heard
    typed = texts.folded(heard.text).strip().rstrip(".。、!~ ")
    numbered = {number: choice for choice in choices if (number := _number(choice))}
    if numbered and typed.isdecimal():  # a list with gaps: what people read is the line's own number, not its place
        named = numbered.get(typed)
        return heard if named is None else replace(heard, text="", choice=named.value)
    if 1 <= number_in(typed) <= len(choices):
        return replace(heard, text="", choice=choices[number_in(typed) - 1].value)
    for choice in choices:
        if typed in names(choice):
            return replace(heard, text="", choice=choice.value)
    return heard


def _called_alike(heard: Heard, choices: tuple[Choice, ...]) -> Heard:
    """A command of which the question has no choice, but one that is called the same: 同意 is also how one votes. Choices that are
    commands themselves are left as they were heard."""
    called = spoken.labels(Term("menu", heard.choice))
    answers = (choice for choice in choices if not choice.value.startswith("/"))
    alike = next((choice.value for choice in answers if called & names(choice)), None)
    return heard if alike is None else replace(heard, text="", choice=alike)


def _number(choice: Choice) -> str:
    """The number that stands before what is to be chosen, where it has one of its own."""
    number, _, text = choice.text.partition(" ")
    return number if text and number.isascii() and number.isdecimal() else ""


def number_in(text: str) -> int:
    """The number that words are, as keyboards and people write it: 1, １, 1、, （1）, ①; 0 where they are none."""
    typed = texts.folded(text).strip("()[].。、!~ \n")
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


def wants_numbers(found: Open | None) -> bool:
    """Whether a number that is written is the answer to the question of a saved dialogue."""
    try:
        return found is not None and steps.from_shape(found.steps[-1]).wants_numbers()
    except (KeyError, msgspec.ValidationError):
        return False


def _is_plain(room: Room, step: Step, heard: Heard) -> bool:
    """Whether a number is no place among the choices: it was asked for, or such as stand there were found by it already."""
    if room.traits.numbers and number_in(heard.text):
        return True
    return step.wants_numbers() and texts.folded(heard.text).strip().isdecimal()


def names(choice: Choice) -> set[str]:
    """What a person may type for a choice: its literal text, or what the words files call it in any language."""
    if choice.text:
        return {texts.folded(choice.text)}
    return spoken.labels(choice.label) if choice.label else set()
