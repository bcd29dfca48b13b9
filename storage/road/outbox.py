"""The outbox (发件箱): everything that is to be said, waiting for `bot/delivery/delivery.py`.

Rows are put here in the same transaction as what caused them. A body is sealed; a card has none: it is made from the
present state when it is shown. Its way out is in `storage/road/claiming.py` and `storage/road/sending.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.saying import Class, Say
from storage import shapes, times
from storage.database import Row, Tx, values
from storage.road import menus

INTERACTIVE = 0  # somebody waits for it
NEWS = 3  # what others have brought about: six hundred cards keep nobody waiting for an answer
BULK = 5
NOBODY = 0
PUBLIC_ACCOUNT = 0
FAREWELL = 0  # what a row `empties` whose reader has left, and with them the row itself
NOT_HELD = timedelta()
COLUMNS = (
    "id, account_id, channel, class, body, card_id, rendering_id, ref, attempts, fence, made_at, state, priority, about, empties,"
    " COALESCE((SELECT rendering.audience FROM rendering WHERE rendering.id = rendering_id), '')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One row on its way out. Exactly one of `body`, `card_id`, `rendering_id` says what it is.

    `about` is the matter whose evidence or course it shows, where it shows any; `empties` the row whose message it empties;
    `audience` whom public words are for.
    """

    id: int
    account_id: int
    channel: str
    kind: Class
    body: bytes
    card_id: int | None
    rendering_id: int | None
    ref: str
    attempts: int
    fence: int
    made_at: datetime
    state: str
    priority: int
    about: tuple[str, int] | None = None
    empties: int | None = None
    audience: str = ""

    @property
    def destination(self) -> "Destination":
        """Where it goes: what goes to one place keeps its order, and waits for nothing that goes to another."""
        return self.account_id, self.audience


Destination = tuple[int, str]
"""An account; or nobody's, and an audience."""


def about(matter: str, matter_id: int) -> str:
    """What `Say.about` is of a matter."""
    return f"{matter} {matter_id}"


def put(
    tx: Tx,
    say: Say,
    channel: str,
    handles: tuple[str, ...],
    at: datetime,
    *,
    priority: int | None = None,
    held: timedelta = NOT_HELD,
    is_interim: bool = False,
    empties: int | None = None,
    farewell: tuple[str, str, str] | None = None,
) -> None:
    """Put one Say for one account; a notice goes behind the answers, unless `priority` says otherwise. It leaves no sooner
    than `held` says; an interim one may be replaced until then.

    `empties`: it stands in the place of this row's message. `farewell` (address, language, reference) empties a message of an
    account that has left; such a row is gone once it was delivered.
    """
    made = times.text(at)
    to, ref = (farewell[:2], farewell[2]) if farewell else (None, None)
    body = tx.vault.seal(shapes.from_say(say, handles, to), f"outbox|{say.to}|{made}")
    tx.put_before(channel, say.to)
    usual = INTERACTIVE if say.kind is Class.REPLY else NEWS
    row = _row(say.to, channel, say.kind, usual if priority is None else priority, made, body)
    row |= {
        "not_before": times.text(at + held),
        "is_interim": int(is_interim),
        "about": say.about or None,
        "empties": FAREWELL if farewell else empties,
        "ref": ref,
    }
    tx.gather("outbox", row)


def put_again(tx: Tx, row: Waiting, account_id: int, at: datetime) -> None:
    """Put the words of a notice once more, for another account of the same reader."""
    channel = tx.value("SELECT channel FROM account WHERE id = :id", id=account_id)
    made = times.text(at)
    sealed = tx.vault.seal(_opened(tx, row), f"outbox|{account_id}|{made}")
    tx.put_before(channel, account_id)
    tx.gather("outbox", _row(account_id, channel, row.kind, row.priority, made, sealed))


def replace_interim(tx: Tx, account_id: int) -> None:
    """Take back what was said for the time being and has not left yet: what was put last is said in its place.

    Called after that was put: a number that was taken back would be given again, and a page that has come so far would not look.
    """
    tx.put(
        "DELETE FROM outbox WHERE account_id = :account AND state IN ('waiting', 'parked') AND attempts = 0 AND is_interim = 1"
        " AND id < (SELECT MAX(newest.id) FROM outbox AS newest WHERE newest.account_id = :account)",
        account=account_id,
    )


def take_back(tx: Tx, account_id: int) -> None:
    """Take back what waits for an account but was put before the last word: it was for a role that is gone. Cards, and what
    empties a message, see to themselves, and what an operator looks after stays. Called after that last word was put, as
    `replace_interim` is."""
    tx.put(
        "DELETE FROM outbox WHERE account_id = :account AND state IN ('waiting', 'parked') AND card_id IS NULL"
        " AND empties IS NULL AND id < (SELECT MAX(newest.id) FROM outbox AS newest WHERE newest.account_id = :account)"
        " AND NOT EXISTS (SELECT 1 FROM trouble WHERE trouble.outbox_id = outbox.id)",
        account=account_id,
    )


