"""The report of a rehearsed year: what was said in public, word for word and with its pictures, and the figures; a page to read in a
browser, and its pictures beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2

from bot import page_words
from bot.rehearsal.year import Stopped
from handlers.conversation.room import Room
from storage import announcements, pictures
from storage.upkeep import rehearsing

PAGE, PICTURES, SUFFIX = "index.html", "pictures", ".png"
BOARD = "board"
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("bot", "pages"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPublicly:
    """A message as the public board of an office had it; `picture` is the name of its file, empty where there is none."""

    office: str
    number: str
    at: datetime
    title: str
    text: str
    picture: str
    alt: str

    @property
    def month(self) -> str:
        """The month in which it was said."""
        return self.at.strftime("%Y-%m")


def told(room: Room, locale: str, office: str) -> tuple[list[ToldPublicly], Mapping[str, bytes]]:
    """All that an office announced, in its order, and the pictures by the names of their files, which begin with that of the office."""
    said, drawn = [], {}
    for number in rehearsing.published(room.tx):
        announcement = announcements.of_id(room.tx, number)
        assert announcement is not None, "it was published"
        assert announcement.published_at is not None, "and so it was at some time"
        at = announcement.published_at.astimezone(room.office.calendar.timezone)
        for _, words in announcements.renderings(room.tx, number):
            if words.audience != BOARD or words.locale != locale:
                continue
            picture = f"{office}-{announcement.number}-{words.part}{SUFFIX}" if words.picture else ""
            if picture:
                drawn[picture] = pictures.get(room.tx, words.picture) or b""
            said.append(
                ToldPublicly(
                    office=office,
                    number=announcement.number,
                    at=at,
                    title=words.title,
                    text=words.text,
                    picture=picture,
                    alt=words.alt,
                )
            )
    return said, drawn


def is_possible(folder: Path) -> None:
    """Raises OSError where no report can be written into this folder, before a year is played for it; leaves nothing."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    for each in missing:
        each.rmdir()


def write(
    folder: Path,
    locale: str,
    said: Sequence[ToldPublicly],
    drawn: Mapping[str, bytes],
    figures: Mapping[str, Any],
    stopped: Sequence[Stopped],
    names: Mapping[str, str],
    headed: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write page and pictures into a folder, and return the page's path. What was written there before is replaced. `names`: what
    units are called, by their codes; `headed`: words in place of those for a year of the fictional county."""
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    for old in (folder / PICTURES).glob(f"*-[0-9]{SUFFIX}"):
        old.unlink()
    for name, data in drawn.items():
        (folder / PICTURES / name).write_bytes(data)
    by_month = [(month, list(every)) for month, every in groupby(said, key=lambda each: each.month)]
    page = _ENVIRONMENT.get_template("rehearsal.html").render(
        locale=locale,
        words={**page_words.table(locale, "rehearsal", "report"), **headed},
        stages={kind: page_words.table(locale, "stage", kind) for kind in ("clue", "case", "undertaking")},
        pictures=PICTURES,
        lights=list(dict.fromkeys(light for found in figures["lights"].values() for light in found)),
        months=by_month,
        figures=figures,
        named=lambda units: [names.get(unit, unit) for unit in units],
        stopped=stopped,
    )
    (folder / PAGE).write_text(page, encoding="utf-8")
    return folder / PAGE
