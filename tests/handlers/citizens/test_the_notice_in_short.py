"""The notice fits a telephone, and everything behind it is one press away, before consent and after."""

from __future__ import annotations

import pytest

from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

SHORT = 330  # characters: about a screen of 320 × 568 points in Chinese, twice as many in English


@pytest.mark.parametrize("who", ["李@web", "李@telegram"])
async def test_the_notice_says_what_the_law_asks_in_short_and_all_of_it_on_demand(play: Play, who: str) -> None:
    sees, whole = {
        "李@web": ("不记网络地址", "不保存您的网络地址"),
        "李@telegram": ("没有端到端加密，公司能读到", "您在聊天里修改或删除的内容"),
    }[who]
    await play.play(
        f"""
        {who} > 自然资源局三个月不处理违建举报
        {who} < 首次使用告知
        {who} < 清溪县效能办
        {who} < 只用于核查、评选和答复
        {who} < 保存两年
        {who} < 可以匿名，随时可以查询、更正、撤回
        {who} < 不告诉被反映单位
        {who} < 错告不追责，捏造诬告须依规依法负责
        {who} < {sees}
        {who} !< {whole}
        {who} [详细告知]
        {who} < {whole}
        {who} < 仅用于核查、评选和答复
        {who} < 同意请按
        {who} [同意]
        {who} < 从您写的内容里看出
        {who} > 详细告知
        {who} < {whole}
        {who} < 从您写的内容里看出
        {who} !< 同意请按
        """
    )


async def test_the_greeting_says_nothing_twice_and_leads_to_the_whole(play: Play) -> None:
    await play.play(
        """
        李 > /start
        李 < 清溪县效能办
        李 < 不记网络地址
        李 !< 不保存您的网络地址
        李 [详细告知]
        李 < 不保存您的网络地址
        李 !< 同意请按
        李 > 详细告知
        李 < 您用的是本机关自己的网页
        """
    )


@pytest.mark.parametrize(("locale", "most"), [("zh", SHORT), ("en", SHORT * 2)])
async def test_the_first_screens_are_short(house: DirectStage, locale: str, most: int) -> None:
    house.speaks("李", locale)
    play = Play(house)
    await play.play("李 > /start")
    assert max(map(len, await play.told("李"))) <= most
    await play.play("李 > 水利局的渠道漏水三个月没人修")
    assert max(map(len, await play.told("李"))) <= most
