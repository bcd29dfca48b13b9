"""Who presses what in the measurement of a press, handled whole by `handlers/conversation/dispatch.py`.

A citizen submits a report; a reviewer claims it and accepts it while others wait, so that the next card is offered; another
signs a rejection; a unit's contact presses 收到 at a flag. Every reviewer has the card open.
"""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from bench.children import CouldNotMeasure
from bench.subject import sign_in
from bot.house import intake
from domain import people
from domain.matters import announcements
from domain.matters.scoring import flags as law
from domain.matters.scoring import periods
from domain.mechanism import procedure
from domain.mechanism.standing import Event
from domain.mechanism.table import Procedure
from domain.people import Role
from domain.said import Said
from domain.scoring import rotations
from handlers.conversation import dispatch, handles
from handlers.conversation import room as rooms
from handlers.conversation.procedures import moves
from storage import announcements as announcement_rows
from storage import invitations, matters
from storage import people as accounts
from storage.database import Database, Tx
from storage.desk import cards
from storage.road import outbox, pages, speakers
from storage.scoring import flags as flag_rows
from storage.scoring import periods as period_rows
from tests.support.statements import counted

STORY = "自然资源局三个月不处理违建举报"
TOLD = ("/start", STORY, "同意", "确认", "跳过", "完成", "匿名")
BETWEEN = timedelta(seconds=10)
CONTACT, SECOND = "contact", "second signer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One press: its statements, and its milliseconds without the commit."""

    statements: int
    milliseconds: float


@dataclass(slots=True, kw_only=True)
class Office:
    """The office that is measured. `began`: when its first message comes; every message is some seconds later."""

    database: Database
    values: rooms.Office
    began: datetime
    messages: int = 0
    reviewers: dict[str, int] = field(default_factory=dict)

    async def says(self, who: str, text: str = "", choice: str = "") -> Cost:
        """Let somebody say or press something, in a transaction of its own."""
        self.messages += 1
        at = self.began + self.messages * BETWEEN
        said = Said(
            channel="web", event_key=str(self.messages), speaker=who, route=who, text=text, choice=choice, at=at
        )

        def work(tx: Tx) -> Cost:
            began = time.perf_counter()
            with counted() as asked:
                dispatch.dispatch(tx, self.values, said, intake.draw(), speakers.hear(tx, said), at=at)
            return Cost(statements=len(asked), milliseconds=1000 * (time.perf_counter() - began))

        return await self.database.write(work)

    def room(self, tx: Tx) -> rooms.Room:
        """The clock's room, now."""
        at = self.began + self.messages * BETWEEN
        return rooms.Room(
            tx=tx, office=self.values, actor=people.CLOCK, at=at, now=at, drawn=intake.draw(), channel="web"
        )


async def played(office: Office, repetitions: int) -> dict[str, list[Cost]]:
    """Let everything be pressed so often; return the costs of each act."""
    costs: dict[str, list[Cost]] = {act: [] for act in ("submit", "claim", "accept", "sign", "acknowledge")}
    office.reviewers = await office.database.read(_reviewers)
    for number in range(repetitions + 1):  # one waits all the time: the next that is offered
        costs["submit"].append(await _submit(office, f"citizen {number}"))
    first, *others = office.reviewers
    for clue in (await office.database.read(_waiting))[1 : repetitions + 1]:
        await _open(office, clue)
        costs["claim"].append(await _press(office, first, "clue", clue, "claim"))
        await _press(office, first, "clue", clue, "accept")
        costs["accept"].append(await _answer(office, first, "s2"))
    if not others:  # a rejection needs a second person
        await office.database.write(lambda tx: sign_in(tx, SECOND, office.began))
        office.reviewers = await office.database.read(_reviewers)
    costs["sign"] = [await _signed(office, first, number) for number in range(repetitions)]
    flagged = await office.database.write(lambda tx: _flags(office, tx, repetitions))
    costs["acknowledge"] = [await _press(office, CONTACT, "flag", flag, "acknowledge") for flag in flagged]
    await _check(office, repetitions)
    return costs


async def _submit(office: Office, who: str) -> Cost:
    for line in TOLD:
        await office.says(who, line)
    return await _answer(office, who, "submit")


async def _signed(office: Office, first: str, number: int) -> Cost:
    """A report comes, one reviewer rejects it, another signs."""
    await _submit(office, f"rejected {number}")
    clue = (await office.database.read(_waiting))[-1]
    second = list(office.reviewers)[1]
    await _open(office, clue)
    await _press(office, first, "clue", clue, "reject")
    await _answer(office, first, "r1")
    await office.says(first, "没有写明具体事实，请补充后再来。")
    return await _press(office, second, "clue", clue, "sign")


