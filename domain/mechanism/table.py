"""A lifecycle as a table (the design §5): a line for each move, its guards, and what is said of each stage.

Lives here: `Rule`, `Need` and `Procedure`, `Facts`, which the guards look at, and the guards that any table may
use. The tables are in the module of each matter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import people
from domain.mechanism.ballots import Ballot, Poll
from domain.mechanism.columns import OF_UNIT, OWN_SIDE, Announces, Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Also, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.parts import Candidate, Phase
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.saying import Style, Term

SIGN = "sign"
DECLINE = "decline"
MAKE = "make"
WHY_DECLINED = Asked("why_declined", "text", "template_decline")
"""What whoever declines what another proposed is asked: who proposed it hears why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards of a move look at besides where the matter stands.

    `did` are the moves of this very matter that the actor made, proposed or signed before; `kind` is the matter's own kind,
    empty where it has none; `is_recused` tells of a conflict of interest (the law §2). `at` None: no guard asks for the time.
    `relations` are what the actor is to the matter. `case` is what only the guards of this kind of matter look at, declared beside
    its table. `has_evidence` tells whether files were sent with it, `is_alone` whether nobody but whoever began it could decide it,
    `is_day_full` whether whoever brings it in has brought as many today as they may, `ineligible_until` until when whoever it is about gets
    no award, which is found for tables with the guard `ELIGIBLE`.
    `is_about_us`: it is about the office itself that runs the bot.
    `parts` are the people who have a part in the matter, and `candidates` those who may be named in answer to a question of the move,
    by its name; `poll` is the vote that is under way in its stage. `is_same`: a list that was drafted says what was decided on.
    """

    is_recused: bool = False
    did: frozenset[str] = frozenset()
    kind: str = ""
    at: datetime | None = None
    relations: frozenset[Relation] = frozenset()
    case: object = None
    has_evidence: bool = True
    is_alone: bool = False
    parts: Mapping[Relation, frozenset[int]] = field(default_factory=dict)
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    is_day_full: bool = False
    is_about_us: bool = False
    ineligible_until: datetime | None = None
    poll: Poll | None = None
    is_same: bool = True


Holds = Callable[[Standing, people.Actor, Facts, Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A guard of a move. `holds` looks at the standing, the actor, the facts and what was answered so far.

    It is asked of whoever makes the move, and of whoever signs or declines it as far as `asked` says so; a button that it
    would refuse is not shown, and an answer that it would refuse is not offered. `name` is what the printed table calls it.
    """

    name: str
    why: Why
    holds: Holds
    asked: frozenset[str] = frozenset({MAKE, SIGN})


def all_named(number: int, party: Relation) -> Need:
    """So many people at least have this part in the matter, for example two inspectors (the law §4.1 L2)."""
    return Need(
        f"{number} named as {party}",
        Why.NOT_ALL_NAMED,
        lambda standing, by, facts, given: len(facts.parts.get(party, ())) >= number,
        frozenset({MAKE}),
    )


def other_than(party: Relation) -> Need:
    """Whoever has this part in the matter does not do it: the helper does not evaluate (the law §2)."""
    return Need(
        f"other than the {party}", Why.HAS_OTHER_PART, lambda standing, by, facts, given: party not in facts.relations
    )


FILES = Need(
    "files that were sent with it",
    Why.NOTHING_SENT,
    lambda standing, by, facts, given: facts.has_evidence,
    frozenset({MAKE}),
)
ALONE = Need(
    "nobody else who could decide",
    Why.ANOTHER_DECIDES,
    lambda standing, by, facts, given: facts.is_alone,
    frozenset({MAKE}),
)