def put_cards(
    tx: Tx,
    chosen: str,
    at: datetime,
    *,
    not_before: datetime | None = None,
    shown: Sequence[int] = (),
    waits: int = NOBODY,
    **given: Any,
) -> None:
    """Put many cards, or the refreshing of them, in one statement. `chosen` is SQL from FROM on, with `card` and `account` in it; the
    account that `waits` for its own is answered before all others are told.

    The cards that are `shown` anew go first, in their order. Their rows say which matter they show (`about`): they stay where they
    stand when the card is shown once more, and go with the matter's evidence then.
    """
    made = times.text(at)
    about, order = "NULL", "card.id"
    if shown:
        named = {f"shown_{n}": card for n, card in enumerate(shown)}
        given |= named
        about = (
            f"CASE WHEN card.id IN ({', '.join(f':{name}' for name in named)})"
            " THEN card.matter || ' ' || CAST(card.matter_id AS TEXT) END"
        )
        places = " ".join(f"WHEN :{name} THEN {place}" for place, name in enumerate(named))
        order = f"CASE card.id {places} ELSE {len(named)} END, card.id"
    sql = (
        "INSERT INTO outbox (account_id, channel, class, priority, state, made_at, not_before, body, card_id, about)"
        " SELECT account.id, account.channel, :class, CASE WHEN account.id = :waits THEN :answer ELSE :news END, 'waiting',"
        f" :made, :not_before, :body, card.id, {about}"
        f" {chosen} ORDER BY {order}"
    )
    given |= {
        "class": Class.NOTICE.value,
        "waits": waits,
        "answer": INTERACTIVE,
        "news": NEWS,
        "made": made,
        "not_before": times.text(not_before or at),
        "body": b"",
    }
    if not tx.tells_others:
        tx.put(sql, **given)
        return
    for channel, account_id in tx.all(f"{sql} RETURNING channel, account_id", **given):
        tx.put_before(channel, account_id)


def put_public(tx: Tx, channel: str, rendering_id: int, at: datetime) -> int:
    """Put approved public words, byte for byte; return their number. The database refuses it without two valid approvals."""
    tx.put_before(channel, PUBLIC_ACCOUNT)
    row = _row(PUBLIC_ACCOUNT, channel, Class.PUBLIC, BULK, times.text(at), b"", rendering_id=rendering_id)
    written, given = values([row])
    return tx.add(f"INSERT INTO outbox {written}", **given)


def of_id(tx: Tx, number: int) -> Waiting | None:
    """Find one row."""
    row = tx.one(f"SELECT {COLUMNS} FROM outbox WHERE id = :id", id=number)
    return None if row is None else waiting(row)


def body(tx: Tx, row: Waiting) -> shapes.Stored:
    """Open a row's body."""
    return shapes.to_stored(_opened(tx, row))


def resealed(tx: Tx, row: Waiting, at: datetime) -> bytes:
    """A row's body sealed anew, for a row that counts as made at this moment."""
    if not row.body:
        return row.body
    return tx.vault.seal(_opened(tx, row), f"outbox|{row.account_id}|{times.text(at)}")


def has_newer(tx: Tx, row: Waiting) -> bool:
    """Whether the same card will be refreshed again anyway."""
    found = tx.one(
        "SELECT 1 FROM outbox WHERE account_id = :account AND id > :id AND card_id = :card AND state = 'waiting'",
        account=row.account_id,
        id=row.id,
        card=row.card_id,
    )
    return found is not None


def forget(tx: Tx, account_id: int) -> None:
    """Delete all that was said to an account that left, and which cards and menus stood before it."""
    tx.put("DELETE FROM outbox WHERE account_id = :account", account=account_id)
    menus.forget(tx, account_id)
    tx.put("DELETE FROM card WHERE account_id = :account", account=account_id)


def waiting(row: Row) -> Waiting:
    """Make of a row of `COLUMNS` what leaves this folder."""
    return Waiting(
        id=row[0],
        account_id=row[1],
        channel=row[2],
        kind=Class(row[3]),
        body=row[4],
        card_id=row[5],
        rendering_id=row[6],
        ref=row[7] or "",
        attempts=row[8],
        fence=row[9],
        made_at=times.read(row[10]),
        state=row[11],
        priority=row[12],
        about=_matter(row[13]),
        empties=row[14],
        audience=row[15],
    )


def _opened(tx: Tx, row: Waiting) -> bytes:
    return tx.vault.open(row.body, f"outbox|{row.account_id}|{times.text(row.made_at)}")


def _matter(about: str | None) -> tuple[str, int] | None:
    matter, _, number = (about or "").partition(" ")
    return (matter, int(number)) if number else None


def _row(
    account_id: int,
    channel: str,
    kind: Class,
    priority: int,
    made: str,
    sealed: bytes,
    *,
    card_id: int | None = None,
    rendering_id: int | None = None,
) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "channel": channel,
        "class": kind.value,
        "priority": priority,
        "state": "waiting",
        "made_at": made,
        "not_before": made,
        "is_interim": 0,
        "body": sealed,
        "card_id": card_id,
        "rendering_id": rendering_id,
        "about": None,
        "empties": None,
        "ref": None,
    }
