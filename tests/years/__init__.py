"""Simulated years: the lives of `tests/lives` in the house of `tests/crowd`, with everything that can go wrong."""
