"""The web channel over real HTTP: sessions, says, files, streams, leaving; and what it does not take."""

import json
import logging
import re
import threading
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from bot import page_words
from bot.channels.web import says, sessions, uploads
from bot.evidence import kinds
from domain import said
from domain.evidence import Media
from tests.channels import web_house

KEY = "0123456789abcdef"


class Visitor:
    """A page, as far as HTTP can tell. Whoever came is sent home at the end of the test."""

    present: ClassVar[list[httpx.Client]] = []

    def __init__(self, served: web_house.Served, language: str = "zh-CN,zh;q=0.9") -> None:
        self.house = served.house
        self.http = httpx.Client(
            base_url=served.url, headers={"Origin": served.url, "Accept-Language": language}, trust_env=False
        )
        self.present.append(self.http)

    def enter(self, payload: str = "") -> httpx.Response:
        """Open a session."""
        return self.http.post("/chat/session", json={"locale": "zh", "payload": payload})

    def say(self, text: str = "", key: str = KEY, **more: object) -> httpx.Response:
        """Post a say."""
        return self.http.post("/chat/say", json={"key": key, "text": text, **more})

    def upload(self, data: bytes, name: str = "a.png") -> httpx.Response:
        """Post a file."""
        return self.http.post("/chat/upload", files={"file": (name, data)})

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """Ask for what was said."""
        found: list[dict[str, Any]] = self.http.get(f"/chat/messages?after={after}").json()["messages"]
        return found

    @property
    def token(self) -> str:
        """The token in the cookie."""
        return self.http.cookies["flagpost"]

    @property
    def account(self) -> web_house.Account:
        """What the house remembers of this visitor."""
        return self.house.accounts[self.token]


class Events:
    """The events of a stream, one by one."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def next(self) -> tuple[str, str, Any]:
        """Return id, name and data of the next event; a comment is an event named after its words."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line and fields.keys() - {"retry"}:
                return fields.get("id", ""), fields["event"], json.loads(fields.get("data", "{}"))
            name, _, value = line.partition(": ")
            fields[name if name else "event"] = value
        return "", "end", {}

    def until(self, name: str) -> tuple[str, Any]:
        """Return id and data of the next event of that name."""
        while True:
            number, event, data = self.next()
            assert event != "end" or name == "end", f"the stream ended before {name}"
            if event == name:
                return number, data


@pytest.fixture(autouse=True)
def home() -> Iterator[None]:
    yield
    while Visitor.present:
        Visitor.present.pop().close()


@pytest.fixture(scope="module")
def served() -> Iterator[web_house.Served]:
    # every visitor of this file comes from one address
    with web_house.served(limits=sessions.PageLimits(sessions_at_once=1000)) as running:
        yield running


@pytest.fixture
def visitor(served: web_house.Served) -> Visitor:
    somebody = Visitor(served)
    assert somebody.enter().status_code == 201
    return somebody


@pytest.fixture
def another(served: web_house.Served) -> Visitor:
    somebody = Visitor(served, "en")
    assert somebody.enter().status_code == 201
    return somebody


# pages


@pytest.mark.parametrize("path", ["/chat", "/chat/left", "/demo", "/board"])
def test_pages_let_nothing_in_from_elsewhere(served: web_house.Served, path: str) -> None:
    page = httpx.get(served.url + path)

    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "https://" not in page.text
    assert "style=" not in page.text
    assert "onclick" not in page.text


@pytest.mark.parametrize("path", ["/chat", "/chat/left", "/demo"])
def test_no_cache_keeps_a_page(served: web_house.Served, path: str) -> None:
    assert httpx.get(served.url + path).headers["cache-control"] == "no-store"


def test_the_title_tells_nobody_who_looks_over_a_shoulder(served: web_house.Served) -> None:
    assert "<title>在线服务</title>" in httpx.get(served.url + "/chat").text
    assert "<title>Online service</title>" in httpx.get(served.url + "/chat?lang=en").text


def test_only_assets_that_are_in_the_package_can_be_asked_for(served: web_house.Served) -> None:
    style = httpx.get(served.url + "/chat/static/pages.css")
    again = httpx.get(served.url + "/chat/static/pages.css", headers={"If-None-Match": style.headers["etag"]})

    assert style.headers["content-type"].startswith("text/css")
    assert again.status_code == 304
    assert httpx.get(served.url + "/chat/static/..%2Fchat.html").status_code == 404
    assert httpx.get(served.url + "/chat/static/nothing.js").status_code == 404


