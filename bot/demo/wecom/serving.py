"""The stand-in over HTTP, on a port of loopback that the system chooses."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.wecom.calls import PlatformCall
from bot.demo.wecom.server import WecomServer

LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def served(server: WecomServer) -> AsyncIterator[str]:
    """Serve it; the value is its address."""

    async def answer(request: Request) -> Response:
        answered = server.answer(await _call(request))
        return Response(answered.body, headers=answered.headers)

    app = Starlette(routes=[Route("/cgi-bin/{path:path}", answer, methods=["GET", "POST"])])
    with socket.create_server((LOOPBACK, 0)) as listener:
        serving = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))
        running = asyncio.create_task(serving._serve(sockets=[listener]))
        try:
            yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        finally:
            serving.should_exit = serving.force_exit = True
            await running


async def _call(request: Request) -> PlatformCall:
    kind = request.headers.get("content-type", "")
    body = json.loads(await request.body()) if kind.startswith("application/json") else {}
    files: dict[str, tuple[str, bytes]] = {}
    if kind.startswith("multipart/form-data"):
        async with request.form() as form:
            for name, part in form.items():
                if isinstance(part, UploadFile):
                    files[name] = (part.filename or "", await part.read())
    return PlatformCall(request.path_params["path"], dict(request.query_params), body, files)
