"""From a row of the outbox to a parcel: worded in the reader's language, with its buttons, pictures and address.

A card is drawn from the matter's present state, so it may be drawn at any time and as often as needed.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import card_text
from bot.channel import Attachment, Button, ButtonSelect, Fact, Parcel, whole
from bot.delivery import attaching, receipts
from bot.evidence import room as rooms
from bot.publishing.pictures.sheets import ReceiptPicture
from bot.wording import NoWords, Words
from domain.cards import CardView
from domain.channels import Edits, Traits
from domain.matters.troubles import TroubleReason
from domain.saying import Choice, Class, Saying, Style, Term
from domain.sayings import cards as sayings
from handlers.conversation.procedures import cards as faces
from storage import announcements, errors, evidence, pictures
from storage.database import Tx
from storage.desk import cards
from storage.evidence import ShownFile
from storage.road import outbox, pages, routes
from storage.road.outbox import Waiting

LOG = logging.getLogger(__name__)

Place = tuple[str, str]  # a channel, and an audience there
NO_LIMITS: Mapping[str, Traits] = {}
ShowCard = Callable[[Tx, cards.Card], faces.Shown | None]
Awaits = Callable[[Tx, cards.Card], bool]
IsNarrow = Callable[[str], bool]
MaySee = Callable[[Tx, str, int, int], bool]
"""Whether a matter (by its name and number) is shown to an account now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDraft:
    """A parcel that lacks only what evidence there is, which are files, and the picture of a receipt, which is drawn when it is
    sent.

    `title` is what of public words is posted first. `refreshes` is the row whose message this one replaces, `blanks`
    the card that is not live any more once this was sent, `of` the matter whose card it is. `speechless` is the row where words
    are missing: then there is nothing to show.
    """

    parcel: Parcel
    evidence: tuple[ShownFile, ...] = ()
    receipt: ReceiptPicture | None = None
    title: str = ""
    refreshes: int | None = None
    blanks: int | None = None
    of: tuple[str, int] | None = None
    speechless: Waiting | None = None

    @property
    def may_be_combined(self) -> bool:
        """Whether it is nothing but words with their buttons and files, which may stand below others'."""
        is_alone = self.parcel.is_card or self.parcel.edits or self.title or self.receipt is not None
        return not (is_alone or self.refreshes is not None or self.blanks is not None)


