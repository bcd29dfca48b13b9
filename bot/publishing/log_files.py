"""Writes the log of the office for the auditor who asked for it: the chore behind `handlers/desk/log_export.py`."""

from bot import chores
from bot.publishing.maker import Maker
from domain.saying import Term
from handlers.desk import log_export
from storage import people as accounts
from storage.database import Tx
from storage.road.chores import Chore


class LogFiles(Maker):
    """Writes them."""

    kind = log_export.WRITE

    async def do(self, chore: Chore) -> chores.Result:
        """Write all of it, and hand it over."""
        account = chore.account_id
        written, number, name = await self._database.read(lambda tx: self._written(tx, account))
        return lambda tx: log_export.hand(self._make_room(tx), account, name, written, number)

    def _written(self, tx: Tx, account: int) -> tuple[bytes, int, str]:
        room, actor = self._make_room(tx), accounts.actor_of(tx, account)
        locale = actor.locale if actor else room.office.locale
        lines = [f"{line}\n" for line in log_export.lines(tx)]
        name = f"{self._words.term(Term('menu', 'exportlog'), locale)}-{room.today.isoformat()}.jsonl"
        return "".join(lines).encode(), len(lines), name
