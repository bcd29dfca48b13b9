"""One life: a house in which a cast does anything that is open to it, and some that is not, while time goes by.

Everything is chosen by one seed, so that a life can be lived again exactly. The engine knows no matter by name: what may be done, by
whom and with which answers, it reads from the tables, as the cards do. What is promised is checked elsewhere (`promises.py`).
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from unittest.mock import patch

from bot import wording
from bot.channel import Audience
from bot.house import intake
from bot.publishing import publishing
from bot.wording import LOCALES
from domain.mechanism import procedure
from domain.mechanism.columns import PERSONS
from domain.mechanism.standing import Standing
from domain.mechanism.table import DECLINE, SIGN, Facts, Procedure
from domain.people import OPERATOR, Actor, Role
from domain.saying import SaidNo
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.forms import naming
from handlers.conversation.procedures import beginnings, cards, moves
from handlers.conversation.room import Room
from handlers.desk import listing
from handlers.exports import every as exports
from storage import matters, times
from storage import people as accounts
from storage.database import Tx
from storage.mechanism import recusals
from storage.road import chores
from tests.lives.answering import Answers
from tests.lives.begun import Begun, stood
from tests.lives.member import Member
from tests.support import office as offices
from tests.support.direct_stage import DirectStage

T = TypeVar("T")
BOARD = Audience(name="board", channel="web", locales=LOCALES)
TRIED = 6  # people who are asked whether they could make a move, before another is looked for
A_DAY = timedelta(days=1)
WORDED = 5  # announcements at most that wait to be worded at once
UNTOLD = frozenset({"staff", "ruling", "profile", "calendar", "period", "flag", "trouble"})
"""Kinds of matters that have lives of their own elsewhere."""


class Life:
    """A house that goes on from a copied file, and what was done in it so far (`story`)."""

    untold: ClassVar[Collection[str]] = UNTOLD

    def __init__(self, loop: asyncio.AbstractEventLoop, begun: Begun, folder: Path, seed: int) -> None:
        self._loop = loop
        self.chance = random.Random(seed)
        self.stage = stood(self._stands(folder), folder, begun)
        self.stage.draws_from(random.Random(f"{seed}, drawn"))
        self.faults: Counter[str] = Counter()
        self._words = wording.load(offices.ZONE, lambda: self.stage.now)
        self._liking: dict[tuple[str, str], float] = {}
        favour = self.chance.choice((0.95, 0.95, 0.6, 0.2))  # how people vote in this life
        self._answers = Answers(self.chance, lambda: self.stage.now, favour)
        self.has_mornings = self.chance.random() < 0.15
        self._goes = self.chance.choice(
            (14.0, 14.0, 50.0)
        )  # how much time goes by: where it is much, many votes miss their quorum
        self.story: list[str] = []
        self.run(self.stage.open())

    @staticmethod
    def places(names: Sequence[str], seed: int) -> tuple[Sequence[str], int]:
        """Of all houses those in which a life of this seed may begin, and which in their turn such a life is."""
        return names, seed

    def _stands(self, folder: Path) -> DirectStage:
        return DirectStage(folder)

    def wrong(self) -> list[str]:
        """What did not hold in the last step that no look at what is remembered tells."""
        return []

    def looked(self) -> int:
        """How much of it was looked at beside what is remembered."""
        return 0

    def ends(self) -> list[str]:
        """Let it come to its end; what did not hold of that."""
        return []

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Wait for something."""
        return self._loop.run_until_complete(doing)

    def read(self, look: Callable[[Tx], T]) -> T:
        """Look at what is remembered."""
        return self.run(self.stage.database.read(look))

    def close(self) -> None:
        """Close the house."""
        self.run(self.stage.close())

    def pages_outside(self) -> list[tuple[str, str]]:
        """What the contacts of units read on their pages when these are opened anew."""
        found = []
        for who in self.read(members):
            if who.roles == {Role.UNIT_CONTACT}:
                cards_shown = self.read(partial(self._cards, who=who))
                found += [(who.label, text) for text in (*self.run(self.stage.served(who.account)), *cards_shown)]
        return found

    def cards_of(self, kind: str) -> list[tuple[str, str]]:
        """What everybody who works here reads on the cards of a kind."""
        return [
            (who.label, text)
            for who in self.read(members)
            for text in self.read(partial(self._cards, who=who, kind=kind))
        ]

    def exported(self) -> list[tuple[str, str]]:
        """Every row of every export, by its kind."""

        def look(tx: Tx) -> list[tuple[str, str]]:
            room = self._operator(tx)
            return [(kind, repr(row)) for kind, what in exports.EXPORTS.items() for row in what.rows(room)]

        return self.read(look)

    def _cards(self, tx: Tx, who: Member, kind: str = "") -> list[str]:
        room = self._of(tx, who)
        found = [each for each in of_every(tx, self.untold) if kind in ("", each.matter)]
        views = [self.stage.office.matters[each.matter].view(room, each.id) for each in found]
        return [repr(view) for view in views if view is not None]

    def step(self) -> None:
        """Let one thing happen."""
        happens, often = zip(*self._happens(), strict=True)
        self.chance.choices(happens, often)[0]()
        self._word()
        self._deliver()

    def _happens(self) -> tuple[tuple[Callable[[], None], float], ...]:
        return (
            (self._somebody_acts, 62),
            (self._somebody_tries, 6),
            (self._somebody_begins, 9),
            (self._time_goes_by, self._goes),
            (self._somebody_recuses, 3),
            (self._somebody_leaves, 3),
            (self._a_signer_leaves, 6),
            (self._somebody_comes, 3),
            (self._somebody_changes_unit, 1),
        )

    def _somebody_acts(self) -> None:
        """Somebody does something that is open to them, and leads on rather than not."""
        self._write(self._act)

    def _somebody_tries(self) -> None:
        """Somebody does something whether it is open to them or not, with an answer that may not fit."""
        self._write(self._try)

    def _somebody_begins(self) -> None:
        self._write(self._begin)

    def _somebody_recuses(self) -> None:
        """Somebody has nothing to do with a matter, most often with one that leads on, and most often one who decides."""

        def work(tx: Tx) -> None:
            every = members(tx)
            deciding = [each for each in every if Role.COMMITTEE in each.roles]
            who = self.chance.choice(deciding if deciding and self.chance.random() < 0.6 else every)
            for matter in self._chosen(tx)[:1]:
                recusals.recuse(tx, matter.matter, matter.id, who.person, self.stage.now)
                self.faults["recused"] += 1
                self._tell(f"{who.label} has nothing to do with {matter.matter} {matter.id}")

        self._write(work)

    def _somebody_leaves(self) -> None:
        """Somebody loses a role that others still hold, half of the time who gave a voice last."""

        def work(tx: Tx) -> None:
            every = members(tx)
            held = Counter(role for each in every for role in each.roles)
            signed = tx.value("SELECT person_id FROM ballot ORDER BY id DESC LIMIT 1")
            just = [each for each in every if each.person == signed]
            who = self.chance.choice(just if just and self.chance.random() < 0.5 else every)
            lost = sorted(role for role in each_own(who) if held[role] > 1)
            if lost:
                role = self.chance.choice(lost)
                self.faults["left"] += 1
                self._tell(f"{who.label} is no {role} any more")
                self._allowed(lambda: people.take_back(self._operator(tx), who.person, Role(role)))

        self._write(work)

    def _a_signer_leaves(self) -> None:
        """Who signed what is about to be published loses the role they signed in; where nothing is, somebody acts."""

        def work(tx: Tx) -> None:
            signed = tx.one(
                "SELECT person_id, role FROM ballot WHERE move = 'approve' AND matter_id IN"
                " (SELECT id FROM matter WHERE kind = 'announcement' AND stage = 'approved') ORDER BY id DESC LIMIT 1"
            )
            every = members(tx)
            who = next(
                (each for each in every if signed and each.person == signed[0] and signed[1] in each.roles), None
            )
            if who is None or signed is None or sum(signed[1] in each.roles for each in every) < 2:
                self._act(tx)
                return
            self.faults["left"] += 1
            self._tell(f"{who.label} signed as {signed[1]}, and is it no more")
            self._allowed(lambda: people.take_back(self._operator(tx), who.person, Role(signed[1])))

        self._write(work)

    def _somebody_comes(self) -> None:
        """Somebody who works here gets another role."""

        def work(tx: Tx) -> None:
            who = self.chance.choice(members(tx))
            role = self.chance.choice((Role.REVIEWER, Role.COMMITTEE, Role.LEADER))
            self._tell(f"{who.label} is {role} as well")
            self._allowed(lambda: people.appoint(self._operator(tx), who.person, role))

        self._write(work)

    def _somebody_changes_unit(self) -> None:
        def work(tx: Tx) -> None:
            who = self.chance.choice([each for each in members(tx) if Role.UNIT_CONTACT not in each.roles])
            unit = self.chance.choice(("U04", "U05", "U32"))
            self._tell(f"{who.label} is of {unit} now")
            self._allowed(lambda: people.change(self._operator(tx), who.person, unit=unit))

        self._write(work)

    def _time_goes_by(self) -> None:
        by = self.chance.choice(
            (timedelta(minutes=50), timedelta(days=1), timedelta(days=3), timedelta(days=9), timedelta(days=40))
        )
        self._tell(f"{by} go by")
        until = self.stage.now + by
        with nullcontext() if self.has_mornings else self.without_mornings():
            while self.stage.now < until:
                self._deliver()
                self.run(self.stage.turns(min(until - self.stage.now, A_DAY)))

    @staticmethod
    @contextmanager
    def without_mornings() -> Iterator[None]:
        """In most lives nobody gets the list of each morning: it takes long, and changes nothing of a matter."""
        with patch.object(listing, "unlisted", lambda room: []), patch.object(listing, "next_at", lambda room: None):
            yield

    def _act(self, tx: Tx) -> None:
        every = members(tx)
        for matter in self._chosen(tx):
            for move in self._moves(matter):
                for who in self._asked(every, matter, move)[:TRIED]:
                    room = self._of(tx, who)
                    loaded = moves.loaded(room, matter.matter, matter.id)
                    if loaded is not None and move in moves.open_to(room, *loaded):
                        self._make(room, who, *loaded, move)
                        return

    def _asked(self, every: Sequence[Member], matter: Standing, move: str) -> list[Member]:
        """Whom one turns to for a move, one after the other."""
        return self.chance.sample(every, len(every))

    def _try(self, tx: Tx) -> None:
        matter, who = self._any_matter(tx), self.chance.choice(members(tx))
        if matter is None:
            return
        move = self.chance.choice([*self._table(matter).moves, SIGN, DECLINE])
        room = self._of(tx, who)
        loaded = moves.loaded(room, matter.matter, matter.id)
        assert loaded is not None
        self._make(room, who, *loaded, move, is_careless=True)

    def _begin(self, tx: Tx) -> None:
        """Somebody brings in something of whatever kind, about whatever it may be about."""
        kinds = [
            kind for kind, matter in self.stage.office.matters.items() if kind not in self.untold and _is_begun(matter)
        ]
        stages = {(each.matter, each.stage) for each in of_every(tx, self.untold)}
        fitting = [kind for kind in kinds if self._is_about_one(kind, stages)]
        kind = self.chance.choice(fitting or kinds)
        table = self.stage.office.matters[kind].procedure
        assert table.begins is not None
        move = self.chance.choice([table.begins.move, *table.begins.doors.values()])
        about = [
            each.number for each in of_every(tx, self.untold) if each.stage in table.begins.kinds.get(each.matter, ())
        ]
        able = [each for each in members(tx) if each.roles & table.moves[move].by] or members(tx)
        who = self.chance.choice(able)
        room = self._of(tx, who)
        given: dict[str, str] = {}
        for asked in table.moves[move].asks:
            if asked.is_asked(given):
                is_about = asked.how == "matter" and bool(about)
                options = asked.options or self.stage.office.matters[kind].suggested(room, 0, asked.name)
                given[asked.name] = (
                    self.chance.choice(about) if is_about else self._answers.of(asked, options, who, is_secret=False)
                )
        self._tell(f"{who.label} begins a {kind} by {move}: {given}")
        self._allowed(lambda: beginnings.create(room, kind, move, given))

    def _is_about_one(self, kind: str, places: set[tuple[str, str]]) -> bool:
        """Whether there is something that such a matter could be about, or it is about nothing."""
        begins = self.stage.office.matters[kind].procedure.begins
        assert begins is not None
        every = {(matter, stage) for matter, stages in begins.kinds.items() for stage in stages}
        return not begins.about or bool(every & places)

    def _make(
        self, room: Room, who: Member, standing: Standing, facts: Facts, move: str, *, is_careless: bool = False
    ) -> None:
        table = self._table(standing)
        facts = naming.with_candidates(room, table, standing, move, facts)
        rule = table.rule_of(move, standing, room.actor)
        given: dict[str, str] = {}
        for asked in rule.asks:
            if asked.is_asked(given):
                offered = self.stage.office.matters[standing.matter].suggested(room, standing.id, asked.name)
                options = offered or procedure.options(rule, asked, standing, room.actor, facts)
                is_secret = move == table.ballot_in(standing.stage)
                given[asked.name] = self._answers.of(asked, options, who, is_secret=is_secret)
                if is_careless and self.chance.random() < 0.3:
                    given[asked.name] = "" if asked.how not in PERSONS else str(who.person)
        made = moves.carry_out(room, standing, move, given)
        if made is not None or is_careless:
            done = "makes" if made else "may not make"
            self._tell(f"{who.label} {done} {move} of {standing.matter} {standing.id} ({standing.stage}) {given}")

    def _chosen(self, tx: Tx) -> list[Standing]:
        """The matters in the order in which somebody turns to them: those that lead on before those that are over."""
        every = of_every(tx, self.untold)
        last = {each.id: number for number, each in enumerate(every)}

        def order(each: Standing) -> float:
            is_over = not procedure.leads_on(self._table(each), each.stage)
            return self.chance.random() + (0.8 if is_over else 0.0) - 0.2 * (last[each.id] == len(every) - 1)

        return sorted(every, key=order)[:4]

    def _moves(self, standing: Standing) -> list[str]:
        """What may come of a matter, in the order in which it is tried: this life likes some moves more than others."""
        found = [SIGN, SIGN, DECLINE] if standing.pending is not None else []
        table = self._table(standing)
        found += [move for move, rule in table.moves.items() if standing.stage in rule.start and not rule.is_hidden]

        def order(move: str) -> float:
            if move in (SIGN, DECLINE):
                return self.chance.random() * (0.5 if move == SIGN else 2)
            rule = table.moves[move]
            leads = bool(set(rule.every_end) - {standing.stage}) or rule.ballot is not None or bool(rule.appoints)
            liking = self._liking.setdefault((standing.matter, move), self.chance.random())
            return (
                liking * self.chance.random() + (0.0 if leads or rule.owns else 0.4) + (0.3 if rule.is_undoing else 0)
            )

        return sorted(dict.fromkeys(found), key=order)

    def _any_matter(self, tx: Tx) -> Standing | None:
        every = of_every(tx, self.untold)
        return self.chance.choice(every) if every else None

    def _table(self, standing: Standing) -> Procedure:
        return self.stage.office.matters[standing.matter].procedure

    def _write(self, work: Callable[[Tx], None]) -> None:
        self.stage.now += timedelta(minutes=10)
        self.run(self.stage.database.write(work))

    def _word(self) -> None:
        """What is to be said in public is worded, as it is by itself in the house."""
        self.run(worded(self.stage, self._words))

    def _deliver(self) -> None:
        self.run(delivered(self.stage))

    def _allowed(self, work: Callable[[], object]) -> None:
        try:
            work()
        except SaidNo as refused:
            self._tell(f"    refused: {refused.why.key}")

    def _tell(self, line: str) -> None:
        self.story.append(f"{self.stage.now:%m-%d %H:%M}  {line}")

    def _of(self, tx: Tx, who: Member) -> Room:
        actor = accounts.actor_of(tx, who.account)
        assert actor is not None
        return house_rooms.of_person(self._clock(tx), cards.as_staff(actor), channel=self.stage.channel)

    def _operator(self, tx: Tx) -> Room:
        return self._clock(tx).acting_as(OPERATOR)

    def _clock(self, tx: Tx) -> Room:
        drawn = intake.drawn(self.stage.codes)
        return house_rooms.quiet(tx, self.stage.office, at=self.stage.now, now=self.stage.now, drawn=drawn)


