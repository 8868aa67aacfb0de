-- +goose Up
ALTER TABLE voices ADD COLUMN rating INTEGER NOT NULL DEFAULT 0; -- 0 to 5; 0 is none

-- What the timbre of a voice is called that was improved or renewed since its ID was made of it; else empty.
ALTER TABLE voices ADD COLUMN revision TEXT NOT NULL DEFAULT '';

-- The recordings that a voice was made of, in their order.
CREATE TABLE clips (
	voice   INTEGER NOT NULL REFERENCES voices ON DELETE CASCADE,
	place   INTEGER NOT NULL,
	path    TEXT    NOT NULL, -- where this machine saw the file last; empty when it never did
	name    TEXT    NOT NULL,
	sha256  TEXT    NOT NULL,
	used    REAL    NOT NULL, -- seconds
	size    INTEGER NOT NULL, -- bytes
	changed INTEGER NOT NULL,
	PRIMARY KEY (voice, place)
) WITHOUT ROWID;
CREATE INDEX clips_by_hash ON clips (sha256) WHERE path <> '';

-- How a voice sounds in a few bytes, for the search by ear; apart from the cards so that a search reads nothing else. A
-- changed ear gets a new stamp, which no other ever had: that is how a search that keeps them in memory finds what is new.
-- All are of one model; voices of another have none.
CREATE TABLE ears (
	stamp INTEGER PRIMARY KEY AUTOINCREMENT,
	voice INTEGER NOT NULL UNIQUE REFERENCES voices ON DELETE CASCADE,
	ear   BLOB    NOT NULL -- int8
);
