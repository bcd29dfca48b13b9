"""Every line of the table of bad input, on each channel and in each language.

Each gets a clear answer in the person's language; nothing is lost, and the next person is served.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot import page_words
from domain.people import Role
from domain.saying import Term
from domain.sayings import cards, dialogues
from tests.support.bad_input import HANDLED, TELEGRAM, WEB, Bad, Hand, Page
from tests.support.bad_input_table import AT_CODE, AT_EVIDENCE, AT_TIME, AT_UNIT, AT_WHERE, STORY, TABLE
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.web.channel_people import AtPage, OnTelegram

CHANNELS = (TELEGRAM, WEB)
LOCALES = ("zh", "en")
NUMBERS = itertools.count(1)
WHERE = "城东村村口"
LABEL = re.compile(r"«(\w+)\.(\w+)»")
THEN = {  # from where somebody stood to where files are sent
    AT_WHERE: f"P > {WHERE}",
    AT_EVIDENCE: "",
    AT_UNIT: "P > 水利局\nP [«answer.skip»]",
    AT_TIME: "P [«answer.skip»]",
}
FINISHED = """
    P [«answer.done»]
    P [«answer.anonymous»]
    P < {told}
    P < {where}
"""
SUBMITTED = """
    P [«answer.submit»]
    P ? number (QS-2026-\\d{6})
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One house for the whole table: whatever one person did to it, the next is served."""
    folder = tmp_path_factory.mktemp("house")
    template = await make_home(folder / "template")
    async with stage(template, folder / "home", channel=TELEGRAM, mode="webhook") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def others(here: Stage) -> str:
    """The handle of a button that is before somebody else."""
    play = Play(here)
    await play.play(f"旁人 > {STORY}")
    return next(button.handle for parcel in play.screen("旁人") for button in parcel.buttons if "." in button.handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person who speaks one language on one channel, and the words they read."""

    here: Stage
    play: Play
    name: str
    locale: str

    def word(self, table: str, name: str) -> str:
        """A label as this person reads it."""
        return self.here.house.words.term(Term(table, name), self.locale)

    async def plays(self, script: str) -> None:
        """Play a script whose `P` is this person and whose «labels» are in this language."""
        worded = LABEL.sub(lambda hit: self.word(hit[1], hit[2]), script)
        await self.play.play(re.sub(r"^\s*P ", f"{self.name} ", worded, flags=re.MULTILINE))

    async def hand(self, others: str) -> Hand:
        """What the lines of the table act with."""
        person = await self.here.person(self.name)
        assert isinstance(person, OnTelegram | AtPage)
        return Hand(person=person, handle=self._handle, others=others)

    def _handle(self, label: Term) -> str:
        wanted = self.word(label.table, label.name)
        buttons = (button for parcel in self.play.screen(self.name) for button in parcel.buttons)
        return next(button.handle for button in buttons if button.label == wanted)


def somebody(here: Stage, channel: str, locale: str) -> Somebody:
    """Somebody who was not here before."""
    name = f"甲{next(NUMBERS)}@{channel}"
    here.speaks(name, locale)
    return Somebody(here=here, play=Play(here), name=name, locale=locale)


def test_every_line_says_what_is_done_on_each_channel_or_why_nothing_can_be() -> None:
    for bad in TABLE:
        assert set(bad.done) - set(bad.cannot) == set(bad.told), bad.kind
        assert set(bad.told) | set(bad.cannot) == set(CHANNELS), bad.kind


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("bad", "channel"),
    [pytest.param(bad, channel, id=f"{bad.kind}, {channel}") for bad in TABLE for channel in bad.told],
)
async def test_bad_input_is_answered_clearly_and_nothing_is_lost(
    here: Stage, others: str, bad: Bad, channel: str, locale: str
) -> None:
    one = somebody(here, channel, locale)
    await one.plays(bad.stands)
    hand = await one.hand(others)
    before, kept = len(await one.play.told(one.name)), Counter(await here.inbox())

    answer = await bad.done[channel](hand)

    told, expected = (await one.play.told(one.name))[before:], bad.told[channel]
    if isinstance(expected, Page):
        assert answer is not None
        sentence = page_words.table(locale, "web")[f"wrong_{expected.word}"]
        assert (answer.status_code, answer.json()["sentence"]) == (expected.status, sentence)
        assert told == []
    else:
        assert told == [here.house.words.word(saying, locale) for saying in expected]
    assert Counter(await here.inbox()) - kept == Counter(bad.kept[channel])

    await _is_served(somebody(here, channel, locale))
    await _finishes(one, bad, channel)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_button_of_an_old_card_changes_nothing_and_shows_the_present_state(
    here: Stage, channel: str, locale: str
) -> None:
    one = somebody(here, channel, locale)
    await here.joins(one.name, Role.REVIEWER)
    reporter = f"乙{next(NUMBERS)}"
    await one.play.play(REPORTED.replace("李", reporter))
    number = one.play.remembered["number"]
    await one.plays(f"P > {number}\nP [«move.accept» @ {number}]\nP [«severity.s2»]")
    await one.play.told(one.name)
    kept = Counter(await here.inbox())

    await one.plays("P [[«move.write»]]")  # open in both stages: what is old is the card

    told = await one.play.told(one.name)
    assert told[0] == here.house.words.word(cards.NotSoNow(), locale)
    assert number in told[1]
    assert one.word("stage.clue", "accepted") in told[1]
    assert Counter(await here.inbox()) - kept == Counter(HANDLED)
    await _is_served(somebody(here, channel, locale))


async def _is_served(following: Somebody) -> None:
    await following.plays("P > 那个")
    assert following.here.house.words.word(dialogues.NotUnderstood(), following.locale) in await following.play.told(
        following.name
    )


async def _finishes(one: Somebody, bad: Bad, channel: str) -> None:
    """The draft is as it was: it can be finished, and what was told before is in it."""
    if bad.stands == AT_CODE:
        return
    if not bad.where:
        await one.plays(THEN[bad.stands])
    told = "窗口的人说话很难听" if bad.stands in (AT_UNIT, AT_TIME) else STORY
    where = bad.where or (WHERE if bad.stands == AT_WHERE else told)
    await one.plays(FINISHED.replace("{told}", told).replace("{where}", where))
    if bad.later is not None and not isinstance(bad.told[channel], Page):
        await one.plays(SUBMITTED)
        assert one.here.house.words.word(bad.later, one.locale) in await one.play.told(one.name)