async def worded(stage: DirectStage, words: wording.Words, audiences: Sequence[Audience] = (BOARD,)) -> None:
    """Word what waits to be worded."""
    taken = await stage.database.write(
        lambda tx: chores.claim(tx, (publishing.KIND,), stage.now, stage.now + timedelta(minutes=3), WORDED)
    )

    def clock(tx: Tx) -> Room:
        return house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)

    does = publishing.Publishing(stage.database, clock, words, audiences)
    for chore in taken:
        result = await does.do(chore)

        def finish(tx: Tx, chore: chores.Chore = chore, result: Callable[[Tx], None] = result) -> None:
            chores.done(tx, chore)
            result(tx)

        await stage.database.write(finish)


async def delivered(stage: DirectStage) -> None:
    """What waits has reached whom it is for: the channels are not played."""
    sent = "UPDATE outbox SET state = 'sent', sent_at = :at WHERE state = 'waiting' AND not_before <= :at"
    await stage.database.write(lambda tx: tx.put(sent, at=times.text(stage.now)))


def acts(stage: DirectStage, tx: Tx, who: Actor, matter: Standing, move: str, given: Mapping[str, str]) -> None:
    """Let somebody make a move of which the law is known to allow it."""
    room = house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)
    room = house_rooms.of_person(room, cards.as_staff(who), channel=stage.channel)
    made = moves.carry_out(room, matter, move, dict(given))
    assert made is not None, f"{move} of {matter.matter} in {matter.stage} was refused"


def each_own(who: Member) -> frozenset[str]:
    """The roles of somebody, but that of whoever speaks for a unit."""
    return who.roles - {Role.UNIT_CONTACT}


def members(tx: Tx) -> list[Member]:
    """Everybody who works here, by their newest account."""
    rows = tx.all(
        "SELECT MAX(account.id), person.id, person.label, person.unit, (SELECT string_agg(role, ',') FROM role_grant"
        " WHERE role_grant.person_id = person.id AND revoked_at IS NULL) FROM account JOIN person ON person.id = account.person_id"
        " WHERE account.gone_at IS NULL GROUP BY person.id ORDER BY person.id"
    )
    return [Member(row[0], row[1], row[2], row[3], frozenset(filter(None, (row[4] or "").split(",")))) for row in rows]


def of_every(tx: Tx, untold: Collection[str]) -> list[Standing]:
    """Every matter whose life this is."""
    ids = [int(number) for number, kind in tx.all("SELECT id, kind FROM matter ORDER BY id") if kind not in untold]
    return matters.of_ids(tx, ids)


def _is_begun(matter: Any) -> bool:
    begins = matter.procedure.begins
    return begins is not None and begins.is_offered and not begins.has_code
