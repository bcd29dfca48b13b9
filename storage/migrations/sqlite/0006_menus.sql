-- What the numbers of a message stand for whose buttons are chosen by typing them, sealed: noted before it leaves, and taken back where
-- it surely did not. The newest of an account is what stands on the screen. Nothing is known of what was said before.
CREATE TABLE menu (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, outbox_id INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX menu_account ON menu (account_id, id);
CREATE INDEX menu_outbox ON menu (outbox_id);
