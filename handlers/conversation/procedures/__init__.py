"""What follows from a table of the law, whatever the matter: its beginning, cards, moves, parties, votes, papers and other matters."""