# sessions


def test_a_session_is_a_cookie_no_script_reads_and_no_other_site_sends(served: web_house.Served) -> None:
    cookie = Visitor(served).enter().headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/chat" in cookie
    assert "Max-Age" not in cookie  # a citizen's session goes with the browser


def test_the_cookie_is_secure_where_the_address_is() -> None:
    answer = Response()
    sessions.Cookie(name="flagpost", path="/chat", is_secure=True).set(answer, sessions.new_token())
    assert "Secure" in answer.headers["set-cookie"]


def test_entering_again_is_the_same_session(visitor: Visitor) -> None:
    token = visitor.token

    assert visitor.enter().status_code == 200
    assert visitor.token == token
    assert [event.text for event in visitor.house.heard if event.speaker == token] == ["/start"]


def test_an_invitation_is_handed_in_once_however_often_its_page_is_opened(visitor: Visitor) -> None:
    first = visitor.enter("i_ABC")
    visitor.enter("i_ABC")

    heard = [event for event in visitor.house.heard if event.speaker == visitor.token and event.payload]
    assert [(event.text, event.payload) for event in heard] == [("/start", "i_ABC")]
    assert "Max-Age=2592000" in first.headers["set-cookie"]  # staff do not enter anew every morning


def test_the_cookie_of_staff_lasts_from_its_last_use_and_a_citizens_is_left_alone(visitor: Visitor) -> None:
    """The cookie of somebody who works here ended after thirty days, however often it was used."""
    assert "set-cookie" not in visitor.say("您好").headers
    visitor.enter("i_ABC")
    for used in (visitor.enter(), visitor.say("待办", key="another-message")):
        assert "Max-Age=2592000" in used.headers["set-cookie"]


def test_a_session_that_was_revoked_gets_an_answer_and_can_begin_anew(visitor: Visitor) -> None:
    former = visitor.token
    del visitor.house.accounts[former]

    assert visitor.say("您好").status_code == 401
    assert visitor.http.get("/chat/messages").status_code == 401
    assert visitor.enter().status_code == 201
    assert visitor.token != former


def test_switching_the_language_is_told_to_the_office(visitor: Visitor) -> None:
    visitor.http.post("/chat/session", json={"locale": "en", "switch": "abcdef0123"})

    last = visitor.house.heard[-1]
    assert (last.text, last.payload, last.locale) == ("/language", "en", "en")


# says


def test_a_say_is_acknowledged_when_it_is_taken(visitor: Visitor) -> None:
    answer = visitor.say("自然资源局三个月不处理违建举报", locale="zh")

    heard = visitor.house.heard[-1]
    assert answer.status_code == 202
    assert (heard.channel, heard.text, heard.locale) == ("web", "自然资源局三个月不处理违建举报", "zh")
    assert (heard.speaker, heard.route, heard.at) == (visitor.token, visitor.token, web_house.NOON)


def test_a_retry_is_the_same_message(visitor: Visitor, another: Visitor) -> None:
    before = len(visitor.house.heard)

    assert [visitor.say("一次").status_code for _ in range(3)] == [202, 202, 202]
    assert len(visitor.house.heard) == before + 1
    another.say("同一个键，另一个人")
    assert len(visitor.house.heard) == before + 2