async def _press(office: Office, who: str, matter: str, matter_id: int, move: str) -> Cost:
    def handle(tx: Tx) -> str:
        standing = matters.standing(tx, matter, matter_id)
        assert standing is not None
        account = _account(tx, who, office.began)
        return handles.of_card(tx.vault, account, matter, matter_id, standing.epoch, move)

    return await office.says(who, choice=await office.database.read(handle))


async def _answer(office: Office, who: str, value: str) -> Cost:
    """Press a choice of the question that was asked last."""

    def handle(tx: Tx) -> str:
        (row,) = pages.page(tx, _account(tx, who, office.began), 0, 1)
        said = outbox.body(tx, row)
        for choice, bound in zip(said.choices, said.handles, strict=True):
            if choice.value == value:
                return bound
        raise CouldNotMeasure(f"{who} was to press {value}, but was told {said.key}.")

    return await office.says(who, choice=await office.database.read(handle))


async def _open(office: Office, clue: int) -> None:
    """Every reviewer has the card before them."""

    def work(tx: Tx) -> None:
        for account in office.reviewers.values():
            cards.show(tx, "clue", clue, account, office.room(tx).now)

    await office.database.write(work)


def _account(tx: Tx, who: str, at: datetime) -> int:
    found = accounts.account_of(tx, "web", who, at)
    assert found is not None
    return found.id


def _reviewers(tx: Tx) -> dict[str, int]:
    rows = tx.all(
        "SELECT person.label, account.id FROM account JOIN person ON person.id = account.person_id ORDER BY account.id"
    )
    return dict(rows)


def _waiting(tx: Tx) -> list[int]:
    return [
        number for (number,) in tx.all("SELECT id FROM matter WHERE kind = 'clue' AND stage = 'triage' ORDER BY id")
    ]


def _flags(office: Office, tx: Tx, number: int) -> list[int]:
    """Hang so many flags of one unit, under an announcement that waits before a leader."""
    room, unit = office.room(tx), next(iter(office.values.register)).code
    invited = "contact's invitation"
    invitations.invite(tx, invited, Role.UNIT_CONTACT, unit, CONTACT, room.at, room.at + timedelta(days=1))
    account = accounts.open_account(tx, "web", CONTACT, CONTACT, "zh", room.at)
    invitations.redeem(tx, invited, account, room.at, room.at + timedelta(days=400))
    events = _begun(room, periods.PROCEDURE, periods.PeriodMove.PROPOSE)
    period = period_rows.propose(tx, "2026-Q3", date(2026, 9, 30), (), "", events)
    draft = announcement_rows.Draft(
        kind="ranking", about_id=period, about="", author_id=None, publish_at=room.at, renderings=(), pictures={}
    )
    announced = announcement_rows.propose(
        tx, draft, _begun(room, announcements.PROCEDURE, announcements.AnnouncementMove.PROPOSE), year=2026
    )
    for reader in office.reviewers.values():
        cards.show(tx, "announcement", announced, reader, room.now)
    return [_flag(room, period, unit, place) for place in range(number)]


def _flag(room: rooms.Room, period: int, unit: str, place: int) -> int:
    proposal = rotations.Proposal(
        period="2026-Q3",
        sequence="A",
        category=f"c{place}",
        unit=unit,
        colour=rotations.Colour.YELLOW,
        score=Decimal(50),
        rank=1,
        of=1,
        places=1,
        threshold=Decimal(60),
        missed=(),
        missing=(),
        rotation=rotations.Rotation.WON,
        streak=1,
    )
    events = _begun(room, law.PROCEDURE, law.FlagMove.PROPOSE)
    flag = flag_rows.propose(room.tx, period, f"2026-Q3-Y{place:02}", proposal, events)
    standing = matters.standing(room.tx, "flag", flag)
    assert standing is not None
    moves.carry_out(room, standing, law.FlagMove.HANG, {})
    return flag


def _begun(room: rooms.Room, table: Procedure, move: str) -> tuple[Event, ...]:
    return procedure.beginning(table, (move,), room.office.rules, room.office.calendar, room.at)


async def _check(office: Office, repetitions: int) -> None:
    """Hold the database to what was pressed."""

    def found(tx: Tx) -> dict[str, int]:
        stages: dict[str, int] = dict(tx.all("SELECT stage, COUNT(*) FROM matter WHERE kind = 'clue' GROUP BY stage"))
        read = tx.value("SELECT COUNT(*) FROM flag WHERE acknowledged_at IS NOT NULL")
        return {**stages, "acknowledged": read}

    now = await office.database.read(found)
    wanted = {"triage": 1, "accepted": repetitions, "rejected": repetitions, "acknowledged": repetitions}
    if now != wanted:
        raise CouldNotMeasure(f"The database holds {now}; what was pressed comes to {wanted}.")
