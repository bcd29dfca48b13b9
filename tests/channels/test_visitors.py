"""Who asks, behind a proxy and without one: nobody can lock the others out, nobody can give themselves another name, and a page of
ours is taken for ours at whatever port it is reached.
"""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request

from bot import setting_values
from bot.channels.web import origins, sessions, visitors
from tests.channels import web_house

PROXIES = [ip_network("10.0.0.0/24"), ip_network("127.0.0.1")]


def asked(peer: str, **headers: str) -> Request:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (peer, 4711), "headers": pairs})


@pytest.mark.parametrize(
    "headers",
    [
        {"x_forwarded_for": "192.0.2.7"},
        {"x_forwarded_for": "192.0.2.7, 10.0.0.9"},
        {"x_forwarded_for": "198.51.100.1, 192.0.2.7"},  # the visitor has sent the first
        {"x_forwarded_for": "192.0.2.7:5123"},
        {"x_forwarded_for": "::ffff:192.0.2.7"},
        {"forwarded": 'for=198.51.100.1, for="192.0.2.7:80";proto=https, for=10.0.0.9'},
        {"forwarded": "for=192.0.2.7", "x_forwarded_for": "192.0.2.7"},
    ],
)
def test_behind_a_trusted_proxy_the_rightmost_stranger_is_the_visitor(headers: dict[str, str]) -> None:
    seen = visitors.Visitors(PROXIES)
    assert seen.of(asked("10.0.0.1", **headers)) == seen.of(asked("192.0.2.7"))


@pytest.mark.parametrize(
    "headers",
    [
        {"forwarded": "for=198.51.100.1", "x_forwarded_for": "192.0.2.7"},  # one of them is the visitor's own
        {"x_forwarded_for": "unknown"},
        {"forwarded": "for=_hidden"},
        {},
    ],
)
def test_what_a_trusted_proxy_does_not_tell_for_certain_is_shared(headers: dict[str, str]) -> None:
    seen = visitors.Visitors(PROXIES)
    assert seen.of(asked("10.0.0.1", **headers)) == visitors.Visitor(
        name=seen.of(asked("10.0.0.1")).name, is_shared=True
    )


def test_a_header_of_somebody_who_is_not_trusted_changes_nothing() -> None:
    seen = visitors.Visitors(PROXIES)
    bare = seen.of(asked("203.0.113.9"))
    assert not bare.is_shared
    assert seen.of(asked("203.0.113.9", x_forwarded_for="192.0.2.7", forwarded="for=192.0.2.8")) == bare


def test_whoever_has_an_ipv6_network_is_one_visitor() -> None:
    seen = visitors.Visitors()
    assert seen.of(asked("2001:db8:1:2::1")) == seen.of(asked("2001:db8:1:2:ffff::9"))
    assert seen.of(asked("2001:db8:1:2::1")) != seen.of(asked("2001:db8:1:3::1"))


def test_an_address_means_nothing_an_hour_later() -> None:
    now = 0.0
    seen = visitors.Visitors(clock=lambda: now)
    first = seen.of(asked("192.0.2.7")).name
    assert seen.of(asked("192.0.2.7")).name == first
    now = 3601.0
    assert seen.of(asked("192.0.2.7")).name != first
    assert "192.0.2.7" not in first


def test_a_proxy_that_is_not_named_is_warned_of_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    seen = visitors.Visitors()
    for _ in range(3):
        seen.of(asked("127.0.0.1", x_forwarded_for="192.0.2.7"))
    assert [record.message for record in caplog.records if "FLAGPOST_TRUSTED_PROXIES" in record.message][1:] == []
    assert "192.0.2.7" not in caplog.text
    assert caplog.records


def test_a_pass_opens_after_its_wait_once_and_for_a_while() -> None:
    now = 1_000_000.0
    patience = visitors.Patience(wait=8, clock=lambda: now)
    given, late = patience.give()[0], patience.give()[0]
    assert not patience.opens(given)
    assert not patience.opens("")
    assert not patience.opens("1.2.3")
    now += 9
    assert patience.opens(given)
    assert not patience.opens(given)
    now += 300
    assert not patience.opens(late)


def test_the_setting_takes_addresses_and_networks_and_never_everybody() -> None:
    assert setting_values.networks("127.0.0.1, 10.0.0.0/24 ::1") == tuple(
        map(ip_network, ("127.0.0.1", "10.0.0.0/24", "::1"))
    )
    for wrong in ("0.0.0.0/0", "::/0", "proxy.example"):
        with pytest.raises(setting_values.WrongSetting):
            setting_values.networks(wrong)


# whose page it is


