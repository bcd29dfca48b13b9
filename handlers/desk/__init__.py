"""What members of staff ask for: 待办, the next card, search, timelines, the digest."""
