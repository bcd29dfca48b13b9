"""What goes out to members: parcels sent, and cards edited by the codes that WeCom gives for it.

No queue and no pace here: those are `bot/delivery/delivery.py`'s. Every road ends in one of the outcomes of `bot/channel.py`.
A code is good for one edit. It comes with the card that was sent, and with every press (`Said.ticket`); without one a card
is recalled and said anew where it waits for its reader. Else it stays, for twenty readers would hear of every move: whoever
presses it gets the present state by the code of that press.
"""

from __future__ import annotations

import logging
from typing import Any

from bot.channel import MessageTurn, NotSent, Outcome, Parcel, Sent, Undeliverable, at_once
from bot.channels.part_way import PartWay
from bot.channels.wecom import answers, layout, media
from bot.channels.wecom.client import Answer, CallRefused, Client
from domain.matters.troubles import TroubleReason

LOG = logging.getLogger(__name__)

LATER = "its turn comes later"
SAME_TASK = 42014  # a card that was sent before: only its answer was lost
NOT_REACHED = ("invaliduser", "unlicenseduser")


class MemberSending:
    """Sends for one app."""

    def __init__(self, *, client: Client, agent_id: int) -> None:
        self._client = client
        self._agent_id = agent_id
        self._part_way: PartWay[layout.ShownRef] = PartWay()

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Send a parcel, or edit what stands there. Raises nothing but cancellation."""
        if parcel.takes_away:
            return await self._take_away(parcel)
        if parcel.edits:
            return await self._edit(parcel, layout.parsed(parcel.edits), turn)
        return await self._post(parcel, turn)

    async def _post(self, parcel: Parcel, turn: MessageTurn) -> Outcome:
        pieces = layout.pieces(parcel)
        if not pieces:
            return Undeliverable("nothing to say")
        place = (parcel.route, parcel.number)
        posted = self._part_way.taken_up(place, pieces)
        try:
            for piece in pieces[len(posted) :]:
                if seconds := await turn():
                    return NotSent(LATER, retry_after=seconds)
                done = await self._post_piece(parcel, piece)
                if not isinstance(done, layout.ShownRef):
                    return done
                posted.append(done)
        finally:
            if len(posted) < len(pieces):
                self._part_way.keep(place, pieces, posted)
        return Sent(layout.written(layout.together(posted)))

    async def _post_piece(self, parcel: Parcel, piece: layout.WecomPiece) -> layout.ShownRef | Outcome:
        try:
            answer = await self._client.call("message/send", await self._body(parcel, piece))
        except CallRefused as refused:
            if refused.code == SAME_TASK:
                return layout.ShownRef()
            return answers.outcome(refused)
        except Exception as error:
            return answers.outcome(error)
        if any(answer.get(name) for name in NOT_REACHED):
            return Undeliverable("not reached", is_gone=True, reason=TroubleReason.BLOCKED)
        message = answer.get("msgid")
        code = _word(answer, "response_code")
        codes, messages = ((code,) if code else ()), ((str(message),) if message else ())
        if piece.card is not None and (place := layout.place_of(piece.card["task_id"])):
            return layout.ShownRef(votes=tuple((place, each) for each in codes), messages=messages)
        return layout.ShownRef(codes, messages=messages)

    async def _body(self, parcel: Parcel, piece: layout.WecomPiece) -> dict[str, Any]:
        to = {"touser": parcel.route, "agentid": self._agent_id}
        if piece.card is not None:
            # A card's task is its own: what is tried again within half an hour is shown once.
            return {**to, "msgtype": "template_card", "template_card": piece.card, "enable_duplicate_check": 1}
        if piece.attachment is None:
            return {**to, "msgtype": "text", "text": {"content": piece.words}}
        kind, media_id = await media.bring(self._client, piece.attachment)
        return {**to, "msgtype": kind, kind: {"media_id": media_id}, "safe": int(parcel.is_staff)}

    async def _edit(self, parcel: Parcel, ref: layout.ShownRef, turn: MessageTurn) -> Outcome:
        """Edit every copy of the card that has a code. One whose codes are all used up or too old is sent anew, and so is one that its
        reader has pressed and goes on with, where an edit cannot hold its words any more."""
        if not ref.codes and (parcel.is_awaited or not ref.votes):
            return await self._replace(parcel, ref, turn)
        is_cut = ref.is_pressed and parcel.is_awaited and layout.is_cut(parcel)
        if is_cut and await self._recalled(ref):
            return await self._post(parcel, turn)
        is_edited = False
        own = [(code, layout.changed(parcel)) for code in ref.codes]
        for code, card in own + [(code, layout.changed_vote(parcel, place)) for place, code in ref.votes]:
            try:
                await self._update(parcel, code, card)
            except CallRefused as refused:
                outcome = answers.outcome(refused)
                if not isinstance(outcome, Undeliverable):
                    return outcome
            except Exception as error:
                return answers.outcome(error, is_repeatable=True)
            else:
                is_edited = True
        if is_edited and not is_cut:
            return Sent(layout.written(layout.ShownRef(messages=ref.messages)))
        await self._recalled(ref)  # so that what is old does not stand beside it, where that is possible
        return await self._post(parcel, turn)

    async def _replace(self, parcel: Parcel, ref: layout.ShownRef, turn: MessageTurn) -> Outcome:
        """A card that waits for its reader is said anew, without what is old where that can be recalled; one that is over where it can.
        Any other stays."""
        is_over = not parcel.buttons
        if not (is_over or parcel.is_awaited) or not (await self._recalled(ref) or parcel.is_awaited):
            return Sent(parcel.edits)
        return await self._post(parcel, turn)

    async def _take_away(self, parcel: Parcel) -> Outcome:
        """Recall what was said; where that is too late, put other words in the place of a card. More cannot be done."""
        ref = layout.parsed(parcel.edits)
        is_gone = await self._recalled(ref)
        for code in () if is_gone else (*ref.codes, *(code for _, code in ref.votes)):
            try:
                await self._update(parcel, code, layout.changed(parcel))
            except CallRefused as refused:
                LOG.warning("A card could not be emptied: errcode %d", refused.code)
            except Exception as error:
                return answers.outcome(error, is_repeatable=True)
        return Sent("")

    async def _update(self, parcel: Parcel, code: str, card: layout.Card) -> None:
        body = {
            "userids": [parcel.route],
            "agentid": self._agent_id,
            "response_code": code,
            "template_card": card,
        }
        await self._client.call("message/update_template_card", body)

    async def _recalled(self, ref: layout.ShownRef) -> bool:
        """Whether all of it is gone from the reader's screen: WeCom allows it for a day."""
        is_gone = bool(ref.messages)
        for message in ref.messages:
            try:
                await self._client.call("message/recall", {"msgid": message})
            except CallRefused as refused:
                LOG.info("A message cannot be recalled, as after a day: errcode %d", refused.code)
                is_gone = False
            except Exception as error:
                LOG.warning("A message could not be recalled: %s", type(error).__name__)
                is_gone = False
        return is_gone


def _word(answer: Answer, name: str) -> str:
    found = answer.get(name)
    return found if isinstance(found, str) else ""
