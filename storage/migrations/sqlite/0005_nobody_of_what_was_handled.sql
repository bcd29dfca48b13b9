-- Whose a message was is forgotten once it is handled or set aside: whoever asks to be forgotten was known again by it.
UPDATE inbox SET speaker = x'' WHERE state <> 'new';
