"""What lies before members of staff: cards, queues, search, digests. Who may see what is said in `viewing`."""
