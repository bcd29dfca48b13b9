"""A property: every word and file sent while a report is open is in the submitted draft, or was refused by name.

Random people send words, files, albums, presses, commands and steps back at every step, before consent and after.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import wording
from domain.mechanism.columns import Place
from domain.said import FileKind, FileRef
from domain.saying import Saying
from domain.sayings.clues import UnitUnknown
from handlers.conversation.consenting import Agreed, Consent
from handlers.conversation.forms.forms import AskGiven, first_step
from handlers.conversation.forms.making import Make, Making
from handlers.conversation.forms.telling import FormStep
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Noted, Step
from handlers.understanding import spoken
from tests.support import office as offices
from tests.support.transcripts import Play

KNOWN = Known(office=offices.office(), today=date(2026, 3, 4), channel="web")
WORDS = wording.load(offices.ZONE, lambda: offices.MORNING)
CLUE = Making(matter="clue", id=0, epoch=0, move="submit", given={}, is_previewed=True)
NOMINATION = Making(matter="striver", id=0, epoch=0, move="submit", given={}, is_previewed=True)

UNITS = ("水利局", "派出所", "就在办事大厅")

lines = st.sampled_from(
    ["他们三个月不给我办证", "去了四趟", "都说负责人不在", "水利局", "派出所", "就在办事大厅", "上周三下午", "城东村村口",
     "窗口让我在三个科室之间来回跑", "they never answered my letters", "电话也没有人接听这件事", "长" * 400, "也许吧"]
)  # fmt: skip
files = st.integers(0, 6)
acts = st.one_of(
    st.tuples(st.just("says"), lines, files),
    st.tuples(st.just("sends"), st.just(""), st.integers(1, 12)),
    st.tuples(st.just("presses"), st.just(""), st.integers(0, 9)),
    st.tuples(st.just("back"), st.just(""), st.just(0)),
)


@dataclass
class Teller:
    """Somebody who tells, and what they have sent and heard."""

    steps: list[Step]
    told: list[str] = field(default_factory=list)
    sent: int = 0
    replaced: list[str] = field(default_factory=list)
    heard: str = ""
    result: Making | None = None

    def hears(self, saying: Saying | None) -> None:
        if saying is not None:
            self.heard += WORDS.word(saying, "zh") + "\n"

    def says(self, text: str, number: int) -> None:
        step = self.steps[-1]
        sent = tuple(
            FileRef(kind=FileKind.PHOTO, ref=f"{self.sent + each}", name=f"f{self.sent + each}.jpg")
            for each in range(number)
        )
        self.sent += number
        if text and not is_identifying(step):
            if isinstance(step, AskGiven) and step.asked.gathers and step.is_again:
                self.replaced += self.told
                self.told = []
            self.told.append(text)
        self.follows(step.answer(Heard(text=text, files=sent), KNOWN))

    def presses(self, number: int) -> None:
        step = self.steps[-1]
        choices = step.question(KNOWN).choices
        if not choices:
            return
        choice = choices[number % len(choices)].value
        if choice in ("submit", "submit_now"):
            return
        self.follows(step.answer(Heard(choice=choice), KNOWN))

    def goes_back(self) -> None:
        if len(self.steps) > 1:
            left = self.steps.pop()
            names = ("where", "when", "unit_told", "nominee")
            if isinstance(left, FormStep):  # an answer that is taken back
                self.heard += " ".join(left.making.given.get(name, "") for name in names) + "\n"
            self.steps[-1] = self.steps[-1].keeping(left)

    def follows(self, outcome: object) -> None:
        match outcome:
            case Again(why=why, step=step):
                self.hears(why)
                self.steps[-1] = step or self.steps[-1]
            case Noted(step=step, saying=saying):
                self.hears(saying)
                self.steps[-1] = step
            case Ask(step=step, is_replacing=is_replacing, first=first):
                self.hears(first)
                asked = step.question(KNOWN).saying
                self.hears(asked if isinstance(asked, UnitUnknown) else None)  # a name that was not found is repeated
                self.steps = [*self.steps[: -1 if is_replacing else None], step]
            case Done(command=Agreed(text=text, files=kept)):
                step, first = first_step(CLUE, text, kept, KNOWN)
                self.hears(first)
                self.steps = [step]
            case Done(command=Make(making=making)):
                self.result = making

    def submits(self) -> Making:
        """Go on by the shortest way until it is submitted."""
        for _ in range(40):
            if self.result is not None:
                return self.result
            step = self.steps[-1]
            choices = [choice.value for choice in step.question(KNOWN).choices]
            wanted = ("agree", "submit", "yes", "other", "unknown_unit", "skip", "done", "anonymous", "t99", "evidence")
            choice = next((each for each in wanted if each in choices), "")
            if isinstance(step, AskGiven) and step.asked.kept is Place.IDENTITY:
                text = "李四" if step.asked.name == "name" else "13800000000"
                self.follows(step.answer(Heard(text=text), KNOWN))
            elif choice:
                self.follows(step.answer(Heard(choice=choice), KNOWN))
            else:
                self.says("最后再补充这一句话", 0)
        raise AssertionError(f"stuck at {self.steps[-1]}")


def is_identifying(step: Step) -> bool:
    """What is said there is a name or a contact, and never goes into the story."""
    return isinstance(step, AskGiven) and (step.asked.how == "signing" or step.asked.kept is Place.IDENTITY)


DEEDS_TOLD_AGAIN = [
    ("presses", "", 0),
    ("says", "水利局", 0),
    ("says", "他们三个月不给我办证", 0),
    ("says", "去了四趟", 0),
    ("back", "", 0),
]


@settings(max_examples=100)
@example(DEEDS_TOLD_AGAIN)  # whoever came back to the question of the deeds lost those told before
@given(st.lists(acts, max_size=14))
def test_so_is_every_word_and_file_of_a_nomination(doings: list[tuple[str, str, int]]) -> None:
    teller = Teller(steps=[first_step(NOMINATION, "", (), KNOWN)[0]])
    for how, text, number in doings:
        if how == "back":
            teller.goes_back()
        elif how == "presses":
            teller.presses(number)
        else:
            teller.says(text, number)
    making = teller.submits()
    kept = {file.name for file in making.files}
    for number in range(teller.sent):
        name = f"f{number}.jpg"
        assert (name in kept) != (name in teller.heard), name
    known = " ".join(making.given.values())
    for text in teller.told:
        is_refused = (
            text[:20] in teller.heard or f"这段文字有{len(text)}字" in teller.heard or "装不下了" in teller.heard
        )
        assert text in known or is_refused or text in UNITS or spoken.is_remark(text), text


@settings(max_examples=100)
@given(st.lists(acts, max_size=14))
def test_every_word_and_file_is_in_the_draft_or_was_refused_by_name(doings: list[tuple[str, str, int]]) -> None:
    teller = Teller(steps=[Consent(command="")])
    for how, text, number in doings:
        if how == "back":
            teller.goes_back()
        elif how == "presses":
            teller.presses(number)
        else:
            teller.says(text, number)
    making = teller.submits()
    kept = {file.name for file in making.files}
    for number in range(teller.sent):
        name = f"f{number}.jpg"
        assert (name in kept) != (name in teller.heard), name
    where = " ".join((*making.given.values(), KNOWN.office.name_of(making.given.get("unit", ""))))
    for text in teller.told:
        is_unit = text in UNITS  # a unit may have been named and named again: the last one counts
        is_fact = text in ("就在办事大厅", "城东村村口", "上周三下午")
        is_refused = (
            text[:20] in teller.heard or f"这段文字有{len(text)}字" in teller.heard or "装不下了" in teller.heard
        )
        assert text in where or is_refused or is_unit or is_fact or spoken.is_remark(text), text


async def test_words_that_find_no_room_are_named_where_the_question_after_a_time_is_not_put_again(play: Play) -> None:
    await play.play(f"""
        张 > 他们一直不办这件事
        张 > 同意
        张 > {"拖" * 700}
        张 > 不清楚
        张 > {"推" * 285}
        张 > 他们说不归他们管
        张 < 他们说不归他们管
    """)
