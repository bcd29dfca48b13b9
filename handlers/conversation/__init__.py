"""The conversation: what a message is, and dialogues. Forms, and what follows from tables, have rooms of their own; no matter is named."""
