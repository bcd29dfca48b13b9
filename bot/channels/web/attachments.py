"""Pictures, recordings and texts that were said to a page, when the page asks for their bytes."""

import re
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response

from bot import channel
from bot.channels.web import pages, says, stream
from domain.evidence import Media

_MOST = 48 * 1024 * 1024  # bytes kept in memory for pages that ask again, as players do for every part
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}
_KINDS = {Media.SOUND: "audio/mp4", Media.FILM: "video/mp4", Media.TEXT: "text/plain; charset=utf-8"}
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


class Attachments:
    """The attachments asked for most lately, up to a weight; the others are looked up."""

    def __init__(self, delivery: stream.Delivery) -> None:
        """Take where parcels are found."""
        self._delivery = delivery
        self._weight = 0
        self._held: OrderedDict[tuple[int, str], channel.Attachment] = OrderedDict()

    async def answer(self, request: Request, account_id: int, key: str) -> Response:
        """Answer with its bytes, or the part that is asked for; raise NotTaken where it was never said to this account."""
        found = await self._find(account_id, key)
        if found is None:
            raise says.NotTaken(404, "no_file")
        kind = _kind(found)
        headers = {
            **pages.NO_TRACE,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Accept-Ranges": "bytes",
        }
        if not kind:
            headers["Content-Disposition"] = "attachment"
        part = _part(request.headers.get("range", ""), len(found.data))
        if part is None:
            return Response(found.data, media_type=kind or "application/octet-stream", headers=headers)
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(found.data)}"
        return Response(found.data[part.start : part.stop], 206, media_type=kind or None, headers=headers)

    def forget(self, account_id: int) -> None:
        """Let go of everything that was said to this account."""
        for held in [held for held in self._held if held[0] == account_id]:
            self._weight -= len(self._held.pop(held).data)

    async def _find(self, account_id: int, key: str) -> channel.Attachment | None:
        held = self._held.get((account_id, key))
        if held is not None:
            self._held.move_to_end((account_id, key))
            return held
        found = await self._delivery.attachment(account_id, key)
        if found is not None:
            self._hold(account_id, found)
        return found

    def _hold(self, account_id: int, attachment: channel.Attachment) -> None:
        before = self._held.pop((account_id, attachment.key), None)
        self._weight += len(attachment.data) - (0 if before is None else len(before.data))
        self._held[account_id, attachment.key] = attachment
        while self._weight > _MOST and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._weight -= len(dropped.data)


def _kind(found: channel.Attachment) -> str:
    if found.media in _KINDS:
        return _KINDS[found.media]
    return next((kind for mark, kind in _PICTURES.items() if found.data.startswith(mark)), "")


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
