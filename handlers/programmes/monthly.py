"""What is said once a month of what an office keeps: of what was there when the month ended, and of nothing that came later."""

from collections.abc import Callable, Iterable

from domain import months
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import Choice, Saying
from handlers.conversation.room import Room
from storage.road import reach


def there_by(room: Room, every: Iterable[Standing], month: str) -> list[Standing]:
    """Those that began by the last day of a month. A month that is caught up says nothing of what was listed after it."""
    last, day_of = months.last_day(month), room.office.calendar.local_day
    return [each for each in every if each.made_at is not None and day_of(each.made_at) <= last]


def tell_leaders(
    room: Room, every: Iterable[Standing], month: str, board: Callable[[list[Standing]], Saying], way: Choice
) -> None:
    """Tell leaders how those stand that were there, with the way to the board; nothing, where there were none."""
    there = there_by(room, every, month)
    for account in reach.of_roles(room.tx, room.now, (Role.LEADER,)) if there else ():
        room.tell(account, board(there), (way,))


def tell_unit(room: Room, unit: str, told: Saying, ways: tuple[Choice, ...]) -> None:
    """Tell the contacts of a unit, with buttons that lead to what is theirs."""
    for account in reach.of_roles(room.tx, room.now, (Role.UNIT_CONTACT,), unit):
        room.tell(account, told, ways)
