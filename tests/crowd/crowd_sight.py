"""Who of a crowd may see what: the law's sentences (§2, and the three promises), said once more without the product's own code.

Every parcel that reaches somebody is looked at here, at the moment when it does. What is found is a complaint in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from bot.channel import Parcel
from bot.delivery import elsewhere
from domain.units import Register
from storage import matters, submissions
from storage.database import Tx
from storage.road import outbox
from storage.road.outbox import Waiting

FAREWELLS = ("people.role_lost", "people.deputy_over", "cards.emptied")  # the last empties what is on the screen
NOTES = ("supplement", "answer", "office", "news")
TOKEN = re.compile("事[甲乙丙丁戊己庚辛壬癸]{4}号")


@dataclass
class Sight:
    """What is known of who said what: the author of every word, the owner of every query code, whom a public word has reached."""

    register: Register
    authors: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    published: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _matters: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))

    def of_parcel(self, tx: Tx, who: str, account: int, parcel: Parcel) -> list[str]:
        """What somebody was shown that is not for them."""
        shown = _shown(parcel)
        strange = {one for one in TOKEN.findall(shown) if self.authors.get(one) != who}
        found = [
            f"{who} was shown {one} of {self.authors[one]}" for one in strange if not self._may_read(tx, account, one)
        ]
        plain = shown.replace("-", "").replace(" ", "").upper()
        return found + [
            f"{who} was shown the query code of {owner}"
            for code, owner in self.codes.items()
            if owner != who and code in plain
        ]

    def of_public(self, tx: Tx, row_id: int, place: str) -> list[str]:
        """What is wrong with public words that were said in a place: a message's number, or the board."""
        rendering = tx.value("SELECT rendering_id FROM outbox WHERE id = :id", id=row_id)
        number = int(tx.value("SELECT announcement_id FROM rendering WHERE id = :id", id=rendering))
        found = []
        if (signed := _signatures(tx, number)) < 2:
            found.append(f"announcement {number} was said with {signed} valid approvals")
        self.published[row_id].add(place)
        decided = len(
            tx.all(
                "SELECT history.id FROM history JOIN trouble ON trouble.id = history.matter_id"
                " WHERE history.matter = 'trouble' AND history.what = 'send_again' AND trouble.outbox_id = :row",
                row=row_id,
            )
        )
        if len(self.published[row_id]) > 1 + decided:
            found.append(f"announcement {number} was said {len(self.published[row_id])} times in public")
        return found

    def of_new_rows(self, tx: Tx, after: int, speaker: int) -> list[str]:
        """What was put before staff whose roles are gone, but for their own answers, that they are gone, and cards put out."""
        rows = tx.all(
            "SELECT outbox.id, account.person_id FROM outbox JOIN account ON account.id = outbox.account_id"
            " LEFT JOIN card ON card.id = outbox.card_id"
            " WHERE outbox.id > :after AND account.person_id IS NOT NULL AND account.id <> :speaker"
            " AND (card.id IS NULL OR card.outbox_id = outbox.id)"
            " AND NOT EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = account.person_id AND revoked_at IS NULL)",
            after=after,
            speaker=speaker,
        )
        keyed = [(_key(tx, row_id), person) for row_id, person in rows]
        return [
            f"{key} was put before person {person}, who has no role any more"
            for key, person in keyed
            if key not in FAREWELLS
        ]

    def of_late_row(self, tx: Tx, row: Waiting, text: str, blank: str) -> list[str]:
        """What reaches staff whose roles are gone though it was put before they were told so; the cards they had are put out."""
        person = tx.value("SELECT person_id FROM account WHERE id = :id", id=row.account_id)
        if person is None or has_role(tx, int(person)) or text == blank:
            return []
        later = tx.all(
            "SELECT id FROM outbox WHERE account_id = :account AND id > :id AND card_id IS NULL",
            account=row.account_id,
            id=row.id,
        )
        if row.attempts > 1 or not any(_key(tx, number) in FAREWELLS for (number,) in later):
            return []  # what was under way when the house died cannot be taken back: it may have arrived
        key = _key(tx, row.id)
        return [] if key in FAREWELLS else [f"{key} reached account {row.account_id}, which has no role any more"]

    def _may_read(self, tx: Tx, account: int, token: str) -> bool:
        if not any(_may_see(tx, self.register, account, *one) for one in self._matters[token]):
            self._matters[token] = {one for one in _all(tx) if token in _words(tx, *one)}
        return any(_may_see(tx, self.register, account, *one) for one in self._matters[token])


