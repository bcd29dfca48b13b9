"""From a message to its handler, inside one transaction (the design §4).

`dispatch` finds the person and the open dialogue, and has `handlers/conversation/listening.py` say what the message is; what
is done with that is the table of `handlers/conversation/heeding.py`.
"""

from dataclasses import replace
from datetime import datetime

from domain import said
from domain.saying import Choice, Saying, Term
from domain.sayings import dialogues as sayings
from handlers.administration import sign_out
from handlers.conversation import by_code, dialogues, edits, entrance, handles, heeding, listening
from handlers.conversation.listening import Situation
from handlers.conversation.procedures import cards
from handlers.conversation.room import Drawn, Office, Room
from handlers.conversation.steps import Heard
from handlers.reporting import unreachable
from handlers.understanding import spoken
from storage import people as accounts
from storage.database import Tx
from storage.road import inbox, menus, routes, sending
from storage.road.dialogues import Open
from storage.road.speakers import Hearing


def must_wait(tx: Tx, office: Office, event: said.Said, heard: Hearing | None, *, leaves: bool = False) -> bool:
    """Whether a message that has just come is handled later: an earlier one of the same person still waits, or this minute has brought
    more of them than the rule allows. Staff at work are not too fast, and whoever leaves is not held back; nor, by that rule, what
    came together with their leaving (`leaves`), which would go with them. `heard` as in `dispatch`."""
    if is_leaving(event):
        return False
    if heard is None:
        return inbox.has_open(tx, accounts.mark(tx.vault, event.channel, event.speaker))
    return heard.is_behind or (not leaves and is_too_fast(office, heard))


def meant(tx: Tx, office: Office, event: said.Said, heard: Hearing | None) -> said.Said:
    """What a message that has just come means where people choose by numbers: one alone is the entry before which it stands on the
    screen, whatever that is; where one was asked for, it is the answer. `heard` as in `dispatch`."""
    if heard is None or not office.channels.of(event.channel).numbers:
        return event
    number = 0 if event.choice or event.files or event.payload else dialogues.number_in(event.text)
    if not number or dialogues.wants_numbers(heard.dialogue):
        return event
    entry = menus.standing(tx, heard.account.id).get(number, "")
    return replace(event, text="", choice=entry) if entry else event


def dispatch(
    tx: Tx,
    office: Office,
    event: said.Said,
    drawn: Drawn,
    heard: Hearing | None,
    *,
    at: datetime,
    hints: list[Saying] | None = None,
) -> int:
    """Handle one message; return the account it came from. `at` is legal time, `event.at` real time; `heard` says who speaks,
    None where nobody does who has spoken before. `hints` takes what is to be shown over the button that was pressed, where it can be."""
    account = heard.account if heard else _open_account(tx, office, event)
    room = Room(
        tx=tx,
        office=office,
        actor=accounts.actor(tx, account),
        at=at,
        now=event.at,
        drawn=drawn,
        channel=event.channel,
        album=event.album,
    )
    if hints is not None and event.choice and room.traits.hints:
        room = replace(room, hints=hints)
    if room.traits.parks:
        sending.free(tx, account.id, event.at)
    if account.has_lost_route and _comes_back(room, event, account) and _is_bare_start(event):
        return account.id  # what was missed is said in the place of the greeting
    _handle(room, event, account, heard.dialogue if heard else None, is_new=heard is None)
    return account.id


def _comes_back(room: Room, event: said.Said, account: accounts.Account) -> bool:
    """Reach somebody again whom nothing reached; say whether they missed something, which they are told."""
    lost_at = routes.unreachable_since(room.tx, account.id)
    routes.renew_route(room.tx, account.id, event.speaker, event.channel, event.route)
    return lost_at is not None and unreachable.catch_up(room, lost_at)


def _is_bare_start(event: said.Said) -> bool:
    return not event.payload and spoken.command(event.choice or event.text)[0] == "start"


def is_leaving(event: said.Said) -> bool:
    """Whether this message is 离开: it waits behind nothing."""
    return spoken.command(event.choice or event.text)[0] == "leave"


def is_too_fast(office: Office, heard: Hearing) -> bool:
    """Whether this minute has brought more of a citizen than the rule allows."""
    return heard.account.person_id is None and heard.over(office.rules.clue_messages_per_minute) > 0


