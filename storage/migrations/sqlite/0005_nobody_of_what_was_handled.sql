-- Whose a message was is forgotten once it is handled: whoever asks to be forgotten was known again by it. One that was set aside is
-- still somebody's, and goes with them.
UPDATE inbox SET speaker = x'' WHERE state = 'handled';
CREATE INDEX inbox_dead ON inbox (speaker) WHERE state = 'dead';
