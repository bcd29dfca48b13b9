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

from bot.channels.wecom.tokens import Issued, SecretRefused, Tokens
from domain.errors import FlagpostError

SERVER = "https://qyapi.weixin.qq.com"
TIMES = httpx.Timeout(20.0, connect=10.0, pool=5.0)
CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=16)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

DEAD_TOKEN = frozenset({40014, 42001})
BAD_SECRET = frozenset({40001, 40013, 40091, 41004})
BUSY, TOO_MANY_AT_ONCE, TOO_MANY, NOT_TRUSTED = -1, 45033, 45009, 60020

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
    """One app's calls. `trouble` says in a word of ours what keeps them from going, empty while they go."""

    def __init__(self, *, api: str, corpid: str, secret: str, timer: Callable[[], float] = time.monotonic) -> None:
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
        self.trouble = ""

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
        return self._noted(response)

    async def _token(self, *, dead: str = "") -> str:
        """A token; without one, whatever it was for has not been done."""
        try:
            return await self.tokens.token(dead=dead)
        except SecretRefused as refused:
            self.trouble = f"the corporation's id or the secret is refused ({refused.code})"
            raise
        except (CallUnanswered, CallRefused) as error:
            if isinstance(error, CallRefused):
                self.trouble = _trouble(error.code)
                raise
            raise CallNotMade from error

    async def _ask_for_token(self) -> Issued:
        response = await self._ask("gettoken", None, None, {"corpid": self._corpid, "corpsecret": self._secret})
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
            self.trouble = f"no connection: {type(error).__name__}"
            raise CallNotMade from None  # its words hold the address, and the address the token
        except httpx.HTTPError:
            raise CallUnanswered from None

    def _noted(self, response: httpx.Response) -> httpx.Response:
        code = _code(response)
        if code is not None:
            self.trouble = _trouble(code)
        return response


def hush() -> None:
    """Keep the libraries below from logging addresses: they hold the token."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _trouble(code: int) -> str:
    """What keeps every call from going, not only this one."""
    if code == NOT_TRUSTED:
        return "this machine's address is not among the app's trusted ones (60020)"
    if code in BAD_SECRET:
        return f"the corporation's id or the secret is refused ({code})"
    return ""


def _is_file(response: httpx.Response) -> bool:
    return response.status_code == HTTPStatus.OK and "content-disposition" in response.headers


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
        named = FROM_ADDRESS.search(str(_read(response).get("errmsg", "")))
        raise CallRefused(code, named[1] if named else "")
    found: Answer = _read(response)
    return found


def _read(response: httpx.Response) -> Any:
    """What people wrote stands in it: a byte that is no letter must not keep the rest from being heard."""
    return json.loads(response.content.decode(errors="replace"))


@cache
def _trusted() -> SSLContext:
    """The authorities we trust, read once."""
    return httpx.create_ssl_context(trust_env=False)
