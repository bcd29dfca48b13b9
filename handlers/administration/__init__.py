"""What an office sets for itself: who works here, calendar, rules, profile, how people are reached. No matter that citizens bring."""
