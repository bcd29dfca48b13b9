"""What is said of cases of slackness alone."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Saying):
    """The digest of the facts as they were when the inspection began, and whether they still are so."""

    digest: str
    state: Term
