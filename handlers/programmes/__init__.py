"""Programmes (the law §8): what cards, boards and the clock add to their tables."""
