"""What is on the picture of a receipt.

It is drawn when it is sent and stored nowhere: the code on it is a secret. Nothing on it says what was reported, or that
something was: whoever looks over a shoulder reads an office's name and a number. The link behind its QR code carries the code
in the fragment, which browsers do not send to servers.
"""

import segno

from bot.publishing.pictures.sheets import Heading, ReceiptPicture
from bot.wording import Words
from domain.saying import Saying, Term
from domain.sayings import clues as sayings

_BORDER = 4  # squares of quiet around a QR code, as its standard asks


def sheet(words: Words, saying: Saying, locale: str) -> ReceiptPicture | None:
    """Return what is to be drawn for a saying; None where it is no receipt to keep."""
    if not isinstance(saying, sayings.ReceiptToKeep):
        return None
    path, across = squares(f"{saying.link}#code={saying.code}")
    kept = tuple((words.term(Term("fact", name), locale), getattr(saying, name)) for name in saying.facts)

    def label(name: str) -> str:
        return words.term(Term("receipt", name), locale)

    phone = f"{label('phone')} {saying.phone}" if saying.phone else ""
    badge = words.value(saying.badge, locale)
    return ReceiptPicture(
        heading=Heading(office=saying.office, title=label("title"), subtitle=label("subtitle"), badge=badge),
        kept=kept,
        squares=path,
        across=across,
        below=label("below"),
        foot=tuple(filter(None, (label("keep"), saying.link, phone))),
        alt=label("alt"),
    )


def squares(link: str) -> tuple[str, int]:
    """The QR code of a link as an SVG path in squares of one unit, and how many there are in a row with the quiet border."""
    code = segno.make(link, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=_BORDER)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return path, len(rows)
