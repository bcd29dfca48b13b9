"""Everything that can be said, one module for each matter, one small frozen dataclass for each saying."""
