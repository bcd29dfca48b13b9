"""What is said of the matters of a programme: undertakings, difficulties, breakthrough projects, patrols, topics (the law §8)."""
