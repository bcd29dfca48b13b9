"""What free words mean: units, days, places, kinds. Nothing is decided here, only recognised."""
