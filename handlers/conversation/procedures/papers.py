"""Formal texts as documents (文书, the law §9): what a move serves by the column `paper` of its table.

Lives here: `want`, which asks for it to be worded and drawn; `issue`, which keeps it and brings it to those whom the move told, once
nothing in it must stay in the office; and 查看文书, later. The document is made by `bot/publishing/papers.py`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from domain.mechanism.columns import OWN_SIDE, Party, Relation
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.saying import Choice, Saying, Term
from domain.sayings import cards as card_sayings
from domain.sayings import papers as sayings
from handlers.conversation import guarding
from handlers.conversation.procedures import cards, relations
from handlers.conversation.room import Room
from storage import matters
from storage import papers as store
from storage.papers import Paper
from storage.road import chores, routes

RENDER = "render_paper"  # the chore that words and draws a document


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWanted:
    """A document to be made: of which matter and move, of which name, what its facts were then (`own`), and when each of its terms ends
    (by its rule, ISO). `readers`: the accounts that get it, with their languages."""

    standing: Standing
    move: str
    name: str
    own: Mapping[str, str]
    ends: Mapping[str, str]
    readers: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDrawn:
    """A document in one language: its words and its bytes."""

    text: str
    data: bytes


def want(room: Room, event: Event) -> None:
    """Let the document of a move that was made be worded and drawn, as the facts are now."""
    after, rule = event.after, room.office.matters[event.after.matter].procedure.moves[event.move]
    if rule.paper:
        ends = {term.name: term.due_at.isoformat() for term in after.terms}
        body = {"matter": after.matter, "id": after.id, "move": event.move, "own": dict(after.own), "ends": ends}
        chores.put(room.tx, RENDER, 0, body, room.now)


def wanted(room: Room, body: Mapping[str, Any]) -> PaperWanted | None:
    """What a chore asks for; None where the matter is there no more."""
    standing = matters.standing(room.tx, str(body["matter"]), int(body["id"]))
    if standing is None:
        return None
    table = room.office.matters[standing.matter].procedure
    rule = table.moves[str(body["move"])]
    accounts = relations.accounts_of(room, standing, (*outside(table, rule), Relation.OFFICER))
    found = {each.account_id: routes.route_of(room.tx, each.account_id) for each in accounts}
    return PaperWanted(
        standing=standing,
        move=str(body["move"]),
        name=rule.paper,
        own=body["own"],
        ends=body["ends"],
        readers={account: route.locale for account, route in found.items() if route is not None},
    )


def readable(table: Procedure, rule: Rule) -> frozenset[str]:
    """The facts that may stand in the document of a move: those that each of the parties to whom it goes outside sees."""
    sides = [frozenset(table.shows[party]) for party in outside(table, rule)]
    return frozenset.intersection(*sides) if sides else frozenset()


def outside(table: Procedure, rule: Rule) -> frozenset[Party]:
    """To whom outside the office the document of a move goes: whom it tells, where it tells none of them whom it concerns."""
    sides = OWN_SIDE & frozenset(table.shows)
    return sides & frozenset(rule.tells) or sides


def issue(room: Room, what: PaperWanted, drawn: Mapping[str, PaperDrawn], written: Collection[str]) -> None:
    """Keep a document and bring it to its readers; where it holds what must not leave, tell whoever has the matter in hand.

    `drawn` holds it in each language, `written` what of it people wrote.
    """
    standing = what.standing
    texts = [each.text for each in drawn.values()]
    leak = guarding.words(room, texts, written, standing.id, {standing.unit} - {""})
    title, kind = Term(f"paper.{what.name}", "title"), Term("matter", standing.matter)
    if leak is not None:
        told = sayings.PaperLeaks(
            title=title, kind=kind, number=standing.number, what=Term("leak", leak.kind), where=leak.where
        )
        for each in relations.accounts_of(room, standing, (Relation.OFFICER,)):
            room.tell(each.account_id, told, channel=each.channel)
        return
    keys = {
        locale: store.put(room.tx, standing.id, what.move, what.name, locale, each.data, room.at)
        for locale, each in drawn.items()
    }
    comes = sayings.PaperComes(title=title, kind=kind, number=standing.number)
    for account, locale in what.readers.items():
        room.tell(account, comes, picture=keys[locale])


def show(room: Room, rest: str) -> None:
    """查看文书: every document of a matter (`case 12`) that whoever asks may read, each with its file, in their language where it is
    there."""
    reader, named = room.acting_as(cards.as_staff(room.actor)), cards.named(room, rest)
    sight = None if named is None else cards.sight(reader, *named)
    if sight is None:
        room.reply(card_sayings.NotForYou())
        return
    standing, facts = sight
    found = of_reader(reader, standing, facts)
    if not found:
        room.reply(sayings.NoPapers(number=standing.number))
    for paper in found:
        room.reply(_comes(standing, paper), picture=paper.key, about=(standing.matter, standing.id))


def of_reader(reader: Room, standing: Standing, facts: Facts) -> list[Paper]:
    """The documents of a matter that whoever acts here may read, one of each: the office reads all, who is told those that they
    were told of."""
    table = reader.office.matters[standing.matter].procedure
    if not any(rule.paper for rule in table.moves.values()):
        return []
    own = facts.relations & OWN_SIDE
    every = [
        paper
        for paper in store.of_matter(reader.tx, standing.id)
        if (own & outside(table, table.moves[paper.move]) if own else not facts.is_recused)
    ]
    chosen: dict[tuple[str, str], Paper] = {}
    for paper in every:
        place = (paper.move, paper.made_at.isoformat())
        if place not in chosen or paper.locale == reader.actor.locale:
            chosen[place] = paper
    return list(chosen.values())


def button(standing: Standing) -> Choice:
    """The button that leads to the documents of a matter."""
    return Choice(value=f"/papers {standing.matter} {standing.id}", label=Term("menu", "papers"))


def _comes(standing: Standing, paper: Paper) -> Saying:
    return sayings.PaperComes(
        title=Term(f"paper.{paper.name}", "title"), kind=Term("matter", standing.matter), number=standing.number
    )
