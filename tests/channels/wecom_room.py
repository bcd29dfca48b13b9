"""A WeCom app between the stand-in server and an intake that only remembers: the room of the tests beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.channels.arrivals import Arrivals
from bot.channels.wecom.callback import PATH, Callback
from bot.channels.wecom.client import Client
from bot.channels.wecom.crypto import Seal
from bot.channels.wecom.robots import Robots
from bot.channels.wecom.sending import MemberSending
from bot.demo.wecom.platform import AES_KEY, AGENT_ID, CORPID, TOKEN
from bot.demo.wecom.server import SECRET
from tests.channels.telegram_room import Clock, Remembering
from tests.web.asgi_server import serving
from tests.wecom.wecom_server import FaultyWecom

ROBOTS = {"县府群": "11111111-2222-stand-in"}


@dataclass
class WecomRoom:
    """All that a test needs."""

    server: FaultyWecom
    client: Client
    callback: Callback
    intake: Remembering
    sending: MemberSending
    robots: Robots
    clock: Clock


@asynccontextmanager
async def wecom_room() -> AsyncIterator[WecomRoom]:
    """Door, client and sending of one app, over real HTTP in both directions."""
    clock, intake = Clock(), Remembering()
    seconds = lambda: clock.now.timestamp()  # noqa: E731
    async with FaultyWecom(clock=seconds, robots=ROBOTS) as server:
        client = Client(api=server.address, corpid=CORPID, secret=SECRET, timer=seconds)
        seal = Seal(token=TOKEN, aes_key=AES_KEY, receiver=CORPID)
        arrivals = Arrivals(channel="wecom", intake=intake, clock=clock)
        callback = Callback(seal=seal, arrivals=arrivals, kept_as=lambda event: event, clock=clock)
        async with serving(callback) as address:
            server.calls_at(f"{address}{PATH}")
            yield WecomRoom(
                server=server,
                client=client,
                callback=callback,
                intake=intake,
                sending=MemberSending(client=client, agent_id=AGENT_ID),
                robots=Robots(client=client, keys=ROBOTS, locale="zh"),
                clock=clock,
            )
        await client.close()
        assert server.complaints == [], "no sound program calls WeCom so"
