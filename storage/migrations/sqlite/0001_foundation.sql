-- The foundation: who speaks, what came in, what goes out, what is remembered of every matter.
-- Times are UTC text, booleans 0/1, sealed columns are blobs under keys that live outside this file.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

-- People and accounts ------------------------------------------------------------------------------------------------
CREATE TABLE unit (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, short TEXT NOT NULL, aliases TEXT NOT NULL,
    sequence TEXT NOT NULL, parent TEXT NOT NULL, is_closed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE person (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, unit TEXT NOT NULL, made_at TEXT NOT NULL,
    earlier TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE role_grant (
    id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, role TEXT NOT NULL,
    granted_at TEXT NOT NULL, revoked_at TEXT
) STRICT;
CREATE INDEX role_grant_person ON role_grant (person_id) WHERE revoked_at IS NULL;
CREATE INDEX role_grant_role ON role_grant (role) WHERE revoked_at IS NULL;
CREATE TABLE account (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, mark BLOB NOT NULL, route BLOB, locale TEXT NOT NULL,
    person_id INTEGER REFERENCES person, consented_at TEXT, is_muted INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL, expires_at TEXT, gone_at TEXT,
    unreachable_since TEXT,  -- the platform takes nothing for them any more: blocked, or the chat is gone
    heard_in TEXT NOT NULL DEFAULT '', heard_number INTEGER NOT NULL DEFAULT 0,  -- in the present minute, in thirds of a message
    UNIQUE (channel, mark)
) STRICT;
CREATE INDEX account_person ON account (person_id) WHERE person_id IS NOT NULL;
-- `person_id`: a code for another device of somebody who is here already.
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY, mark BLOB NOT NULL UNIQUE, role TEXT NOT NULL, unit TEXT NOT NULL,
    label TEXT NOT NULL, person_id INTEGER, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, cancelled_at TEXT
) STRICT;
-- Who stands in for whom: the role is given when `begins_at` has come, and taken back after `ends_at`, by the clock.
CREATE TABLE deputy (
    id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, role TEXT NOT NULL,
    on_behalf_of INTEGER NOT NULL REFERENCES person, begins_at TEXT NOT NULL, ends_at TEXT NOT NULL,
    grant_id INTEGER REFERENCES role_grant, ended_at TEXT
) STRICT;
CREATE INDEX deputy_open ON deputy (begins_at) WHERE ended_at IS NULL;
-- The numbers of the law as they were decided, version by version; a matter keeps the version it began under.
CREATE TABLE rule_set (
    version INTEGER PRIMARY KEY, changed TEXT NOT NULL, effective_on TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT;
-- What the office says of itself, each from a day on.
CREATE TABLE profile (name TEXT NOT NULL, since TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, since)) STRICT;
-- The days about which the office has decided by itself, beside those that the library knows.
CREATE TABLE own_day (day TEXT PRIMARY KEY, works INTEGER NOT NULL) STRICT;
-- How somebody who works here is nudged when something waits for them. `address` is sealed; `code` is typed back once.
CREATE TABLE nudge (
    person_id INTEGER PRIMARY KEY REFERENCES person, kind TEXT NOT NULL, address BLOB NOT NULL, code BLOB,
    wrong INTEGER NOT NULL, failures INTEGER NOT NULL, made_at TEXT NOT NULL, confirmed_at TEXT, nudged_at TEXT
) STRICT;
-- Counts per account and window: messages a minute, clues a day, wrong codes an hour.
CREATE TABLE tally (
    account_id INTEGER NOT NULL, what TEXT NOT NULL, since TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (account_id, what)
) STRICT;

-- The road of a message ----------------------------------------------------------------------------------------------
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, event_key TEXT NOT NULL, speaker BLOB NOT NULL,
    received_at TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before TEXT,
    body BLOB, why TEXT,
    UNIQUE (channel, event_key)
) STRICT;
CREATE INDEX inbox_open ON inbox (speaker, id) WHERE state = 'new';
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, channel TEXT NOT NULL, class TEXT NOT NULL,
    priority INTEGER NOT NULL, state TEXT NOT NULL, made_at TEXT NOT NULL, not_before TEXT NOT NULL,
    body BLOB NOT NULL, card_id INTEGER, rendering_id INTEGER, ref TEXT, attempts INTEGER NOT NULL DEFAULT 0,
    claimed_until TEXT, fence INTEGER NOT NULL DEFAULT 0, sent_at TEXT, why TEXT,
    is_interim INTEGER NOT NULL DEFAULT 0,
    about TEXT,  -- what of the office's work the words show: "clue 7", or "desk" for lists; see storage/road/emptying.py
    empties INTEGER  -- the row whose message this one empties
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel, priority, id, not_before) WHERE state = 'waiting';
CREATE INDEX outbox_open ON outbox (account_id, priority, id) WHERE state IN ('waiting', 'claimed', 'parked');
CREATE INDEX outbox_parked ON outbox (account_id) WHERE state = 'parked';
CREATE INDEX outbox_public ON outbox (state) WHERE class = 'P';
CREATE INDEX outbox_unknown ON outbox (id) WHERE state = 'unknown';
CREATE INDEX outbox_claimed ON outbox (claimed_until) WHERE state = 'claimed';
CREATE INDEX outbox_account ON outbox (account_id, id);
-- What was claimed to be pushed; what a page has fetched never was.
CREATE INDEX outbox_lately ON outbox (channel, sent_at) WHERE sent_at IS NOT NULL AND fence > 0;
CREATE TABLE dialogue (
    account_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
    touched_at TEXT NOT NULL
) STRICT;
CREATE TABLE chore (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, account_id INTEGER NOT NULL, body BLOB NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL, made_at TEXT NOT NULL, why TEXT
) STRICT;
CREATE INDEX chore_waiting ON chore (not_before) WHERE state = 'waiting';
CREATE TABLE occurrence (
    job TEXT NOT NULL, due TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (job, due)
) STRICT;
-- What one process alone may do for a while: ask a platform for updates, send to it, keep house. See storage/leases.py.
CREATE TABLE lease (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, fence INTEGER NOT NULL, beat INTEGER NOT NULL
) STRICT;
-- A live card: a matter shown to one account. Its words and buttons are made when it is shown.
CREATE TABLE card (
    id INTEGER PRIMARY KEY, matter TEXT NOT NULL, matter_id INTEGER NOT NULL, account_id INTEGER NOT NULL,
    outbox_id INTEGER, is_live INTEGER NOT NULL DEFAULT 1, made_at TEXT NOT NULL,
    UNIQUE (matter, matter_id, account_id)
) STRICT;