def test_an_event_does_not_tell_whose_it_is(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor.say("匿名")

    assert visitor.token not in visitor.house.heard[-1].event_key
    assert visitor.token not in repr(visitor.http.get("/chat/messages").content)
    assert all(
        visitor.token not in record.getMessage() for record in caplog.records if record.name != "httpcore.http11"
    )


def test_what_could_not_be_kept_is_not_acknowledged_and_may_be_tried_again(visitor: Visitor) -> None:
    visitor.house.is_full = True
    refused = visitor.say("磁盘满了")
    visitor.house.is_full = False
    taken = visitor.say("磁盘满了")

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"
    assert refused.json()["sentence"] == page_words.table("zh", "web")["wrong_unavailable"]
    assert taken.status_code == 202
    assert [event.text for event in visitor.house.heard].count("磁盘满了") == 1


def test_a_button_comes_back_as_it_was_given(visitor: Visitor) -> None:
    [first] = visitor.messages()
    button = first["buttons"][0]
    visitor.http.post("/chat/say", json={"key": KEY, "choice": button["handle"]})

    assert visitor.house.heard[-1].choice == button["handle"]


def test_a_place_is_taken_as_evidence(visitor: Visitor) -> None:
    visitor.say(place={"lat": 30.25, "lon": 120.166})

    [place] = visitor.house.heard[-1].files
    assert (place.kind, place.ref) == (said.FileKind.LOCATION, "30.250000,120.166000")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("posted", "status", "word"),
    [
        pytest.param({"text": ""}, 422, "nothing_said", id="empty"),
        pytest.param({"text": "  \n\t　"}, 422, "nothing_said", id="only spaces"),
        pytest.param({"text": "\u0000\u0007\u202e"}, 422, "nothing_said", id="only control characters and marks"),
        pytest.param({"text": "长" * 70_000}, 413, "too_long", id="too long"),
        pytest.param({"text": 7}, 422, "unreadable", id="text that is a number"),
        pytest.param({"text": "好", "key": "短"}, 422, "unreadable", id="a key that is none"),
        pytest.param({"choice": "x" * 65}, 422, "unreadable", id="a handle nobody gave"),
        pytest.param({"files": ["never.given"]}, 422, "unknown_file", id="a forged file"),
        pytest.param({"files": ["x"] * 31}, 422, "too_many_files", id="too many files"),
        pytest.param({"place": {"lat": 91, "lon": 0}}, 422, "bad_place", id="a place off the globe"),
        pytest.param({"place": {"lat": "nan", "lon": 0}}, 422, "unreadable", id="a place that is no number"),
        pytest.param({"surprise": 1}, 422, "unreadable", id="an unknown field"),
    ],
)
def test_what_is_not_taken_is_answered_in_a_sentence(
    visitor: Visitor, posted: dict[str, object], status: int, word: str, language: str
) -> None:
    body = json.dumps({"key": KEY, **posted}, ensure_ascii=False)
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    before = len(visitor.house.heard)
    answer = visitor.http.post("/chat/say", content=body, headers=headers)

    assert (answer.status_code, answer.json()["error"]) == (status, word)
    assert answer.json()["sentence"] == page_words.table(language, "web")[f"wrong_{word}"]
    assert len(visitor.house.heard) == before
    assert visitor.say("下一条照收", key="next-message").status_code == 202


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 20_000, b'{"key": ' + b"1" * 5000 + b"}", b"null", b'"words"']
)
def test_a_body_that_is_no_say_is_answered(visitor: Visitor, body: bytes) -> None:
    answer = visitor.http.post("/chat/say", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["error"]) == (422, "unreadable")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('"👍"', "👍"),
        (r'"\ud83d 半个字"', "\ufffd 半个字"),
        (r'"甲\u202e乙\u0000丙"', "甲乙丙"),
        (r'"第一行\r\n第二行"', "第一行\n第二行"),
    ],
)
def test_words_are_kept_and_what_is_no_word_is_not(visitor: Visitor, sent: str, kept: str) -> None:
    body = f'{{"key": "{KEY}", "text": {sent}}}'.encode()
    answer = visitor.http.post("/chat/say", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 202
    assert visitor.house.heard[-1].text == kept


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "rebound.example", "Origin": "http://rebound.example"},
    ],
)
def test_other_sites_cannot_post(visitor: Visitor, headers: dict[str, str]) -> None:
    before = visitor.house.taken
    answer = visitor.http.post("/chat/say", json={"key": KEY, "text": "伪造"}, headers=headers)

    assert (answer.status_code, answer.json()["error"]) == (403, "strange_origin")
    assert visitor.house.taken == before


def test_the_public_name_is_ours(visitor: Visitor) -> None:
    headers = {"Host": "flagpost.example", "Origin": "http://flagpost.example"}

    assert visitor.http.post("/chat/say", json={"key": KEY, "text": "好"}, headers=headers).status_code == 202


# files


