"""What is said of a matter as a whole: its case file (卷宗)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.saying import Saying, Term
from domain.sayings.desk.timelines import TimelineStep
from domain.sayings.matters import CardTitle


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTerm(Saying):
    """A term of a matter and its last day; whether it rests."""

    name: Term
    due: date
    rests: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPaper(Saying):
    """A document of a matter, and when it was made."""

    title: Term
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPages(Saying):
    """What a case file holds besides the card: what it hangs together with, terms, documents, and what was done."""

    is_of_desk: ClassVar[bool] = True

    number: str
    kin: tuple[CardTitle, ...]
    terms: tuple[DossierTerm, ...]
    papers: tuple[DossierPaper, ...]
    steps: tuple[TimelineStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPrinting(Saying):
    """The case file is being made as a PDF."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierComes(Saying):
    """The case file as a PDF, which goes with these words."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLeaks(Saying):
    """It was not made: somebody who reported stands in it."""

    number: str
