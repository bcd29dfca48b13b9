"""How a parcel looks on WeCom: words as text messages, buttons under a template card, files as they are.

A card is small: where its words have no place on it, they stand in text messages before it, whole; its facts are said once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.card_text import CardText, FactRow
from bot.channel import Attachment, Parcel
from bot.channels.wecom import buttons, widths
from domain import text
from domain.evidence import Media

LONGEST_TEXT = 2048  # bytes: what is longer is cut
TITLE, BELOW, LABEL, VALUE, BODY = 36, 44, 5, 30, 160  # Chinese characters: what is wider the client may cut
FACTS = 6
CODES = 3  # that are tried: whoever pressed several copies of a card sees each of them change
LINK = re.compile(r"<(?=\s*/?\s*a\b|\s*@)", re.IGNORECASE)  # `<@…>` would ring whom it names, or all
PAUSES = [
    re.compile(rf".{{5,}}{ends}")
    for ends in (r"(?:[。！？]|[.!?](?= ))", r"(?:[：；]|[:;](?= ))", r"(?:[，、]|,(?= ))")
]
WIDE = re.compile(r"(?<=[：，。；！？])\s+")  # after such a sign there is room enough
VOTE = re.compile(r".*-v(\d+)")  # the task of a card at which several are chosen: the so manieth of those beside a card
OVER = "/todo"  # what the grey button of a card that is over would say, if somebody could press it

Card = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomPiece:
    """One message to be: words, a file, or a template card."""

    words: str = ""
    attachment: Attachment | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class ShownRef:
    """What is known of what was said: the codes by which its card can be edited, each once, the newest first, those of the cards
    beside it at which several are chosen, each behind which of them it is of, the ids by which all is recalled, and whether it is its
    reader's own press that changes it."""

    codes: tuple[str, ...] = ()
    votes: tuple[tuple[str, str], ...] = ()
    messages: tuple[str, ...] = ()
    is_pressed: bool = False


def pieces(parcel: Parcel) -> list[WecomPiece]:
    """The messages that a parcel becomes: words, files, and the card with its buttons last."""
    files = [piece for attachment in parcel.attachments for piece in _of_file(attachment)]
    if not parcel.buttons:
        return [*_said(parcel.text), *files]
    title, facts, body = _head(parcel)
    task = _task(parcel)
    several = buttons.voted(parcel.buttons, widths.short(title, TITLE))
    asked = [WecomPiece(card=each | {"task_id": f"{task}-v{place}"}) for place, each in enumerate(several, 1)]
    if not _is_too_long(title, body):
        return [*files, WecomPiece(card=_card(parcel, title, facts, body) | {"task_id": task}), *asked]
    whole = "\n".join([_before(parcel, facts), *buttons.too_long(parcel.buttons, parcel.text)])
    card = _card(parcel, title, facts, "")
    has_room = not facts and len(parcel.buttons) < buttons.BUTTONS  # a card full of buttons says by them what it asks
    if has_room and (rest := _goes_on(body)):
        card["main_title"]["desc"] = rest
    return [*_said(whole), *files, WecomPiece(card=card | {"task_id": task}), *asked]


def is_cut(parcel: Parcel) -> bool:
    """Whether a card that is edited in its place would lose some of its words: there are no messages before it."""
    title, _, body = _head(parcel)
    return bool(parcel.buttons) and _is_too_long(title, body)


def changed(parcel: Parcel) -> Card:
    """The card that takes the place of one that stands there; without buttons it is over, and cannot be pressed."""
    card = _card(parcel, *_head(parcel))
    if not parcel.buttons:
        over = card["main_title"]["title"].rpartition("｜")[2]
        card |= {"replace_text": over, "button_list": [{"text": over, "key": OVER, "style": buttons.PLAIN}]}
    return card


def changed_vote(parcel: Parcel, place: str) -> Card:
    """One of the cards at which several are chosen, as it is now; where nothing is to be chosen at it any more, it is as over as the
    matter's own would be."""
    several = buttons.voted(parcel.buttons, widths.short(_head(parcel)[0], TITLE))
    here = next((each for at, each in enumerate(several, 1) if str(at) == place), None)
    return here or changed(replace(parcel, buttons=()))


def place_of(task: str) -> str:
    """Which of the cards at which several are chosen has this task; empty where it is another card's."""
    found = VOTE.fullmatch(task)
    return found[1] if found else ""


def _card(parcel: Parcel, title: str, facts: Sequence[FactRow], body: str) -> Card:
    card: Card = {"card_type": "button_interaction", "main_title": {"title": widths.short(title, TITLE)}}
    if facts:
        card["horizontal_content_list"] = [{"keyname": row.label, "value": row.value} for row in facts]
    if body:
        card["sub_title_text"] = widths.short(body, BODY)
    if parcel.buttons:
        card |= buttons.shown(parcel.buttons)
    return card


