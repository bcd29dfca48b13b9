"""What `flagpost check` finds of WeCom: each step of the console's, looked at by calls that change nothing.

No secret, token or key stands in what is found; the one address that does is this machine's own.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import urlencode, urlsplit

import httpx

from bot.channel import ChannelFinding
from bot.channels.wecom import client as calls
from bot.channels.wecom.answers import ROBOT_GONE
from bot.channels.wecom.callback import PATH
from bot.channels.wecom.client import CallNotMade, CallRefused, CallUnanswered, Client
from bot.channels.wecom.crypto import Seal
from bot.channels.wecom.tokens import SecretRefused
from bot.settings import Wecom

WAITS = 5.0  # seconds; the console waits one
NO_RIGHT = frozenset({48002, 60011, 95004})
LISTED = 100
AT = "1700000000"  # of a call that we make ourselves: nobody looks at its age


async def examine(given: Wecom, public_url: str) -> list[ChannelFinding]:
    """Of the app: the secret, the trusted addresses, and whether our callback answers where the console would call."""
    client = Client(api=given.api, corpid=given.corpid, secret=given.secret)
    try:
        return [await _app(client), await _callback(given, public_url), *await _robots(client, given)]
    finally:
        await client.close()


async def examine_service(given: Wecom) -> list[ChannelFinding]:
    """Of customer service: whether the account is there, and given to this app."""
    client = Client(api=given.api, corpid=given.corpid, secret=given.secret)
    try:
        async with aclosing(_accounts(client)) as accounts:
            async for account, is_ours in accounts:
                if account == given.kfid:
                    return [_found("wecom_service") if is_ours else _found("wecom_service_not_ours", is_well=False)]
    except CallRefused as refused:
        key = "wecom_service_no_right" if refused.code in NO_RIGHT else "wecom_refused"
        return [_found(key, is_well=False, code=refused.code)]
    except (SecretRefused, CallNotMade, CallUnanswered):
        return []  # said of the app already
    finally:
        await client.close()
    return [_found("wecom_service_missing", is_well=False, account=given.kfid)]


async def _app(client: Client) -> ChannelFinding:
    try:
        await client.call("getcallbackip")
    except SecretRefused as refused:
        return _found("wecom_secret", is_well=False, code=refused.code)
    except CallRefused as refused:
        if refused.code == calls.NOT_TRUSTED:
            return _found("wecom_not_trusted", is_well=False, address=refused.address or "?")
        return _found("wecom_refused", is_well=False, code=refused.code)
    except (CallNotMade, CallUnanswered):
        return _found("wecom_silent", is_well=False)
    return _found("wecom_app")


async def _callback(given: Wecom, public_url: str) -> ChannelFinding:
    """Ask at our own door what the console asks when its page is saved."""
    address = f"{public_url}{PATH}"
    if not _is_public(public_url):
        return _found("wecom_callback_local", is_to_mind=True, url=address)
    seal = Seal(token=given.token, aes_key=given.aes_key, receiver=given.corpid)
    word, nonce = secrets.token_hex(8), secrets.token_hex(8)
    sealed = seal.sealed(word.encode())
    query = {
        "msg_signature": seal.signature(AT, nonce, sealed),
        "timestamp": AT,
        "nonce": nonce,
        "echostr": sealed,
    }
    try:
        async with httpx.AsyncClient(timeout=WAITS, trust_env=False) as asking:
            answer = await asking.get(f"{address}?{urlencode(query)}")
    except httpx.HTTPError:
        return _found("wecom_callback_silent", is_to_mind=True, url=address)
    if answer.content == word.encode():
        return _found("wecom_callback", url=address)
    return _found("wecom_callback_wrong", is_well=False, url=address, status=answer.status_code)


async def _robots(client: Client, given: Wecom) -> list[ChannelFinding]:
    """Whether the keys of robots are any robot's: each is asked to say nothing at all, which it refuses for another reason."""
    gone = [name for name, key in sorted(given.robots.items()) if await _is_gone(client, key)]
    there = sorted(set(given.robots) - set(gone))
    found = [_found("wecom_robots_gone", is_well=False, names=gone)] if gone else []
    return [*found, *([_found("wecom_robots", names=there)] if there else [])]


async def _is_gone(client: Client, key: str) -> bool:
    try:
        await client.tell_robot(key, {})
    except CallRefused as refused:
        return refused.code in ROBOT_GONE
    except (CallNotMade, CallUnanswered):
        return False  # said of the app already
    return False


async def _accounts(client: Client) -> AsyncGenerator[tuple[str, bool], None]:
    """Every account of customer service that this app is shown, and whether it may speak for it."""
    begin = 0
    while True:
        answer = await client.call("kf/account/list", {"offset": begin, "limit": LISTED})
        listed = [each for each in answer.get("account_list") or [] if isinstance(each, dict)]
        for each in listed:
            yield str(each.get("open_kfid", "")), each.get("manage_privilege") is True
        if len(listed) < LISTED:
            return
        begin += len(listed)


def _is_public(url: str) -> bool:
    """Whether somebody else can reach this address."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_private
    except ValueError:
        return host not in ("", "localhost")


def _found(key: str, *, is_well: bool = True, is_to_mind: bool = False, **facts: object) -> ChannelFinding:
    return ChannelFinding(key=key, facts=facts, is_well=is_well, is_to_mind=is_to_mind)