@dataclass(frozen=True, slots=True)
class Needless:
    """There is nothing to send (any more). `blanks`: the card that is not live any more."""

    blanks: int | None = None


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is nobody to send it to."""

    reason: TroubleReason


class Packing:
    """Makes parcels."""

    def __init__(
        self,
        *,
        words: Words,
        show_card: ShowCard,
        may_see: MaySee,
        room: rooms.Evidence,
        public_routes: Mapping[Place, str],
        traits: Mapping[str, Traits] = NO_LIMITS,
        awaits: Awaits = lambda tx, card: False,
        is_narrow: IsNarrow = lambda channel: False,
    ) -> None:
        """`public_routes` names where announcements go, `traits` what each channel can show that is pushed to; `awaits` says whether a
        matter waits for the reader of its card, `is_narrow` whether a channel may not carry the office's work."""
        self._words = words
        self._show_card = show_card
        self._may_see = may_see
        self._room = room
        self._public_routes = public_routes
        self._traits = traits
        self._awaits = awaits
        self._is_narrow = is_narrow

    def push(self, tx: Tx, row: Waiting) -> ParcelDraft | Needless | Nowhere:
        """Make what a claimed row says now, as far as its channel can show it."""
        made = self._pushed(tx, row)
        if not isinstance(made, ParcelDraft):
            return made
        return replace(made, parcel=self._fitted(made.parcel, self._traits.get(row.channel), made.of))

    def _pushed(self, tx: Tx, row: Waiting) -> ParcelDraft | Needless | Nowhere:
        if row.rendering_id is not None:
            return self._public(tx, row, row.rendering_id)
        if row.empties == outbox.FAREWELL:
            return self._farewell(tx, row)
        route = routes.route_of(tx, row.account_id)
        if route is None:
            return Nowhere(TroubleReason.NO_ROUTE) if row.empties is None else Needless()
        blank = _blank(row, route)
        if row.kind is Class.NOTICE and row.empties is None and route.is_staff and self._is_narrow(row.channel):
            return Needless() if self._is_edit(tx, row) else Nowhere(TroubleReason.NO_ROUTE)
        if row.card_id is not None:
            return self._pushed_card(tx, row, blank, row.card_id)
        if row.empties is not None:
            first = outbox.of_id(tx, row.empties)
            return self._emptied(blank, first.ref) if first and first.ref else Needless()
        if route.is_muted and row.kind is Class.NOTICE and not route.is_staff:
            return Needless()
        return self._said(tx, row, blank)

    def combined(self, channel: str, drafts: Sequence[ParcelDraft]) -> ParcelDraft:
        """Several drafts for one reader as one: their words below each other, with the files and buttons of all. The last one's buttons
        come first, each once: it is what waits for an answer, and not all may fit."""
        parcels = [draft.parcel for draft in drafts]
        parcel = replace(
            parcels[0],
            text="\n\n".join(parcel.text for parcel in parcels),
            buttons=tuple({each.handle: each for parcel in reversed(parcels) for each in parcel.buttons}.values()),
            facts=tuple(fact for parcel in parcels for fact in parcel.facts),
            attachments=tuple(each for parcel in parcels for each in parcel.attachments),
            is_quiet=all(parcel.is_quiet for parcel in parcels),
        )
        evidence = tuple(file for draft in drafts for file in draft.evidence)
        return ParcelDraft(parcel=self._fitted(parcel, self._traits.get(channel)), evidence=evidence)

    def _fitted(self, parcel: Parcel, traits: Traits | None, of: tuple[str, int] | None = None) -> Parcel:
        """With no more buttons and selects than may be: a further select is a button that asks; further buttons of a card, which
        shows the matter `of`, are behind 更多, others stand in words, for whoever types one presses it. What a question is done by stays
        a button, however many answers there are before it."""
        if traits is None:
            return parcel
        most, parcel = traits.buttons, _with_selects_of(parcel, traits.selects)
        if most is None or len(parcel.buttons) <= most:
            return parcel
        if of is not None:
            more = self._words.term(Term("queue", "rest"), parcel.locale)
            last = Button(label=more, handle=faces.rest_of(*of, most - 1))
            return replace(parcel, buttons=(*parcel.buttons[: most - 1], last))
        places = sorted(range(len(parcel.buttons)), key=lambda at: parcel.buttons[at].style != Style.PRIMARY)
        shown, typed = ([parcel.buttons[at] for at in sorted(part)] for part in (places[:most], places[most:]))
        others = sayings.OtherButtons(labels=tuple(button.label for button in typed))
        text = f"{parcel.text}\n\n{self._words.word(others, parcel.locale)}"
        return replace(parcel, text=text, buttons=tuple(shown))

    def route(self, tx: Tx, channel: str, account_id: int, audience: str) -> str:
        """Return where an account's words go on a channel, or an audience's; empty where that is nowhere any more."""
        if account_id == outbox.PUBLIC_ACCOUNT:
            return self._public_routes.get((channel, audience), "")
        found = routes.route_of(tx, account_id)
        return "" if found is None else found.route

    def page(self, tx: Tx, account_id: int, after: int) -> list[ParcelDraft]:
        """Make a conversation, or what is new in it. Each card stands once, as it is now."""
        route = routes.route_of(tx, account_id)
        if route is None:
            return []
        rows = pages.page(tx, account_id, after)
        newest = {row.card_id: row.id for row in rows if row.card_id is not None}
        drafts: list[ParcelDraft] = []
        for row in rows:
            blank, is_last = _blank(row, route), row is rows[-1]
            try:
                if row.card_id is not None:
                    is_newest = row.id == newest[row.card_id]
                    drafts += self._card_on_page(tx, row, blank, after, is_newest=is_newest, is_last=is_last)
                elif row.empties is None:
                    drafts.append(self._said(tx, row, blank))
                elif row.empties <= after or is_last:  # else it stands emptied where it was said
                    drafts.append(self._emptied(blank, str(row.empties)))
            except NoWords:
                drafts.append(ParcelDraft(parcel=blank, speechless=row))
        return drafts

    def shows(self, tx: Tx, account_id: int, number: int, key: str) -> bool:
        """Whether a row still shows its reader what goes under this key. A receipt is always its reader's."""
        route, row = routes.route_of(tx, account_id), outbox.of_id(tx, number)
        if route is None or row is None or row.account_id != account_id:
            return False
        card = None if row.card_id is None else cards.of_id(tx, row.card_id)
        blank = _blank(row, route)
        draft = self._said(tx, row, blank) if card is None else self._card(tx, row, blank, card, "")
        keys = [file.key for file in draft.evidence] + [each.key for each in draft.parcel.attachments]
        return key in keys or draft.receipt is not None

    async def finish(self, draft: ParcelDraft) -> Parcel:
        """Add the picture of a receipt and the evidence. What is missing or spoilt is left out: the words are not held up by
        it."""
        parcel = await self._with_receipt(draft)
        found = list(parcel.attachments)
        for file in draft.evidence:
            data = await self.read(parcel.number, file)
            if data is not None:
                found.append(attaching.of_evidence(file, data))
        return replace(parcel, attachments=tuple(found))

    async def named(self, draft: ParcelDraft) -> Parcel:
        """Name the evidence without reading it: a page asks for what it wants to show."""
        parcel = await self._with_receipt(draft)
        listed = tuple(attaching.of_evidence(file, b"") for file in draft.evidence)
        return replace(parcel, attachments=(*parcel.attachments, *listed)) if listed else parcel

    async def found(self, draft: ParcelDraft, key: str) -> Attachment | None:
        """Find what goes with a draft under a key, with its bytes."""
        for file in draft.evidence:
            if file.key == key:
                data = await self.read(draft.parcel.number, file)
                return None if data is None else attaching.of_evidence(file, data)
        parcel = await self._with_receipt(draft)
        return next((attachment for attachment in parcel.attachments if attachment.key == key), None)

    async def read(self, number: int, file: ShownFile) -> bytes | None:
        """Read one file of evidence that goes with a row; nothing where it is missing or spoilt."""
        try:
            return await self._room.read(file.file)
        except (rooms.EvidenceGone, errors.Tampered) as error:
            LOG.error("A piece of evidence of row %d cannot be shown: %s", number, type(error).__name__)
            return None

    async def _with_receipt(self, draft: ParcelDraft) -> Parcel:
        if draft.receipt is None:
            return draft.parcel
        drawn = await attaching.drawn(draft.receipt, draft.parcel.number)
        return replace(draft.parcel, attachments=(*draft.parcel.attachments, *drawn))

    def _public(self, tx: Tx, row: Waiting, rendering_id: int) -> ParcelDraft | Nowhere:
        words = announcements.rendering(tx, rendering_id)
        route = None if words is None else self._public_routes.get((row.channel, words.audience))
        if not route or words is None:
            return Nowhere(TroubleReason.NO_PLACE)
        parcel = Parcel(
            number=row.id,
            route=route,
            text=whole(words.title, words.text),
            attachments=attaching.of_key(tx, words.picture, words.alt, self._words),
            begun=row.ref,
            table=(words.figures and pictures.get(tx, words.figures)) or b"",
            locale=words.locale,
        )
        return ParcelDraft(parcel=parcel, title=words.title)

    def _is_edit(self, tx: Tx, row: Waiting) -> bool:
        card = None if row.card_id is None else cards.of_id(tx, row.card_id)
        return card is not None and card.outbox_id != row.id

    def _pushed_card(self, tx: Tx, row: Waiting, blank: Parcel, card_id: int) -> ParcelDraft | Needless:
        """Draw a card, or edit the one that was sent. What was not sent yet will be fresh when it is."""
        card = cards.of_id(tx, card_id)
        if card is None or card.outbox_id is None:
            return Needless()
        if row.id == card.outbox_id:
            draft = self._card(tx, row, blank, card, "")
            return draft if draft.blanks is None else Needless(blanks=card.id)
        first = outbox.of_id(tx, card.outbox_id)
        if first is None or first.state != "sent" or not first.ref or outbox.has_newer(tx, row):
            return Needless()
        traits = self._traits.get(row.channel)
        by_ticket = traits is not None and traits.edits is Edits.TICKET
        return self._card(tx, row, replace(blank, is_awaited=by_ticket and self._awaits(tx, card)), card, first.ref)

    def _card(self, tx: Tx, row: Waiting, blank: Parcel, card: cards.Card, ref: str) -> ParcelDraft:
        shown = self._show_card(tx, card)
        is_refresh = row.id != card.outbox_id
        parcel = replace(blank, is_card=True, edits=ref if is_refresh else "")
        refreshes = card.outbox_id if is_refresh else None
        if shown is None:
            parcel = replace(parcel, text=self._words.word(sayings.Blanked(), blank.locale))
            return ParcelDraft(parcel=parcel, refreshes=refreshes, blanks=card.id if card.is_live else None)
        view, laid = shown.view, card_text.worded(self._words, shown.view, blank.locale)
        parcel = replace(
            parcel,
            text=laid.whole,
            card=laid,
            buttons=self._with_selects(self._labelled(view.buttons, shown.handles, blank.locale), view, blank.locale),
            attachments=attaching.of_key(tx, view.picture, "", self._words),
        )
        shown_files = tuple(evidence.shown(tx, view.evidence))
        return ParcelDraft(parcel=parcel, evidence=shown_files, refreshes=refreshes, of=(card.matter, card.matter_id))

    def _with_selects(self, buttons: tuple[Button, ...], view: CardView, locale: str) -> tuple[Button, ...]:
        of = {
            select.move: ButtonSelect(
                options=tuple((option.value, self._words.label(option, locale)) for option in select.options),
                is_several=select.is_several,
            )
            for select in view.selects
        }
        return tuple(
            replace(button, select=of.get(choice.value)) for button, choice in zip(buttons, view.buttons, strict=True)
        )

    def _card_on_page(
        self, tx: Tx, row: Waiting, blank: Parcel, after: int, *, is_newest: bool, is_last: bool
    ) -> list[ParcelDraft]:
        """Drawn afresh where it stands, a card needs no refreshing; only at the end one is kept, so that the page knows how
        far it has come."""
        card = None if row.card_id is None else cards.of_id(tx, row.card_id)
        if card is None or card.outbox_id is None:
            return []
        is_drawn_here = card.outbox_id > after
        if row.id == card.outbox_id or (is_newest and (not is_drawn_here or is_last)):
            return [self._card(tx, row, blank, card, str(card.outbox_id))]
        return []

    def _farewell(self, tx: Tx, row: Waiting) -> ParcelDraft | Needless:
        to = outbox.body(tx, row).farewell
        if to is None:
            return Needless()
        return self._emptied(Parcel(number=row.id, route=to[0], text="", is_staff=True, locale=to[1]), row.ref)

    def _emptied(self, blank: Parcel, ref: str) -> ParcelDraft:
        """What was said of the office's work is taken back from who may not see it any more."""
        text = self._words.word(sayings.Emptied(), blank.locale)
        return ParcelDraft(parcel=replace(blank, text=text, edits=ref, takes_away=True, is_quiet=True))

    def _said(self, tx: Tx, row: Waiting, blank: Parcel) -> ParcelDraft:
        stored = outbox.body(tx, row)
        parcel = replace(blank, is_quiet=stored.is_quiet)
        if row.about and not self._may_see(tx, *row.about, row.account_id):
            return ParcelDraft(parcel=replace(parcel, text=self._words.word(sayings.Emptied(), blank.locale)))
        try:
            saying = stored.saying
        except errors.KeptOtherwise as error:
            raise NoWords(f"{stored.key} was kept as this version does not know it.") from error
        return self._worded(tx, parcel, saying, stored.choices, stored.handles, stored.picture, stored.evidence)

    def _worded(
        self,
        tx: Tx,
        parcel: Parcel,
        saying: Saying,
        choices: Sequence[Choice],
        handles: Sequence[str],
        picture: str,
        numbers: Sequence[int],
    ) -> ParcelDraft:
        parcel = replace(
            parcel,
            text=self._words.word(saying, parcel.locale),
            buttons=self._labelled(choices, handles, parcel.locale),
            facts=self._facts(saying, parcel.locale),
            layout=saying.layout,
            attachments=attaching.of_key(tx, picture, "", self._words),
        )
        receipt = receipts.sheet(self._words, saying, parcel.locale)
        return ParcelDraft(parcel=parcel, evidence=tuple(evidence.shown(tx, numbers)), receipt=receipt)

    def _labelled(self, choices: Sequence[Choice], handles: Sequence[str], locale: str) -> tuple[Button, ...]:
        return tuple(
            Button(label=self._words.label(choice, locale), handle=handle, style=choice.style.value)
            for choice, handle in zip(choices, handles, strict=True)
        )

    def _facts(self, saying: Saying, locale: str) -> tuple[Fact, ...]:
        return tuple(
            Fact(
                name=name,
                label=self._words.term(Term("fact", name), locale),
                value=self._words.value(getattr(saying, name), locale),
            )
            for name in saying.facts
        )


def _with_selects_of(parcel: Parcel, most: int | None) -> Parcel:
    selects = [button for button in parcel.buttons if button.select is not None]
    if most is None or len(selects) <= most:
        return parcel
    kept = selects[:most]
    buttons = tuple(button if button in kept else replace(button, select=None) for button in parcel.buttons)
    return replace(parcel, buttons=buttons)


def _blank(row: Waiting, route: routes.Route) -> Parcel:
    return Parcel(number=row.id, route=route.route, text="", is_staff=route.is_staff, locale=route.locale)
