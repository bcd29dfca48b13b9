"""A cast that plays roads of the law the way people walk them: it says and presses what its cards offer. No page, no clock of its own."""
