"""What goes with the words of a row: its picture, its evidence, the picture of a receipt."""

import asyncio
import logging

from bot.channel import Attachment
from bot.publishing.pictures import pictures as drawing
from bot.publishing.pictures.sheets import ReceiptPicture
from bot.wording import Words
from domain import errors as domain_errors
from domain.evidence import Media
from domain.saying import Term
from storage import papers, passing_files, pictures
from storage.database import Tx
from storage.evidence import ShownFile

_PNG = b"\x89PNG"
LOG = logging.getLogger(__name__)


async def drawn(sheet: ReceiptPicture, number: int) -> list[Attachment]:
    """Draw the picture of a receipt; none where it cannot be drawn, for the words are not held up by it."""
    try:
        data = await asyncio.to_thread(drawing.receipt, sheet)
    except domain_errors.FlagpostError as error:
        LOG.error("The picture of row %d cannot be drawn: %s", number, type(error).__name__)
        return []
    return [_attachment(data, pictures.key_of(data), sheet.alt)]


def of_key(tx: Tx, key: str, alt: str, words: Words) -> tuple[Attachment, ...]:
    """The stored picture or document of this key, if there is one; a document is called by its title and the number of its matter."""
    data = pictures.get(tx, key) if key else None
    if data is not None:
        return (_attachment(data, key, alt),)
    passing = passing_files.of_key(tx, key) if key else None
    if passing is not None:
        media = Media.PICTURE if passing.data.startswith(_PNG) else Media.FILE
        return (Attachment(key=key, data=passing.data, name=passing.name, media=media),)
    paper = papers.of_key(tx, key) if key else None
    return () if paper is None else (Attachment(key=key, data=paper.data, name=_named(words, paper), media=Media.FILE),)


def _named(words: Words, paper: papers.PaperFile) -> str:
    title = Term("menu", "dossier") if paper.name == papers.DOSSIER else Term(f"paper.{paper.name}", "title")
    return f"{words.term(title, paper.locale)}-{paper.number}.pdf"


def _attachment(data: bytes, key: str, alt: str = "") -> Attachment:
    suffix = "png" if data.startswith(_PNG) else "jpg"
    return Attachment(key=key, data=data, name=f"{key[:12]}.{suffix}", alt=alt)


_SUFFIXES = {Media.PICTURE: "jpg", Media.SOUND: "m4a", Media.FILM: "mp4", Media.TEXT: "txt", Media.FILE: "bin"}


def of_evidence(file: ShownFile, data: bytes) -> Attachment:
    """A file of evidence, under a name that says nothing."""
    suffix = "png" if data.startswith(_PNG) else _SUFFIXES[file.media]
    return Attachment(key=file.key, data=data, name=f"{file.key[:12]}.{suffix}", media=file.media)
