"""离开: a citizen's session is forgotten; somebody who works here signs out of this device and keeps their roles."""

from dataclasses import dataclass

from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import people as sayings
from handlers.administration import people
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage import people as accounts
from storage import staff
from storage.road import inbox, outbox

SURE = "sure"  # behind the command: whoever leaves has been asked already, by the page


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    """The person is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SureToSignOut(Step):
    """Sign out of this device?"""

    is_last: bool

    def question(self, known: Known) -> Question:
        """Say what goes and how one comes back."""
        last = Term("people_answer", "last_device") if self.is_last else None
        yes = Choice(value="yes", label=Term("people_answer", "sign_out"), style=Style.DANGER)
        return Question(saying=sayings.AskSignOut(is_last=last), choices=(yes,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only yes is yes."""
        return Done(SignOut()) if heard.choice == "yes" else Again(dialogue_sayings.NotAChoice())

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def leave(room: Room, rest: str) -> None:
    """离开."""
    if room.actor.person_id is None:
        inbox.clear(room.tx, room.actor.account_id)
        outbox.forget(room.tx, room.actor.account_id)
        accounts.forget(room.tx, room.actor.account_id, room.now)
    elif rest == SURE:
        sign_out(room, SignOut())
    else:
        is_last = len(accounts.accounts_of_person(room.tx, room.actor.person_id)) == 1
        dialogues.begin(room, SureToSignOut(is_last=is_last))


def sign_out(room: Room, command: SignOut) -> None:
    """End this device's session. No word follows: it could not be brought any more."""
    account = room.actor.account_id
    inbox.clear(room.tx, account)
    people.end_session(room, account)
    if room.actor.person_id is not None:
        staff.note(room.tx, room.actor.person_id, room.actor.name, "sign_out", {}, room.at)
