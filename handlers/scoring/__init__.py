"""What figures and decisions come to, before people: periods, flags, points. Arithmetic is in `domain/scoring`."""