def test_a_file_is_kept_and_comes_with_the_next_say(visitor: Visitor) -> None:
    picture = web_house.png()
    kept = visitor.upload(picture, "C:\\fakepath\\现场\u202egnp.照片.png").json()
    visitor.say("照片", files=[kept["id"]])

    [file] = visitor.house.heard[-1].files
    assert (kept["kind"], kept["name"], kept["size"]) == ("photo", "现场gnp.照片.png", len(picture))
    assert (file.kind, file.name, file.size) == (said.FileKind.PHOTO, "现场gnp.照片.png", len(picture))
    assert file.mark == web_house.mark_of(picture)
    assert visitor.house.kept[file.ref] == picture


def test_a_file_is_what_it_contains_not_what_it_is_called(visitor: Visitor) -> None:
    assert visitor.upload(b"OggS" + bytes(24) + b"OpusHead", "照片.jpg").json()["kind"] == "voice"
    assert visitor.upload(b"%PDF-1.7\n", "视频.mp4").json()["kind"] == "document"
    assert visitor.upload(b"\0\0\0\x20ftypisom" + bytes(20), "a.bin").json()["kind"] == "video"


def test_a_file_is_good_for_the_session_that_sent_it_alone(visitor: Visitor, another: Visitor) -> None:
    kept = visitor.upload(web_house.png()).json()

    assert another.say("别人的照片", files=[kept["id"]]).json()["error"] == "unknown_file"


@pytest.mark.parametrize(
    ("data", "name", "status", "word"),
    [
        (b"", "a.png", 422, "file_empty"),
        (b"MZ\x90\x00" + bytes(60), "a.png", 422, "file_kind_not_taken"),
        (b"<html><script>alert(1)</script>", "a.txt", 422, "file_kind_not_taken"),
        (b"\xff\xd8\xff" + bytes(5000), "a.jpg", 413, "file_too_large"),
        (b"\xff\xd8\xff" + bytes(40_000), "a.jpg", 413, "file_too_large"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_is_not_taken_is_answered_in_a_sentence(
    data: bytes, name: str, status: int, word: str, language: str
) -> None:
    with web_house.served(limits=sessions.PageLimits(largest_file=4096)) as served:
        visitor = Visitor(served, language)
        visitor.enter()
        answer = visitor.upload(data, name)

    assert (answer.status_code, answer.json()["error"]) == (status, word)
    assert answer.json()["sentence"] == page_words.table(language, "web")[f"wrong_{word}"]
    assert not served.house.kept


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no form", "text/plain"),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b"),
        (
            b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\nno file\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name=f; filename="a.png"\r\n\r\n\x89PNG\r\n\x1a\n half',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_a_form_that_is_none_or_is_cut_is_answered(visitor: Visitor, content: bytes, kind: str) -> None:
    answer = visitor.http.post("/chat/upload", content=content, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["error"]) == (422, "unreadable")


def test_a_picture_is_shown_to_whom_it_was_said_and_to_nobody_else(visitor: Visitor, another: Visitor) -> None:
    picture = web_house.png(20, 20)
    visitor.house.say(visitor.account, "回执", picture=picture, alt="登记回执")
    [shown] = visitor.messages(after=visitor.account.parcels[-2].number)[0]["attachments"]
    mine = visitor.http.get(f"/chat/file/{shown['key']}")

    assert (mine.content, mine.headers["content-type"]) == (picture, "image/png")
    assert "sandbox" in mine.headers["content-security-policy"]
    assert shown["alt"] == "登记回执"
    assert another.http.get(f"/chat/file/{shown['key']}").status_code == 404
    assert httpx.get(str(mine.url)).status_code == 401


def test_a_document_is_downloaded_under_its_name_in_whatever_letters(visitor: Visitor) -> None:
    visitor.house.say(visitor.account, "见附件", evidence=[(Media.FILE, b"%PDF-1.7")])
    [shown] = visitor.messages(after=visitor.account.parcels[-2].number)[0]["attachments"]
    mine = visitor.http.get(f"/chat/file/{shown['key']}")

    assert mine.content == b"%PDF-1.7"
    told = mine.headers["content-disposition"]
    assert told.isascii()
    assert unquote(told) == "attachment; filename*=UTF-8''告知书.pdf"


async def test_a_file_without_end_is_not_read_to_its_end() -> None:
    head = b'--b\r\nContent-Disposition: form-data; name=f; filename="a.png"\r\n\r\n'
    chunks = [head, *[bytes(1024)] * 1000]
    left = iter(chunks)

    async def receive() -> Message:
        return {"type": "http.request", "body": next(left), "more_body": True}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"multipart/form-data; boundary=b")]}
    with pytest.raises(says.SayNotTaken) as refused:
        await uploads.read(Request(scope, receive), limit=4096)

    assert refused.value.word == "file_too_large"
    assert len(list(left)) > 990


