"""The office's corporation on WeCom: one door and one client for all that is done there, made once for a house.

Members (`bot/channels/wecom/channel.py`) and citizens come by the same address, and are written to with the same token.
"""

from __future__ import annotations

from functools import partial

from bot.channels.arrivals import Arrivals
from bot.channels.surroundings import Surroundings
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.client import Client
from bot.channels.wecom.crypto import Seal
from bot.channels.wecom.traits import TRAITS
from bot.settings import Wecom
from storage.vault import Vault


class Corporation:
    """Door and client of one app."""

    def __init__(self, given: Wecom, around: Surroundings) -> None:
        self.given = given
        self.client = Client(api=given.api, corpid=given.corpid, secret=given.secret)
        self.arrivals = Arrivals(channel=TRAITS.name, intake=around.intake, clock=around.clock)
        seal = Seal(token=given.token, aes_key=given.aes_key, receiver=given.corpid)
        kept_as = partial(event_kept_as, around.database.vault)
        self.callback = Callback(seal=seal, arrivals=self.arrivals, kept_as=kept_as, clock=around.clock)

    @classmethod
    def around(cls, around: Surroundings) -> Corporation | None:
        """The one of this house; None where the settings name none."""
        given = around.given.wecom
        return None if given is None else around.once(cls, lambda: cls(given, around))


def event_kept_as(keys: Vault, event: str) -> str:
    """Under which key an event is kept. What names an event on WeCom names who caused it, and when: whoever reads the database must not
    find a member by it, nor by trying them all."""
    return keys.mark("wecom event", event).hex()
