"""An export of clues says what they are about and where they stand: of nobody who they are, nor what was told (the law §11.5, §11.7)."""

from __future__ import annotations

from domain.saying import Term
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from handlers.exports.columns import Cell
from handlers.exports.every import EXPORTS
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, concluded
from tests.support.transcripts import Play

SIGNED = REPORTED.replace("李 [匿名]", "李 [实名]\n    李 > 李四光\n    李 > 13800000000")


def rows(room: Room, kind: str) -> list[dict[str, Cell]]:
    """An export, whole; its rows name every one of its columns and no other, but for entries of the log, which may lack a body."""
    found = [dict(row) for row in EXPORTS[kind].rows(room)]
    assert all(kind == "history" or set(row) == set(EXPORTS[kind].columns) for row in found), kind
    return found


async def test_a_signed_clue_is_exported_without_who_signed_it_and_what_they_told(staffed: Play) -> None:
    house = staffed.stage
    assert isinstance(house, DirectStage)
    await staffed.play(SIGNED + "    王 > {number}\n    王 [受理]\n    王 [造成不良影响]\n" + concluded("属实"))

    def exported(tx: Tx) -> tuple[list[dict[str, Cell]], str, str]:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        every = " ".join(str(rows(room, kind)) for kind in EXPORTS)
        return rows(room, "clues"), every, str(tx.value("SELECT alias FROM matter WHERE kind = 'clue'"))

    (clue,), every, alias = await house.database.read(exported)
    begun, due = clue.pop("begun"), clue.pop("due")
    assert clue == {
        "number": staffed.remembered["number"],
        "source": Term("source", "pub"),
        "unit": "U04",
        "unit_name": "清溪县自然资源局",
        "kind": Term("kind", "t13"),
        "severity": Term("severity", "s2"),
        "stage": Term("stage.clue", "concluded"),
        "since": begun,
        "finding": Term("finding", "substantiated"),
    }
    assert due is not None
    secret = (
        "李四光",
        "13800000000",
        alias,
        staffed.remembered["code"],
        "违建",
        "台账",
    )
    assert [each for each in secret if each and each in every] == []
