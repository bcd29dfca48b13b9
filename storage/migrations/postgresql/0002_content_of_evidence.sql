-- The keyed hash of what is in a file as it came: whoever exchanges the file changes it. None of what came before it was kept.
ALTER TABLE evidence ADD COLUMN mark words;
