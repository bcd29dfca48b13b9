"""What one of the cast says to the question that is open to them, or which of its choices they press, as their step of the road has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.cast.roads import Figure, In, NumberOf, OfCast, OfHall, Pick, Prose, RoadStep, WorkingDays, WrittenFile
from domain.errors import FlagpostError
from domain.mechanism.standing import Standing
from domain.people import Actor
from domain.saying import Choice
from handlers.conversation import consenting, dialogues, handles, house_rooms, steps
from handlers.conversation.forms import forms
from handlers.conversation.forms.making import SKIP, Asking
from handlers.conversation.room import Room
from storage.road import dialogues as dialogue_rows

NOTHING = Choice(value="")
DONE = "done"  # the choice that closes a list
FARTHEST = 400  # days from now that prose may name
Spoken = Prose | WrittenFile | OfCast | NumberOf | In | WorkingDays | Figure  # the same by whomever it is said
YES: Mapping[type[steps.Step], str] = {
    consenting.Consent: "agree",
    forms.ConfirmFound: "yes",
    forms.PreviewAnswers: "submit",
    forms.AskSure: "yes",
}


class Stuck(FlagpostError):
    """A step of a road cannot be played now. `told` names the reason in the words of the demo."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said; where there is a handle, the button that is pressed; where there is a paper, the text file that is sent. `question`
    tells it from what is said to another one."""

    text: str = ""
    paper: str = ""
    handle: str = ""
    button: Choice = NOTHING
    question: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the cast knows at a step: the moment, the matters of the road that there are, who everybody is, and the road's prose."""

    room: Room
    there: Mapping[str, Standing]
    actor: Callable[[str], Actor | None]
    prose: Mapping[str, str]


def reply(scene: Scene, step: RoadStep, who: str) -> Reply | None:
    """What is answered to the question that is open to somebody; None where none is. Raises Stuck where the road has no answer."""
    room, actor = scene.room, scene.actor(who)
    found = None if actor is None else dialogue_rows.of(room.tx, actor.account_id)
    if actor is None or found is None:
        return None
    asking = steps.from_shape(found.steps[-1])
    known = dialogues.known_to(house_rooms.of_person(room, actor, channel=room.channel))
    question = found.id, found.version
    wanted = YES.get(type(asking)) or _wanted(scene, step, asking, who)
    if isinstance(wanted, Reply):
        return replace(wanted, question=question)
    for index, choice in enumerate(asking.question(known).choices):
        if choice.value == wanted:
            handle = handles.of_choice(room.tx.vault, actor.account_id, found.id, found.version, index)
            return Reply(handle=handle, button=choice, question=question)
    raise Stuck(f"{step.name}: {who} is not offered {wanted}, asked for {_what(asking)}", told="not_made")


def _wanted(scene: Scene, step: RoadStep, asking: steps.Step, who: str) -> Reply | str:
    """What is said to a question, or the value of the choice that is pressed."""
    if not isinstance(asking, Asking):
        raise Stuck(f"{step.name}: nobody knows what to say to {_what(asking)}", told="not_made")
    asked = asking.asked
    answer = step.answers.get(asked.name)
    if answer is None:
        return DONE if asked.how == "files" or not asked.may_skip else SKIP
    if isinstance(answer, OfHall):
        return Reply(text=answer.said[scene.there[step.place].unit, who])
    if isinstance(answer, WrittenFile):
        return DONE if asking.making.files else Reply(paper=_words(scene, answer))
    if asked.how in ("items", "figures") and asked.name in asking.making.given:
        return DONE
    if isinstance(answer, Pick) and asked.how == "some_of":
        chosen = asking.making.given.get(asked.name, "").split(",")
        return next((value for value in answer.values if value not in chosen), DONE)
    return answer.values[0] if isinstance(answer, Pick) else Reply(text=_words(scene, answer))


def _what(asking: steps.Step) -> str:
    """What is asked for, as the tables call it; of what is asked beside a move, the step."""
    return asking.asked.name if isinstance(asking, Asking) else type(asking).__name__


def _words(scene: Scene, answer: Spoken) -> str:
    match answer:
        case Prose(name=name) | WrittenFile(name=name):
            days = {f"in_{days}": _day(scene, days) for days in range(FARTHEST)}
            return scene.prose[name].format_map(days)
        case OfCast(cast=cast):
            return "、".join(actor.label for name in cast if (actor := scene.actor(name)) is not None)
        case NumberOf(place=place):
            return scene.there[place].number
        case In(days=days):
            return _day(scene, days)
        case WorkingDays(days=days):
            return scene.room.office.calendar.add_working_days(scene.room.today, days).isoformat()
        case Figure(text=text):
            return text


def _day(scene: Scene, days: int) -> str:
    return (scene.room.today + timedelta(days=days)).isoformat()
