"""Who works in the office that a crowd comes to, and what happens to them: roles are taken away and given, words wait to be signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from domain import people as law
from domain.matters.announcements import Rendering
from domain.people import Role
from domain.saying import SaidNo
from handlers.administration import people
from handlers.conversation.procedures import cards
from storage import announcements, invitations, pictures
from storage import people as accounts
from storage.database import Tx
from tests.crowd.crowd import Crowd
from tests.support import announced

PICTURE = b"\x89PNG not looked at"


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody works as, and of which unit they are."""

    role: Role
    unit: str = ""


POSTS = {
    "wang": Post(Role.REVIEWER),
    "zhao@telegram": Post(Role.REVIEWER),
    "sun": Post(Role.REVIEWER, "U04"),  # of the very bureau that the stories are about
    "li": Post(Role.LEADER),
    "zhou@telegram": Post(Role.COMMITTEE),
    "qian": Post(Role.UNIT_CONTACT, "U04"),
    "zheng": Post(Role.ADMIN),
}
SIGNERS = ("li", "zhou@telegram")


async def move_in(crowd: Crowd) -> None:
    """Everybody has come in long ago."""

    def work(tx: Tx) -> None:
        for who, post in POSTS.items():
            _moves_in(crowd, tx, who, post)

    await crowd.database.write(work)


async def loses_role(crowd: Crowd, who: str) -> None:
    """The operator takes away what somebody works as, whatever that is now."""
    account = await crowd.account(who)

    def work(tx: Tx) -> list[str]:
        actor = accounts.actor_of(tx, account or 0)
        newest = int(tx.value("SELECT COALESCE(MAX(id), 0) FROM outbox"))
        room = crowd._room(tx).acting_as(law.OPERATOR)
        for role in (actor.roles - {Role.REPORTER}) if actor is not None and actor.person_id else ():
            try:
                people.take_back(room, actor.person_id or 0, role) if actor is not None else None
            except SaidNo:
                continue
        return crowd.sight.of_new_rows(tx, newest, 0)

    crowd.complaints += await crowd.database.write(work)


async def gets_role(crowd: Crowd, who: str) -> None:
    """Somebody is invited to their post, again or on another device, and follows the link."""
    post, code = POSTS[who], crowd.codes()
    await crowd.invites(code, post.role, who, post.unit)
    await crowd.takes(replace(crowd.event(who), text="/start", payload=f"i_{code}"))


async def announce(crowd: Crowd, minutes: int) -> None:
    """Public words are proposed, to be said so many minutes from now, and wait for signatures."""
    key = pictures.key_of(PICTURE)
    words = [
        Rendering(audience=audience, channel=channel, locale="zh", part=1, title="标题", text="正文", picture=key)
        for audience, channel in (("board", "web"), ("channel", "telegram"))
    ]
    draft = announcements.Draft(
        kind="period",
        about="2026-P1",
        about_id=None,
        author_id=None,
        publish_at=crowd.now + timedelta(minutes=minutes),
        renderings=words,
        pictures={key: PICTURE},
    )

    def work(tx: Tx) -> None:
        room = crowd._room(tx)
        number = announced.propose(tx, draft, room.at)
        for account in accounts.accounts_with(tx, (Role.LEADER, Role.COMMITTEE)):
            cards.show(room, "announcement", number, account)

    await crowd.database.write(work)


async def sign(crowd: Crowd, who: str) -> None:
    """Somebody looks at what waits for a signature, and presses the first button of the newest card."""
    await crowd.types(who, "待签发")
    parcels = [parcel for parcel in await crowd.looks(who) if parcel.buttons]
    if parcels:
        await crowd.takes(replace(crowd.event(who), choice=parcels[-1].buttons[0].handle))


async def comes_in(crowd: Crowd, who: str, person: int) -> None:
    """Somebody who works here opens their page, whose session goes on from now; where it is over, or they had left, the operator
    lets them in on what is a new device."""
    if await crowd.intake.renew("web", who):
        return
    code = crowd.codes()

    def work(tx: Tx) -> bool:
        try:
            people.device(crowd._room(tx).acting_as(law.OPERATOR), person, code)
        except SaidNo:
            return False
        return True

    if await crowd.database.write(work):
        await crowd.takes(replace(crowd.event(who), text="/start", payload=f"i_{code}"))


def _moves_in(crowd: Crowd, tx: Tx, who: str, post: Post) -> None:
    name, _, channel = who.partition("@")
    code, until = crowd.codes(), crowd.now + timedelta(days=30)
    accounts.open_account(tx, channel or "web", name, name, "zh", crowd.now)
    invitations.invite(tx, code, post.role, post.unit, who, crowd.now, until)
    account = accounts.account_of(tx, channel or "web", name, crowd.now)
    if account is not None:
        invitations.redeem(tx, code, account, crowd.now, until)
    crowd.event(who)
