"""Files: those that people send are fetched at once, for WeCom keeps them three days; ours are brought just before they are sent."""

from __future__ import annotations

from pathlib import PurePath

from bot.channel import Attachment, FileDelayed, FileGone, FileWithheld
from bot.channels.wecom.client import CallNotMade, CallRefused, CallUnanswered, Client
from bot.channels.wecom.tokens import SecretRefused
from domain.evidence import Media
from domain.said import FileRef

GONE = frozenset({40007, 44001})
TOO_LARGE = frozenset({830002, 45001})
LARGEST_PICTURE, LARGEST_FILM, LARGEST = 10_000_000, 10_000_000, 20_000_000  # bytes
PICTURES = frozenset({".jpg", ".jpeg", ".png"})


async def fetch(client: Client, file: FileRef) -> bytes:
    """The bytes of a file somebody sent; FileGone, FileWithheld (too large) or FileDelayed (try again) where there are none."""
    try:
        return (await client.download("media/get", media_id=file.ref)).data
    except CallRefused as refused:
        if refused.code in GONE:
            raise FileGone from refused
        if refused.code in TOO_LARGE:
            raise FileWithheld from refused
        raise FileDelayed from refused
    except (SecretRefused, CallUnanswered, CallNotMade) as error:
        raise FileDelayed from error


async def bring(client: Client, attachment: Attachment) -> tuple[str, str]:
    """Bring a file of ours to WeCom: as what it is sent, and its id there."""
    kind = kind_of(attachment)
    part = (attachment.name or "file", attachment.data, "application/octet-stream")
    answer = await client.call("media/upload", files={"media": part}, type=kind)
    media_id = answer.get("media_id")
    if not isinstance(media_id, str) or not media_id:
        raise CallUnanswered
    return kind, media_id


def kind_of(attachment: Attachment) -> str:
    """As what a file is sent. Sound is sent as a file: WeCom takes no recordings but AMR."""
    ending, size = PurePath(attachment.name).suffix.lower(), len(attachment.data)
    if attachment.media is Media.PICTURE and ending in PICTURES and size <= LARGEST_PICTURE:
        return "image"
    if attachment.media is Media.FILM and ending == ".mp4" and size <= LARGEST_FILM:
        return "video"
    return "file"