QUOTA = Need(
    "not more in a day than the rule allows", Why.DAY_IS_FULL, lambda standing, by, facts, given: not facts.is_day_full
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a lifecycle table: who may move from where to where, and what follows.

    `end` None: the stage stays, unless an answer decides: `ends` names the stage by what was answered to `ends_by`. `second`: the party
    of another person who must sign before it takes effect. `needs`: its guards. `ballot`: an act that is a voice in a decision of
    several. `tells`: who hears of it besides the readers of the card. `also`: what it moves besides; `opens`: its children that begin
    with it; `effects`: what it changes that is no matter, by name; `announces`: what is said of it in public. `is_act`: not a move, the
    epoch stays and other buttons live on, and what waits for a signer waits on. `is_grave`: cannot be undone, asks once more.
    `is_previewed`: what was answered is shown, to be changed or sent. `owns`: who makes it becomes the matter's officer. `is_undoing`:
    takes back what is over and done with. `is_answered`: whoever made it is told that it is done; not where an effect of it says so.
    `style`: how its button looks where it should stand out. `extends`: the term, by its rule, to which it gives longer. `appoints`: for
    which part it names the people of which answer. `puts_card`: whoever it tells, or waits for now, gets the card itself in place of the
    news. `resets`: facts of an earlier round that it takes away. `seals`: facts whose digest
    is kept from then on (`seals.KEPT`). `paper`: the formal text that it serves as a document, by the name of its words
    (`paper.<name>`); whoever it tells gets it, and the officer, who seals it.

    `dates`: the fact under which the day of the move is kept. `is_unnamed`: who made this act, when on that day and in what words is
    in no history; what it changes of the matter's own facts is all that stays.

    `is_for_several`: it may be made of several matters at once with the same answers, of each as its own guards allow.

    Of what somebody brought in: `says` are the answers that they are told; `secret`: where one of them is one of these, it is not
    told, and the news are those called `<move>_secretly`. `noted`: what is kept as a word of the matter, as which kind of word and
    of which answer.
    """

    start: frozenset[str]
    by: frozenset[Party]
    end: str | None = None
    ends_by: str = ""
    ends: Mapping[str, str] = field(default_factory=dict)
    second: Party | None = None
    asks: tuple[Asked, ...] = ()
    needs: tuple[Need, ...] = ()
    ballot: Ballot | None = None
    tells: tuple[Party, ...] = ()
    also: tuple[Also, ...] = ()
    opens: tuple[Opens, ...] = ()
    effects: tuple[str, ...] = ()
    announces: Announces | None = None
    is_act: bool = False
    is_grave: bool = False
    is_hidden: bool = False
    is_previewed: bool = False
    owns: bool = False
    is_answered: bool = True
    style: Style = Style.PLAIN
    is_undoing: bool = False
    resets: frozenset[str] = frozenset()
    seals: tuple[str, ...] = ()
    paper: str = ""
    dates: str = ""
    is_unnamed: bool = False
    is_for_several: bool = False
    puts_card: bool = False
    extends: str = ""
    appoints: Mapping[str, Relation] = field(default_factory=dict)
    recuses: bool = False
    says: tuple[str, ...] = ()
    secret: Mapping[str, frozenset[str]] = field(default_factory=dict)
    noted: tuple[str, str] | None = None

    def is_secret(self, given: Mapping[str, str]) -> bool:
        """Whether something of what was answered is told to nobody outside."""
        return any(given.get(name) in values for name, values in self.secret.items())

    def end_for(self, given: Mapping[str, str]) -> str | None:
        """The stage in which the matter ends with these answers; None where it stays."""
        return self.ends.get(given.get(self.ends_by, ""), self.end)

    @property
    def is_vote(self) -> bool:
        """Whether it is one voice of a vote."""
        return self.ballot is not None and self.ballot.is_vote

    @property
    def every_end(self) -> tuple[str, ...]:
        """Every stage in which it may end."""
        return tuple(dict.fromkeys((*((self.end,) if self.end else ()), *self.ends.values())))


def looking(stages: frozenset[str], by: frozenset[Party]) -> Rule:
    """Looking at the files that were sent with a matter: an act that is noted, and decides nothing."""
    return Rule(start=stages, by=by, needs=(FILES,), effects=("show_evidence",), is_act=True, is_answered=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A lifecycle: the first stage, the moves, and the terms of its stages.

    `shows`: which facts a card shows to which party, by their names and in this order; who is none of these does not see it. Of
    what moves ask for, only what is named there is kept among the matter's own facts. `body`: those of them that stand as text
    by themselves, without a label. `is_formal`: its card is a formal text, and nothing of ours stands above it. `unseen`: stages
    in which nobody sees it, because something else shows it; `closed_to`: those in which one party does not. `is_read_by_all`: a
    conflict of interest takes away one's moves and not the card. `todo`: in whose 待办 it stands while it is in a stage. `above`: who
    supervises a party, where that is not who does everywhere (`domain/mechanism/supervising.py`). `begins`: how people begin one in
    chat. `next`: what comes next in a stage, as the office calls it. `computes`: what the law suggests
    from the matter's own facts, by the name under which it is shown; a person decides. `bars`: until when a matter of it keeps whoever
    it is about from awards; None where it does not. `is_apart`: it goes past the office, which neither counts nor lists it.
    `phases`: which of its moves are which part of the work, so that whoever acted in one has no part in another, here or in what comes
    of it. `module`: of which part of the house it is, that an office may switch off (`domain/mechanism/modules.py`).
    `exports`: words of its own that go out with an export: what the office calls it, never what was written of somebody.
    """

    matter: str
    first: str
    moves: Mapping[str, Rule]
    terms: tuple[Limit, ...] = ()
    shows: Mapping[Party, tuple[str, ...]] = field(default_factory=dict)
    body: frozenset[str] = frozenset()
    is_formal: bool = False
    unseen: frozenset[str] = frozenset()
    is_read_by_all: bool = False
    closed_to: Mapping[Party, frozenset[str]] = field(default_factory=dict)
    todo: Mapping[str, frozenset[Party]] = field(default_factory=dict)
    above: Mapping[Party, Party] = field(default_factory=dict)
    begins: Beginning | None = None
    next: Mapping[str, str] = field(default_factory=dict)
    computes: Mapping[str, Callable[[Standing], tuple[Term, ...]]] = field(default_factory=dict)
    bars: Callable[[Standing], datetime | None] | None = None
    is_apart: bool = False
    phases: Mapping[Phase, frozenset[str]] = field(default_factory=dict)
    module: str = ""
    exports: tuple[str, ...] = ()

    def phases_of(self, move: str) -> frozenset[Phase]:
        """The part of the work that a move belongs to."""
        return frozenset(phase for phase, moves in self.phases.items() if move in moves)

    def phase_for(self, parties: frozenset[Party]) -> frozenset[Phase]:
        """The part of the work that one of these parties does."""
        return frozenset(
            phase for phase, moves in self.phases.items() if any(self.moves[move].by & parties for move in moves)
        )

    def rule_of(self, move: str, standing: Standing, by: people.Actor) -> Rule:
        """The line of a move; of a signature, what is asked of whoever signs or declines: who takes back their own is asked nothing."""
        pending = standing.pending
        asks = (WHY_DECLINED,) if move == DECLINE and pending is not None and by.person_id != pending.by else ()
        return self.moves.get(move) or Rule(start=frozenset(), by=frozenset(), asks=asks)

    def ballot_in(self, stage: str) -> str:
        """The move by which people give their voices in a stage; empty where they do not."""
        return next((move for move, rule in self.moves.items() if rule.ballot and stage in rule.start), "")

    def ballot_behind(self, stage: str) -> str:
        """The move by which the voices were given on which a stage stands: it falls with them."""
        fell = {move: rule.ballot.falls for move, rule in self.moves.items() if rule.ballot and rule.ballot.falls}
        return next((move for move, falls in fell.items() if stage in self.moves[falls].start), "")

    @property
    def voting(self) -> frozenset[str]:
        """The stages in which people give their voices."""
        return frozenset(stage for rule in self.moves.values() if rule.ballot for stage in rule.start)

    @property
    def voted(self) -> frozenset[str]:
        """The stages that stand on voices which were given, and fall with them."""
        fell = {rule.ballot.falls for rule in self.moves.values() if rule.ballot and rule.ballot.falls}
        return frozenset(stage for falls in fell for stage in self.moves[falls].start)

    def keeps(self, rule: Rule, given: Mapping[str, str], own: Mapping[str, Any]) -> Mapping[str, str]:
        """What was answered, as far as it is kept among the matter's `own` facts: what a card shows to somebody."""
        elsewhere = {asked.name for asked in rule.asks if asked.kept is not Place.OWN}
        shown = {name for names in self.shows.values() for name in names} - elsewhere
        former = {asked.name: own[asked.name] for asked in rule.asks if asked.adds and own.get(asked.name)}
        kept = {name: text for name, text in given.items() if text and name in shown}
        return {name: f"{former[name]}\n{text}" if name in former else text for name, text in kept.items()}

    def leaves(self, move: str, asked: Asked) -> bool:
        """Whether the words that are answered to a question of a move are read outside of the office: by the unit or by everybody.

        What a unit says of itself has not left the office.
        """
        rule = self.moves.get(move)
        if move == DECLINE:  # a unit that asked for something reads why it is refused
            return any(each.second and each.by & OWN_SIDE for each in self.moves.values())
        if rule is None or asked.how != "text" or not rule.by - OWN_SIDE:
            return False
        public = {name for each in self.moves.values() if each.announces for name in each.announces.shows}
        read = {name for party in OF_UNIT for name in self.shows.get(party, ())}
        return bool(OF_UNIT.keys() & set(rule.tells)) or asked.name in read | public

    @property
    def rights(self) -> frozenset[str]:
        """Stages in which a term leaves somebody the right to do something, and the office owes nothing."""
        return frozenset(stage for limit in self.terms if limit.is_right for stage in limit.stages)

    @property
    def reminding(self) -> frozenset[str]:
        """Terms that nobody owes, at whose end the clock reminds of something and moves nothing."""
        by_itself = {move for move, rule in self.moves.items() if rule.is_act and rule.by == {people.Role.CLOCK}}
        return frozenset(limit.rule for limit in self.terms if limit.is_right and limit.lapses in by_itself)

    @property
    def promises(self) -> frozenset[str]:
        """Stages in which a term was promised to the reporter."""
        return frozenset(stage for limit in self.terms if limit.is_promised for stage in limit.stages)


def anywhere(tables: Iterable[Procedure]) -> dict[str, frozenset[str]]:
    """The kinds of matters that people begin, each in every stage that it has, for what may be about any of them; what goes past the
    office is not among them.
    """
    return {
        table.matter: frozenset(stage for rule in table.moves.values() for stage in (*rule.start, *rule.every_end))
        for table in tables
        if table.begins is not None and not table.is_apart
    }