@pytest.mark.parametrize(
    ("public", "headers", "is_ours"),
    [
        ("https://flags.example:8443", {"host": "flags.example", "origin": "https://flags.example:8443"}, True),
        ("https://flags.example:8443", {"host": "127.0.0.1:8765", "origin": "https://flags.example:8443"}, True),
        ("https://flags.example", {"host": "flags.example", "origin": "https://flags.example"}, True),
        ("https://flags.example", {"host": "flags.example:8443", "origin": "https://flags.example:8443"}, True),
        ("https://flags.example", {"host": "flags.example", "referer": "https://flags.example/chat"}, True),
        ("https://flags.example:8443", {"host": "flags.example", "origin": "https://flags.example:9000"}, False),
        ("https://flags.example", {"host": "flags.example", "origin": "null"}, False),
        ("https://flags.example", {"host": "flags.example"}, False),
        ("https://flags.example", {"host": "rebound.example", "origin": "http://rebound.example"}, False),
        ("https://flags.example", {"host": "flags.example", "origin": "http://flags.example:bad"}, False),
    ],
)
def test_a_page_of_ours_is_known_at_whatever_port_it_is_reached(
    public: str, headers: dict[str, str], is_ours: bool
) -> None:
    assert origins.is_ours(asked("127.0.0.1", **headers), public) is is_ours


# a real little proxy


class Proxy:
    """Passes requests on as the example of `docs/operating.md` does, for visitors whose addresses a test chooses."""

    def __init__(self, upstream: str, host: str, *, is_forwarding: bool) -> None:
        self.upstream = urlsplit(upstream)
        self.host = host
        self.is_forwarding = is_forwarding
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @contextlib.contextmanager
    def running(self) -> Iterator["Proxy"]:
        """Serve from a thread of its own."""
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._pass_on, "127.0.0.1", 0), self._loop
        ).result()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield self
        self._loop.call_soon_threadsafe(server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
        sent = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        body = await reader.readexactly(int(sent.get("content-length", "0")))
        came_from = sent.pop("test-address", "192.0.2.1")
        sent["host"], sent["connection"] = self.host, "close"
        if self.is_forwarding:
            sent["x-forwarded-for"] = ", ".join(filter(None, [sent.get("x-forwarded-for", ""), came_from]))
            sent.pop("forwarded", None)
        there, back = self.upstream.hostname, self.upstream.port
        answers, asks = await asyncio.open_connection(there, back)
        head = "\r\n".join([lines[0], *(f"{name}: {value}" for name, value in sent.items()), "", ""])
        asks.write(head.encode() + body)
        writer.write(await answers.read())
        writer.close()
        asks.close()


def enters(proxy: Proxy, address: str, **headers: str) -> httpx.Response:
    """Somebody with an old browser opens a session through the proxy; the name has a port that the proxy drops."""
    sent = {"Origin": "https://flags.example:8443", "Test-Address": address, **headers}
    body = {"locale": "zh", "patience": sent.pop("pass", "")}
    return httpx.post(f"{proxy.url}/chat/session", json=body, headers=sent, trust_env=False)


LIMITS = sessions.PageLimits(sessions_at_once=2, sessions_per_minute=0.001)
PUBLIC = "https://flags.example:8443"


def test_behind_a_named_proxy_one_visitor_cannot_lock_the_others_out_nor_take_other_names() -> None:
    with (
        web_house.served(limits=LIMITS, public_url=PUBLIC, trusted="127.0.0.1") as served,
        Proxy(served.url, "flags.example", is_forwarding=True).running() as proxy,
    ):
        greedy = [enters(proxy, "192.0.2.7").status_code for _ in range(3)]
        disguised = [
            enters(proxy, "192.0.2.7", **{"X-Forwarded-For": f"198.51.100.{at}"}).status_code for at in range(2)
        ]
        assert greedy == [201, 201, 429]
        assert disguised == [429, 429]
        assert enters(proxy, "192.0.2.8").status_code == 201


def test_behind_a_proxy_that_is_not_named_who_waits_comes_in_whatever_another_does() -> None:
    with (
        web_house.served(limits=LIMITS, public_url=PUBLIC, patience=0.05) as served,
        Proxy(served.url, "flags.example", is_forwarding=True).running() as proxy,
    ):
        flood = [enters(proxy, "192.0.2.7").status_code for _ in range(20)]
        assert flood[2:] == [429] * 18
        asked_to_wait = enters(proxy, "192.0.2.8")
        assert asked_to_wait.status_code == 429
        assert "稍等" in asked_to_wait.json()["sentence"]
        given = asked_to_wait.json()["patience"]
        answer = enters(proxy, "192.0.2.8", **{"pass": given})
        while answer.status_code == 429:  # until the pass opens
            answer = enters(proxy, "192.0.2.8", **{"pass": given})
        assert answer.status_code == 201
        assert enters(proxy, "192.0.2.7", **{"pass": given}).status_code == 429
