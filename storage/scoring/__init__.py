"""What is remembered of figures, periods, flags and adjustments; the arithmetic is in `domain/scoring`."""
