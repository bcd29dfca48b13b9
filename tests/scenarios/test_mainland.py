"""What must hold of Telegram where the policy is `mainland` (the law §10, the scenario 12), on every byte that is sent."""

from __future__ import annotations

import re
from pathlib import Path

from domain.people import Role
from tests.support import doors
from tests.support.stages import Stage
from tests.support.transcripts import Play

NAME, PHONE, IDENTITY, STORY = "李大有", "13800000000", "330102199001011232", "自然资源局三个月不处理违建举报"


async def test_12_telegram_never_hears_what_is_reported_or_by_whom(
    homes: dict[str, doors.Home], tmp_path: Path, door: dict[str, str]
) -> None:
    beside = {**door, "channel": "web", "policy": "mainland"}  # on the web, with a chat on Telegram beside it
    async with doors.opened(beside, homes, tmp_path / "home") as here:
        for who in ("王", "赵", "孙@telegram"):
            await here.joins(who, Role.REVIEWER)
        await Play(here).play(rf"""
            李 > {STORY}，经办人电话{PHONE}，身份证{IDENTITY}
            李 [同意]
            李 [确认]
            李 [跳过]
            李 [完成]
            李 [实名]
            李 > {NAME}
            李 > {PHONE}
            李 [提交]
            李 ? number 编号：(QS-\d{{4}}-\d{{6}})
            李 ? code 查询码：(\S+)
            王 > {{number}}
            王 [受理]
            王 [造成不良影响]
            张@telegram > {STORY}
            张@telegram < /chat
            张@telegram + 现场.jpg > {PHONE}
            张@telegram < /chat
            张@telegram > 查进度
            张@telegram > {{code}}
            张@telegram < 已受理
            孙@telegram > {{number}}
            孙@telegram > 待办
            孙@telegram < /chat
        """)
        carried = _carried(here)
        assert "已受理" in carried, "what is sent is not what is read here"
        for word in (NAME, PHONE, IDENTITY, STORY, STORY[-6:]):
            assert word not in carried


def _carried(here: Stage) -> str:
    """Everything that went to Telegram by any method, failed sends too: words, buttons and files."""
    fields = (value for call in here.server.calls for value in call.fields.values())
    files = (data for call in here.server.calls for _, data in call.files.values())
    plain = "\n".join([*fields, *(data.decode("utf-8", "replace") for data in files)])
    return re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), plain)
