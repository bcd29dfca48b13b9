"""我的数据: what is kept about this account, a copy of it, language, silence, and being forgotten (the law §11.7).

Called through THE TABLE. Stories are not repeated here: they are read by query code, so that a phone in
other hands tells nothing.
"""

from dataclasses import dataclass

from domain.people import Role
from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import my_data as sayings
from handlers.administration import sign_out
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage import evidence, submissions
from storage import people as accounts

MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """The person is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SureToForget(Step):
    """Forget this account?"""

    submitted: int
    is_staff: bool

    def question(self, known: Known) -> Question:
        """Say what goes, what stays and why."""
        staff = Term("forget", "staff") if self.is_staff else None
        yes = Choice(value="yes", label=Term("forget", "yes"), style=Style.DANGER)
        return Question(saying=sayings.AskForget(submitted=self.submitted, is_staff=staff), choices=(yes,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only yes is yes."""
        return Done(Forget()) if heard.choice == "yes" else Again(dialogue_sayings.NotAChoice())

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def show(room: Room, rest: str) -> None:
    """我的数据; `rest` is export or delete."""
    if rest == "delete":
        submitted = sum(submissions.count_of_account(room.tx, room.actor.account_id).values())
        dialogues.begin(room, SureToForget(submitted=submitted, is_staff=room.actor.person_id is not None))
        return
    kept = _kept(room)
    if rest == "export":
        room.reply(sayings.Export(kept=kept, lines=_lines(room)))
        return
    is_muted = accounts.is_muted(room.tx, room.actor.account_id)
    silence = "unmute" if is_muted else "mute"
    room.reply(
        kept,
        (
            Choice(value="/mydata export", label=Term("forget", "export")),
            Choice(value="/language zh", label=Term("language", "zh")),
            Choice(value="/language en", label=Term("language", "en")),
            Choice(value=f"/{silence}", label=Term("menu", silence)),
            Choice(value="/mydata delete", label=Term("forget", "delete"), style=Style.DANGER),
        ),
    )


def forget(room: Room, command: Forget) -> None:
    """Forget the account. No word follows: nothing is left by which one could be sent. Who works here keeps their roles."""
    sign_out.leave(room, sign_out.SURE)


def _kept(room: Room) -> sayings.KeptData:
    account = room.actor.account_id
    counted = submissions.count_of_account(room.tx, account)
    opened_at, consented_at = accounts.dates_of(room.tx, account)
    day = room.office.calendar.local_day
    return sayings.KeptData(
        channel=Term("channel", room.channel),
        since=day(opened_at),
        consented=day(consented_at) if consented_at else None,
        clues=counted["clue"] + counted["upward"],
        nominations=counted["striver"],
        files=evidence.count_of_account(room.tx, account),
        roles=tuple(Term("role", role.value) for role in Role if role in room.actor.roles - {Role.REPORTER}),
        is_muted=Term("muted", "yes" if accounts.is_muted(room.tx, account) else "no"),
    )


def _lines(room: Room) -> tuple[sayings.DataLine, ...]:
    return tuple(
        sayings.DataLine(
            number=each.number,
            stage=Term(f"stage.{each.matter}", each.stage),
            day=room.office.calendar.local_day(each.made_at or each.since),
        )
        for each in submissions.of_account(room.tx, room.actor.account_id, limit=MOST_LINES)
    )
