"""Pictures and files that were said to a page, when the page asks for their bytes.

Called by `bot/web_reception.py`; finds them in what delivery holds for the account, so nobody gets what was not said to
them.
"""

from collections import OrderedDict

from starlette.responses import Response

from bot import channel, web_pages, web_says, web_stream

_MOST = 16 * 1024 * 1024  # bytes kept in memory for pages that ask again
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}


class Attachments:
    """The attachments asked for most lately, up to a weight; the others are looked up."""

    def __init__(self, delivery: web_stream.Delivery) -> None:
        """Take where parcels are found."""
        self._delivery = delivery
        self._weight = 0
        self._held: OrderedDict[tuple[int, str], channel.Attachment] = OrderedDict()

    async def answer(self, account_id: int, key: str) -> Response:
        """Answer with its bytes; raise NotTaken where it was never said to this account."""
        found = await self._find(account_id, key)
        if found is None:
            raise web_says.NotTaken(404, "no_file")
        kind = next((kind for mark, kind in _PICTURES.items() if found.data.startswith(mark)), "")
        headers = {**web_pages.NO_TRACE, "Content-Security-Policy": "default-src 'none'; sandbox"}
        if not (found.is_picture and kind):
            headers["Content-Disposition"] = "attachment"
        return Response(found.data, media_type=kind or "application/octet-stream", headers=headers)

    def forget(self, account_id: int) -> None:
        """Let go of everything that was said to this account."""
        for held in [held for held in self._held if held[0] == account_id]:
            self._weight -= len(self._held.pop(held).data)

    async def _find(self, account_id: int, key: str) -> channel.Attachment | None:
        held = self._held.get((account_id, key))
        if held is not None:
            self._held.move_to_end((account_id, key))
            return held
        for parcel in reversed(await self._delivery.page(account_id, 0)):
            for attachment in parcel.attachments:
                if attachment.key == key:
                    self._hold(account_id, attachment)
                    return attachment
        return None

    def _hold(self, account_id: int, attachment: channel.Attachment) -> None:
        self._held[account_id, attachment.key] = attachment
        self._weight += len(attachment.data)
        while self._weight > _MOST and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._weight -= len(dropped.data)
