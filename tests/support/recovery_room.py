"""A home to copy and to lose: the announcing house with its key in a file, as `flagpost init` leaves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pyrage import x25519

from bot import channel, home
from bot.delivery import delivery, pacing
from bot.evidence import room as rooms
from bot.operations import backup, restoring
from domain.people import Role
from storage import vault
from tests.support import announcing_house
from tests.support.delivery_room import Recording

MASTER = bytes(32)
WORDS = vault.recovery_words(MASTER)
OPENER = restoring.Opener(master=MASTER)


def nothing(what: str, done: int, total: int) -> None:
    """Show no progress."""


@dataclass
class Office:
    """A running house and its home; `platform` hears what is announced on Telegram."""

    house: announcing_house.House
    plan: backup.BackupPlan
    platform: Recording

    def copy(self, at: datetime | None = None) -> backup.Made:
        """Make a backup while the house is open."""
        return backup.make(self.plan, at or self.house.at, nothing)

    async def approved(self, publish_at: datetime) -> int:
        """An announcement that two leaders have signed."""
        number = await self.house.announce(publish_at)
        for name in ("甲", "乙"):
            await self.house.act(name, "announcement", number, "approve")
        return number

    async def let_time_pass(self, until: datetime) -> None:
        """Ring the clock and deliver, several times over, as a running bot does."""
        self.house.at = until
        sending = delivery.Delivery(
            self.house.database,
            words=self.house.words,
            channels=[self.platform],
            show_card=lambda tx, card: None,
            may_see=lambda tx, matter, matter_id, account_id: False,
            room=rooms.Evidence(self.plan.evidence, self.house.database.vault),
            clock=lambda: self.house.at,
            audiences=[channel.Audience(name="channel", channel="telegram", locales=("zh",), route="-1001")],
            stuck=lambda tx, row, why, at: None,
            hours=pacing.Hours(clock=lambda: self.house.at),
        )
        for _ in range(3):
            await self.house.ring()
            await sending.round()
            await sending.settle()
            self.house.at += timedelta(minutes=2)

    @property
    def heard(self) -> list[str]:
        """The announcements that the public has heard on Telegram, in order."""
        return [parcel.text for parcel in self.platform.tried if parcel.route == "-1001"]


def plan_of(folder: Path, *recipients: x25519.Recipient) -> backup.BackupPlan:
    """A home and its evidence in a folder, the copies beside it."""
    return backup.BackupPlan(
        place=home.Home(folder=folder),
        evidence=folder / "evidence",
        folder=folder.parent / "copies",
        recipients=recipients,
    )


@asynccontextmanager
async def open_office(folder: Path, platform: Recording | None = None) -> AsyncIterator[Office]:
    """Open it; a new one has two leaders, one that was there before remembers."""
    is_new = _found(folder)
    async with announcing_house.open_house(folder) as house:
        if is_new:
            for name in ("甲", "乙"):
                await house.person(name, Role.LEADER)
        yield Office(house=house, plan=plan_of(folder), platform=platform or Recording())


def restored(made: backup.Made, folder: Path, at: datetime) -> restoring.Restored:
    """Bring a copy back into a new home."""
    return restoring.restore(made.path, OPENER, home.Home(folder=folder), folder / "evidence", at, nothing)


def _found(folder: Path) -> bool:
    """Make the folder and its key, where they are not there."""
    folder.mkdir(exist_ok=True)
    is_new = not (folder / "flagpost.key").exists()
    if is_new:
        vault.write_key(folder / "flagpost.key", MASTER)
    return is_new


def moved(plan: backup.BackupPlan, folder: Path) -> backup.BackupPlan:
    """The same plan with its copies elsewhere."""
    return replace(plan, folder=folder)
