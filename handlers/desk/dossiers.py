"""卷宗: a matter as a whole, for whoever of the office sees its card, and asking for it as a PDF in which nobody is named.

Of a vote it holds the result; who gave which voice stands nowhere in it. The PDF is made by `bot/publishing/papers.py`.
"""

from dataclasses import dataclass, replace

from domain.cards import CardView
from domain.mechanism.columns import CALLED, OWN_SIDE
from domain.mechanism.kin import Kin
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Term
from domain.sayings import cards as card_sayings
from domain.sayings.desk import dossiers as sayings
from handlers.conversation import guarding
from handlers.conversation.procedures import cards, derived, papers, relatives, views
from handlers.conversation.room import Room
from handlers.desk import timelines
from storage import papers as store
from storage import people as accounts
from storage.desk import cards as card_rows
from storage.road import chores

PRINT = "print_dossier"  # the chore that makes the PDF
_OWN_VOICE = frozenset({Term("label", "choice"), Term("label", "reason")})


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWanted:
    """A case file to be printed: for which account, of which matter, and what stands in it, nobody named."""

    account: int
    locale: str
    standing: Standing
    view: CardView
    pages: sayings.DossierPages


def show(room: Room, rest: str) -> None:
    """卷宗 of the matter of this number, or of the one whose card was shown last: the card, and the rest of the file below it."""
    newest = card_rows.last_shown(room.tx, room.actor.account_id)
    found = _found(room, rest or (f"{newest[0]} {newest[1]}" if newest else ""))
    if found is None:
        room.reply(card_sayings.NotForYou())
        return
    standing, facts = found
    cards.show(room, standing.matter, standing.id, room.actor.account_id)
    printing = Choice(value=f"/printdossier {standing.matter} {standing.id}", label=Term("menu", "printdossier"))
    reader = room.acting_as(cards.as_staff(room.actor))
    room.reply(of(reader, standing, facts), (printing,), about=(standing.matter, standing.id))


def print_out(room: Room, rest: str) -> None:
    """Ask for the PDF of a case file (`case 12`)."""
    found = _found(room, rest)
    if found is None:
        room.reply(card_sayings.NotForYou())
        return
    standing, _ = found
    body = {"matter": standing.matter, "id": standing.id}
    chores.put(room.tx, PRINT, room.actor.account_id, body, room.now)
    room.reply(sayings.DossierPrinting(number=standing.number))


def of(reader: Room, standing: Standing, facts: Facts) -> sayings.DossierPages:
    """What the file of a matter holds besides its card, for whoever acts here. Single voices of a vote are no steps."""
    table = reader.office.matters[standing.matter].procedure
    voices = {Term(f"move.{standing.matter}", move) for move, rule in table.moves.items() if rule.ballot}
    local = reader.office.calendar.local_day
    return sayings.DossierPages(
        number=standing.number,
        kin=tuple(
            views.title(reader, reader.office.matters[each.matter].procedure, each)
            for which in Kin
            for each in relatives.seen(reader, standing, which)
        ),
        terms=tuple(
            sayings.DossierTerm(
                name=Term(f"move.{standing.matter}", term.lapse)
                if term.lapse
                else Term(f"stage.{standing.matter}", standing.stage),
                due=local(term.due_at),
                rests=Term("remark", "term_rests") if term.stopped_at else None,
            )
            for term in standing.terms
        ),
        papers=tuple(
            sayings.DossierPaper(title=Term(f"paper.{paper.name}", "title"), day=local(paper.made_at))
            for paper in papers.of_reader(reader, standing, facts)
        ),
        steps=tuple(step for step in timelines.lines(reader, standing, facts) if step.move not in voices),
    )


def wanted(room: Room, account: int, matter: str, matter_id: int) -> DossierWanted | None:
    """What is to be printed; None where whoever asked may not see it any more."""
    actor = accounts.actor_of(room.tx, account)
    if actor is None:
        return None
    reader = room.acting_as(cards.as_staff(actor))
    found = _sight(reader, matter, matter_id)
    view = reader.office.matters[matter].view(reader, matter_id) if found else None
    if found is None or view is None:
        return None
    pages = of(reader, *found)
    nameless = replace(pages, steps=tuple(replace(step, who="") for step in pages.steps))
    return DossierWanted(
        account=account, locale=actor.locale, standing=found[0], view=_nameless(reader, matter, view), pages=nameless
    )


def bring(room: Room, what: DossierWanted, text: str, data: bytes) -> None:
    """Bring the PDF to whoever asked for it, unless somebody who reported stands in it by name or contact."""
    standing = what.standing
    if guarding.names_a_reporter(room, text, standing):
        room.tell(what.account, sayings.DossierLeaks(number=standing.number))
        return
    key = store.put(room.tx, standing.id, "", store.DOSSIER, what.locale, data, room.at)
    room.tell(what.account, sayings.DossierComes(number=standing.number), picture=key)


def _found(room: Room, rest: str) -> tuple[Standing, Facts] | None:
    """What a kind and an id name, or a number, for whoever acts here."""
    reader, named = room.acting_as(cards.as_staff(room.actor)), cards.named(room, rest)
    if named is None:
        kinds = tuple(kind for kind, matter in room.office.matters.items() if isinstance(matter, derived.Derived))
        standing = derived.seen(room, kinds, rest)
        named = None if standing is None else (standing.matter, standing.id)
    return None if named is None else _sight(reader, *named)


def _sight(reader: Room, matter: str, matter_id: int) -> tuple[Standing, Facts] | None:
    """Where it stands, for whoever of the office sees it; those whom it concerns see their card and no file."""
    found = cards.sight(reader, matter, matter_id)
    return None if found is None or found[1].relations & OWN_SIDE else found


def _nameless(room: Room, matter: str, view: CardView) -> CardView:
    """A card without the people of the office, and without what its reader voted."""
    moves = room.office.matters[matter].procedure.moves.values()
    people = {asked.name for rule in moves for asked in rule.asks if asked.how in CALLED}
    hidden = {Term(f"label.{matter}", name) for name in people} | _OWN_VOICE
    hidden |= {Term("label", name) for name in ("officer", "applicant", "pending")}
    return replace(
        view,
        facts=tuple(each for each in view.facts if each.label not in hidden),
        notes=tuple(each for each in view.notes if each.label not in hidden),
    )
