"""搜索: finding by number, unit, kind, or the words of the story; two-character words are found.

Called through THE TABLE. What a reviewer must not see is not found.
"""

import re
from dataclasses import dataclass

from domain import text as texts
from domain.matters.parts import clue_guards
from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings.desk import queue as sayings
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from handlers.desk import queue
from handlers.understanding import recognising
from handlers.understanding.units import sure
from storage.desk import finding
from storage.desk.viewing import Viewer

MOST = 8
LONGEST_ECHO = 40
YEARS = 3
_PARTIAL = re.compile(r"(?:QS)?[-—\s]*(?:(?P<year>20\d\d)[-—\s]+)?(?P<digits>\d{1,6})?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:QS|TJ)-\d{4}-\d{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Words to search for."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWords(Step):
    """Search for what?"""

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskWords())

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take them."""
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        return Done(Search(words=heard.text))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def ask_words(room: Room, rest: str) -> None:
    """搜索."""
    if texts.has_words(rest):
        search(room, Search(words=rest))
    else:
        dialogues.begin(room, TellWords())


def search(room: Room, command: Search) -> None:
    """Find by number; else by the words of the story, and by the unit or kind that some of them name."""
    number = _NUMBER.search(command.words)
    if number is not None:
        queue.show_card(room, number[0])
        return
    viewer = queue.viewer_of(room)
    found = _numbered(room, viewer, command.words) or _found(room, viewer, command.words)
    if len(found) == 1 and _PARTIAL.fullmatch(command.words.strip()):
        queue.show_card(room, found[0].number)
        return
    if not found and len(command.words.strip()) == 1 and not command.words.strip().isdecimal():
        room.reply(
            sayings.OneCharacter(words=command.words.strip()), (Choice(value="/search", label=Term("menu", "search")),)
        )
        return
    if not found:
        again = Choice(value="/search", label=Term("menu", "search"))
        room.reply(sayings.NothingFound(words=command.words[:LONGEST_ECHO]), (again,))
        return
    shown, first = found[:MOST], MOST if len(found) > MOST else None
    room.reply(sayings.SearchFound(lines=queue.lines(room, shown), first=first), queue.openings(room, shown))


def _numbered(room: Room, viewer: Viewer, words: str) -> list[Standing]:
    """The clues that a part of a number may mean: its last digits, of this year or those before, or its beginning."""
    part = _PARTIAL.fullmatch(words.strip())
    if part is None:
        return []
    year, digits = part["year"], part["digits"]
    years = [year] if year else [str(room.today.year - back) for back in range(YEARS)]
    numbers = [f"QS-{one}-{int(digits):06}" for one in years] if digits else []
    return finding.numbered(room.tx, viewer, numbers, beginning=f"QS-{year}-{digits}" if year else "", limit=MOST + 1)


def _found(room: Room, viewer: Viewer, words: str) -> list[Standing]:
    """All words in the story first, then what is of the unit or kind that they name."""
    found = {clue.id: clue for clue in finding.find(room.tx, viewer, words=words, limit=MOST + 1)}
    unit, kind, rest = "", "", []
    for piece in words.split():
        named = sure(room.office.finder.find(piece))
        meant = (
            piece if piece in clue_guards.KINDS else recognising.recognise(piece, room.office.finder, room.today).kind
        )
        if named is not None and not unit:
            unit = named.code
        elif meant is not None and not kind:
            kind = meant
        else:
            rest.append(piece)
    if unit or kind:
        for clue in finding.find(room.tx, viewer, words=" ".join(rest), unit=unit, kind=kind, limit=MOST + 1):
            found.setdefault(clue.id, clue)
    return list(found.values())[: MOST + 1]
