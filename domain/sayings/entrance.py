"""What is said at the door: the first screen, the menu, help, consent. Said by `handlers/conversation/entrance.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome(Saying):
    """The first screen: what this is, who runs it, what the platform can see."""

    office: str
    sees: Term
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyNotice(Saying):
    """首次使用告知 (the law §9): all of it in short, to be read on one screen. `nobody`: the office has not said who it is."""

    office: str
    nobody: Term | None
    retention: str
    sees: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNotice(Saying):
    """The notice with everything behind it; `how` one agrees, where consent is asked for."""

    office: str
    nobody: Term | None
    retention: str
    sees: Term
    how: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFirst(Saying):
    """Nothing is taken without consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentThanks(Saying):
    """Consent was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Saying):
    """The menu of a citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMenu(Saying):
    """The menu of somebody with a role. `command` is what they asked for and is not theirs, and `users` the roles that may."""

    label: str
    roles: tuple[Term, ...]
    command: Term | None = None
    users: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreToDo(Saying):
    """What else the menu of somebody with a role holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Saying):
    """How it works."""

    office: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToReach(Saying):
    """How to reach a person at the office."""

    office: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationUsed(Saying):
    """An invitation was used."""

    label: str
    role: Term
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskComeIn(Saying):
    """Somebody who reports here has sent a code that makes this conversation a member of staff's: is it their own?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationOver(Saying):
    """An invitation is unknown, used or expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationOfOtherUnit(Saying):
    """Whoever uses the invitation belongs to another unit than it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationForOtherDevice(Saying):
    """Whoever made a code for another device uses it on the one that they made it with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationOfOtherPerson(Saying):
    """Whoever uses somebody's code for another device works here as somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFromAbove(Saying):
    """Whoever opens the invitation would be of this office and the contact above it in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotByThisChannel(Saying):
    """This channel carries announcements and progress by code alone; everything else is said on the office's own page."""

    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLanguage(Saying):
    """Which language?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChanged(Saying):
    """This one, from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(Saying):
    """Pushes rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmuted(Saying):
    """Pushes come again."""
