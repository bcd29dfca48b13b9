"""What goes out of the office as a table (`flagpost export`): which matters, which of their facts, and what never."""
