"""Conversations as tests: written down the way people read them, played on a stage.

A script has one line for each thing that happens; `Wang` stands for anybody, `Wang@telegram` for somebody on that channel:

    Wang > words              says them; \\n is a new line
    Wang + a.jpg, b.pdf > x   sends files, with or without words
    Wang [Submit]             presses the newest button of that label that is on the screen
    Wang [Claim @ QS-2026]    … of a message in which these words stand
    Wang [Strike = 3 7]       … of a select, with what is chosen at it
    Wang [[Submit]]           presses such a button although it has gone: as it was when it was first shown
    Wang < words              has been told so since the last thing they did
    Wang !< words             has not
    Wang <[Submit]            has that button on the screen
    Wang !<[Submit]           has not
    Wang ? code 查询码：(\\S+)  has been told something like it, and remembers it: {code} stands for it from now on
    ~ 3 days                  time goes by (minutes, hours or days)
    ~ restart                 the house is closed and opened again

A button is pressed as it was when its reader last looked; one looks after what one does oneself, and where something is
expected. So two people may press the same button, each believing to be first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.channel import Parcel

MORE = "更多"  # behind which a channel with few buttons has the others of a card: whoever misses one looks there
TYPED = re.compile("(?:还可以直接打字：|Or type: )(.*)[.。]")  # what has no button of its own there is typed
SCREENS = 3  # of buttons that one looks through
SHOWN = 5  # messages in the words of a failure
_LINE = re.compile(r"(?P<who>\S+)\s+(?P<how>>|<\[|!<\[|!<|<|\+|\?|\[\[|\[)\s*(?P<rest>.*)")


class Stage(Protocol):
    """Where a script is played: behind the doors (`tests/support/direct_stage.py`), or on a channel."""

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """Let somebody say words and send files, named like photos and documents."""
        ...

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """Let somebody press a button; of a select, with what they chose."""
        ...

    async def sees(self, who: str) -> list[Parcel]:
        """What is new on somebody's screen, oldest first; `edits` names the number of the message that is replaced."""
        ...

    async def turns(self, by: timedelta) -> None:
        """Let time go by."""
        ...

    async def restarts(self) -> None:
        """Close the house and open it again."""
        ...


@dataclass(frozen=True, slots=True)
class PlayKept:
    """A play at some moment: what it remembers, and what is or was on everybody's screen."""

    remembered: dict[str, str]
    screens: dict[str, dict[str, Parcel]]
    shown: dict[str, list[Parcel]]
    fresh: dict[str, list[Parcel]]


