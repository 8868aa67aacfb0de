-- +goose Up
PRAGMA application_id = 0x56574c42; -- "VWLB"

CREATE TABLE voices (
	number      INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL UNIQUE,
	name        TEXT    NOT NULL,
	place       BLOB    NOT NULL, -- collation key of the name: its place in the alphabet
	description TEXT    NOT NULL,
	folder      TEXT    NOT NULL,
	tags        TEXT    NOT NULL, -- one a line
	favourite   INTEGER NOT NULL,
	builtin     INTEGER NOT NULL,
	licence     TEXT    NOT NULL,
	consent     TEXT    NOT NULL,
	model       TEXT    NOT NULL,
	added       INTEGER NOT NULL, -- nanoseconds since 1970, as all times here; 0 is never
	used        INTEGER NOT NULL,
	uses        INTEGER NOT NULL,
	trashed     INTEGER NOT NULL,
	pitch       REAL    NOT NULL,
	spread      REAL    NOT NULL,
	seconds     REAL    NOT NULL,
	colour      BLOB    NOT NULL, -- float32, little-endian
	seed        INTEGER NOT NULL  -- the bits of an unsigned number
);
CREATE INDEX voices_by_name  ON voices (trashed, place);
CREATE INDEX voices_by_added ON voices (trashed, added DESC, place);
CREATE INDEX voices_by_used  ON voices (trashed, used DESC, place);
CREATE INDEX voices_by_pitch ON voices (trashed, iif(pitch > 0, pitch, 1e9), place);
CREATE INDEX voices_by_folder ON voices (trashed, folder);
CREATE INDEX favourite_voices ON voices (trashed) WHERE favourite = 1;

-- The voice files, apart from the cards so that lists stay small.
CREATE TABLE files (
	voice INTEGER PRIMARY KEY REFERENCES voices ON DELETE CASCADE,
	data  BLOB NOT NULL
);

CREATE TABLE tags (
	trashed INTEGER NOT NULL, -- as in voices
	tag     TEXT    NOT NULL COLLATE NOCASE,
	voice   INTEGER NOT NULL REFERENCES voices ON DELETE CASCADE,
	PRIMARY KEY (trashed, tag, voice)
) WITHOUT ROWID;
CREATE INDEX tags_of_voice ON tags (voice);

-- The words of name, description and tags, folded by the program; rowid is the number of the voice. Those in the trash
-- have a table of their own, so that counting a search need not look at the voices. A beginning of a word that has no
-- prefix index costs a merge of the lists of all words that begin so, hence the many prefixes.
CREATE VIRTUAL TABLE live_words USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6 7 8', tokenize='ascii');
CREATE VIRTUAL TABLE trash_words USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6 7 8', tokenize='ascii');

CREATE TABLE words (
	written TEXT PRIMARY KEY,
	spoken  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE recent (
	path   TEXT PRIMARY KEY,
	name   TEXT    NOT NULL,
	opened INTEGER NOT NULL
) WITHOUT ROWID;