-- History: append-only, one chain per matter --------------------------------------------------------------------------
CREATE TABLE history (
    id INTEGER PRIMARY KEY, matter TEXT NOT NULL, matter_id INTEGER NOT NULL, seq INTEGER NOT NULL,
    at TEXT NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL,
    UNIQUE (matter, matter_id, seq)
) STRICT;
CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, entries INTEGER NOT NULL, head BLOB NOT NULL
) STRICT;
CREATE TRIGGER rule_set_is_never_edited BEFORE UPDATE ON rule_set
BEGIN
    SELECT RAISE(ABORT, 'rules are append-only');
END;
CREATE TRIGGER rule_set_is_never_deleted BEFORE DELETE ON rule_set
BEGIN
    SELECT RAISE(ABORT, 'rules are append-only');
END;
CREATE TRIGGER history_is_never_edited BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

-- Matters --------------------------------------------------------------------------------------------------------------
-- Whatever has a life by a table of moves: what all have in common. What a question needs of one kind besides is in a table of that
-- kind's name, under the same id. `category` is what the kind is parted by, `due_at` the end of its nearest term,
-- `code` the mark of the query code, `story` what whoever brought it told, under the matter's own `key`, `facts` what else
-- belongs to it alone, sealed.
CREATE TABLE matter (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, unit TEXT NOT NULL, category TEXT NOT NULL,
    stage TEXT NOT NULL, epoch INTEGER NOT NULL, since TEXT NOT NULL, due_at TEXT, pending BLOB,
    rules INTEGER NOT NULL, owner_id INTEGER, owned_until TEXT, parent_id INTEGER REFERENCES matter,
    account_id INTEGER, alias TEXT NOT NULL, code BLOB, key BLOB, story BLOB, identity BLOB, facts BLOB, made_at TEXT NOT NULL
) STRICT;
-- A flag that is proposed anew has the number of the one before it.
CREATE UNIQUE INDEX matter_number ON matter (number, kind) WHERE number <> '' AND kind <> 'flag';
CREATE UNIQUE INDEX matter_code ON matter (code) WHERE code IS NOT NULL;
CREATE INDEX matter_account ON matter (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX matter_parent ON matter (parent_id, kind, id) WHERE parent_id IS NOT NULL;
CREATE INDEX matter_pending ON matter (kind, id) WHERE pending IS NOT NULL;
-- Of clues there may be a million; what waits of them has an index of its own.
CREATE INDEX matter_stage ON matter (kind, stage, id) WHERE kind <> 'clue';
CREATE TRIGGER matter_stays_what_it_is BEFORE UPDATE OF kind, parent_id ON matter
BEGIN
    SELECT RAISE(ABORT, 'a matter stays what it is, and whose child it is');
END;

-- Who is named to do something in a matter: an inspector, a helper, a member of its panel. A part stands on the grant of the role in
-- which somebody was named, and ends with it.
CREATE TABLE part (
    id INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter, party TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person, grant_id INTEGER NOT NULL REFERENCES role_grant, since TEXT NOT NULL, until TEXT
) STRICT;
CREATE UNIQUE INDEX part_once ON part (matter_id, party, person_id) WHERE until IS NULL;
CREATE INDEX part_matter ON part (matter_id, person_id);
CREATE INDEX part_person ON part (person_id, matter_id) WHERE until IS NULL;
-- Voices in a decision of several: votes, and approvals of words. `move` is the move by which they were given, `round` the moment at
-- which the stage began, empty where a voice is about `subject` (a hash) whenever that comes up; `body` is what was answered, sealed. A
-- voice stands on the grant of the role it was given in: a role that was lost and given back is another grant.
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter, move TEXT NOT NULL, round TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person, grant_id INTEGER NOT NULL REFERENCES role_grant, role TEXT NOT NULL,
    subject TEXT NOT NULL, body BLOB, at TEXT NOT NULL,
    UNIQUE (matter_id, move, round, subject, person_id, grant_id)
) STRICT;
CREATE TRIGGER ballot_is_never_edited BEFORE UPDATE ON ballot
BEGIN
    SELECT RAISE(ABORT, 'what was voted stays');
