"""Serving the house over HTTP until the process is asked to stop."""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn

from domain import errors

LOG = logging.getLogger(__name__)
STOPPING_TAKES = 10
# Requests under way, then words under way, have ten seconds each. Whatever else holds the house up is broken off before
# systemd's thirty seconds are over; what was acknowledged is committed, and what was claimed is taken up again.
BREAK_OFF_AFTER = 27.0
ENDINGS = (signal.SIGINT, signal.SIGTERM)
BACKLOG = 2048


class CannotListen(errors.FlagpostError):
    """The address for the web side cannot be had; `address` is host:port."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"Cannot listen on {address}: {why}. Stop what uses it, or choose another address: "
            "--port for the demo, FLAGPOST_WEB for the bot."
        )
        self.address = address


def listen(host: str, port: int) -> socket.socket:
    """Open the address. From now on connections wait instead of being refused. Raises `CannotListen`, with what to do."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG
        )
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise CannotListen(f"{host}:{port}", why) from error


# The database's thread lets the others run at every statement. To get its turn back it waits for as long as this: with Python's
# own 5 ms it waits longer than it works, and takes in a fifth to a third fewer messages (`bench intake`).
SWITCH_SECONDS = 0.0005


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a program's main coroutine, on uvloop where there is one: it halves what a connection costs."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main)
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)  # a second one, while the last threads end, must not make a failure of it


async def serve(application: Any, listener: socket.socket, *, closing: Callable[[], None]) -> None:
    """Serve what comes to `listener` until SIGINT or SIGTERM; `closing` ends the open streams, so that the server can stop."""
    # What stands by now stands for good: the collector need not walk it again, nor come for every few hundred messages.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    sys.setswitchinterval(SWITCH_SECONDS)
    loop = asyncio.get_running_loop()
    server = uvicorn.Server(config(application))
    stopping = asyncio.Event()
    for each in ENDINGS:
        loop.add_signal_handler(each, stopping.set)
    serving = asyncio.create_task(server._serve(sockets=[listener]))
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if stopping.is_set():
        _begin_to_end()
    stopped.cancel()
    closing()
    server.should_exit = True
    await serving


def _begin_to_end() -> None:
    """From now on this process has so long, whatever a thread or a library of it does."""
    last = threading.Timer(BREAK_OFF_AFTER, _break_off)
    last.daemon = True
    last.start()


def _break_off() -> None:
    LOG.error("Stopping came to no end and was broken off. Nothing that was acknowledged is lost")
    logging.shutdown()
    os._exit(1)


def config(application: Any) -> uvicorn.Config:
    """One process, no access log: addresses are not kept."""
    return uvicorn.Config(
        application,
        backlog=BACKLOG,
        log_level="warning",
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOPPING_TAKES,
    )
