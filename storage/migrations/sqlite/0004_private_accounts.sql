-- The account of somebody's private life: what they have to do here is said where else they are. Nobody had one before.
ALTER TABLE account ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
