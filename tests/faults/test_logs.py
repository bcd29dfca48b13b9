"""Nothing secret reaches a log, a metric or a command's output, whatever goes wrong; and the search that says so can see.

A secret of its own is planted for each kind: tokens, keys, codes, names, addresses, words. The same people say the same to a
discreet bot and to a leaky one; what is found in the leaky one's log must be everything.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from bot.channels.telegram import webhook
from storage import vault
from tests.faults.people import canaries, talker
from tests.faults.people.talk import ADDRESS, CHAT, Talk
from tests.support.transcripts import Play
from tests.telegram.telegram_faults import cut, refused
from tests.web.channel_people import AtPage, OnTelegram

TOKEN = "4200001:AAEcanary-Zq7_bird-of-the-bot-token"
STORY = "自然资源局三个月不处理违建举报，金丝雀经过"
FEEDBACK = "金丝雀意见：字太小"
NAME, CONTACT = "金丝雀名", "13912345678"
FIRST_NAME, USERNAME = "Canaria Tweety", "canaria_tweety_77"
FILE = "金丝雀证据.pdf"
PASSWORD = "canary-Pw!7/%zürich"
POISONED = f"{talker.POISON} 金丝雀毒药"

# At the page, under a real name; then 查进度 with the code, and an opinion.
AT_THE_PAGE = f"""
    李@web > {STORY}
    李@web [同意]
    李@web [确认]
    李@web > 城东金丝雀路
    李@web + {FILE}
    李@web [完成]
    李@web [实名]
    李@web > {NAME}
    李@web > {CONTACT}
    李@web [提交]
    李@web ? code 查询码：(\\S+)
    李@web > 查进度
    李@web > {{code}}
    李@web > 投诉建议
    李@web > {FEEDBACK}
"""
# On Telegram, until words come that a handler fails over.
ON_TELEGRAM = f"""
    张 > /start
    张 > {STORY}
    张 [同意]
    张 [确认]
    张 [跳过]
    张 + {FILE}
    张 [完成]
    张 [匿名]
    张 [提交]
    张 < 编号
