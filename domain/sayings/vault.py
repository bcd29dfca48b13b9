"""What is said of identities that are opened, and of recusals that the body orders. Said by `handlers/administration/vault.py`."""

from dataclasses import dataclass

from domain.saying import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Saying):
    """Who reported, as they said it themselves; that it stays with whoever reads it."""

    number: str
    name: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoIdentity(Saying):
    """Whoever reported has not said who they are; nobody looks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPageAlone(Saying):
    """An identity is shown on the office's own page alone; where that is."""

    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recused(Saying):
    """The body has ordered that a matter is out of one's hands."""

    number: str
