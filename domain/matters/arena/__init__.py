"""The arena (亮剑比拼, the law §6.6): the event, and its slots with their ratings. No arithmetic: that is `domain/scoring/arenas.py`."""
