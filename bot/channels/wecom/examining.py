"""What `flagpost check` finds of WeCom: each step of the console's, looked at by calls that change nothing.

No secret, token or key stands in what is found; the one address that does is this machine's own.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import httpx

from bot import clocks
from bot.channel import ChannelFinding
from bot.channels.wecom import hindrances
from bot.channels.wecom.answers import ROBOT_GONE
from bot.channels.wecom.callback import PATH
from bot.channels.wecom.client import Answer, CallNotMade, CallRefused, CallUnanswered, Client
from bot.channels.wecom.crypto import Seal
from bot.channels.wecom.tokens import SecretRefused
from bot.settings import Wecom

WAITS = 5.0  # seconds; the console waits one
NOT_THIS_APP = frozenset({40056, 301002})  # the AgentId is none, or that of an app whose secret is another
BEHIND = frozenset({502, 503, 504})  # a proxy says that it does not reach what is behind it
LISTED = 100
SOON = 14  # days in which a certificate should have been renewed: what renews it by itself does so a month before
DAY = 86400.0
OF_THE_CERTIFICATE = frozenset({"wecom_callback_tls", "wecom_callback_ends"})
AT = "1700000000"  # of a call that we make ourselves: nobody looks at its age


async def examine(given: Wecom, public_url: str) -> list[ChannelFinding]:
    """Of the app: the secret, the trusted addresses, the AgentId, who may see it, and whether our callback answers where the console would
    call."""
    client = Client(api=given.api, corpid=given.corpid, secret=given.secret, tolerated=0)
    try:
        return [
            await _app(client, given.agent_id),
            await examine_callback(given, public_url),
            *await _robots(client, given),
        ]
    finally:
        await client.close()


async def examine_service(given: Wecom) -> list[ChannelFinding]:
    """Of customer service: whether the account is there, and given to this app."""
    client = Client(api=given.api, corpid=given.corpid, secret=given.secret, tolerated=0)
    try:
        async with aclosing(_accounts(client)) as accounts:
            async for account, is_ours in accounts:
                if account == given.kfid:
                    return [_found("wecom_service") if is_ours else _found("wecom_service_not_ours", is_well=False)]
    except CallRefused as refused:
        return [hindrances.of_service(refused.code, given.kfid)]
    except (SecretRefused, CallNotMade, CallUnanswered):
        return []  # said of the app already
    finally:
        await client.close()
    return [_found("wecom_service_missing", is_well=False, account=given.kfid)]


async def _app(client: Client, agent_id: int) -> ChannelFinding:
    try:
        app = await client.call("agent/get", agentid=str(agent_id))
    except CallRefused as refused:
        if refused.code in NOT_THIS_APP:
            return _found("wecom_agent", is_well=False, number=agent_id, code=refused.code)
        return client.hindrances.found or _found("wecom_refused", is_well=False, code=refused.code)
    except (SecretRefused, CallNotMade, CallUnanswered):
        return client.hindrances.found or _found("wecom_unanswered", is_well=False)
    if app.get("close") == 1:
        return _found("wecom_app_off", is_well=False)
    if not any(_seen_by(app)):
        return _found("wecom_app_unseen", is_well=False)
    return _found("wecom_app")


def _seen_by(app: Answer) -> Iterator[object]:
    """Members, departments and labels within the app's visible scope; an answer that says nothing of it is no answer to that."""
    for field, inner in (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid")):
        scope = app.get(field, {inner: "unsaid"} if field == "allow_userinfos" else {})
        yield scope.get(inner) if isinstance(scope, dict) else None


async def examine_callback(given: Wecom, public_url: str, *, trusting: ssl.SSLContext | bool = True) -> ChannelFinding:
    """Ask at our own door what the console asks when its page is saved, `trusting` whom it would."""
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
        async with httpx.AsyncClient(timeout=WAITS, trust_env=False, verify=trusting) as asking:
            answer = await asking.get(f"{address}?{urlencode(query)}")
            days = _certificate_ends_in(answer)
    except httpx.HTTPError as error:
        key = hindrances.no_way(error, "wecom_callback")
        is_silent = key == "wecom_callback_silent"
        return _found(key, is_well=is_silent, is_to_mind=is_silent, url=address)
    if answer.content == word.encode() and days is not None and days < SOON:
        return _found("wecom_callback_ends", is_to_mind=True, url=address, days=days)
    if answer.content == word.encode():
        return _found("wecom_callback", url=address)
    return _found(_answered_wrong(answer), is_well=False, url=address, status=answer.status_code)


def _certificate_ends_in(answer: httpx.Response) -> int | None:
    """Whole days until whoever calls there does not believe its certificate any more."""
    tls = answer.extensions["network_stream"].get_extra_info("ssl_object")
    if tls is None:
        return None
    ends = ssl.cert_time_to_seconds(tls.getpeercert()["notAfter"])
    return int((ends - clocks.real().timestamp()) // DAY)


def _answered_wrong(answer: httpx.Response) -> str:
    """Who it was that answered, by how: our own door refuses another seal with 403."""
    if answer.status_code == HTTPStatus.FORBIDDEN and not answer.content:
        return "wecom_callback_wrong"
    if answer.is_redirect:
        return "wecom_callback_moved"
    if answer.status_code in BEHIND:
        return "wecom_callback_behind"
    return "wecom_callback_another"


async def _robots(client: Client, given: Wecom) -> list[ChannelFinding]:
    """Whether the keys of robots are any robot's: each is asked to say nothing at all, which it refuses for another reason."""
    asked = await asyncio.gather(*(_is_there(client, key) for key in given.robots.values()))
    names = {
        is_there: sorted(name for name, each in zip(given.robots, asked, strict=True) if each is is_there)
        for is_there in set(asked)
    }
    found = []
    if gone := names.get(False):
        found.append(_found("wecom_robots_gone", is_well=False, names=gone))
    if unasked := names.get(None):
        found.append(_found("wecom_robots_unasked", is_to_mind=True, names=unasked))
    if there := names.get(True):
        found.append(_found("wecom_robots", names=there))
    return found


async def _is_there(client: Client, key: str) -> bool | None:
    """None where nothing answered that knows it."""
    try:
        await client.tell_robot(key, {})
    except CallRefused as refused:
        return refused.code not in ROBOT_GONE
    except (CallNotMade, CallUnanswered):
        return None
    return True


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
