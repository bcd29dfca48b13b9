"""The public square of an office: announcements that two leaders have signed, and what became of them."""

from __future__ import annotations

from datetime import datetime

from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, people
from storage.database import Tx
from tests.support import announced

CHAT = -1001


class Square:
    """Signs announcements, and knows where each must stand."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self._first: int | None = None

    def announce(self, tx: Tx, at: datetime) -> None:
        """Let two leaders sign one for the channel and the board, due at this legal time."""
        title = f"公告 第{len(self.titles) + 1:03}号"
        words = [
            Rendering(audience=audience, channel=channel, locale="zh", part=1, title=title, text=_text(title))
            for audience, channel in (("channel", "telegram"), ("board", "web"))
        ]
        draft = announcements.Draft(
            kind="ranking",
            about=title,
            about_id=None,
            author_id=None,
            publish_at=at,
            renderings=words,
            pictures={},
            answers_id=self._first,  # what puts right what was said waits for no other day
        )
        number = announced.propose(tx, draft, at)
        self._first = self._first or number
        for label in ("甲", "乙"):
            person = tx.value(
                "INSERT INTO person (label, unit, made_at) VALUES (:label, '', '') RETURNING id", label=label
            )
            people.grant(tx, person, Role.LEADER, at)
            assert announced.sign(tx, number, person, Role.LEADER, at)
        announced.approve(tx, number)
        self.titles.append(title)

    def wrong(self, tx: Tx, told: list[str]) -> list[str]:
        """Each stands in the channel once and on the board once, and came up once."""
        wrong = []
        for title in self.titles:
            seen = sum(_text(title) in text for text in told)  # a bare title may stand there as well
            if seen != 1:
                wrong.append(f"{title} stands in the channel {seen} times")
        rows = tx.all("SELECT channel, COUNT(*) FROM outbox WHERE class = 'P' AND state = 'sent' GROUP BY channel")
        if dict(rows) != dict.fromkeys(("telegram", "web"), len(self.titles)):
            wrong.append(f"of {len(self.titles)} announcements were said: {rows}")
        came_up = int(tx.value("SELECT COUNT(*) FROM occurrence WHERE state = 'done' AND job LIKE 'announcement:%'"))
        if came_up != len(self.titles):
            wrong.append(f"{came_up} occurrences for {len(self.titles)} announcements")
        return wrong


def _text(title: str) -> str:
    return f"某局得红旗一面（{title}）。"