class Play:
    """A script under way: what is on everybody's screen, and what was remembered."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.remembered: dict[str, str] = {}
        self._screens: dict[str, dict[str, Parcel]] = {}
        self._shown: dict[str, list[Parcel]] = {}
        self._fresh: dict[str, list[Parcel]] = {}

    async def play(self, script: str) -> None:
        """Play line by line; the first that does not hold fails the test with its number and what was seen instead."""
        await self.lines(script, 1)

    async def lines(self, script: str, first: int) -> None:
        """Play lines of a script; `first` is the number of the first of them."""
        for number, line in enumerate(script.strip().splitlines(), first):
            told = line.strip()
            if told and not told.startswith("#"):
                try:
                    await self._line(told)
                except AssertionError as error:
                    raise AssertionError(f"line {number}: {told}\n{error}") from None

    def kept(self) -> PlayKept:
        """All that was shown and remembered until now."""
        return _copy(PlayKept(self.remembered, self._screens, self._shown, self._fresh))

    def stands(self, kept: PlayKept) -> None:
        """Go on from there."""
        found = _copy(kept)
        self.remembered, self._screens, self._shown, self._fresh = (
            found.remembered,
            found.screens,
            found.shown,
            found.fresh,
        )

    def screen(self, who: str) -> list[Parcel]:
        """What is on somebody's screen, oldest first."""
        return list(self._screens.get(who, {}).values())

    async def told(self, who: str) -> list[str]:
        """What somebody was told since the last thing they did in a script."""
        await self._look(who)
        return [parcel.text for parcel in self._fresh.get(who, [])]

    async def _line(self, line: str) -> None:
        if line.startswith("~"):
            await self._direct(line[1:].split())
            return
        match = _LINE.fullmatch(line)
        assert match is not None, "this is not a line of a script"
        who, rest = match["who"], self._filled(match["rest"])
        if match["how"] in (">", "+", "[", "[["):
            await self._act(who, match["how"], rest)
        else:
            await self._look(who)
            self._expect(who, match["how"], rest)

    async def _direct(self, words: list[str]) -> None:
        if words == ["restart"]:
            await self.stage.restarts()
        else:
            await self.stage.turns(timedelta(**{words[1]: int(words[0])}))

    async def _act(self, who: str, how: str, rest: str) -> None:
        if how in (">", "+"):
            files, _, text = rest.partition(" > ") if how == "+" else ("", "", rest)
            self._fresh[who] = []
            names = [name.strip() for name in files.split(",") if name.strip()]
            await self.stage.says(who, (text if how == "+" else rest).replace("\\n", "\n"), names)
        else:
            label, _, chosen = rest.rstrip("]").partition(" = ")
            handle = await self._handle(who, label, is_old=how == "[[")
            self._fresh[who] = []
            if handle:
                await self.stage.presses(who, handle, chosen)
            else:
                await self.stage.says(who, label.partition(" @ ")[0], ())
        await self._look(who)

    async def _handle(self, who: str, wanted: str, *, is_old: bool) -> str:
        """The button of a label; empty where the label is to be typed."""
        label, _, words = wanted.partition(" @ ")
        found = self._button(who, label, words, is_old=is_old)
        if found is None:
            await self._look(who)
            found = self._button(who, label, words, is_old=is_old)
        for _ in range(SCREENS):
            if found is not None or (more := self._button(who, MORE, words, is_old=False)) is None:
                break
            await self.stage.presses(who, more)
            await self._look(who)
            found, words = self._button(who, label, "", is_old=is_old), ""
        assert found is not None, f"there is no such button:\n{_told(self.screen(who))}"
        return found

    def _button(self, who: str, label: str, words: str, *, is_old: bool) -> str | None:
        """The button of a label; empty where a message names it as something to type, unless one with others behind 更多 is newer."""
        names, has_more = self._called(label), is_old
        parcels = self._shown.get(who, []) if is_old else self.screen(who)
        for parcel in parcels if is_old else reversed(parcels):
            if not self._is_about(parcel, words):
                continue
            for button in parcel.buttons:
                if any(_is_label(button.label, name) for name in names):
                    return button.handle
            has_more |= any(button.label in self._called(MORE) for button in parcel.buttons)
            listed = None if has_more else TYPED.search(parcel.text)
            if listed is not None and names.intersection(re.split("、|；|; |, ", listed[1])):
                return ""
        return None

    def _called(self, label: str) -> set[str]:
        """What a button of this label may be called."""
        return {label}

    def _is_about(self, parcel: Parcel, words: str) -> bool:
        """Whether it is the message in which these words stand."""
        return words in parcel.text

    async def _look(self, who: str) -> None:
        screen = self._screens.setdefault(who, {})
        for parcel in await self.stage.sees(who):
            screen[parcel.edits or str(parcel.number)] = parcel
            self._shown.setdefault(who, []).append(parcel)
            self._fresh.setdefault(who, []).append(parcel)

    def _expect(self, who: str, how: str, rest: str) -> None:
        fresh = self._fresh.get(who, [])
        told = f"told was:\n{_told(fresh)}"
        texts = [parcel.text for parcel in fresh]
        if how in ("<[", "!<["):
            is_there = self._button(who, *_split(rest.rstrip("]")), is_old=False) is not None
            assert is_there is (how == "<["), _told(self.screen(who))
        elif how == "?":
            name, _, pattern = rest.partition(" ")
            found = next((hit for text in texts if (hit := re.search(pattern, text))), None)
            assert found is not None, told
            self.remembered[name] = found[1]
        else:
            assert any(rest in text for text in texts) is (how == "<"), told

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda hit: self.remembered.get(hit[1], hit[0]), text)


def _copy(kept: PlayKept) -> PlayKept:
    return PlayKept(
        dict(kept.remembered),
        {who: dict(screen) for who, screen in kept.screens.items()},
        {who: list(shown) for who, shown in kept.shown.items()},
        {who: list(fresh) for who, fresh in kept.fresh.items()},
    )


def _told(parcels: Sequence[Parcel]) -> str:
    last = parcels[-SHOWN:]
    return "\n".join(f"- {each.text}\n  {[button.label for button in each.buttons]}" for each in last)


def _is_label(shown: str, label: str) -> bool:
    """A label for which a channel has no room is known by how it begins and ends."""
    begin, cut, end = shown.partition("…")
    return shown == label or (bool(cut) and label.startswith(begin) and label.endswith(end))


def _split(wanted: str) -> tuple[str, str]:
    label, _, words = wanted.partition(" @ ")
    return label, words
