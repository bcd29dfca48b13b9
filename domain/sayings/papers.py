"""What is said of the formal texts of a matter as documents (文书)."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperComes(Saying):
    """A document of a matter, which goes with these words as a file."""

    title: Term
    kind: Term
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLeaks(Saying):
    """It was not served: its words hold what must not leave the office; `where` is the place, empty where that would say it."""

    title: Term
    kind: Term
    number: str
    what: Term
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPapers(Saying):
    """A matter of which whoever asks may see no document."""

    number: str
