"""Every channel there is: the one place where they are listed. Whoever adds one writes its class in a folder, and a line here."""

from bot.channel import ChannelFinding
from bot.channels.surroundings import ChannelKind
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.settings import Settings
from domain.channels import Channels

EVERY: list[ChannelKind] = [WebChannel, TelegramChannel, WecomChannel, CitizenChannel]


def traits() -> Channels:
    """What is known of each, whether or not it is set up."""
    return Channels(tuple(kind.traits for kind in EVERY))


def set_up(given: Settings) -> dict[str, str]:
    """By name, how each that pushes is set up; empty where it is off."""
    return {kind.traits.name: kind.set_up(given) for kind in EVERY if not kind.traits.pulls}


async def examined(given: Settings) -> list[tuple[str, ChannelFinding]]:
    """What can be found, by calls that change nothing, of how each is set up that is on: its name, and the finding."""
    return [(kind.traits.name, each) for kind in EVERY if kind.set_up(given) for each in await kind.examined(given)]