END;
CREATE TRIGGER ballot_is_never_deleted BEFORE DELETE ON ballot
BEGIN
    SELECT RAISE(ABORT, 'what was voted stays');
END;

-- The terms that run in a matter, or rest: `begun_at` as if it had never rested, `lapse` the move that its end makes by itself, `rings`
-- the reminders still to come, the first of them at `rings_at`.
CREATE TABLE term (
    id INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter, name TEXT NOT NULL, begun_at TEXT NOT NULL, due_at TEXT NOT NULL,
    stopped_at TEXT, extended INTEGER NOT NULL, cap_at TEXT, lapse TEXT NOT NULL, rings_at TEXT, rings TEXT NOT NULL,
    UNIQUE (matter_id, name)
) STRICT;
CREATE INDEX term_lapsing ON term (due_at) WHERE lapse <> '' AND stopped_at IS NULL;
CREATE INDEX term_ringing ON term (rings_at) WHERE rings_at IS NOT NULL;
CREATE INDEX term_running ON term (due_at, matter_id) WHERE stopped_at IS NULL;

-- Matters that have to do with each other without being parent and child: a clue that was merged into another one.
CREATE TABLE link (
    from_id INTEGER NOT NULL REFERENCES matter, to_id INTEGER NOT NULL REFERENCES matter, how TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (from_id, to_id, how)
) STRICT;
CREATE INDEX link_to ON link (to_id, how);

