"""Pictures, recordings and texts that were said to a page, when the page asks for their bytes."""

import re
from collections import OrderedDict
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot import channel
from bot.channels.web import pages, says, stream
from domain.evidence import Media

_MOST = 48 * 1024 * 1024  # bytes kept in memory for pages that ask again, as players do for every part
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}
_PDF = {b"%PDF": "application/pdf"}
_KINDS = {Media.SOUND: "audio/mp4", Media.FILM: "video/mp4", Media.TEXT: "text/plain; charset=utf-8"}
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


class Attachments:
    """The attachments asked for most lately, up to a weight; the others are looked up."""

    def __init__(self, delivery: stream.PageDelivery) -> None:
        """Take where parcels are found."""
        self._delivery = delivery
        self._weight = 0
        self._held: OrderedDict[tuple[int, str], tuple[int, channel.Attachment]] = OrderedDict()

    async def answer(self, request: Request, account_id: int, key: str) -> Response:
        """Answer with its bytes, or the part that is asked for; raise NotTaken where it was never said to this
        account, or is not shown to it any more."""
        found = await self._find(account_id, key)
        if found is None:
            raise says.SayNotTaken(404, "no_file")
        return answered(found, request.headers.get("range", ""))

    def forget(self, account_id: int) -> None:
        """Let go of everything that was said to this account."""
        for held in [held for held in self._held if held[0] == account_id]:
            self._let_go(held)

    async def _find(self, account_id: int, key: str) -> channel.Attachment | None:
        place = (account_id, key)
        if place in self._held:
            number, held = self._held[place]
            if await self._delivery.shows(account_id, number, key):
                self._held.move_to_end(place)
                return held
            self._let_go(place)
        found = await self._delivery.attachment(account_id, key)
        if found is None:
            return None
        self._hold(place, *found)
        return found[1]

    def _hold(self, place: tuple[int, str], number: int, attachment: channel.Attachment) -> None:
        self._let_go(place)
        self._weight += len(attachment.data)
        self._held[place] = (number, attachment)
        while self._weight > _MOST and len(self._held) > 1:
            self._let_go(next(iter(self._held)))

    def _let_go(self, place: tuple[int, str]) -> None:
        if place in self._held:
            self._weight -= len(self._held.pop(place)[1].data)


def answered(found: channel.Attachment, asked: str = "") -> Response:
    """An attachment's bytes, or the part of them that a header asks for."""
    kind = _kind(found)
    headers = {
        **pages.NO_TRACE,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Accept-Ranges": "bytes",
    }
    if found.media is Media.FILE or not kind:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"  # RFC 6266
    part = _part(asked, len(found.data))
    if part is None:
        return Response(found.data, media_type=kind or "application/octet-stream", headers=headers)
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(found.data)}"
    return Response(found.data[part.start : part.stop], 206, media_type=kind or None, headers=headers)


def _kind(found: channel.Attachment) -> str:
    if found.media in _KINDS:
        return _KINDS[found.media]
    return next((kind for mark, kind in (_PICTURES | _PDF).items() if found.data.startswith(mark)), "")


def _part(asked: str, size: int) -> range | None:
    """The one part that a player asks for; None where it wants the whole, or what is not there (RFC 9110 lets both be
    answered with the whole)."""
    match = _RANGE.fullmatch(asked)
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        return range(max(0, size - int(match[2])), size) if int(match[2]) else None
    begin, end = int(match[1]), min(int(match[2] or size), size - 1)
    return range(begin, end + 1) if begin <= end else None
