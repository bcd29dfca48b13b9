"""Programmes (the law §8): the undertakings of an office, what stands in their way, and who works on it. Counted by results alone."""