"""


@dataclass
class Told:
    """What was planted, and all that was written."""

    planted: dict[str, str] = field(default_factory=dict)
    streams: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture
def begin(template: Path, tmp_path: Path, unused_tcp_port: int) -> Callable[[str], Talk]:
    """Begins a bot: discreet or leaky."""
    return lambda how: Talk(template, tmp_path, unused_tcp_port, token=TOKEN, how=how)


async def test_nothing_secret_is_written_anywhere_whatever_goes_wrong(begin: Callable[[str], Talk]) -> None:
    told = await everything_happens(begin("discreet"))

    assert "Flagpost 正在监听".encode() in told.streams["log"]
    assert b'"type": "ValueError"' in told.streams["log"], "the poison was met, and told of by its type"
    assert b"flagpost_messages_total" in told.streams["metrics"]
    assert b"wrong" in told.streams["healthz"]
    assert canaries.found(told.planted, told.streams) == {name: set() for name in told.streams}


async def test_the_same_search_finds_every_secret_where_a_bot_tells_everything(begin: Callable[[str], Talk]) -> None:
    told = await everything_happens(begin("leaky"))

    assert canaries.found(told.planted, {"log": told.streams["log"] + told.streams["postgres"]}) == {
        "log": set(told.planted)
    }


@pytest.mark.parametrize("secret", [STORY, TOKEN, PASSWORD, CONTACT, 'a "quoted" \\ secret'])
def test_a_secret_is_found_however_it_was_written(secret: str) -> None:
    for way in canaries.ways(secret):
        assert canaries.found({"it": secret}, {"log": b"before " + way.upper() + b" behind"}) == {"log": {"it"}}
    assert canaries.found({"it": secret}, {"log": b"before behind"}) == {"log": set()}


async def everything_happens(talk: Talk) -> Told:
    """Let people say everything, let everything fail, and gather what was written."""
    told = Told()
    master = vault.read_key(talk.home.key)
    async with talk:
        invited_by = await talk.command("invite", "reviewer", FLAGPOST_LOCALE="en")
        invitation = re.search(r"Code: (\S+)", invited_by.decode())
        assert invitation is not None
        play = Play(talk)
        zhang = await talk.person("张")
        assert isinstance(zhang, OnTelegram)
        for profile in (zhang.user.profile, zhang.user.chat):
            profile.update(first_name=FIRST_NAME, username=USERNAME)
        await play.play(AT_THE_PAGE)
        await play.play(ON_TELEGRAM)
        page = talk.people["李@web"]
        assert isinstance(page, AtPage)
        invited = AtPage(talk.address, "zh")
        talk.people["王@web"] = invited
        await invited.opens(f"i_{invitation[1]}")
        await _fail(talk, zhang, page)
        told.planted = {
            "bot token": TOKEN,
            "webhook secret": webhook._derived(TOKEN, "secret"),
            "chat": str(CHAT),
            "first name": FIRST_NAME,
            "user name": USERNAME,
            "session": page.http.cookies["flagpost"],
            "query code": play.remembered["code"],
            "invitation": invitation[1],
            "client address": ADDRESS,
            "story": STORY,
            "poisoned words": POISONED,
            "real name": NAME,
            "contact": CONTACT,
            "file name": FILE,
            "feedback": FEEDBACK,
            "master key": master.hex(),
            "database key": vault.Vault(master).database_key,
            "password of PostgreSQL": PASSWORD,
        }
        monitor = {"Authorization": f"Bearer {(await talk.command('metrics', '--token')).decode().split()[-1]}"}
        async with httpx.AsyncClient(base_url=talk.address, headers=monitor, trust_env=False, verify=False) as client:
            told.streams = {name: (await client.get(f"/{name}")).content for name in ("metrics", "healthz", "livez")}
        told.streams["check"] = await talk.command("check")
        told.streams["log"] = await talk.stops()
    server = f"postgresql://flagpost:{quote(PASSWORD, safe='')}@127.0.0.1:1/flagpost"
    tried = (talk.command(command, FLAGPOST_DATABASE=server) for command in ("run", "check"))
    told.streams["postgres"] = b"".join(await asyncio.gather(*tried))
    return told


async def _fail(talk: Talk, zhang: OnTelegram, page: AtPage) -> None:
    """Everything that can go wrong with words in it."""
    telegram = talk.telegram
    telegram.fail("sendMessage", refused(400, f"Bad Request: can't parse entities: {STORY}"))
    await talk.says("张", "帮助", [])
    telegram.fail("sendMessage", cut(carried_out=True, after=3), refused(500, f"Internal: {STORY}"))
    await talk.says("张", "菜单", [])
    telegram.fail("getFile", refused(400, f"Bad Request: {FILE} of {CHAT}"))
    await talk.says("张", "补充材料", [FILE])
    await talk.settled()
    zhang.brings({"message": {"message_id": 1, "text": STORY, "from": zhang.user.profile}})
    zhang.brings(f'{{"update_id": %d, "message": {{"text": "{STORY}'.encode())
    await talk.says("张", POISONED, [])
    telegram.fail("sendMessage", refused(403, f"Forbidden: bot was blocked by {FIRST_NAME}"))
    await talk.says("赵", "/start", [])
    await talk.settled()
    hook = webhook._derived(TOKEN, "path")[:32]
    for request in (
        page.http.post(f"/telegram/{hook}", content=STORY.encode()),
        page.http.post(
            f"/telegram/{hook}",
            content=STORY.encode(),
            headers={"X-Telegram-Bot-Api-Secret-Token": STORY.encode().hex()},
        ),
        page.http.get(f"/chat/{FILE}", params={"code": STORY}),
        page.http.get("/metrics", headers={"Authorization": f"Bearer {CONTACT}"}),
        page.posts_raw(f'{{"key": "{STORY}'.encode()),
        page.uploads(FILE, b"no such kind of file"),
        page.http.request("TRACE", "/chat/say"),
    ):
        assert (await request).is_error
    await page.says(POISONED, [])
    await talk.settled()
