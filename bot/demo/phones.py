"""The phones of `flagpost demo --wecom`: what stands on each, and what its owner does there, which WeCom brings to the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot import clocks, page_words
from bot.cast.fictional_county import sample
from bot.channel import Attachment
from bot.channels.wecom.citizens.traits import TRAITS as WECHAT
from bot.channels.wecom.traits import TRAITS as WECOM
from bot.demo.corporation import CITIZEN, GROUP, MEMBERS, ROBOT
from bot.demo.wecom.citizens import WechatCitizen
from bot.demo.wecom.members import WecomMember
from bot.demo.wecom.menus import MenuRow
from bot.demo.wecom.platform import FIRST_ID
from bot.demo.wecom.screens import NotOnScreen, OwnMessage, ShownMessage
from bot.demo.wecom.server import WecomServer
from bot.house.wiring import House
from domain import text
from domain.evidence import Media
from storage import people
from storage.database import Tx

MOST = 60  # messages that are shown of a phone, the newest
PHOTO = "photo.jpg"
FILES = "/demo/phone/file"
MEDIA = {"image": Media.PICTURE, "voice": Media.FILE, "video": Media.FILM, "file": Media.FILE}


class PhoneAct(msgspec.Struct, forbid_unknown_fields=True):
    """What the owner of a phone does, as the page says it: `does` is says, presses, chooses, menu, opens or sends."""

    phone: str
    does: str
    text: str = ""
    number: int = 0
    key: str = ""
    chosen: list[str] = []
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One of them. A group has no owner: nobody types there."""

    name: str
    owner: WecomMember | WechatCitizen | None
    screen: Sequence[ShownMessage]

    @property
    def kind(self) -> str:
        """Whose it is."""
        kinds = {WecomMember: "member", WechatCitizen: "citizen"}
        return next((kind for owner, kind in kinds.items() if isinstance(self.owner, owner)), "group")

    def messages(self) -> list[ShownMessage | OwnMessage]:
        """The newest that stand there, whoever said them, oldest first."""
        own: Sequence[OwnMessage] = self.owner.own if self.owner else ()
        both: list[ShownMessage | OwnMessage] = [*self.screen[-MOST:], *own[-MOST:]]
        return sorted(both, key=lambda each: each.number)[-MOST:]


class Phones:
    """All of them, on which this house is heard."""

    def __init__(self, server: WecomServer, house: House) -> None:
        """Everybody has theirs from the beginning."""
        owners: dict[str, WecomMember | WechatCitizen] = {name: server.member(who) for name, who in MEMBERS.items()}
        owners[CITIZEN] = server.service.citizen("Citizen")
        self._server = server
        self._house = house
        self._phones = {name: Phone(name=name, owner=owner, screen=owner.screen) for name, owner in owners.items()}
        self._phones[GROUP] = Phone(name=GROUP, owner=None, screen=server.groups.screens[ROBOT])

    def member_of(self, pane: str) -> WecomMember | None:
        """The phone of whoever has this pane."""
        return next((self._server.member(who) for who in MEMBERS.values() if who == pane), None)

    def shown(self, locale: str) -> list[dict[str, object]]:
        """All of them, as the page draws them."""
        labels = page_words.table(locale, "demo")
        return [
            {
                "name": phone.name,
                "kind": phone.kind,
                "label": labels[f"phone_{phone.name}"],
                "menu": [_row(each) for each in self._server.menu] if phone.kind == "member" else [],
                "messages": [self._message(phone, each) for each in phone.messages()],
            }
            for phone in self._phones.values()
        ]

    def file(self, name: str, number: int) -> Attachment:
        """A file that stands on a phone; raises NotOnScreen."""
        for each in self._phone(name).messages():
            is_gone = isinstance(each, ShownMessage) and each.is_recalled
            if each.number - FIRST_ID == number and each.file and not is_gone:
                name, data = each.file
                return Attachment(key="", data=data, name=name, media=MEDIA[each.kind])
        raise NotOnScreen("There is no such file on this phone.")

    async def does(self, act: PhoneAct) -> None:
        """Let the owner of a phone do something; raises NotOnScreen where that cannot be done there."""
        owner = self._phone(act.phone).owner
        words, number = text.clean(act.text).strip(), act.number + FIRST_ID
        match owner, act.does:
            case ((WecomMember() | WechatCitizen()), "says") if words:
                await owner.says(words)
            case ((WecomMember() | WechatCitizen()), "opens"):
                await owner.enters()
            case ((WecomMember() | WechatCitizen()), "sends") if act.file == "photo":
                await owner.sends("image", PHOTO, sample(PHOTO))
            case WecomMember(), "presses":
                await owner.presses(act.key, act.chosen, number=number)
            case WecomMember(), "menu":
                await owner.chooses(act.key)
            case WechatCitizen(), "chooses":
                await owner.presses(act.key, number=number)
            case _:
                raise NotOnScreen("That cannot be done on this phone.")

    async def speak(self, locale: str) -> None:
        """Let the house speak another language on all of them, as it does in the panes; a group hears the office's."""

        def write(tx: Tx) -> None:
            for phone in self._phones.values():
                _speak(tx, phone.owner, locale)

        await self._house.database.write(write)

    def _worded(self, at: float) -> str:
        return f"{datetime.fromtimestamp(at, self._house.given.timezone):%m-%d %H:%M}"

    def _phone(self, name: str) -> Phone:
        if name not in self._phones:
            raise NotOnScreen("There is no such phone.")
        return self._phones[name]

    def _message(self, phone: Phone, said: ShownMessage | OwnMessage) -> dict[str, object]:
        number = said.number - FIRST_ID
        told = {"number": number, "at": self._worded(said.at), **_NOTHING, "text": said.text}
        if said.file:
            told["file"] = {"kind": said.kind, "name": said.file[0], "address": f"{FILES}/{phone.name}/{number}"}
        if isinstance(said, OwnMessage):
            return {**told, "mine": True}
        if said.is_recalled:
            return {**told, "text": "", "file": None, "recalled": True}
        if said.kind == "markdown_v2":
            return {**told, "text": "", "markdown": said.text}
        entries = [{"id": each["id"], "content": each["content"]} for each in said.menu]
        head = said.text.removesuffix(said.tail).strip() if said.menu else said.text
        return {**told, "text": head, "card": said.card, "live": said.keys, "entries": entries, "tail": said.tail}


_NOTHING: Mapping[str, object] = {
    "mine": False,
    "card": None,
    "live": [],
    "entries": [],
    "tail": "",
    "markdown": "",
    "file": None,
    "recalled": False,
}


def _speak(tx: Tx, owner: WecomMember | WechatCitizen | None, locale: str) -> None:
    """Whoever has not spoken yet is known from now on, so that their first words are answered in this language."""
    now = clocks.real()
    match owner:
        case WecomMember(userid=userid):
            traits, speaker, route = WECOM, userid.lower(), userid
        case WechatCitizen(number=number):
            traits, speaker, route = WECHAT, number, number
        case None:
            return
    account = people.account_of(tx, traits.name, speaker, now) or people.open_account(
        tx, traits.name, speaker, route, locale, now, is_private=traits.is_private
    )
    people.speak(tx, account.id, locale)


def _row(row: MenuRow) -> dict[str, object]:
    if row.below:
        return {"name": row.name, "below": [_row(each) for each in row.below]}
    return {"name": row.name, "key": row.key}
