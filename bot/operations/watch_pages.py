"""What a monitor asks over HTTP: `/livez`, `/healthz`, `/metrics`.

To whoever has not the token, `/healthz` says well or not well and nothing else, and `/metrics` is not there: a reverse proxy
that forwards everything gives nothing away. The token follows from the key of the home; `flagpost metrics --token` prints it.
Made by the wiring; calls `bot/operations/watching.py`.
"""

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import page_words
from bot.operations import watching
from domain import errors
from storage.vault import Vault

NO_TRACE = {"Cache-Control": "no-store"}


def token_of(keys: Vault) -> str:
    """The token that lets a monitor read figures; it opens nothing else."""
    return keys.mark("watching", "token").hex()


class WatchPages:
    """The pages."""

    def __init__(self, watch: watching.Watch, token: str) -> None:
        """`token` is what a monitor sends as `Authorization: Bearer …`."""
        self._watch = watch
        self._expected = f"Bearer {token}".encode()

    def routes(self) -> list[Route]:
        """The routes to serve."""
        return [
            Route("/livez", self.livez),
            Route("/healthz", self.healthz),
            Route("/metrics", self.metrics),
        ]

    async def livez(self, request: Request) -> Response:
        """200 as soon as this process answers: for a load balancer before several of them."""
        return PlainTextResponse("ok\n", headers=NO_TRACE)

    async def healthz(self, request: Request) -> Response:
        """200 where all is well, 503 where somebody must act now; with the token, a sentence for each thing that is wrong."""
        try:
            found = watching.wrong(await self._watch.look())
        except (errors.FlagpostError, OSError) as error:
            why = {"why": str(error)} if isinstance(error, errors.FlagpostError) else {}
            found = [watching.WatchFinding(name="database" if why else "home", facts=why, is_grave=True)]
        locale = page_words.locale_of(None, request.headers.get("accept-language", ""), "en")
        wrong = [finding.said(locale) for finding in found if finding.is_grave]
        body: dict[str, object] = {"is_well": not wrong}
        if self._is_monitor(request):
            body |= {"wrong": wrong, "mind": [finding.said(locale) for finding in found if not finding.is_grave]}
        return JSONResponse(body, status_code=503 if wrong else 200, headers=NO_TRACE)

    async def metrics(self, request: Request) -> Response:
        """Every figure, for Prometheus."""
        from bot.operations import metrics

        if not self._is_monitor(request):
            return PlainTextResponse("Not Found", status_code=404)
        try:
            facts = await self._watch.look()
        except (errors.FlagpostError, OSError):
            return PlainTextResponse("The database cannot be read.\n", status_code=503, headers=NO_TRACE)
        return Response(metrics.text(facts, self._watch.meters), media_type=metrics.CONTENT_TYPE, headers=NO_TRACE)

    def _is_monitor(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, self._expected)
