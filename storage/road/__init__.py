"""The road of a message: inbox, dialogues, chores, history, outbox. Nothing of any one matter."""
