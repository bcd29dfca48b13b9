"""Standing in line: of each person one message at a time, in the order in which they came.

On PostgreSQL works run beside each other, and one that fails is kept by a second work: without a line, a person's next
message could overtake. Between processes it is the platform that waits: it brings a chat's next message once the one before
is acknowledged.
"""

import asyncio
from collections import deque


class Lines:
    """The lines; somebody who is alone pays for no more than a place in a table."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._behind: dict[str, deque[asyncio.Future[None]]] = {}

    async def join(self, who: str) -> None:
        """Return when it is this message's turn; `leave` must follow."""
        behind = self._behind.get(who)
        if behind is None:
            self._behind[who] = deque()
            return
        turn = asyncio.get_running_loop().create_future()
        behind.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # called at this very moment: the next one is to go
                self.leave(who)
            raise

    def leave(self, who: str) -> None:
        """Let the next one go."""
        behind = self._behind[who]
        while behind:
            turn = behind.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._behind[who]
