"""The pages: the front page, the chat and the board, and who may ask for them. No words of ours, no SQL."""
