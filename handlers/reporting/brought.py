"""A matter that somebody brings in and follows by a query code: everything follows from its table, and neither side learns who the
other is.

Lives here: `BroughtIn`, what such a matter has besides what every derived one has, and the effects that all of them share.
"""

from collections.abc import Mapping
from dataclasses import replace

from domain import codes
from domain.cards import CardView, Value
from domain.mechanism import supervising
from domain.mechanism.columns import Place
from domain.mechanism.reminders import ReminderKind
from domain.mechanism.standing import Event, Outcome, Running, Standing
from domain.mechanism.table import Facts, Procedure
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as clue_sayings
from domain.sayings import matters as sayings
from handlers.conversation.forms import answers
from handlers.conversation.procedures import attachments, cards, moves, relations, relatives, views
from handlers.conversation.procedures.derived import NOTHING, Adds, Derived, Effect, look
from handlers.conversation.room import Room
from handlers.desk import queue, ringing
from handlers.reporting import submissions, unreachable
from storage import matters
from storage import people as accounts
from storage import submissions as rows
from storage.road import history, reach

ANSWER, ASK_MORE = "answer", "ask_more"  # a word that answers, and the move that asked for it


class BroughtIn(Derived):
    """A matter by its table that somebody brings in."""

    def facts(self, room: Room, standing: Standing) -> Facts:
        """Whoever brought it themselves, here or in what was merged into it, is kept away too (the law §2)."""
        known = super().facts(room, standing)
        is_own = room.actor.person_id is not None and moves.involved(room, standing).has_brought
        return replace(known, is_recused=known.is_recused or is_own)

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """Its card with what was told, as long as its key is there."""
        found = moves.loaded(room, self.procedure.matter, matter_id)
        if found is None or not self.may_see(room, *found):
            return None
        standing, facts = found
        asks = (asked for rule in self.procedure.moves.values() for asked in rule.asks)
        parted = {asked.name: standing.category for asked in asks if asked.kept is Place.CATEGORY}
        told = matters.told(room.tx, standing.id)
        return views.of(
            room, self.procedure, replace(standing, own={**standing.own, **told, **parted}), facts, self._finds
        )

    def followed(self, room: Room, event: Event) -> None:
        """Effects of a move, then who hears of it."""
        rule, brought = self.procedure.moves[event.move], event.after
        reporter = rows.reporter_of(room.tx, brought.id) if Role.REPORTER in event.tells else None
        if event.outcome in (Outcome.MOVED, Outcome.ACTED):
            for effect in rule.effects:
                self._effects[effect](room, event)
            self._hear(room, event)
        if event.outcome is Outcome.MOVED:
            waits = () if brought.stage == event.before.stage else self.procedure.todo.get(brought.stage, ())
            staff = tuple(party for party in (*rule.tells, *waits) if party is not Role.REPORTER)
            self._tell(room, event, staff, event.move)
        if event.outcome is Outcome.DECLINED and event.by.person_id is not None:
            self._tell_proposer(room, event)
        if event.outcome is Outcome.PROPOSED and rule.second is Role.REVIEWER:
            submissions.tell_signers(room, brought, event)
        elif event.outcome is Outcome.PROPOSED and rule.second is not None:
            self._tell(room, event, (rule.second,), "proposed")
        if reporter is not None:
            submissions.tell_reporter(room, brought, self._news(room, event), reporter, self._written(event))
        if event.outcome is Outcome.MOVED:
            relatives.follow(room, event)  # what follows from it is told after it
        if rule.is_answered:
            submissions.tell_mover(room, event, self.procedure.next.get(event.after.stage))

    def brought(self, room: Room, standing: Standing, given: Mapping[str, str]) -> None:
        """Let those hear that it waits who have it in their 待办, else the reviewers; the receipt goes out with the commit."""
        waits_for = relations.roles_of(self.procedure.todo.get(standing.stage, ()))
        ringing.ring_roles(room, waits_for or (Role.REVIEWER,), standing)
        if standing.account_id is None and self.procedure.is_apart:
            room.reply(sayings.EnteredPastUs(kind=Term("matter", standing.matter)))
            return
        if standing.account_id is None:
            entered = sayings.Entered(
                kind=Term("matter", standing.matter), number=standing.number, code=codes.spaced(room.drawn.code)
            )
            room.reply(entered, look(standing))
            return
        promised = next(
            limit.rule for limit in self.procedure.terms if standing.stage in limit.stages and limit.is_promised
        )
        is_heard = self._is_heard(room)
        waits_for_it = "coming" if is_heard else "nobody"
        coming, below = (Term(f"receipt.{standing.matter}", name) for name in (waits_for_it, "below"))
        receipt = sayings.Receipt(
            kind=Term("matter", standing.matter),
            day=room.today,
            number=standing.number,
            code=codes.spaced(room.drawn.code),
            coming=coming,
            days=getattr(room.office.rules, promised).amount if is_heard else 0,
            latest=self._latest(room, standing) if is_heard else 0,
            below=below,
        )
        room.reply(receipt, submissions.under_receipt(room.drawn.code))

    def _latest(self, room: Room, standing: Standing) -> int:
        """Within how many working days such a one hears at the very latest (a real name, the law §3); 0: no sooner than anybody."""
        own = (limit for limit in self.procedure.terms if limit.is_promised and limit.where and limit.is_for(standing))
        return next((getattr(room.office.rules, limit.rule).amount for limit in own), 0)

    def _is_heard(self, room: Room) -> bool:
        """Whether there is anybody above whom it reaches, where it goes past the office."""
        return not self.procedure.is_apart or bool(accounts.holders(room.tx, relations.roles_of(self.procedure.shows)))

    def coming(self, room: Room, event: Event) -> int | None:
        """The next card of the reviewer's queue."""
        return queue.next_after(room, event)

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind whoever brought it, and whoever owes it; what is claimed, its owner alone."""
        submissions.remind(room, standing, term, kind)
        is_queue = not supervising.awaited(self.procedure, standing)
        if standing.owner_id is None or not is_queue:
            super().reminded(room, standing, term, kind)
        elif kind == ReminderKind.HALF and supervising.owed_by(self.procedure, standing, term):
            by = standing.account_id or 0
            ringing.ring_reviewers(
                room, standing.matter, standing.id, unit=standing.unit, brought_by=by, person_id=standing.owner_id
            )

    def _finds(self, room: Room, standing: Standing, facts: Facts) -> views.Found:
        """What came with it and was said since, and whether whoever brought it can be told."""
        lost = unreachable.since(room, standing.account_id) if standing.account_id is not None else None
        coming = self.procedure.next.get(standing.stage)
        values: dict[str, Value] = {
            "attachments": attachments.lines(room, standing.matter, standing.id),
            "unreachable": None if lost is None else clue_sayings.Unreachable(since=lost),
            "notes": submissions.said_since(room, standing.matter, standing.id),
            "next": None if coming is None else Term("comes_next", coming),
            "alias": rows.alias_of(room.tx, standing.id) if self.procedure.is_apart else "",
            "unit_told": "" if standing.unit else standing.own.get("unit_told", ""),
        }
        ledger = Choice(value=f"/dossier {standing.matter} {standing.id}", label=Term("menu", "dossier"))
        found = views.Found(buttons=(ledger,) if self.procedure.is_apart else ())
        found = self.adds.finds(room, standing, facts) if self.adds.finds else found
        return replace(found, values={**values, **found.values})

    def _hear(self, room: Room, event: Event) -> None:
        """Keep a word of whoever brought it, and let its owner hear of it; where nobody has it, whoever asked what is answered."""
        noted = self.procedure.moves[event.move].noted
        if noted is not None and event.by.roles == {Role.REPORTER}:
            text = event.given.get(noted[1], "")
            submissions.hear(room, event.after, event.before.owner_id, noted[0], text)
        if noted is not None and noted[0] == ANSWER and event.before.owner_id is None:
            self._tell_who_asked(room, event.after)

    def _tell_who_asked(self, room: Room, brought: Standing) -> None:
        """Whoever asked for more of what nobody has in hand; where they may not see it any more, all for whom it waits now."""
        asked = history.doer(room.tx, brought.matter, brought.id, ASK_MORE).removeprefix("person:")
        devices = reach.of_person(room.tx, room.now, int(asked)) if asked.isdecimal() else ()
        seeing = [device for device in devices if self._is_seen_at(room, brought, device)]
        for account in seeing:
            submissions.tell_of_addition(room, brought, account)
        if not seeing:
            ringing.ring_roles(room, (Role.REVIEWER,), brought)

    def _is_seen_at(self, room: Room, brought: Standing, account_id: int) -> bool:
        actor = accounts.actor_of(room.tx, account_id)
        reader = None if actor is None else room.acting_as(cards.as_staff(actor))
        return reader is not None and self.may_see(reader, brought, self.facts(reader, brought))

    def _written(self, event: Event) -> tuple[rows.Word, ...]:
        """A word of the office, which is kept with the news that whoever brought it is told."""
        noted = self.procedure.moves[event.move].noted
        text = event.given.get(noted[1], "") if noted is not None and event.by.person_id is not None else ""
        return ((noted[0], text, event.proposed_by or event.by.person_id),) if noted and text else ()

    def _news(self, room: Room, event: Event) -> Saying:
        """What whoever brought it is told of a move: its sentence, what the table lets them read of it, and the term that follows."""
        rule, after, is_act = self.procedure.moves[event.move], event.after, event.outcome is Outcome.ACTED
        is_secret = rule.is_secret(event.given)
        every = (asked for name in rule.says for asked in views.asked(self.procedure, name))
        said = tuple(asked for asked in every if not (is_secret and asked.name in rule.secret))
        return sayings.ToWhoBrought(
            number=after.number,
            news=Term(f"told.{after.matter}", f"{event.move}_secretly" if is_secret else event.move),
            lines=answers.lines(after.matter, said, {**after.own, **event.given}),
            due=None if is_act else submissions.day_of(room, views.promised_at(self.procedure, after)),
            day=room.today,
        )


def of_tables(
    tables: Mapping[str, Procedure], effects: Mapping[str, Effect], adds: Mapping[str, Adds]
) -> dict[str, Derived]:
    """The matters of which everything follows from their table, by name; `effects` and `adds` as `Derived` has them."""
    return {
        name: (BroughtIn if table.begins and table.begins.has_code else Derived)(
            table, effects, adds.get(name, NOTHING)
        )
        for name, table in tables.items()
        if table.shows
    }


def _show(room: Room, event: Event) -> None:
    """Show the files; to whoever's card does not list them, as the helper's and the evaluator's, those of the unit alone: what came with
    the accusation may tell whose it is (the law §2)."""
    about, table = event.after, room.office.matters[event.after.matter].procedure
    names = views.shown(table, room, about, moves.facts_of(room, about)) or ()
    attachments.show(room, about.matter, about.id, about.number, None if "attachments" in names else about.unit)


def _set_unit(room: Room, event: Event) -> None:
    matters.set_unit(room.tx, event.after.id, event.given["unit"])


EFFECTS: Mapping[str, Effect] = {"show_evidence": _show, "set_unit": _set_unit}
