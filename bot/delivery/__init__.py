"""From the outbox to a channel: claimed, worded, paced, sent, and what became of it. No channel by name."""
