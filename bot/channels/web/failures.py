"""What somebody sees who opens a page that cannot be shown now: a sentence in their language, never a bare error.

The doors that a page's script asks answer for themselves, in `bot/channels/web/reception.py`; this is for everything else
that is served.
"""

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from bot import page_words
from bot.channels.web import pages
from storage import errors

LOG = logging.getLogger(__name__)
RETRY_SECONDS = "5"


def handlers(otherwise: str) -> dict[type[Exception], ExceptionHandler]:
    """By kind of failure, what answers it: 503 where it passes by itself, 500 where somebody must look after it.

    `otherwise` is the language for whoever's browser asks for none of ours.
    """

    async def passing(request: Request, error: Exception) -> Response:
        LOG.error("%s could not be shown: %s", request.url.path, type(error).__name__)
        response = _page(request, otherwise, 503)
        response.headers["Retry-After"] = RETRY_SECONDS
        return response

    async def lasting(request: Request, error: Exception) -> Response:
        return _page(request, otherwise, 500)  # the server logs what it was

    return {errors.StorageUnavailable: passing, OSError: passing, Exception: lasting}


def _page(request: Request, otherwise: str, status: int) -> Response:
    locale = pages.locale_for(request, otherwise)
    words = page_words.table(locale, "web")
    return pages.page("failed.html", status=status, locale=locale, words=words, is_passing=status == 503)
