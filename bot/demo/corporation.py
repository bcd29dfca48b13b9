"""The county's corporation on WeCom, for `flagpost demo --wecom`: the house is set up with the stand-in as with the real one.

Some of the cast are members of it; they are the same people as in their panes, and hear a thing where they were last. The
stand-in goes by the county's own clock: what WeCom forgets after days is forgotten when the clock is turned past them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from bot import clocks, page_words
from bot.channels.wecom.callback import PATH
from bot.demo.wecom import serving
from bot.demo.wecom.citizens import ACCOUNT
from bot.demo.wecom.platform import AES_KEY, AGENT_ID, CORPID, TOKEN
from bot.demo.wecom.server import SECRET, WecomServer
from bot.house.wiring import House

MEMBERS: Mapping[str, str] = {"wecom_reviewer": "reviewer_a", "wecom_contact": "contact", "wecom_leader": "leader_a"}
"""Each member's phone, and whose pane it is the other device of."""
CITIZEN, GROUP = "wechat_citizen", "wecom_group"
ROBOT = "stand-in-robot"  # its key


class CountyCorporation:
    """The stand-in, served; `settings` lead the house to it."""

    def __init__(self, server: WecomServer, address: str, locale: str) -> None:
        """The group is called in the language of the house."""
        self.server = server
        self.settings = {
            "FLAGPOST_WECOM_CORPID": CORPID,
            "FLAGPOST_WECOM_SECRET": SECRET,
            "FLAGPOST_WECOM_AGENTID": str(AGENT_ID),
            "FLAGPOST_WECOM_TOKEN": TOKEN,
            "FLAGPOST_WECOM_AESKEY": AES_KEY,
            "FLAGPOST_WECOM_API": address,
            "FLAGPOST_WECOM_KFID": ACCOUNT,
            "FLAGPOST_WECOM_ROBOTS": f"{page_words.table(locale, 'demo')['phone_title_group']}={ROBOT}",
        }

    def calls(self, house: House) -> None:
        """Let its callbacks come to the door of this house, as they come to any: sealed, by HTTP."""
        self.server.calls_at(f"http://county{PATH}", httpx.ASGITransport(house.app, raise_app_exceptions=False))


@asynccontextmanager
async def opened(clock: clocks.LegalClock, locale: str) -> AsyncIterator[CountyCorporation]:
    """The corporation, for as long as its county stands."""
    server = WecomServer(clock=lambda: clock.now().timestamp(), robots={GROUP: ROBOT})
    server.service.presses_count = (
        True  # undocumented; a conversation that dies at its first press shows nobody anything
    )
    async with serving.served(server) as address:
        try:
            yield CountyCorporation(server, address, locale)
        finally:
            await server.hangs_up()
