-- On which day after the end of a period an indicator's figures are due, and are frozen. None had days of its own before.
ALTER TABLE indicator ADD COLUMN due_day BIGINT;
ALTER TABLE indicator ADD COLUMN freeze_day BIGINT;
