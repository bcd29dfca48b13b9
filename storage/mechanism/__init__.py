"""What is remembered of every matter alike besides where it stands: terms, reminders, recusals, who had a hand in it."""
