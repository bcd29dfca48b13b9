"""Ballots: a decision that several different people give their voices to, each one voice (the design §5).

Lives here: `Ballot`, the column of a table that says so, and the arithmetic: of voices in roles that are asked for, as approvals of
an announcement are, and of votes (`Poll`), from whose base whoever is kept away has left (the law §2). Shares are exact fractions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.mechanism.columns import Asked
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet

Slots = tuple[frozenset[str], ...]
"""One entry for each voice that is needed: the roles that may give it."""
CHOICE = "choice"
VOTE = Asked(CHOICE, "one_of", "vote", ("for", "against", "abstain"))
FAVOUR = "for"
REASON = Asked("reason", "text")
NEGATIVE, POSITIVE = "vote_negative", "vote_positive"
_HUNDREDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A decision of several instead of a press. Its move is an act, so that one voice leaves the buttons of others alive; who may give
    one is said by the move's `by` and its guards, and what by what it asks.

    Voices in roles: `slots` is the rule that names those needed, `passes` the move that the clock makes when all are there, and
    `falls` the one it makes when one is lost before that could take effect.

    A vote has a `fails`, the move that the clock makes where it was lost: by the `quorum`, a share of all who may vote, by the
    `majority` of those who voted (`NEGATIVE`, `POSITIVE`), or by the `mark`, where it is no yes or no but points for each number in
    `rubric`. It is over when everybody has voted, or when a term lapses by this very move; the numbers are kept under its name. Where it
    `is_secret` nobody learns who voted what. Where it `is_quiet` hundreds vote within minutes: a voice refreshes the cards of whoever
    gave it and of the officer, no other voter reads how many there are, and of the others only their number is asked for.
    """

    passes: str
    slots: str = ""
    falls: str = ""
    fails: str = ""
    quorum: str = "vote_quorum"
    majority: str = ""
    rubric: tuple[str, ...] = ()
    mark: str = ""
    is_secret: bool = False
    is_quiet: bool = False

    @property
    def is_vote(self) -> bool:
        """Whether it can be lost."""
        return bool(self.fails)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The grant of a role by which somebody may have a voice; `voice` is whose it is: their own, or that of whom they stand in for."""

    id: int
    role: str
    voice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Somebody who may have a voice, by one of these grants; those that are their own stand first."""

    person_id: int
    grants: tuple[Grant, ...]
    is_kept_away: bool = False

    @property
    def voice(self) -> int:
        """Whose voice it is in a vote: their own where they have one."""
        return self.grants[0].voice

    @property
    def voices(self) -> frozenset[int]:
        """Everybody for whom they could speak."""
        return frozenset({self.person_id, *(grant.voice for grant in self.grants)})

    def grant(self, grant_id: int) -> Grant | None:
        """The grant of this number, where they still have it."""
        return next((grant for grant in self.grants if grant.id == grant_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What somebody voted, as they answered."""

    person_id: int
    grant_id: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A vote as it was counted: how many might vote and did, the choices, and the points of all together."""

    of: int
    voted: int
    choices: Mapping[str, int]
    points: int = 0

    @property
    def score(self) -> Fraction:
        """The points of one vote on the average."""
        return Fraction(self.points, self.voted) if self.voted else Fraction(0)

    def numbers(self, *, has_rubric: bool) -> dict[str, str]:
        """As it is kept, and told once it is over; the score to two decimals."""
        score = {"score": f"{round(self.score * _HUNDREDTH) / _HUNDREDTH:.2f}"} if has_rubric else {}
        choices = {choice: str(number) for choice, number in self.choices.items()}
        return {"of": str(self.of), "voted": str(self.voted), **choices, **score}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A ballot under way: who may have a voice, and those that were given in this round, or about this `subject` whenever that was.

    `needed`: the voices in roles that are asked for; none: it is a vote. `beyond`: how many may vote besides these voters, and how many of
    them did, where only their number was asked for.
    """

    voters: Mapping[int, Voter]
    votes: tuple[Vote, ...]
    needed: Slots = ()
    subject: str = ""
    beyond: tuple[int, int] = (0, 0)

    @property
    def of(self) -> int:
        """How many voices there are."""
        return len(self.base) + self.beyond[0]

    @property
    def voted(self) -> int:
        """How many of them were given."""
        return len(self.counted) + self.beyond[1]

    @property
    def base(self) -> frozenset[int]:
        """The voices of which the quorum is a share. Whoever is kept away has left it, and whoever stands in for them too."""
        return frozenset(
            each.person_id for each in self.voters.values() if each.voice == each.person_id and not each.is_kept_away
        )

    @property
    def counted(self) -> Mapping[int, Vote]:
        """The votes that count, by voice: of those who still hold the role they voted in, and are not kept away."""
        found: dict[int, Vote] = {}
        for vote in self.votes:
            voter = self.voters.get(vote.person_id)
            if voter is not None and voter.grants[0].id == vote.grant_id and self._may_give(voter):
                found.setdefault(voter.voice, vote)
        return found

    @property
    def signed(self) -> Mapping[int, Grant]:
        """The voices in roles that count, by whoever gave them: who still hold the role they gave it in, and are not kept away."""
        found: dict[int, Grant] = {}
        for vote in self.votes:
            voter = self.voters.get(vote.person_id)
            grant = None if voter is None or voter.is_kept_away else voter.grant(vote.grant_id)
            if grant is not None:
                found.setdefault(vote.person_id, grant)
        return found

    @property
    def left(self) -> Slots:
        """The voices in roles that are still missing."""
        return left([grant.role for grant in self.signed.values()], self.needed)

    @property
    def is_complete(self) -> bool:
        """Whether everybody has voted who may, or every voice is there that is needed."""
        if self.needed:
            return not self.left
        return bool(self.of) and self.voted == self.of

    @property
    def silent(self) -> tuple[int, ...]:
        """The people for whom it does not wait: whoever has given their voice, is not needed, or is kept away."""
        return tuple(person for person in self.voters if self.hindrance(person) is not None)

    def hindrance(self, person_id: int | None) -> Why | None:
        """Say why somebody cannot give a voice now; None where they can."""
        voter = self.voters.get(person_id or 0)
        if voter is None:
            return Why.NOT_YOURS
        if self.needed:
            return self._signers_hindrance(voter)
        if not self._may_give(voter):
            return Why.RECUSED
        return Why.HAS_VOTED if voter.voice in self.counted else None

    def grant_of(self, person_id: int) -> Grant:
        """By which grant somebody gives their voice: in the role that brings the decision nearer and leaves most to others."""
        voter = self.voters[person_id]
        return max(
            self._useful(voter),
            key=lambda each: sum(each.role in slot for slot in self.needed),
            default=voter.grants[0],
        )

    def tally(self, asks: Sequence[Asked], rubric: Sequence[str] = ()) -> Tally:
        """Count it, by the choices and the numbers that its move asks for."""
        votes = [vote.given for vote in self.counted.values()]
        chosen = Counter(given.get(CHOICE, "") for given in votes)
        options = next((asked.options for asked in asks if asked.name == CHOICE), ())
        return Tally(
            of=self.of,
            voted=len(votes),
            choices={option: chosen[option] for option in options},
            points=sum(int(given[name]) for given in votes for name in rubric),
        )

    def _may_give(self, voter: Voter) -> bool:
        return not voter.is_kept_away and voter.voice in self.base

    def _signers_hindrance(self, voter: Voter) -> Why | None:
        """A deputy and whom they stand in for are one voice, and so are two deputies of one person."""
        if not {grant.role for grant in voter.grants} & frozenset().union(*self.needed):
            return Why.NOT_YOURS
        if voter.is_kept_away:
            return Why.RECUSED
        given = {person for signer, grant in self.signed.items() for person in (signer, grant.voice)}
        if voter.voices & given:
            return Why.SAME_PERSON
        return None if self._useful(voter) else Why.NOT_NEEDED

    def _useful(self, voter: Voter) -> list[Grant]:
        roles = [grant.role for grant in self.signed.values()]
        so_far = filled(roles, self.needed)
        return [each for each in voter.grants if filled([*roles, each.role], self.needed) > so_far]


def is_passed(ballot: Ballot, tally: Tally, rules: RuleSet) -> bool:
    """Whether a vote that is over was won. A majority is always more than half of those who voted; an abstention is a vote."""
    quorum: Fraction = getattr(rules, ballot.quorum)
    if not tally.voted or tally.voted < quorum * tally.of:
        return False
    if ballot.majority:
        share: Fraction = getattr(rules, ballot.majority)
        favour = tally.choices[FAVOUR]
        if favour < share * tally.voted or 2 * favour <= tally.voted:
            return False
    return not ballot.mark or tally.score >= Fraction(getattr(rules, ballot.mark))


def filled(roles: Sequence[str], needed: Slots) -> int:
    """How many of the needed voices these can give at most, each giving one."""
    return len(needed) - len(left(roles, needed))


def left(roles: Sequence[str], needed: Slots) -> Slots:
    """What is left of the needed voices when these give as many as they can: those that most people could give."""
    if not roles:
        return needed
    first, rest = roles[0], roles[1:]
    fillings = [left(rest, _without(needed, index)) for index, slot in enumerate(needed) if first in slot]
    return min([left(rest, needed), *fillings], key=lambda each: (len(each), -sum(map(len, each))))


def can_fill(people: Sequence[frozenset[str]], needed: Slots) -> bool:
    """Whether different people among these, each by their roles, can give every voice that is needed."""
    if not needed:
        return True
    return any(
        slot & needed[0] and can_fill([*people[:at], *people[at + 1 :]], needed[1:]) for at, slot in enumerate(people)
    )


def _without(needed: Slots, index: int) -> Slots:
    return (*needed[:index], *needed[index + 1 :])