-- What went wrong on the way in or out and waits for an operator. `said`: the platform's own words.
CREATE TABLE trouble (
    id INTEGER PRIMARY KEY REFERENCES matter, outbox_id INTEGER, inbox_id INTEGER, reason TEXT NOT NULL, said BLOB NOT NULL,
    seen_at TEXT
) STRICT;
CREATE INDEX trouble_outbox ON trouble (outbox_id) WHERE outbox_id IS NOT NULL;

-- Clues and strivers --------------------------------------------------------------------------------------------------
CREATE TABLE clue (
    id INTEGER PRIMARY KEY REFERENCES matter, source TEXT NOT NULL
) STRICT;
-- Letters that came by import: a keyed hash of the number that each has in the office's own book, so that none is taken twice.
CREATE TABLE letter (mark BLOB PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter) STRICT;
-- What waits for a reviewer: a few thousand rows, however many clues there are. It holds all that is counted.
CREATE INDEX clue_waiting ON matter (due_at, id, unit, category, owner_id, owned_until, account_id, stage)
    WHERE kind = 'clue' AND stage IN ('triage', 'accepted', 'assigned', 'verifying', 'concluded', 'review');
-- The second condition is there so that it serves those alone who ask for what came.
CREATE INDEX clue_made ON matter (made_at) WHERE kind = 'clue' AND made_at > '';
CREATE INDEX clue_led ON matter (id) WHERE kind = 'clue' AND stage IN ('second_review', 'unowned');
CREATE INDEX clue_decided ON matter (since) WHERE kind = 'clue' AND stage IN ('rejected', 'transferred', 'merged', 'answered', 'reviewed', 'closed', 'archived');
-- Words added later to a clue or a nomination, sealed under the key of that very matter.
CREATE TABLE note (
    id INTEGER PRIMARY KEY, matter TEXT NOT NULL, matter_id INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
    person_id INTEGER, body BLOB NOT NULL
) STRICT;
CREATE INDEX note_matter ON note (matter, matter_id, id);
CREATE VIRTUAL TABLE clue_words USING fts5 (tokens, content='', contentless_delete=1, tokenize='ascii', detail=none);
-- A leaf fits into one encrypted page instead of two; two parts are worth merging (storage/finding.py).
INSERT INTO clue_words (clue_words, rank) VALUES ('pgsz', 3900);
INSERT INTO clue_words (clue_words, rank) VALUES ('usermerge', 2);
CREATE TABLE recusal (
    matter TEXT NOT NULL, matter_id INTEGER NOT NULL, person_id INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (matter, matter_id, person_id)
) STRICT;
CREATE INDEX recusal_person ON recusal (person_id, matter, matter_id);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, matter TEXT NOT NULL, matter_id INTEGER NOT NULL,
    kind TEXT NOT NULL, ref BLOB, name BLOB NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    kept TEXT, content TEXT, whole INTEGER NOT NULL, part INTEGER NOT NULL, made_at TEXT NOT NULL, why TEXT
) STRICT;
CREATE INDEX evidence_matter ON evidence (matter, matter_id);
CREATE INDEX evidence_kept ON evidence (kept);
-- What was re-made of a file for reviewers: several pages of one document, for example.
CREATE TABLE evidence_shown (
    evidence_id INTEGER NOT NULL REFERENCES evidence, position INTEGER NOT NULL, media TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE, key TEXT NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (evidence_id, position)
) STRICT;
-- What somebody thinks of the service (投诉建议). Who said it is not kept.
CREATE TABLE feedback (id INTEGER PRIMARY KEY, body BLOB NOT NULL, made_at TEXT NOT NULL, read_at TEXT) STRICT;

