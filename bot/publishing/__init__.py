"""What is announced, in words and pictures, between a decision and its approval."""
