"""The conversation: what a message is, and dialogues; forms and what follows from tables have rooms of their own. Nothing of any one matter."""
