"""Parts of the tables of clues and cases: their stages and guards, and their moves by the stretch of the road."""