-- Figures, flags, announcements ---------------------------------------------------------------------------------------
CREATE TABLE indicator (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, section TEXT NOT NULL, section_weight TEXT NOT NULL, weight TEXT NOT NULL,
    direction TEXT NOT NULL, sequences TEXT NOT NULL, categories TEXT NOT NULL, owner TEXT NOT NULL
) STRICT;
CREATE TABLE indicator_value (
    period TEXT NOT NULL, unit TEXT NOT NULL, indicator TEXT NOT NULL, value TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (period, unit, indicator)
) STRICT;
-- Points that decisions give to a unit's score or take from it. Entries are added; one that is undone is undone by another entry. `period`
-- is the one in whose ranking it counts, empty until there is one.
CREATE TABLE adjustment (
    id INTEGER PRIMARY KEY, unit TEXT NOT NULL, period TEXT NOT NULL, points TEXT NOT NULL, about_id INTEGER NOT NULL REFERENCES matter,
    decision_id INTEGER NOT NULL REFERENCES matter, reverses_id INTEGER REFERENCES adjustment, made_at TEXT NOT NULL
) STRICT;
CREATE INDEX adjustment_about ON adjustment (about_id, id);
CREATE INDEX adjustment_period ON adjustment (period, id);
CREATE TRIGGER adjustment_is_never_edited BEFORE UPDATE OF unit, points, about_id, decision_id, reverses_id, made_at ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'what was decided stays');
END;
CREATE TRIGGER adjustment_is_never_deleted BEFORE DELETE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'what was decided stays');
END;
-- The figures of a period as they were frozen. Its number is its code.
CREATE TABLE period (
    id INTEGER PRIMARY KEY REFERENCES matter, ends_on TEXT NOT NULL, authorisation TEXT NOT NULL, waiver TEXT NOT NULL,
    figures TEXT NOT NULL, hash TEXT NOT NULL, picture TEXT NOT NULL
) STRICT;
-- Flags are children of a period. Those that were proposed anew are kept as replaced: a number that history or a card names never
-- means another flag.
CREATE TABLE flag (
    id INTEGER PRIMARY KEY REFERENCES matter, sequence TEXT NOT NULL, colour TEXT NOT NULL, rotation TEXT NOT NULL,
    streak INTEGER NOT NULL, figures TEXT NOT NULL, picture TEXT NOT NULL, struck_by INTEGER, struck_why TEXT, acknowledged_at TEXT,
    acknowledged_by INTEGER
) STRICT;
CREATE UNIQUE INDEX flag_once ON matter (parent_id, unit, category)
    WHERE kind = 'flag' AND stage NOT IN ('replaced', 'withdrawn');
