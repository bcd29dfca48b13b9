"""The conversation: what a message is, dialogues, cards, moves. Nothing of any one matter."""
