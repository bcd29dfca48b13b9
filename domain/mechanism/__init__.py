"""The mechanism of the law: tables and moves, terms, working days, rules. Nothing of any one matter."""
