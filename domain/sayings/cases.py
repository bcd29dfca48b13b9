"""What is said of cases of slackness alone."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Saying):
    """The digest of the facts as they were when the inspection began, and whether they still are so."""

    digest: str
    state: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences(Saying):
    """What follows from a confirmation, before anybody votes on it. `points` are those that it will take, `taken` what the clue
    that it follows from took already; empty where there are none. `other`: the case by which the same is labelled still, so that this one
    is the second in a row; empty where it is the `first`, of which the rule is told."""

    points: str
    taken: str
    other: str
    first: Term | None
