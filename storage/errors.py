"""What can go wrong with remembering. Raised by the engines, answered at the doors."""

from domain import errors


class StorageUnavailable(errors.FlagpostError):
    """It could not be made durable; whoever asked may try again."""
