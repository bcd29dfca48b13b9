"""Files that are sent in chat, read and taken; and those that are asked for there, written (`handlers/desk/spreadsheets.py`).

A file is fetched once and kept sealed until it is confirmed, or for a few days. What is taken and what is said of it are one transaction.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import words as prose
from bot import channel as channels
from bot import chores
from bot.importing import taking, telling, templates
from bot.importing.calendar_in_chat import CalendarInChat
from bot.importing.chat_files import ChatFiles
from bot.importing.words import ImportWords
from domain.errors import FlagpostError
from domain.importing.columns import ImportKind
from domain.importing.problems import CellFault, ImportRefused
from domain.matters.scoring.periods import AlreadyAnnounced
from domain.people import Actor
from domain.said import FileRef
from domain.saying import Term
from domain.sayings import cards as card_sayings
from domain.sayings import spreadsheets as sayings
from domain.scoring.indicators import FiguresRefused
from handlers.conversation import gathering
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from handlers.desk import spreadsheets
from handlers.desk.spreadsheets import ConfirmFile, TakeFile
from handlers.scoring import filings
from storage import offices, passing_files, shapes, units
from storage import people as accounts
from storage.database import Database, Tx
from storage.road import chores as rows
from storage.road import routes
from storage.road.chores import Chore
from storage.scoring import figures

SHOWN = 20  # lines of what is wrong with a file, or of what was taken, that stand in a message
HEADER = {CellFault.COLUMN_MISSING, CellFault.COLUMN_UNKNOWN}
REFUSED: Mapping[type[FlagpostError], str] = {AlreadyAnnounced: "already_announced", FiguresRefused: "figures"}


class FilesInChat(ChatFiles):
    """Does the chores of files in a conversation."""

    def __init__(
        self, database: Database, make_room: Callable[[Tx], Room], fetchers: Mapping[str, channels.Fetcher]
    ) -> None:
        """See `ChatFiles`."""
        super().__init__(database, make_room, fetchers)
        self._calendar = CalendarInChat(database, make_room, fetchers)

    def errands(self) -> dict[str, chores.Errand]:
        """What `bot/chores.py` takes."""
        return {
            **self._calendar.errands(),
            spreadsheets.READ: chores.Errand(do=self.read, give_up=self._gave_up),
            spreadsheets.TAKE: chores.Errand(do=self.take),
            spreadsheets.TEMPLATE: chores.Errand(do=self.empty),
        }

    async def read(self, chore: Chore) -> chores.Result:
        """Fetch a file, look what it would change, and ask whether it is to be taken. Raises what lets it be tried again."""
        content = await self._fetched(chore)
        if not isinstance(content, bytes):
            return content
        name = gathering.name_of(shapes.convert(chore.body["file"], FileRef))
        kinds = tuple(map(ImportKind, chore.body["kinds"]))
        return await self._looked(chore, kinds, name, content, is_alone=chore.body["is_alone"])

    async def take(self, chore: Chore) -> chores.Result:
        """Take a file that was confirmed; once, however often it is tried."""
        asked = shapes.convert(chore.body, TakeFile)
        found = await self._database.read(lambda tx: passing_files.of_id(tx, chore.account_id, asked.id))
        if found is None:
            return self._not_read(chore, asked.name, Term("file_refused", "gone"))
        kind = ImportKind(asked.kind)
        by = await self._database.read(lambda tx: self._actor(tx, chore, (kind,)))
        if by is None:
            return self._told(chore, card_sayings.NotForYou())
        try:
            work = await taking.prepared(
                self._database, kind, found.data, self._make_room, seen=asked.seen, by=cards.as_staff(by)
            )
            await self._database.write(lambda tx: self._taken(tx, chore, asked, by, work))
        except taking.ChangedMeanwhile:
            return await self._looked(chore, (kind,), asked.name, found.data, is_changed=True)
        except ImportRefused as refused:
            return self._faulty(chore, kind, asked.name, refused, by.locale)
        except tuple(REFUSED) as refused:
            return self._told(
                chore, sayings.FileNotRead(name=asked.name, why=Term("import_refused", REFUSED[type(refused)]))
            )
        return chores.nothing

    async def empty(self, chore: Chore) -> chores.Result:
        """Write an empty file of a kind and hand it over."""
        kind = ImportKind(chore.body["kind"])
        by, lists = await self._database.read(lambda tx: (self._actor(tx, chore, (kind,)), _lists(tx)))
        if by is None:
            return self._told(chore, card_sayings.NotForYou())
        if kind is ImportKind.VALUES:
            unit = by.unit
            rows = await self._database.read(lambda tx: filings.to_be_filed(self._make_room(tx), unit))
            lists = replace(lists, rows=rows)
        words = ImportWords(by.locale, is_chat=True)
        data = await asyncio.to_thread(templates.workbook, kind, words, lists)
        name = f"{words.say(f'kind.{kind}')}.xlsx"
        return self._handed(chore, sayings.EmptyFile(kind=Term("file_kind", kind)), name, data)

    async def _looked(
        self,
        chore: Chore,
        kinds: Sequence[ImportKind],
        name: Term | str,
        content: bytes,
        *,
        is_alone: bool = False,
        is_changed: bool = False,
    ) -> chores.Result:
        """What a file of one of these kinds would change, as a question; or what is wrong with it."""
        by, names = await self._database.read(lambda tx: (self._actor(tx, chore, kinds), _names(tx)))
        if by is None:
            return self._told(chore, card_sayings.NotForYou())
        words = ImportWords(by.locale, is_chat=True)
        refused: ImportRefused | None = None
        for kind in kinds:
            try:
                look = await taking.look(self._database, kind, content, self._make_room, by=cards.as_staff(by))
            except ImportRefused as error:
                refused = error
                if not all(each.fault in HEADER for each in error.problems):
                    return self._faulty(chore, kind, name, error, by.locale)
                continue
            except tuple(REFUSED) as error:
                return self._told(
                    chore, sayings.FileNotRead(name=name, why=Term("import_refused", REFUSED[type(error)]))
                )
            if await self._database.read(partial(self._names_writers, chore=chore, look=look)):
                why = Term("import_refused", "names_elsewhere")
                return self._told(chore, sayings.FileNotRead(name=name, why=why))
            told = [*telling.changes(look, words, names), *telling.letters_to_be(look, words, names, _kinds(by.locale))]
            lines = "\n".join(told)
            return lambda tx: self._asked(tx, chore, by, look, name, content, lines, is_changed=is_changed)
        if is_alone and (asked := await self._calendar.unasked(chore, content)):
            return asked
        if is_alone or refused is None:
            return self._told(
                chore, sayings.FileUnknown(name=name, kinds=tuple(Term("file_kind", kind) for kind in kinds))
            )
        return self._faulty(chore, kinds[-1], name, refused, by.locale)

    def _names_writers(self, tx: Tx, *, chore: Chore, look: taking.ImportLook) -> bool:
        """Whether letters say who wrote them, on a channel on which nobody says who they are (the law §3)."""
        traits = self._make_room(tx).office.channels.of(routes.channel_of(tx, chore.account_id) or "")
        return not traits.takes_real_names and any(each.told["signed"] == "real_name" for each in look.letters)

    def _asked(
        self,
        tx: Tx,
        chore: Chore,
        by: Actor,
        look: taking.ImportLook,
        name: Term | str,
        content: bytes,
        lines: str,
        *,
        is_changed: bool,
    ) -> None:
        room = self._room(tx, by)
        kept = passing_files.put(tx, chore.account_id, name if isinstance(name, str) else "", content, room.now)
        seen = look.difference.digest
        step = ConfirmFile(kind=look.kind, id=kept.id, name=name, lines=lines, seen=seen, is_changed=is_changed)
        spreadsheets.confirm(room, step)

    def _taken(self, tx: Tx, chore: Chore, asked: TakeFile, by: Actor, work: Callable[[Tx], taking.Imported]) -> None:
        if not rows.done(tx, chore):
            return
        imported, words = work(tx), ImportWords(by.locale, is_chat=True)
        offices.touch(tx)
        passing_files.forget(tx, asked.id)
        lines = telling.summary(imported, words, _names(tx)).splitlines()
        room, rest = self._room(tx, by), ""
        if len(lines) > SHOWN:
            data, name = "\r\n".join(lines).encode("utf-8-sig"), words.say(f"kind.{imported.kind}")
            rest = passing_files.put(tx, chore.account_id, f"{name}.txt", data, room.now).key
        more = Term("remark", "rest_in_file") if rest else None
        room.reply(sayings.FileTaken(lines="\n".join(lines[: SHOWN if rest else None]), rest=more), picture=rest)

    def _faulty(
        self, chore: Chore, kind: ImportKind, name: Term | str, refused: ImportRefused, locale: str
    ) -> chores.Result:
        lines = telling.refusals(refused.problems, kind, ImportWords(locale, is_chat=True))
        number, more = len(refused.problems), max(0, len(lines) - SHOWN)
        return self._told(
            chore, sayings.FileHasFaults(name=name, number=number, lines="\n".join(lines[:SHOWN]), more=more)
        )

    def _actor(self, tx: Tx, chore: Chore, kinds: Sequence[ImportKind]) -> Actor | None:
        """Whoever sent it, if they may (still)."""
        actor = accounts.actor_of(tx, chore.account_id)
        allowed = () if actor is None else spreadsheets.kinds_of(actor.roles)
        return actor if any(kind in allowed for kind in kinds) else None


def _kinds(locale: str) -> Mapping[str, str]:
    found: Mapping[str, str] = prose.said(locale)["kind"]
    return found


def _names(tx: Tx) -> dict[str, str]:
    return {each.code: each.name for each in (*units.register(tx), *figures.indicators(tx))}


def _lists(tx: Tx) -> templates.Lists:
    return templates.Lists(
        units=tuple(each for each in units.register(tx) if not each.is_closed), indicators=tuple(figures.indicators(tx))
    )
