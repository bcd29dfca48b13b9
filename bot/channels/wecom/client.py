"""Calls to WeCom's server: a thin client of our own over httpx.

The token and a robot's key are part of every address there, and people's words are part of every request: neither may reach a
log. An answer is judged by its `errcode`, never by its words.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from ssl import SSLContext
from typing import Any

import httpx

from bot.channels.wecom.hindrances import BAD_SECRET, DEAD_TOKEN, TOLERATED, Hindrances
from bot.channels.wecom.tokens import Issued, SecretRefused, Tokens
from domain.errors import FlagpostError

SERVER = "https://qyapi.weixin.qq.com"
TIMES = httpx.Timeout(20.0, connect=10.0, pool=5.0)
CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=16)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

FROM_ADDRESS = re.compile(r"from ip: ([0-9A-Fa-f.:]{3,39})")  # the one thing that is read from an answer's words

Answer = dict[str, Any]
Files = Mapping[str, tuple[str, bytes, str]]


class CallRefused(FlagpostError):
    """WeCom answered that it did not do it: `code` says why. `address` is this machine's, as seen from there, where it is named."""

    def __init__(self, code: int, address: str = "") -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.address = address


class CallNotMade(FlagpostError):
    """The call never left us, or never reached what it was for."""


class CallUnanswered(FlagpostError):
    """It may have been done: the answer was lost, or was none of WeCom's."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as WeCom hands it out."""

    data: bytes
    name: str = ""


class Client:
    """One app's calls. `hindrances` know what keeps them from going."""

    def __init__(
        self,
        *,
        api: str,
        corpid: str,
        secret: str,
        timer: Callable[[], float] = time.monotonic,
        tolerated: int = TOLERATED,
    ) -> None:
        hush()
        self._http = httpx.AsyncClient(
            base_url=f"{api.rstrip('/')}/cgi-bin/",
            timeout=TIMES,
            limits=CONNECTIONS,
            trust_env=False,
            verify=_trusted(),
        )
        self._corpid = corpid
        self._secret = secret
        self.tokens = Tokens(self._ask_for_token, timer)
        self.hindrances = Hindrances(timer, tolerated=tolerated)

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def call(
        self, path: str, body: Mapping[str, Any] | None = None, *, files: Files | None = None, **query: str
    ) -> Answer:
        """Call with the app's token; where it has died before its time, once more with a new one.

        Raises CallRefused, SecretRefused, CallNotMade (surely not done) or CallUnanswered (perhaps).
        """
        return _answered(await self._with_token(path, body, files, query))

    async def download(self, path: str, **query: str) -> Downloaded:
        """A file; what comes instead of one is an answer that says why. A file has a name: some are JSON or words themselves."""
        response = await self._with_token(path, None, None, query)
        if response.status_code != HTTPStatus.OK:
            raise CallUnanswered  # a page of whoever stands between us is nobody's file
        if not _is_file(response) and _is_json(response):
            _answered(response)
            raise CallUnanswered
        return Downloaded(response.content)

    async def tell_robot(self, key: str, body: Mapping[str, Any]) -> Answer:
        """Let a group's robot say something. It has no token: its key is all there is."""
        return _answered(await self._ask("webhook/send", body, None, {"key": key}))

    async def _with_token(
        self, path: str, body: Mapping[str, Any] | None, files: Files | None, query: Mapping[str, str]
    ) -> httpx.Response:
        token = await self._token()
        response = await self._ask(path, body, files, {"access_token": token, **query})
        if _code(response) in DEAD_TOKEN:
            token = await self._token(dead=token)
            response = await self._ask(path, body, files, {"access_token": token, **query})
        return self._noted(path, response)

    async def _token(self, *, dead: str = "") -> str:
        """A token; without one, whatever it was for has not been done."""
        try:
            return await self.tokens.token(dead=dead)
        except CallUnanswered as error:
            raise CallNotMade from error

    async def _ask_for_token(self) -> Issued:
        asked = await self._ask("gettoken", None, None, {"corpid": self._corpid, "corpsecret": self._secret})
        response = self._noted("gettoken", asked)
        if (code := _code(response)) in BAD_SECRET:
            raise SecretRefused(code)
        answer = _answered(response)
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise CallUnanswered
        return Issued(token, float(seconds))

    async def _ask(
        self, path: str, body: Mapping[str, Any] | None, files: Files | None, query: Mapping[str, str]
    ) -> httpx.Response:
        method = "GET" if body is None and files is None else "POST"
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if content is None else {"Content-Type": "application/json"}
        try:
            return await self._http.request(
                method, path, params=dict(query), content=content, headers=headers, files=files
            )
        except NEVER_LEFT as error:
            self.hindrances.never_left(error)
            raise CallNotMade from None  # its words hold the address, and the address the token
        except httpx.HTTPError:
            self.hindrances.unanswered()
            raise CallUnanswered from None

    def _noted(self, path: str, response: httpx.Response) -> httpx.Response:
        """Learn from an answer whether calls go; a token that died is renewed, which says nothing of that."""
        code = 0 if _is_file(response) else _code(response)
        if code is None and response.status_code == HTTPStatus.OK and not _is_text(response):
            code = 0  # a picture without a name
        if code is None:
            self.hindrances.unanswered()
        elif not (path == "gettoken" and code == 0):  # what is asked with it may still be refused
            self.hindrances.refused(path, code, _address(response) if code else "")
        return response


def hush() -> None:
    """Keep the libraries below from logging addresses: they hold the token."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _is_file(response: httpx.Response) -> bool:
    return response.status_code == HTTPStatus.OK and "content-disposition" in response.headers


def _is_text(response: httpx.Response) -> bool:
    return _is_json(response) or response.headers.get("content-type", "").startswith("text/")


def _is_json(response: httpx.Response) -> bool:
    return "json" in response.headers.get("content-type", "") or "text/plain" in response.headers.get(
        "content-type", ""
    )


def _code(response: httpx.Response) -> int | None:
    """The code of an answer; None where it is a file, or no answer of WeCom's."""
    if response.status_code != HTTPStatus.OK or _is_file(response) or not _is_json(response):
        return None
    try:
        answer = _read(response)
    except ValueError:
        return None
    code = answer.get("errcode", 0) if isinstance(answer, dict) else None
    return code if isinstance(code, int) else None


def _answered(response: httpx.Response) -> Answer:
    code = _code(response)
    if code is None:
        raise CallUnanswered
    if code:
        raise CallRefused(code, _address(response))
    found: Answer = _read(response)
    return found


def _address(response: httpx.Response) -> str:
    """This machine's, as a refusal names it."""
    named = FROM_ADDRESS.search(str(_read(response).get("errmsg", "")))
    return named[1] if named else ""


def _read(response: httpx.Response) -> Any:
    """What people wrote stands in it: a byte that is no letter must not keep the rest from being heard."""
    return json.loads(response.content.decode(errors="replace"))


@cache
def _trusted() -> SSLContext:
    """The authorities we trust, read once."""
    return httpx.create_ssl_context(trust_env=False)
