"""Announcements that two leaders sign, and what may stand of them in the public channel. Used by `public_sends.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.wecom import layout
from domain.channels import IN_DOUBT
from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, people, pictures
from storage.database import Tx
from tests.channels.telegram_room import png
from tests.support import announced

NUMBER = re.compile(r"第(\d+)号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One public message: its row, its title, the whole, and the marks in it of which each may be seen once."""

    row: int
    title: str
    whole: str
    marks: tuple[str, ...]
    is_fallen: bool


def publish(
    tx: Tx,
    number: int,
    at: datetime,
    signers: tuple[int, int],
    where: tuple[str, str],
    *,
    is_fallen: bool,
) -> Announced:
    """Let two sign one for an audience of a channel, `where`, and put it on its way."""
    made_of = draft(number, at, where)
    made = announced.propose(tx, made_of, at)
    for person in signers:
        assert announced.sign(tx, made, person, Role.LEADER, at)
    announced.approve(tx, made)
    return bring_out(tx, made, made_of, at, is_fallen=is_fallen)


def bring_out(tx: Tx, made: int, made_of: announcements.Draft, at: datetime, *, is_fallen: bool = False) -> Announced:
    """Put what was signed on its way."""
    announced.publish(tx, made, at)
    row = tx.value("SELECT MAX(id) FROM outbox WHERE class = 'P'")
    (words,) = made_of.renderings
    whole = f"{words.title}\n\n{words.text}"
    marks = tuple(re.findall(r"〔[^〕]+〕", whole))
    return Announced(row=row, title=words.title, whole=whole, marks=marks, is_fallen=is_fallen)


def draft(number: int, at: datetime, where: tuple[str, str]) -> announcements.Draft:
    """One in ten has a picture, one in ten becomes several messages; every other is about another matter than a period."""
    text, picture, key = f"〔{number}.1〕某局得红旗一面。", b"", ""
    if number % 10 == 3:
        picture = png(64 + number % 7)
        key = pictures.key_of(picture)
    if number % 10 == 7:
        text += "".join(f"\n第{number}号附件〔{number}.{part}〕：{'名' * 600}" for part in range(2, 9))
    words = Rendering(
        audience=where[0],
        channel=where[1],
        locale="zh",
        part=1,
        title=f"公告 第{number}号",
        text=text,
        picture=key,
        alt="图" if key else "",
    )
    return announcements.Draft(
        kind="ranking" if number % 2 else "tolerance_exempted",
        about=str(number),
        about_id=None,
        author_id=None,
        publish_at=at,
        renderings=[words],
        pictures={key: picture} if key else {},
    )


def leader(tx: Tx, label: str, at: datetime) -> int:
    """Appoint somebody who may sign."""
    person = tx.value("INSERT INTO person (label, unit, made_at) VALUES (:label, '', '') RETURNING id", label=label)
    people.grant(tx, person, Role.LEADER, at)
    return int(person)


def wrong(one: Announced, state: str, everything: str, *, is_told: bool, is_decided: bool) -> list[str]:
    """Hold a public place, all of it, and the row of an announcement to each other. `is_told`: a person knows of the row."""
    seen = [everything.count(mark) for mark in one.marks]
    found = []
    if max(seen) > 1:
        found.append(f"twice in public: {one.title}")
    if one.is_fallen and max(seen):
        found.append(f"said without approvals: {one.title}")
    if state == "sent" and min(seen) == 0:
        found.append(f"called sent, and not to be read: {one.title}")
    if state not in ("sent", "unknown", "dead") or (state != "sent" and not is_told):
        found.append(f"silently unsent ({state}): {one.title}")
    if is_decided and state != ("dead" if one.is_fallen else "sent") and not (one.is_fallen and state == "unknown"):
        found.append(f"not sent after a person said so ({state}): {one.title}")
    return found


def asked(one: Announced, begun: str) -> Sequence[str]:
    """What whoever has to decide looks for: that one of several messages about which they were asked first, else all marks."""
    parts = list(layout.in_bytes(one.whole, layout.LONGEST_TEXT))
    doubtful = [each for each in begun.split() if each.endswith(IN_DOUBT)]
    return [parts[int(doubtful[0][:-1]) - 1]] if doubtful and len(parts) > 1 else one.marks


def is_signed(text: str, allowed: Mapping[str, Announced]) -> bool:
    """Whether these words are a title that was signed, or (a part of) its whole."""
    one = allowed.get(number_of(text))
    return one is not None and (text == one.title or text in one.whole)


def number_of(text: str) -> str:
    """Which announcement these words are of; empty where they are of none."""
    found = NUMBER.search(text)
    return found[1] if found else ""