def has_role(tx: Tx, person: int, role: str = "") -> bool:
    """Whether a person holds a role now, or any."""
    held = {
        name for (name,) in tx.all("SELECT role FROM role_grant WHERE person_id = :p AND revoked_at IS NULL", p=person)
    }
    return role in held if role else bool(held)


def left_behind(tx: Tx) -> list[str]:
    """What is neither delivered, there or elsewhere, nor parked with a trouble; a page that nobody opens waits without term."""
    rows = tx.all(
        "SELECT outbox.id, outbox.state, outbox.why FROM outbox WHERE state <> 'sent' AND NOT (state = 'waiting' AND channel = 'web'"
        " AND class <> 'P') AND NOT (state IN ('dead', 'unknown') AND EXISTS"
        " (SELECT 1 FROM trouble WHERE trouble.outbox_id = outbox.id)) AND NOT (state = 'dead' AND why = :moved)",
        moved=elsewhere.MOVED,
    )
    return [f"row {number} ends as {state} ({why}) and nobody knows" for number, state, why in rows]


def _key(tx: Tx, number: int) -> str:
    row = outbox.of_id(tx, number)
    return "a card" if row is None or row.card_id is not None else outbox.body(tx, row).key


def _may_see(tx: Tx, register: Register, account: int, matter: str, number: int) -> bool:
    """The law §2: a reviewer, of no unit in line with the one it is about, who neither brought it nor withdrew from it; and who leads,
    as long as it waits for those who lead."""
    person = tx.value("SELECT person_id FROM account WHERE id = :id", id=account)
    if person is None or not (has_role(tx, int(person), "reviewer") or _is_led(tx, int(person), number)):
        return False
    brought = submissions.of_id(tx, matter, number)
    if brought is None:
        return False
    mine, unit = str(tx.value("SELECT unit FROM person WHERE id = :id", id=person)), brought.unit
    if mine and unit and (mine in _above(register, unit) or unit in _above(register, mine)):
        return False
    if person == tx.value("SELECT person_id FROM account WHERE id = :id", id=brought.account_id):
        return False
    withdrawn = "SELECT 1 FROM recusal WHERE matter = :matter AND matter_id = :id AND person_id = :person"
    return tx.value(withdrawn, matter=matter, id=number, person=person) is None


def _is_led(tx: Tx, person: int, number: int) -> bool:
    waits = tx.value("SELECT stage FROM matter WHERE id = :id", id=number) in ("unowned", "second_review")
    return waits and (has_role(tx, person, "leader") or has_role(tx, person, "committee"))


def _above(register: Register, code: str) -> list[str]:
    """A unit and all above it."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        unit = register.get(code)
        code = unit.parent if unit else ""
    return found


def _signatures(tx: Tx, number: int) -> int:
    """How many different people have signed these very words in a role that they still hold under the same grant."""
    return int(
        tx.value(
            "SELECT COUNT(DISTINCT ballot.person_id) FROM ballot JOIN announcement ON announcement.id = matter_id"
            " JOIN role_grant ON role_grant.id = ballot.grant_id WHERE matter_id = :id AND revoked_at IS NULL"
            " AND subject = announcement.hash AND ballot.person_id <> COALESCE(announcement.author_id, 0)",
            id=number,
        )
    )


def _shown(parcel: Parcel) -> str:
    """All that a parcel holds, whatever part of it."""
    return "\n".join(
        (
            parcel.text,
            *(f"{button.label} {button.handle}" for button in parcel.buttons),
            *(fact.value for fact in parcel.facts),
            *(f"{file.name} {file.alt}" for file in parcel.attachments),
        )
    )


def _all(tx: Tx) -> list[tuple[str, int]]:
    return [(kind, number) for kind, number in tx.all("SELECT kind, id FROM matter WHERE code IS NOT NULL ORDER BY id")]


def _words(tx: Tx, matter: str, number: int) -> str:
    """The words of a matter: what was told, and what was added by either side; names of files and people are none of them."""
    told = matters.told(tx, number)
    notes = submissions.notes(tx, matter, number, NOTES, limit=1000)
    return str(told) + "".join(note.text for note in notes)