def said(words: str) -> str:
    """Words as a text message may hold them: no link and no call to anybody but those that we write, which are none."""
    return LINK.sub("＜", words)


def in_bytes(words: str, most: int) -> Iterator[str]:
    """Cut words into parts of at most so many bytes, at the end of a line or a sentence where one is near."""
    rest = words.strip()
    while rest:
        fits = len(rest.encode()[:most].decode(errors="ignore"))
        part = next(text.parts(rest, fits))
        yield part
        rest = rest[len(part) :].strip()


def chosen_words(options: Sequence[str]) -> str:
    """What was chosen at a select, in the words that are sent with the press."""
    return " ".join(map(text.clean, options))


def together(refs: Sequence[ShownRef]) -> ShownRef:
    """What is known of several messages that were one parcel."""
    return ShownRef(
        tuple(code for ref in refs for code in ref.codes),
        tuple(vote for ref in refs for vote in ref.votes),
        tuple(each for ref in refs for each in ref.messages),
    )


def written(ref: ShownRef) -> str:
    """A reference as `Sent.ref` keeps it: `c…` is a code, `v2/…` one of the second card where several are chosen, `m…` an id."""
    named = (("c", ref.codes), ("v", map("/".join, ref.votes)), ("m", ref.messages))
    return " ".join(f"{letter}{each}" for letter, every in named for each in every)


def parsed(refs: str) -> ShownRef:
    """The reference behind `Parcel.edits`: what `written` wrote, and before it the codes of presses, `p…` and `q2/…`."""
    every = refs.split()
    codes, votes, messages = (
        tuple(dict.fromkeys(each[1:] for each in every if each[0] in letters)) for letters in ("cp", "vq", "m")
    )
    is_pressed = any(each[0] in "pq" for each in every)
    parted = [(place, code) for place, _, code in (vote.partition("/") for vote in votes)]
    return ShownRef(codes[:CODES], tuple(parted[: CODES * buttons.BOX_CARDS]), messages, is_pressed)


def _head(parcel: Parcel) -> tuple[str, list[FactRow], str]:
    """Title, facts that have a place of their own, and all other words. Without a title the words begin as one."""
    card = parcel.card or CardText(body=(parcel.text.strip(),))
    shown = [row for row in card.facts if _fits(row)][:FACTS]
    others = [row for row in card.facts if row not in shown]
    lines = [_line(row, card.between) for row in others]
    notes = [_line(row, card.between) for row in card.notes]
    words = "\n".join([*lines, *card.body, *notes, *buttons.too_long(parcel.buttons, parcel.text)])
    title = card.title or _begins(words)
    return title, shown, words if card.title else words[len(title) :].strip()


def _is_too_long(title: str, body: str) -> bool:
    return widths.width(title) > TITLE or widths.width(body) > BODY


def _before(parcel: Parcel, shown: Sequence[FactRow]) -> str:
    """All words but the facts that have a place on the card: who reads both would read them twice."""
    if parcel.card is None:
        return parcel.text
    return replace(parcel.card, facts=tuple(row for row in parcel.card.facts if row not in shown)).whole


def _goes_on(words: str) -> str:
    """How words that stand whole before their card go on below its title: by that two cards of one title are told apart. A list says
    nothing that could be short."""
    return "" if buttons.LISTED.search(words) else widths.short(" ".join(WIDE.sub("", words).split()), BELOW)


def _begins(words: str) -> str:
    """How words begin, as far as a title goes: their first line, or what of it ends best: a sentence, else before a colon, else a comma."""
    line = words.partition("\n")[0]
    room = widths.beginning(line, TITLE)
    if room == line:
        return line
    found = next(filter(None, (pause.match(room) for pause in PAUSES)), None)
    return found[0] if found else room


def _fits(row: FactRow) -> bool:
    fits = widths.width(row.label) <= LABEL and widths.width(row.value) <= VALUE
    return fits and bool(row.label and row.value) and "\n" not in row.value


def _line(row: FactRow, between: str) -> str:
    return f"{row.label}{between}{row.value}" if row.label else row.value


def _task(parcel: Parcel) -> str:
    """The same row is the same task, however often it is tried; a restored database begins its numbers again, not its handles."""
    told = "\0".join([str(parcel.number), parcel.route, parcel.text, *(each.handle for each in parcel.buttons)])
    return f"{parcel.number}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def _said(words: str) -> list[WecomPiece]:
    return [WecomPiece(words=part) for part in in_bytes(said(words), LONGEST_TEXT)]


def _of_file(attachment: Attachment) -> list[WecomPiece]:
    if attachment.media is Media.TEXT:
        return _said(attachment.data.decode("utf-8", "replace"))
    return [WecomPiece(attachment=attachment)]