# streams


def test_a_stream_brings_what_was_said_and_what_is_said_from_then_on(visitor: Visitor) -> None:
    with visitor.http.stream("GET", "/chat/stream") as response:
        events = Events(response)
        assert events.next()[1] == "hello"
        number, first = events.until("say")
        events.until("settled")
        visitor.say("您好")
        _, second = events.until("say")

    assert response.headers["content-type"].startswith("text/event-stream")
    assert number == str(first["number"])
    assert second["text"] == "收到：您好"
    assert first["number"] in visitor.house.seen_numbers


def test_a_stream_resumes_where_it_was_cut(visitor: Visitor) -> None:
    with visitor.http.stream("GET", "/chat/stream") as response:
        number, _ = Events(response).until("say")
    visitor.house.say(visitor.account, "断线时说的")
    with visitor.http.stream("GET", "/chat/stream", headers={"Last-Event-ID": number}) as response:
        _, missed = Events(response).until("say")

    assert missed["text"] == "断线时说的"


def test_a_stream_that_resumes_with_nonsense_begins_at_the_beginning(visitor: Visitor) -> None:
    with visitor.http.stream("GET", "/chat/stream", headers={"Last-Event-ID": "1.2.x"}) as response:
        _, first = Events(response).until("say")

    assert first["number"] == visitor.account.parcels[0].number


def test_a_later_version_names_the_message_it_replaces(visitor: Visitor) -> None:
    card = visitor.house.say(visitor.account, "卡片", "领取")
    visitor.house.say(visitor.account, "卡片（已由受理员乙领取）", edits=str(card))

    assert visitor.messages(after=card)[0]["edits"] == str(card)


def test_pages_whose_stream_is_cut_can_ask(visitor: Visitor) -> None:
    [first] = visitor.messages()
    visitor.house.say(visitor.account, "后来说的")

    assert [message["text"] for message in visitor.messages(after=first["number"])] == ["后来说的"]
    assert visitor.account.parcels[-1].number in visitor.house.seen_numbers


def test_a_silent_stream_shows_that_it_lives_and_ends_with_its_session() -> None:
    with web_house.served(heartbeat=0.02) as served:
        visitor = Visitor(served)
        visitor.enter()
        with visitor.http.stream("GET", "/chat/stream") as response:
            events = Events(response)
            events.until("beat")
            del visitor.house.accounts[visitor.token]
            events.until("gone")
            assert events.next()[1] == "end"


def test_a_page_that_comes_while_the_house_closes_holds_nothing_up() -> None:
    """A page that came again while the house was closing got a stream that nobody ended, and the stop took ten seconds."""
    with web_house.served() as served:
        visitor = Visitor(served)
        visitor.enter()
        served.end_streams()
        with visitor.http.stream("GET", "/chat/stream") as response:
            Events(response).until("end")


def test_a_page_that_went_away_is_not_kept_in_mind(visitor: Visitor) -> None:
    with visitor.http.stream("GET", "/chat/stream") as response:
        events = Events(response)  # held: a stream nobody reads from is closed
        events.until("settled")
        bells = visitor.house.bells[visitor.account.number]
        assert len(bells) == 1
    patience = threading.Event()
    assert any(not bells or patience.wait(0.01) for _ in range(500)), "its bell still hangs"


def test_a_page_too_many_ends_the_oldest_stream() -> None:
    with web_house.served(limits=sessions.PageLimits(streams_per_session=1)) as served:
        visitor = Visitor(served)
        visitor.enter()
        with visitor.http.stream("GET", "/chat/stream") as first:
            events = Events(first)
            events.until("settled")
            with visitor.http.stream("GET", "/chat/stream") as second:
                Events(second).until("settled")
                events.until("end")


# leaving