def _open_account(tx: Tx, office: Office, event: said.Said) -> accounts.Account:
    locale = "en" if event.locale.startswith("en") else office.locale
    is_private = office.channels.of(event.channel).is_private
    return accounts.open_account(tx, event.channel, event.speaker, event.route, locale, event.at, is_private=is_private)


def _handle(room: Room, event: said.Said, account: accounts.Account, saved: Open | None, *, is_new: bool) -> None:
    if room.is_narrow and not _may_come_here(room, event, saved):
        dialogues.leave(room)
        entrance.send_elsewhere(room)
        return
    if event.choice and not event.choice.startswith("/"):
        _press(room, event, saved)
        return
    if event.edits and not is_new:
        _hear_edited(room, event.text.strip())
        return
    name, rest = spoken.command(event.choice or event.text)
    if name == "start" and event.payload:
        entrance.come_in(room, account, event.payload)
        return
    if name == "leave":
        sign_out.leave(room, rest)
        return
    language = rest or event.payload if name == "language" else "" if event.files else spoken.language(event.text)
    if name == "language" or language:
        entrance.speak(room, language, is_asked=not event.payload)
        return
    now = dialogues.loaded(room, saved)
    if is_new and not name and not event.text and not event.files:
        entrance.greet(room)
        return
    _listen(room, account, event, now)


def _may_come_here(room: Room, event: said.Said, saved: Open | None) -> bool:
    """Whether a narrow channel may carry this: a harmless command, or an answer to what one asked."""
    if event.payload:
        return False
    name, _ = spoken.command(event.choice or event.text)
    if name:
        command = room.office.commands.get(name)
        return command is None or command.is_harmless
    if not event.choice and not event.files and (not event.text or by_code.is_harmless(room, event.text)):
        return True
    now = dialogues.loaded(room, saved)
    return now is not None and now[1].is_harmless and not event.files


def _hear_edited(room: Room, text: str) -> None:
    """Words that were edited: taken for an answer, they would answer a question that was not asked of them. Of what was taken back
    nothing is left."""
    if not text:
        room.reply(sayings.RecalledLater())
        dialogues.repeat(room)
        return
    if not edits.take(room, text):
        who = "edited_by_staff" if room.actor.person_id is not None else "edited_by_reporter"
        room.reply(sayings.EditedLater(then=Term("remark", who)))
        dialogues.repeat(room)


def _press(room: Room, event: said.Said, saved: Open | None) -> None:
    handle = handles.read(room.tx.vault, room.actor.account_id, event.choice)
    if handle is None:
        room.reply(sayings.StrangeButton(), (Choice(value="/menu", label=Term("menu", "menu")),))
    elif isinstance(handle, handles.ChoiceHandle):
        dialogues.press(room, handle, dialogues.loaded(room, saved))
    else:
        cards.press(room, handle, event.ticket, event.text)


def _listen(room: Room, account: accounts.Account, event: said.Said, now: dialogues.Present | None) -> None:
    """Decide what a message is, and do what is done with that."""
    refused = [file for file in event.files if file.refusal]
    for file in refused:
        what = file.name or Term("came_as", file.kind.value)
        room.reply(sayings.FileNotTaken(what=what, why=Term("file_refused", file.refusal)), is_interim=False)
    files = tuple(file for file in event.files if not file.refusal)
    if refused and not files and not event.text:
        dialogues.repeat(room)
        return
    choice = event.choice
    heard = Heard(text="" if choice else event.text.strip(), choice=choice, files=files, album=event.album)
    situation = Situation(
        step=now[1] if now else None, known=dialogues.known_to(room), is_staff=room.actor.person_id is not None
    )
    meaning = listening.understand(heard, situation)
    if isinstance(meaning, listening.Mention):
        if by_code.by_words(room, account, meaning.text):
            return
        is_question = account.person_id is None and by_code.asks_for_status(room, meaning.text)
        looked_up = listening.understand(heard, situation, is_looked_up=True)
        meaning = listening.CommandGiven("status", "", is_guessed=True) if is_question else looked_up
    if files and now is not None and isinstance(meaning, listening.CommandGiven) and now[1].may_take_files():
        dialogues.answer(room, *now, Heard(files=files, album=event.album))
        now = dialogues.present(room)
    heeding.DOES[type(meaning)](room, now, meaning, files)
