"""The forms by which moves ask for what they need: one question after the other, each kind of answer, the preview. No move is made here."""
