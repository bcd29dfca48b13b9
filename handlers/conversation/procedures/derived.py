"""A matter of which everything follows from its table: its beginning, card, buttons, 待办, news, reminders, and what moves besides.

Lives here: `Derived`, the `Matter` of any procedure whose table says what its card `shows`. A new procedure is its table in
`domain/` and its words in `words/`; it needs nothing here (`docs/adding-a-procedure.md`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from domain.cards import CardView
from domain.lifecycles import PREFIXES, PROCEDURES
from domain.mechanism import procedure, supervising
from domain.mechanism.columns import APPOINTED, OF_UNIT, Asked, Party, Relation, is_party
from domain.mechanism.drafts import SAME
from domain.mechanism.needs import ELIGIBLE
from domain.mechanism.refusals import Why
from domain.mechanism.reminders import ReminderKind
from domain.mechanism.standing import Event, Outcome, Running, Standing
from domain.mechanism.supervising import Staffed
from domain.mechanism.table import SIGN, WHY_DECLINED, Facts, Procedure
from domain.people import Actor, Role
from domain.saying import Choice, Saying, Term
from domain.sayings import cards as card_sayings
from domain.sayings import clues as clue_sayings
from domain.sayings import matters as sayings
from handlers.conversation.forms import answers, naming
from handlers.conversation.procedures import (
    announcing,
    cards,
    eligibility,
    moves,
    papers,
    polls,
    relations,
    relatives,
    views,
)
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import matters
from storage import people as accounts
from storage.mechanism import involvement
from storage.road import reach

Effect = Callable[[Room, Event], None]
_RELATIONS = frozenset(Relation)
_IN_IT = APPOINTED | {Relation.OFFICER}
UNSIGNED = ("proposed", "declined")  # news of what is in nobody's words yet: the move is named with them


@dataclass(frozen=True, slots=True, kw_only=True)
class Adds:
    """What one matter adds to its table, each by a function of its own; most add nothing.

    `finds`: what its card shows besides its own facts. `case`: what only its guards look at, as is declared beside its table.
    `options`: the answers that may be given to a question. `stakes`: what hangs on a grave move. `explains`: a refusal in words
    of its own. `passed`: what it says to whoever presses something after it has moved on. `unfit`: what of what was typed does not fit,
    as only it can look up. `is_recused`: a conflict of interest that its case tells. `voting`: whose voices count in it, and about what.
    `changes`: what is to be remembered of a move besides its answers. `listed`: what stands on a list that is drafted, as the facts are
    now (`domain/mechanism/drafts.py`).
    """

    finds: views.Finds | None = None
    case: Callable[[Room, Standing], object] | None = None
    options: views.Options | None = None
    stakes: Callable[[Room, int, str], Saying | None] | None = None
    explains: Callable[[Room, Facts, Why], Saying | None] | None = None
    passed: Callable[[Room, Facts], Saying | None] | None = None
    unfit: Callable[[Room, Standing, str, Mapping[str, str]], Saying | None] | None = None
    is_recused: Callable[[Room, object], bool] | None = None
    voting: polls.Voting = polls.AS_ANYWHERE
    changes: Callable[[Room, Event], Event] | None = None
    listed: Callable[[Room, Standing], Mapping[str, str]] | None = None


NOTHING = Adds()


class Derived:
    """A matter by its table."""

    def __init__(self, table: Procedure, effects: Mapping[str, Effect], adds: Adds = NOTHING) -> None:
        """The table must say what its card shows to whom. `effects` are what its moves change that is no matter, by name."""
        self.procedure = table
        self._effects = effects
        awarding = (rule for rule in table.moves.values() if ELIGIBLE in rule.needs)
        self._awarding = frozenset(stage for rule in awarding for stage in rule.start)
        self.adds = adds
        asked_again = {move for move, rule in table.moves.items() if SAME in rule.needs}
        self._decided = frozenset(stage for move in asked_again for stage in table.moves[move].start)
        self._deciding = frozenset(
            move for move, rule in table.moves.items() if rule.announces and rule.announces.said in asked_again
        )
        self._drafted = frozenset(stage for move in self._deciding for stage in table.moves[move].start)

    def facts(self, room: Room, standing: Standing) -> Facts:
        """What the actor is to the matter, whether a conflict keeps them away (the law §2), and what they did before."""
        room = replace(room, involvement=moves.involved(room, standing))
        adds, case = self.adds, self.adds.case(room, standing) if self.adds.case else None
        is_kept = room.is_in_line(standing.unit) and not self.procedure.is_apart  # who is above it is who it goes to
        is_recused = is_kept or (adds.is_recused is not None and adds.is_recused(room, case))
        begins, is_clock = self.procedure.begins, Role.CLOCK in room.actor.roles
        return replace(
            moves.common_facts(room, standing, is_recused=is_recused),
            kind=standing.category,
            relations=relations.of_actor(room, standing),
            poll=polls.of(room, self.procedure, standing, case, adds.voting),
            is_alone=is_clock and begins is not None and bool(begins.alone) and relations.is_alone(room, standing),
            case=case,
            ineligible_until=eligibility.barred_until(room, standing) if standing.stage in self._awarding else None,
            is_same=not is_clock or standing.stage not in self._decided or self._is_same(room, standing),
        )

    def waiting(self, room: Room) -> list[Standing]:
        """What may stand in the actor's 待办 of a kind of which there are too many to look through all that are open; else nothing."""
        return []

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """Whoever is one of the parties to whom the card shows something."""
        return views.shown(self.procedure, room, standing, facts) is not None

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """Its card for this actor; None where they may not see it."""
        found = moves.loaded(room, self.procedure.matter, matter_id)
        if found is None:
            return None
        if found[0].stage in self._drafted:
            found = self._as_listed(room, found[0]), found[1]
        view = views.of(room, self.procedure, *found, self.adds.finds, self.adds.options)
        return None if view is None else self._with_papers(room, *found, self._without_hidden(room, found[0], view))

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """What the matter offers besides its table."""
        return self.adds.options(room, matter_id, asked) if self.adds.options else ()

    def stakes(self, room: Room, matter_id: int, move: str) -> Saying | None:
        """How much hangs on a grave move, where the matter counts it."""
        return self.adds.stakes(room, matter_id, move) if self.adds.stakes else None

    def explained(self, room: Room, facts: Facts, why: Why) -> Saying | None:
        """A refusal in the matter's own words, where it has some."""
        return self.adds.explains(room, facts, why) if self.adds.explains else None

    def passed(self, room: Room, facts: Facts) -> Saying | None:
        """What it says to whoever presses something after it has moved on, where it has more to say than that."""
        return self.adds.passed(room, facts) if self.adds.passed else None

    def changed(self, room: Room, event: Event) -> Event:
        """The event with what a matter of this kind remembers of it besides."""
        if event.move in self._deciding and event.outcome is Outcome.MOVED:
            event = replace(event, after=self._as_listed(room, event.after))
        rule = self.procedure.moves.get(event.move)
        if rule is not None and rule.dates and event.outcome is Outcome.MOVED:
            own = {**event.after.own, rule.dates: room.today.isoformat()}
            event = replace(event, after=replace(event.after, own=own))
        return self.adds.changes(room, event) if self.adds.changes else event

    def unfit(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """What does not fit of what was typed, where the matter looks it up."""
        return self.adds.unfit(room, standing, move, given) if self.adds.unfit else None

    def followed(self, room: Room, event: Event) -> None:
        """Moves besides, then who hears of it."""
        rule = self.procedure.moves[event.move]
        room = room if room.addressed is not None else replace(room, addressed={})
        room = replace(room, family=relatives.together(room, event))
        if event.outcome is Outcome.PROPOSED:
            self._tell(room, event, (rule.second,) if rule.second else (), "proposed")
        if event.outcome is Outcome.DECLINED:
            self._tell_proposer(room, event)
        if event.outcome in (Outcome.MOVED, Outcome.ACTED):
            for effect in rule.effects:
                self._effects[effect](room, event)
        if event.outcome is Outcome.MOVED:
            if rule.also or rule.opens:
                relations.foresee(room, event.after, (*rule.tells, *self._waits(event)))
            relatives.follow(room, event)
            announcing.announce(room, event)
            papers.want(room, event)
            self._tell_of_move(room, event)
        elif event.outcome is Outcome.ACTED and rule.tells:
            self._tell(room, event, rule.tells, event.move)
        if room.actor.person_id is not None and rule.is_answered:
            side = Relation.SUBJECT if event.by.roles == {Role.UNIT_CONTACT} else None
            is_seen = room.is_seen or (rule.ballot is not None and rule.ballot.is_quiet)  # the card says it, too
            answer = room.hint if is_seen else room.reply
            answer(
                clue_sayings.MovedBy(
                    number=event.after.number,
                    move=Term(f"move.{event.after.matter}", event.move),
                    outcome=Term("outcome", event.outcome.value),
                    next=None,
                    due=views.new_day(room, event) if self._is_theirs(event.after, side) else None,
                ),
                look(event.after),
            )

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind, at half time, whoever owes it; what comes after stands on the list of each morning."""
        if kind != ReminderKind.HALF:
            return
        reminder = sayings.TermReminder(
            kind=Term("matter", standing.matter),
            number=standing.number,
            what=Term("reminder", kind),
            stage=Term(f"stage.{standing.matter}", standing.stage),
            due=room.office.calendar.local_day(term.due_at),
        )
        facts = self.facts(room, standing)
        parties = supervising.owed_by(self.procedure, standing, term) or supervising.awaited(self.procedure, standing)
        there = relations.there_of(room, standing, parties)
        silent = facts.poll.silent if facts.poll else ()
        ringing.ring_roles(room, relations.roles_of(there), standing, without=silent)
        done = {account for person in silent for account in accounts.accounts_of_person(room.tx, person)}
        for each in relations.accounts_of(room, standing, there):
            if each.account_id not in done:
                room.tell(each.account_id, reminder, look(standing), channel=each.channel)

    def _as_listed(self, room: Room, standing: Standing) -> Standing:
        """A list with what stands on it now."""
        now = self.adds.listed(room, standing) if self.adds.listed else {}
        return replace(standing, own={**standing.own, **now}) if now else standing

    def _is_same(self, room: Room, standing: Standing) -> bool:
        """Whether what was decided on is still what stands on the list, as far as that was kept then."""
        now = self._as_listed(room, standing).own
        return all(standing.own.get(name, text) == text for name, text in now.items())

    def _tell_proposer(self, room: Room, event: Event) -> None:
        """Who proposed what another declined hears that, and why."""
        if event.proposed_by is None or room.actor.is_person(event.proposed_by):
            return
        asks = naming.with_labels(room, self.procedure.moves[event.move].asks, event.given)
        told = self._told(room, event, "declined", None, (WHY_DECLINED, *asks))
        for account in reach.of_person(room.tx, room.now, event.proposed_by):
            room.tell(account, told, look(event.after))

    def _tell_of_move(self, room: Room, event: Event) -> None:
        """Tell whom the table names, and whoever it waits for now; where nobody is that, who stands in for them."""
        after, rule, waits = event.after, self.procedure.moves[event.move], self._waits(event)
        reached = self._tell(room, event, (*rule.tells, *waits), event.move)
        if waits and not waits & (reached | set(Role)):
            self._tell(room, event, tuple(relations.there_of(room, after, waits) - waits), event.move)

    def _waits(self, event: Event) -> frozenset[Party]:
        """For whom it waits where a move has led it."""
        after = event.after
        return frozenset() if after.stage == event.before.stage else self.procedure.todo.get(after.stage, frozenset())

    def _tell(self, room: Room, event: Event, parties: Sequence[Party], news: str) -> frozenset[Party]:
        """Tell those whom it concerns what happened; who holds a role hears on their desk that something waits. Return which of the
        relations somebody with an account has; of those who were named, all together."""
        after = event.after
        ringing.ring_roles(room, relations.roles_of(parties), after)
        if self.procedure.moves[event.move].puts_card:
            cards.show_to(room, after, [each.account_id for each in relations.accounts_of(room, after, parties)])
            return APPOINTED & frozenset(parties)
        told: dict[Relation | None, sayings.Told] = {}
        asks: tuple[Asked, ...] | None = None
        addressed = relations.accounts_of(room, after, parties)
        for each in addressed:
            if each.account_id not in (room.actor.account_id, event.by.account_id):
                if asks is None:
                    asks = naming.with_labels(room, self.procedure.moves[event.move].asks, event.given)
                if each.side not in told:
                    told[each.side] = self._told(room, event, news, each.side, asks)
                room.tell(each.account_id, told[each.side], look(after), channel=each.channel)
        named = APPOINTED & frozenset(parties)
        return frozenset(party for each in addressed for party in ((each.party,) if each.party else named))

    def _without_hidden(self, room: Room, standing: Standing, view: CardView) -> CardView:
        """What it is about is named only to those who may see that matter: a unit does not learn of a clue."""
        beginning = self.procedure.begins
        parent = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
        if beginning is None or parent is None or beginning.is_named:
            return view
        if room.office.matters[parent.matter].may_see(room, parent, moves.facts_of(room, parent)):
            return view
        hidden = Term(f"label.{standing.matter}", beginning.about)
        return replace(view, facts=tuple(fact for fact in view.facts if fact.label != hidden))

    def _with_papers(self, room: Room, standing: Standing, facts: Facts, view: CardView) -> CardView:
        """Where documents of it may be read, a button leads to them."""
        found = papers.of_reader(room, standing, facts)
        return replace(view, buttons=(*view.buttons, papers.button(standing))) if found else view

    def _told(
        self, room: Room, event: Event, news: str, side: Relation | None, asks: tuple[Asked, ...]
    ) -> sayings.Told:
        """The news with what was answered; to whom it concerns, of that what their card shows and nothing else, and a day only where
        it is theirs: that by which the office decides is none of them."""
        after, move = event.after, Term(f"move.{event.after.matter}", event.move)
        if side is not None:
            shown = self.procedure.shows.get(side, ())
            asks = tuple(asked for asked in asks if asked.name in shown)
        proposal = (sayings.Line(label=Term("label", "proposal"), terms=(move,)),) if news in UNSIGNED else ()
        return sayings.Told(
            news=Term(f"told.{after.matter}", news),
            kind=Term("matter", after.matter),
            number=after.number,
            unit=room.office.name_of(after.unit),
            lines=(*proposal, *answers.lines(after.matter, asks, event.given, room.office.name_of)),
            due=views.day_of(room, after) if self._is_theirs(after, side) else None,
        )

    def _is_theirs(self, standing: Standing, side: Relation | None) -> bool:
        """Whether a term is that of whom a matter concerns; the office has all of them."""
        table = self.procedure
        return side is None or side in table.todo.get(standing.stage, ()) or standing.stage in table.rights


def waiting(room: Room) -> list[Standing]:
    """What waits for this actor, of all procedures whose table says so."""
    return [each for each, _ in waiting_known(room)]


class WaitingForAnybody:
    """What waits for somebody, whoever reads; what is asked for once is the same for every reader of one transaction."""

    def __init__(self, room: Room, tables: Mapping[str, "Derived"], every: Sequence[Standing]) -> None:
        """Of these matters."""
        self.tables = tables
        self._room = room
        self._every = every

    @cached_property
    def staffed(self) -> Staffed:
        """Which roles anybody holds."""
        return accounts.staffed(self._room.tx)

    @cached_property
    def found(self) -> Sequence[tuple[Standing, frozenset[Party]]]:
        """Each matter with those who could be meant, as far as that is known without asking who has which part in it."""
        return self.meant(self._every)

    def meant(self, every: Sequence[Standing]) -> list[tuple[Standing, frozenset[Party]]]:
        """The same of other matters."""
        return [(each, _meant(self.tables[each.matter].procedure, each, self.staffed)) for each in every]


def waiting_for_anybody(room: Room, due_before: datetime | None = None) -> WaitingForAnybody:
    """All that stands where a table says so, but for what there are too many of; with `due_before` only that of which a term ends before
    then."""
    tables = {kind: matter for kind, matter in room.office.matters.items() if isinstance(matter, Derived)}
    places = [(kind, stage) for kind, matter in tables.items() for stage in matter.procedure.todo]
    return WaitingForAnybody(room, tables, matters.awaiting(room.tx, places, due_before))


def waiting_known(
    room: Room, due_before: datetime | None = None, anybodys: WaitingForAnybody | None = None
) -> list[tuple[Standing, Facts]]:
    """What waits for this actor, with what the guards look at; with `due_before` only that of which a term ends before then. `anybodys` is
    what was found for another reader in the same transaction."""
    common = anybodys or waiting_for_anybody(room, due_before)
    tables = common.tables
    reader = room.acting_as(cards.as_staff(room.actor))
    own = [each for matter in tables.values() for each in matter.waiting(room)]
    found = [
        each
        for each, parties in (*common.found, *common.meant(own))
        if (due_before is None or (each.due_at or room.at) < due_before) and _may_be_meant(parties, each, reader.actor)
    ]
    if not found:
        return []
    known = involvement.of_all(room.tx, [each.id for each in found], reader.actor)
    seen_so = ((each, replace(reader, involvement=known[each.id])) for each in found)
    every_known = ((each, its_reader, moves.facts_of(its_reader, each)) for each, its_reader in seen_so)
    return [
        (each, facts)
        for each, its_reader, facts in every_known
        if _waits_for(its_reader, tables[each.matter].procedure, each, facts, common.staffed)
    ]


def kind_of(number: str) -> str:
    """Of which procedure a number is; empty where of none, or where reviewers open it, who have a queue."""
    kind = next((kind for kind, prefix in PREFIXES.items() if number.startswith(f"{prefix}-")), "")
    begins = PROCEDURES[kind].begins if kind else None
    is_queued = begins is not None and begins.has_code and not begins.is_of_notice and not PROCEDURES[kind].is_apart
    is_queued = is_queued and begins is not None and Role.REPORTER in PROCEDURES[kind].moves[begins.move].by
    return "" if is_queued else kind


def show(room: Room, rest: str) -> None:
    """Show the card of a number, or of a kind and its id (`flag 12`), to whoever may see it."""
    named = cards.named(room, rest)
    if named is not None:
        sight = cards.sight(room.acting_as(cards.as_staff(room.actor)), *named)
        found = None if sight is None else sight[0]
    else:
        kind = kind_of(rest)
        found = seen(room, (kind,), rest) if kind else None
    if found is not None:
        cards.show(room, found.matter, found.id, room.actor.account_id)
    else:
        room.reply(card_sayings.NotForYou())


def _meant(table: Procedure, standing: Standing, staffed: Staffed) -> frozenset[Party]:
    """For whom it could wait, as far as that is known without asking who has which part in it."""
    parties = supervising.waits_for(table, standing)
    return parties | supervising.there_of(table, standing, parties, staffed, {})


def _may_be_meant(parties: frozenset[Party], standing: Standing, actor: Actor) -> bool:
    """Whether this actor could be one of these parties to it."""
    if parties & actor.roles:
        return True
    if actor.unit != standing.unit:
        parties -= OF_UNIT.keys()
    if standing.owner_id is not None and not actor.is_person(standing.owner_id):
        parties -= {Relation.OFFICER}
    return not parties.isdisjoint(_RELATIONS)


def _waits_for(reader: Room, table: Procedure, standing: Standing, facts: Facts, staffed: Staffed) -> bool:
    parties, beside = supervising.awaited(table, standing), supervising.beside(table, standing)
    open_now = procedure.open_to(table, standing, reader.actor, facts)
    if is_party(beside, reader.actor, facts.relations):
        return True
    if standing.pending is not None:
        return SIGN in open_now
    ballot = table.ballot_in(standing.stage)
    if ballot and parties & table.moves[ballot].by and is_party(parties, reader.actor, facts.relations):
        return ballot in open_now
    if Relation.OFFICER in parties and standing.owner_id is None and any(table.moves[move].owns for move in open_now):
        return True
    parties = supervising.there_of(table, standing, parties | beside, staffed, facts.parts)
    return is_party(parties, reader.actor, facts.relations) and views.shown(table, reader, standing, facts) is not None


def seen(room: Room, kinds: Iterable[str], number: str) -> Standing | None:
    """The matter of this number that the actor may see; a contact speaks of what concerns their unit, was begun by them, or has
    them in it."""
    reader = room.acting_as(cards.as_staff(room.actor))
    for kind in kinds:
        if kind in PREFIXES and not number.startswith(f"{PREFIXES[kind]}-"):
            continue
        found = matters.numbered(room.tx, kind, number)
        facts = Facts() if found is None else moves.facts_of(reader, found)
        if found is None or not room.office.matters[kind].may_see(reader, found, facts):
            continue
        is_of_unit = found.unit in ("", reader.actor.unit)
        is_theirs = is_of_unit or _is_applicants(kind, facts) or facts.relations & _IN_IT
        if reader.actor.roles - {Role.UNIT_CONTACT} or is_theirs:
            return found
    return None


def _is_applicants(kind: str, facts: Facts) -> bool:
    """Whether the actor began it for their unit, wherever it is now; what is followed by a code is opened by that alone."""
    begins = PROCEDURES[kind].begins if kind in PROCEDURES else None
    return Relation.APPLICANT in facts.relations and begins is not None and not begins.has_code


def look(standing: Standing) -> tuple[Choice, ...]:
    """The button that leads to a matter's card."""
    return (Choice(value=place_of(standing), label=Term("menu", "look")),)


def place_of(standing: Standing) -> str:
    """The command that leads there, whatever its number looks like."""
    return f"/matter {standing.matter} {standing.id}"
