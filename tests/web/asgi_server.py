"""An ASGI application served on loopback by the server that the product uses, inside the test's own event loop; or asked
without any server, whose own task no caller could cancel.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, TypeVar

import uvicorn

from bot.house.serving import config

T = TypeVar("T")
STOPPING_TAKES = 10  # seconds; a page that is still connected then has failed to let go


@asynccontextmanager
async def serving(application: Any) -> AsyncIterator[str]:
    """Serve it; the value is its address."""
    # Named as TCP, its connections send at once; asyncio would let others wait for the acknowledgement of what went before.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(given := config(application))
    given.load()
    server.lifespan = given.lifespan_class(given)
    await server.startup(sockets=[listener])  # `serve` would take the process's signals
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        async with asyncio.timeout(STOPPING_TAKES):
            await asyncio.gather(*server.server_state.tasks)
        listener.close()


@contextmanager
def serving_in_a_thread(
    application: Any, closing: Callable[[], None]
) -> Iterator[tuple[str, asyncio.AbstractEventLoop]]:
    """The same from a thread of its own, as a browser needs it: its address and its loop. `closing` ends the open streams.

    Whatever else touches what runs there goes by `loop.call_soon_threadsafe`; nothing else wakes the loop. uvicorn's own `run`
    looks ten times a second whether it is to begin or to end, which most tests of the pages waited for and for nothing else.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    stack = AsyncExitStack()

    def done(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    thread.start()
    try:
        yield done(stack.enter_async_context(serving(application))), loop
    finally:
        loop.call_soon_threadsafe(closing)
        try:
            done(stack.aclose())
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def post(app: Any, path: str, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    """Ask the application itself; return the status."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]
