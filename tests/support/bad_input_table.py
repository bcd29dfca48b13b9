"""The table of bad input: what people, their devices and strangers send that cannot be taken as it is.

Each line says where the person stands, what is done on each channel, what they are told, and what of it the house keeps.
A channel that cannot carry such a thing says so in `cannot`. Played by `tests/channels/test_bad_input.py`, on each
channel and in each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.saying import Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues, evidence
from domain.sayings.matters import AskTold
from handlers.conversation.gathering import together
from tests.support import samples, sendable
from tests.support.bad_input import (
    HANDLED,
    KEPT,
    NOTHING,
    TELEGRAM,
    WEB,
    Bad,
    Page,
    Told,
    edits,
    on_telegram,
    page_posts,
    page_says,
    page_sends_too_many,
    presses,
    sends,
    telegram_brings,
    writes,
)

LARGEST = 20 * 1024 * 1024
STORY = "自然资源局三个月不处理违建举报"

# Where somebody stands

AT_WHERE = f"""
    P > {STORY}
    P [«answer.agree»]
    P [«answer.yes»]
"""
AT_EVIDENCE = AT_WHERE + "P [«answer.skip»]\n"
AT_UNIT = """
    P > /report
    P [«answer.agree»]
    P > 窗口的人说话很难听
"""
AT_TIME = AT_UNIT + "P > 水利局\n"
AT_CODE = "P > /status"

# What they are told


def asked(name: str) -> AskTold:
    """A question of whoever reports."""
    return AskTold(what=Term("ask.clue", name), limit=0, number=0, stronger=())


WHERE, TIME = asked("where"), asked("when_where")
DOCUMENT, DETAIL, PLACE = (Term("stronger", name) for name in ("document", "detail", "place"))
EVIDENCE = replace(asked("evidence"), stronger=(PLACE, DOCUMENT, DETAIL))
AFTER_WHERE = (replace(asked("evidence"), stronger=(DOCUMENT, DETAIL)),)
NEED_WORDS = (dialogues.NeedWords(), WHERE)
STRANGE = (dialogues.StrangeButton(),)
NOTED = (sayings.EvidenceNoted(number=1, limit=30, story=Term("remark", "write_story")),)
NOTHING_SAID, UNREADABLE = Page("nothing_said", 422), Page("unreadable", 422)


def in_one(first: Saying, then: Saying) -> Saying:
    """Both in one message."""
    return together(first, then) or then


def both(told: tuple[Saying, ...]) -> Mapping[str, Told]:
    """The same on every channel."""
    return {TELEGRAM: told, WEB: told}


def refused(why: str, what: str = "") -> tuple[Saying, ...]:
    """The door did not take the file, names it, and asks again."""
    return dialogues.FileNotTaken(what=what or Term("came_as", "document"), why=Term("file_refused", why)), EVIDENCE


def not_kept(what: str, why: str) -> Saying:
    """The file was looked at after the report was taken, and is not kept."""
    return evidence.EvidenceRefused(what=what, reason=Term("file_refused", why))


def not_shown(what: str, why: str) -> Saying:
    """It is kept as it came, and cannot be shown to anybody."""
    return evidence.FileNotShown(what=what, reason=Term("file_refused", why))


ON_BOTH = {TELEGRAM: HANDLED, WEB: HANDLED}
OUT_OF_LIMITS = {TELEGRAM: "Telegram's own limits keep it from being sent"}
NO_UPLOADS = {TELEGRAM: "on Telegram nothing is uploaded to us: files are Telegram's"}
WORDS = (
    Bad(
        kind="a text too long",
        stands=AT_WHERE,
        done=writes("长" * 1001),
        told=both((dialogues.TooLong(limit=1000, length=1001), WHERE)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a text longer than the door takes",
        stands=AT_WHERE,
        done=writes("长" * 70_000),
        told={WEB: Page("too_long", 413)},
        cannot=OUT_OF_LIMITS,
    ),
    Bad(
        kind="nothing",
        stands=AT_EVIDENCE,
        done={TELEGRAM: on_telegram(), WEB: page_says(text="")},  # Telegram: a message of a kind not known yet
        told={TELEGRAM: refused("kind_not_taken"), WEB: NOTHING_SAID},
    ),
    Bad(kind="only spaces", stands=AT_WHERE, done=writes(" \u3000\n "), told={TELEGRAM: NEED_WORDS, WEB: NOTHING_SAID}),
    Bad(kind="only an emoji", stands=AT_WHERE, done=writes("👨‍👩‍👧"), told=both(NEED_WORDS), kept=ON_BOTH),
    Bad(
        kind="only control characters",
        stands=AT_WHERE,
        done=writes("\x00\x07\x1b"),
        told={TELEGRAM: NEED_WORDS, WEB: NOTHING_SAID},
    ),
    Bad(
        kind="control characters among words",
        stands=AT_WHERE,
        done=writes("城东\x00村\x1b村口"),
        told=both(AFTER_WHERE),
        kept=ON_BOTH,
        where="城东村村口",
    ),
    Bad(
        kind="half a surrogate pair",
        stands=AT_WHERE,
        done=writes("城东\ud83d村村口"),
        told=both(AFTER_WHERE),
        kept=ON_BOTH,
        where="城东\ufffd村村口",
    ),
    Bad(
        kind="marks that turn the direction of writing",
        stands=AT_WHERE,
        done=writes("城东\u202e村\u2067村口\u200f"),
        told=both(AFTER_WHERE),
        kept=ON_BOTH,
        where="城东村村口",
    ),
    Bad(
        kind="an unknown unit",
        stands=AT_UNIT,
        done=writes("不存在的研究所"),
        told=both((sayings.UnitUnknown(told="不存在的研究所"),)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a wrong query code",
        stands=AT_CODE,
        done=writes("AAAAA-AAAAA"),
        told=both((sayings.CodeUnknown(left=4, phone="0000-000000"), sayings.QueryCodeQuestion())),
        kept=ON_BOTH,
    ),
)
FILES = (
    Bad(
        kind="a file too large",
        stands=AT_EVIDENCE,
        done={
            TELEGRAM: on_telegram(
                document={"file_id": "d", "file_unique_id": "u", "file_name": "a.pdf", "file_size": LARGEST + 1}
            ),
            WEB: sends("a.pdf", b"%PDF-" + bytes(LARGEST))[WEB],
        },
        told={TELEGRAM: refused("too_large", "a.pdf"), WEB: Page("file_too_large", 413)},
    ),
    Bad(
        kind="an empty file",
        stands=AT_EVIDENCE,
        done=sends("a.pdf", b""),
        told={TELEGRAM: NOTED, WEB: Page("file_empty", 422)},
        later=not_kept("a.pdf", "empty"),
    ),
    Bad(
        kind="a file of a kind not taken",
        stands=AT_EVIDENCE,
        done=sends("a.exe", sendable.content("a.exe")),
        told={TELEGRAM: refused("kind_not_taken", "a.exe"), WEB: Page("file_kind_not_taken", 422)},
    ),
    Bad(
        kind="a program that is called a document",
        stands=AT_EVIDENCE,
        done=sends("通知.docx", sendable.content("a.exe")),
        told={TELEGRAM: NOTED, WEB: Page("file_kind_not_taken", 422)},
        later=not_kept("通知.docx", "kind_not_taken"),
    ),
    Bad(
        kind="an archive that is no ZIP",
        stands=AT_EVIDENCE,
        done=sends("材料.rar", b"Rar!\x1a\x07\x01\0"),
        told={TELEGRAM: refused("archive", "材料.rar"), WEB: Page("file_archive", 422)},
    ),
    Bad(
        kind="a document with a password",
        stands=AT_EVIDENCE,
        done=sends("名单.docx", samples.compound({"EncryptedPackage": b"\0"})),
        told={TELEGRAM: NOTED, WEB: Page("file_locked", 422)},
        later=not_kept("名单.docx", "locked"),
    ),
    Bad(
        kind="an old document with a password",
        stands=AT_EVIDENCE,
        done=sends("名单.doc", samples.doc(is_locked=True)),
        told=both(NOTED),
        kept=ON_BOTH,
        later=not_shown("名单.doc", "locked"),
    ),
    Bad(
        kind="a film that is broken",
        stands=AT_EVIDENCE,
        done=sends("iphone.mov", samples.made("mov")[:200]),
        told=both(NOTED),
        kept=ON_BOTH,
        later=not_shown("iphone.mov", "broken"),
    ),
    Bad(
        kind="a picture that is none",
        stands=AT_EVIDENCE,
        done=sends("a.jpg", b"\xff\xd8\xff\xe0 no picture"),
        told=both(NOTED),
        kept=ON_BOTH,
        later=not_shown("a.jpg", "not_a_picture"),
    ),
    Bad(
        kind="a sticker",
        stands=AT_EVIDENCE,
        done={
            TELEGRAM: on_telegram(
                sticker={
                    "file_id": "s",
                    "file_unique_id": "u",
                    "type": "regular",
                    "width": 512,
                    "height": 512,
                    "is_animated": False,
                    "is_video": False,
                }
            )
        },
        told={TELEGRAM: refused("kind_not_taken")},
        cannot={WEB: "a page offers none"},
    ),
    Bad(
        kind="more files than one message takes",
        stands=AT_EVIDENCE,
        done={WEB: page_sends_too_many},
        told={WEB: Page("too_many_files", 422)},
        cannot=OUT_OF_LIMITS,
    ),
    Bad(
        kind="a file of somebody else",
        stands=AT_EVIDENCE,
        done={WEB: page_says(files=["WyJhIl0.AAAA"])},
        told={WEB: Page("unknown_file", 422)},
        cannot=NO_UPLOADS,
    ),
    Bad(
        kind="a place that is none",
        stands=AT_EVIDENCE,
        done={WEB: page_says(place={"lat": 91, "lon": 0})},
        told={WEB: Page("bad_place", 422)},
        cannot=OUT_OF_LIMITS,
    ),
)
MISPLACED = (
    Bad(
        kind="a recording where a unit is asked for",
        stands=AT_UNIT,
        done=sends("a.ogg", sendable.content("a.ogg")),
        told=both((in_one(dialogues.FilesNoted(number=1), asked("told_unit")),)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a file where only words are asked for",
        stands=AT_CODE,
        done=sends("a.jpg", sendable.content("a.jpg")),
        told=both((dialogues.FilesNotHere(names=("a.jpg",)), sayings.QueryCodeQuestion())),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a place where a time is asked for",
        stands=AT_TIME,
        done=writes("就在办事大厅"),
        told=both((in_one(sayings.PlaceNoted(), asked("when")),)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a word that is no answer and tells nothing",
        stands=AT_TIME,
        done=writes("那"),
        told=both((dialogues.NotTaken(words="那"), TIME)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a story where a time is asked for",
        stands=AT_TIME,
        done=writes("都说负责人不在"),
        told=both((in_one(dialogues.WordsNoted(), TIME),)),
        kept=ON_BOTH,
    ),
)
BUTTONS = (
    Bad(
        kind="a button pressed twice",
        stands=AT_WHERE,
        done=presses(lambda hand: hand.handle(Term("answer", "yes"))),
        told=both((dialogues.AlreadyAnswered(), WHERE)),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a forged button",
        stands=AT_WHERE,
        done=presses(lambda hand: "d.1.1.0.AAAAAAAAAAAA"),
        told=both(STRANGE),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a forged card",
        stands=AT_WHERE,
        done=presses(lambda hand: "c.clue.1.1.accept.AAAAAAAAAAAA"),
        told=both(STRANGE),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a forged button in another script",
        stands=AT_WHERE,
        done=presses(lambda hand: "受理"),
        told=both(STRANGE),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a button of somebody else",
        stands=AT_WHERE,
        done=presses(lambda hand: hand.others),
        told=both(STRANGE),
        kept=ON_BOTH,
    ),
    Bad(
        kind="a button longer than buttons are",
        stands=AT_WHERE,
        done=presses(lambda hand: "x" * 65),
        told={TELEGRAM: STRANGE, WEB: UNREADABLE},
    ),
)
UPDATES = (
    Bad(
        kind="an update of an unknown kind",
        stands=AT_WHERE,
        done={TELEGRAM: telegram_brings({"aura_changed": {"colour": "green"}}), WEB: page_says(aura="green")},
        told={TELEGRAM: (), WEB: UNREADABLE},
        kept={TELEGRAM: NOTHING, WEB: NOTHING},
    ),
    Bad(
        kind="an update without fields",
        stands=AT_WHERE,
        done={TELEGRAM: telegram_brings({"message": {"message_id": 1}}), WEB: page_posts(b"{}")},
        told={TELEGRAM: (), WEB: UNREADABLE},
        kept={TELEGRAM: KEPT, WEB: NOTHING},
    ),
    Bad(
        kind="an update with fields of a strange shape",
        stands=AT_WHERE,
        done={
            TELEGRAM: telegram_brings({"message": ["not", "a", "message"]}),
            WEB: page_posts(b'{"key": "message-1", "text": ["not", "words"]}'),
        },
        told={TELEGRAM: (), WEB: UNREADABLE},
        kept={TELEGRAM: KEPT, WEB: NOTHING},
    ),
    Bad(
        kind="a malformed update",
        stands=AT_WHERE,
        done={TELEGRAM: telegram_brings(b'{"update_id": %d, "mess'), WEB: page_posts(b'{"key": "mess')},
        told={TELEGRAM: (), WEB: UNREADABLE},
        kept={TELEGRAM: KEPT, WEB: NOTHING},
    ),
    Bad(
        kind="an edit of an earlier message",
        stands=AT_WHERE,
        done={TELEGRAM: edits("改过的话")},
        told={TELEGRAM: (dialogues.EditedLater(then=Term("remark", "edited_by_reporter")), WHERE)},
        cannot={WEB: "what a page has sent cannot be edited"},
    ),
)
TABLE = WORDS + FILES + MISPLACED + BUTTONS + UPDATES