def test_leaving_leaves_nothing_behind(visitor: Visitor) -> None:
    token = visitor.token
    with visitor.http.stream("GET", "/chat/stream") as response:
        events = Events(response)
        events.until("settled")
        # as a beacon does it: without a body of ours
        answer = visitor.http.post("/chat/leave", content=b"")
        events.until("end")

    assert visitor.house.heard[-1].text == "/leave sure"
    assert token not in visitor.house.accounts
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert 'flagpost=""' in answer.headers["set-cookie"]
    assert visitor.http.get("/chat/messages").status_code == 401
    assert httpx.get(str(visitor.http.base_url) + "/chat/messages", cookies={"flagpost": token}).status_code == 401


def test_leaving_twice_is_leaving(visitor: Visitor) -> None:
    before = len(visitor.house.heard)

    assert [visitor.http.post("/chat/leave").status_code for _ in range(2)] == [200, 200]
    assert len(visitor.house.heard) == before + 1


def test_leaving_that_could_not_be_kept_does_not_say_it_was(visitor: Visitor) -> None:
    visitor.house.is_full = True
    answer = visitor.http.post("/chat/leave")
    visitor.house.is_full = False

    assert answer.status_code == 503
    assert "set-cookie" not in answer.headers


# how much


def test_who_says_too_much_waits_and_the_next_person_does_not() -> None:
    limits = sessions.PageLimits(says_at_once=2, says_per_minute=1)
    with web_house.served(limits=limits) as served:
        hasty, calm = Visitor(served), Visitor(served)
        hasty.enter()
        calm.enter()
        answers = [hasty.say("快", key=f"key-number-{at}") for at in range(3)]

        assert [answer.status_code for answer in answers] == [202, 202, 429]
        assert 0 < int(answers[2].headers["retry-after"]) <= 60
        assert answers[2].json()["sentence"] == page_words.table("zh", "web")["wrong_too_fast"]
        assert calm.say("慢").status_code == 202


def test_one_address_cannot_open_sessions_without_end() -> None:
    limits = sessions.PageLimits(sessions_at_once=2, sessions_per_minute=1)
    with web_house.served(limits=limits) as served:
        first, second, third = (Visitor(served) for _ in range(3))

        assert [visitor.enter().status_code for visitor in (first, second, third)] == [201, 201, 429]
        assert first.say("已经进来的照常").status_code == 202


def test_permits_come_back_with_time() -> None:
    now = 0.0
    throttle = sessions.Throttle(at_once=2, per_minute=60, clock=lambda: now)
    assert [throttle.wait("a") for _ in range(3)] == [0, 0, 1]
    now = 1.0
    assert throttle.wait("a") == 0
    assert throttle.wait("b") == 0


# words


@pytest.mark.parametrize("table", ["web", "demo", "front"])
def test_both_languages_have_the_same_words(table: str) -> None:
    assert page_words.table("zh", table).keys() == page_words.table("en", table).keys()


@pytest.mark.parametrize("table", ["web", "demo", "front"])
def test_every_word_of_the_pages_is_used_somewhere(table: str) -> None:
    package = resources.files("bot")
    sources = [*package.joinpath("pages").iterdir(), *package.joinpath("pages", "static").iterdir()]
    code = Path(str(package)).rglob("*.py")
    used = "\n".join(entry.read_text("utf-8") for entry in [*sources, *code] if entry.is_file())
    of_families = re.compile(
        r"(quick|step|flag|wrong|pane|coming|do|board_sequence|board_section|board_of|stuck|making|phone_title|phone_note|phone_wecom|phone_wechat)_"
    )  # their keys are put together

    assert [key for key in page_words.table("zh", table) if not of_families.match(key) and key not in used] == []


def test_everything_that_is_not_taken_has_its_sentence() -> None:
    code = "".join(entry.read_text("utf-8") for entry in Path(str(resources.files("bot"))).rglob("*.py"))
    raised = set(re.findall(r'NotTaken\(\d+, "(\w+)"', code)) | {f"file_{reason}" for reason in kinds.FileReason}

    worded = {key.removeprefix("wrong_") for key in page_words.table("zh", "web") if key.startswith("wrong_")}
    assert raised == worded


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        ("en", "zh", "en"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "fr, zh-TW;q=0.5", "zh"),
        ("xx", "", "zh"),
        (None, "de", "zh"),
    ],
)
def test_a_page_speaks_the_language_asked_for(asked: str | None, accepted: str, chosen: str) -> None:
    assert page_words.locale_of(asked, accepted, "zh") == chosen