CREATE INDEX flag_unit ON matter (unit, id) WHERE kind = 'flag';
-- An announcement is a child of the matter that it is about.
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY REFERENCES matter, about TEXT NOT NULL, author_id INTEGER, apart_id INTEGER, publish_at TEXT NOT NULL,
    published_at TEXT, hash TEXT NOT NULL, answers_id INTEGER REFERENCES announcement
) STRICT;
-- The units that an announcement names: nobody of them signs it.
CREATE TABLE named (
    announcement_id INTEGER NOT NULL REFERENCES announcement, unit TEXT NOT NULL, PRIMARY KEY (announcement_id, unit)
) STRICT;
CREATE TABLE picture (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- A formal text of a matter as a document: in one language, under the hash of its bytes.
CREATE TABLE paper (
    id INTEGER PRIMARY KEY, matter_id INTEGER NOT NULL REFERENCES matter, move TEXT NOT NULL, name TEXT NOT NULL,
    locale TEXT NOT NULL, made_at TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX paper_matter ON paper (matter_id);
-- A file that goes through a conversation: brought to be taken in once it is confirmed, or handed to who asked. Kept for days.
CREATE TABLE passing_file (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, made_at TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX passing_file_hash ON passing_file (hash);
CREATE INDEX paper_hash ON paper (hash);
-- What is said in public, word for word: rendered once per audience, channel and language when proposed. `part` is its
-- place where an announcement is said in several messages.
CREATE TABLE rendering (
    id INTEGER PRIMARY KEY, announcement_id INTEGER NOT NULL REFERENCES announcement, audience TEXT NOT NULL,
    channel TEXT NOT NULL, locale TEXT NOT NULL, part INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    picture TEXT NOT NULL, alt TEXT NOT NULL, figures TEXT NOT NULL,
    UNIQUE (announcement_id, audience, channel, locale, part)
) STRICT;
-- Valid approvals: of this very hash, by people who still hold the role they signed in, who are not the author, whose
-- unit is not named, and who have not recused themselves from it or from what it is about.
CREATE VIEW valid_approval AS
    SELECT announcement.id AS announcement_id, ballot.person_id, ballot.role, ballot.at
      FROM ballot
      JOIN announcement ON announcement.id = ballot.matter_id AND announcement.hash = ballot.subject AND ballot.move = 'approve'
      JOIN matter AS own ON own.id = announcement.id
      JOIN role_grant ON role_grant.id = ballot.grant_id AND role_grant.person_id = ballot.person_id
                     AND role_grant.role = ballot.role AND role_grant.revoked_at IS NULL
      JOIN person ON person.id = ballot.person_id
     WHERE announcement.hash <> ''
       AND (announcement.author_id IS NULL OR announcement.author_id <> ballot.person_id)
       AND NOT EXISTS (SELECT 1 FROM named WHERE named.announcement_id = announcement.id AND named.unit = person.unit)
       AND NOT EXISTS (SELECT 1 FROM recusal WHERE recusal.matter_id IN (own.id, own.parent_id)
                                               AND recusal.person_id = ballot.person_id);
CREATE TRIGGER outbox_public_needs_approval BEFORE INSERT ON outbox
WHEN NEW.class = 'P' AND (
    NEW.rendering_id IS NULL
    OR NOT EXISTS (SELECT 1 FROM matter JOIN rendering ON rendering.announcement_id = matter.id
                    WHERE rendering.id = NEW.rendering_id AND matter.stage IN ('approved', 'published'))
    OR (SELECT COUNT(DISTINCT person_id) FROM valid_approval
         WHERE announcement_id = (SELECT announcement_id FROM rendering WHERE id = NEW.rendering_id)) < 2)
BEGIN
    SELECT RAISE(ABORT, 'nothing public is said without two approvals');
END;
CREATE TRIGGER outbox_public_keeps_approval BEFORE UPDATE ON outbox
WHEN (NEW.class = 'P' OR OLD.class = 'P') AND NEW.state IN ('waiting', 'claimed') AND (
    NEW.class <> OLD.class OR NEW.rendering_id IS NULL OR NEW.rendering_id <> OLD.rendering_id
    OR NOT EXISTS (SELECT 1 FROM matter JOIN rendering ON rendering.announcement_id = matter.id
                    WHERE rendering.id = NEW.rendering_id AND matter.stage IN ('approved', 'published'))
    OR (SELECT COUNT(DISTINCT person_id) FROM valid_approval
         WHERE announcement_id = (SELECT announcement_id FROM rendering WHERE id = NEW.rendering_id)) < 2)
BEGIN
    SELECT RAISE(ABORT, 'nothing public is said without two approvals');
END;
-- The words are sealed by the announcement's hash: from then on nothing is added, changed or taken away.
CREATE TRIGGER rendering_is_never_added BEFORE INSERT ON rendering
WHEN (SELECT hash FROM announcement WHERE id = NEW.announcement_id) <> ''
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER rendering_is_never_edited BEFORE UPDATE ON rendering
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER rendering_is_never_deleted BEFORE DELETE ON rendering
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER named_is_never_added BEFORE INSERT ON named
WHEN (SELECT hash FROM announcement WHERE id = NEW.announcement_id) <> ''
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER named_is_never_edited BEFORE UPDATE ON named
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER named_is_never_deleted BEFORE DELETE ON named
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER announcement_keeps_its_words BEFORE UPDATE OF hash, author_id, answers_id ON announcement
WHEN OLD.hash <> ''
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE TRIGGER picture_is_never_edited BEFORE UPDATE ON picture
BEGIN
    SELECT RAISE(ABORT, 'what was proposed is what is said');
END;
CREATE UNIQUE INDEX outbox_said_once ON outbox (rendering_id) WHERE rendering_id IS NOT NULL;
