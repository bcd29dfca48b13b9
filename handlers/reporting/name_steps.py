"""Anonymous or with a name? The only steps whose words never go into the story: reviewers must not read who somebody is."""

import re
from dataclasses import dataclass, replace

from domain.drafts import Draft
from domain.saying import Choice, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers.conversation import gathering
from handlers.conversation.steps import Again, Ask, Known, Outcome, Question
from handlers.reporting.telling import LONGEST_ECHO, Telling

LONGEST_NAME = 50
SHORTEST_STORY = 12  # characters: what is shorter may be a name, and a name does not go into the story
_CONTACT = re.compile(r"\+?\d[\d\- ]{5,19}|[^@\s，。：]+@[^@\s]+\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseName(Telling):
    """Anonymous, or with a real name?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        names = ("anonymous", "real_name")
        return Question(
            saying=sayings.AskName(), choices=tuple(Choice(value=n, label=Term("answer", n)) for n in names)
        )

    def chose(self, choice: str, known: Known) -> Outcome:
        """Anonymous goes on; a real name is asked where this channel may hear it (the law §3)."""
        if choice == "anonymous":
            return self.go_on(is_real_name=False, name="", contact="")
        if not known.traits.takes_real_names:
            return Again(sayings.RealNameElsewhere(link=f"{known.office.public_url}/chat"))
        return Ask(TellName(draft=replace(self.draft, is_real_name=True)))

    def told(self, text: str, known: Known) -> Outcome | None:
        """What may be a name is not taken for more of the story."""
        if len(text) >= SHORTEST_STORY and not _CONTACT.search(text):
            return None
        return Again(dialogue_sayings.NotTaken(words=text[:LONGEST_ECHO]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellName(Telling):
    """Your name?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskOwnName())

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take it."""
        why = gathering.unfit(text, LONGEST_NAME)
        return Again(why) if why else Ask(TellContact(draft=replace(self.draft, name=text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellContact(Telling):
    """How can the office reach you?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskContact())

    def told(self, text: str, known: Known) -> Outcome | None:
        """A phone number or a mail address, with or without words around it."""
        found = _CONTACT.search(text)
        if found is None or len(text) > LONGEST_NAME:
            return Again(sayings.ContactUnusable())
        return self.go_on(contact=text)
