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
        lines, size = list[bytes](), 0
        for line in log_export.lines(tx):
            lines.append(f"{line}\n".encode())
            size += len(lines[-1])
            if size > log_export.LARGEST:  # it will not be handed over: of a log of years not all is held in memory
                break
        name = f"{self._words.term(Term('menu', 'exportlog'), locale)}-{room.today.isoformat()}.jsonl"
        return b"".join(lines), len(lines), name
