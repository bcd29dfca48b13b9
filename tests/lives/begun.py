"""A house in which lives begin, and how one stands there again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.support import engines
from tests.support.direct_stage import DirectStage

S = TypeVar("S", bound=DirectStage)


@dataclass(frozen=True, slots=True)
class Begun:
    """A house as lives begin in it: its stage, which is closed, and all that it remembered."""

    stage: DirectStage
    content: engines.Content


def stood(stage: S, folder: Path, begun: Begun) -> S:
    """A house that is not opened yet, in a folder of its own, where another stood when it was closed."""
    folder.mkdir(parents=True)
    engines.put_back(folder, begun.content)
    stage.now, stage.channel, stage.office = begun.stage.now, begun.stage.channel, begun.stage.office
    return stage
